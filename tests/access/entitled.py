"""Who may meet which canary on a page: written by hand from rulings 2, persona by persona.

It asks nothing of the code under test. ``MAY`` is the most that may be seen, ``SHOWN`` what the
entitled do see somewhere (the positive control: else an empty page would pass).
"""

from __future__ import annotations

from tests.access.matrix import COORDINATES, DPO, HOTLINE, OTHER_DESK, REPORTER, TAKER, TEAM, TEAM_B
from tests.access.stage import Stage, canary

NOBODY: frozenset[str] = frozenset()
_FIELDS = ("words", "about", "age", "place", "others")


def _signal(name: str, who) -> dict[str, frozenset[str]]:
    return {canary(f"{field} {name}"): frozenset(who) for field in _FIELDS}


SHOWN: dict[str, frozenset[str]] = {
    # a signal: its reporter (own words), receivers and deputies of its channel, SC
    **_signal("desk", HOTLINE | REPORTER),
    canary("corrected desk"): HOTLINE | REPORTER,
    **_signal("taken", HOTLINE),
    **_signal("acked", HOTLINE),
    **_signal("other", OTHER_DESK),
    **_signal("case a", HOTLINE),
    **_signal("case b", OTHER_DESK),
    canary("correction reason"): HOTLINE,
    canary("hop note"): HOTLINE,
    canary("reveal reason"): HOTLINE | DPO,  # the journal of the signal, and the reading log
    # the source: who took the call, SC
    canary("source name"): TAKER | COORDINATES,
    canary("source phone"): TAKER | COORDINATES,
    canary("foreign source"): OTHER_DESK,
    canary("foreign phone"): OTHER_DESK,
    # the case: PR CO PA RO of its team
    **{canary(f"{field} a"): TEAM for field in ("grounds", "given", "family", "told age")},
    **{canary(f"{field} b"): TEAM_B for field in ("grounds", "given", "family", "told age")},
    canary("corrected age"): TEAM,
    canary("person reason"): TEAM,
    canary("interest lea"): TEAM,
    canary("join julie"): TEAM,
    canary("join yves"): TEAM,
    canary("leave julie"): TEAM,
    # records, each by its audience
    canary("record team_a"): TEAM,
    canary("record need_a"): TEAM,
    canary("record named_a"): frozenset({"partner", "other_partner", "process", "content"}),
    canary("corrected own"): frozenset({"partner"}),
    canary("own reason"): frozenset({"partner"}),  # the journal follows the record's audience
    canary("record own_lea"): frozenset({"other_partner"}),
    canary("record own_pia"): frozenset({"process", "risk_owner"}),
    canary("record former_own"): NOBODY,
    canary("record moved_own"): NOBODY,
    canary("record team_b"): TEAM_B,
    canary("record named_b"): TEAM_B,
    canary("record own_b"): NOBODY,
    # held back: its effect, by its audience; withdrawn: its author alone
    canary("record held_a"): frozenset({"partner", "other_partner", "process", "content"}),
    canary("record held_b"): TEAM_B,
    canary("record withdrawn_a"): frozenset({"partner"}),
    # half-typed text is its author's
    canary("draft bruno"): frozenset({"partner"}),
    canary("draft ines"): frozenset({"receiver"}),
}
# Corrected: what stood before is in the history, which no page shows.
SHOWN |= dict.fromkeys(map(canary, ("words desk", "told age a", "record own_a")), NOBODY)
MAY = dict(SHOWN)


def references(stage: Stage) -> dict[str, frozenset[str]]:
    """Who may meet the reference of a file: whoever may read it, and the DPO's reading log."""
    return {
        stage.cases["a"].reference: TEAM | DPO,
        stage.cases["b"].reference: TEAM_B | DPO,
        stage.signals["desk"].reference: HOTLINE | REPORTER | DPO,
        stage.signals["taken"].reference: HOTLINE | DPO,
        stage.signals["acked"].reference: HOTLINE | DPO,
        stage.signals["other"].reference: OTHER_DESK | DPO,
        stage.signals["case_a"].reference: HOTLINE | DPO,
        stage.signals["case_b"].reference: OTHER_DESK | DPO,
    }


def check_nothing_leaks(seen: dict[str, dict[str, str]], stage: Stage) -> int:
    """``seen``: persona -> {address: everything it answered}. Returns how many were looked for."""
    looked = 0
    for persona, answers in seen.items():
        for url, text in answers.items():
            for word, who in (MAY | references(stage)).items():
                looked += 1
                asked_for = word in url
                assert persona in who or asked_for or word not in text, (
                    f"{word} was shown to {persona} at {url}"
                )
    return looked


def check_the_entitled_see(seen: dict[str, dict[str, str]], only=None) -> int:
    """Every canary is met by each who is entitled to it, somewhere."""
    met = 0
    for word, who in SHOWN.items():
        for persona in sorted(who & seen.keys()):
            assert any(word in text for text in seen[persona].values()), (
                f"{persona} is entitled to {word} and never sees it"
            )
            met += 1
    return met
