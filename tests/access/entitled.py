"""Who may meet which canary on a page: written by hand from rulings 2, persona by persona.

It asks nothing of the code under test. ``MAY`` is the most that may be seen, ``SHOWN`` what those
entitled do see somewhere (the positive control: without it an empty page would pass).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tests.access.answers.line import (
    CONTENT,
    COORDINATES,
    DPO,
    HOTLINE,
    OTHER_DESK,
    OVERSEES,
    PROCESS,
    REPORTER,
    TAKER,
    TEAM,
    TEAM_B,
)
from tests.world.absorbed import AGREED, ASKED
from tests.world.canary import canary
from tests.world.checkpoints import CHECKED
from tests.world.closing import CLOSING
from tests.world.first_analysis import ANALYSED, CONFERENCE, SECURITY
from tests.world.monitoring import AFTER
from tests.world.stage import Stage

NOBODY: frozenset[str] = frozenset()
_FIELDS = ("words", "about", "age", "place", "others")
_LINES = (
    "gap", "gap change", "asked", "asked change", "settled", "settled change", "settled reason",
    "answered", "factor", "factor evidence", "withdrawn", "withdrawn reason", "own level",
    "joint level", "interpretation", "for", "against", "view",
)  # fmt: skip


# What is written of somebody around the person, by its field.
_AROUND = ("who", "heed", "told", "teller")
NAMED = frozenset({"partner", "other_partner", "process", "content"})


def _signal(name: str, who) -> dict[str, frozenset[str]]:
    return {canary(f"{field} {name}"): frozenset(who) for field in _FIELDS}


def _each(name: str, fields, who) -> dict[str, frozenset[str]]:
    return {canary(f"{field} {name}"): frozenset(who) for field in fields}


def _analysed(name: str, who) -> dict[str, frozenset[str]]:
    return _signal(name, who) | _each(name, (*ANALYSED, *SECURITY), who)


TEXTS = (
    "why_start", "reach", "why_that", "context", "person_view", "family_view", "best_interest",
    "evaluation",
)  # fmt: skip
_ON_PLAN = (
    *TEXTS, "approval", "given up version", "given up", "version", "goal statement",
    "goal indicator", "goal baseline", "goal target", "goal means", "goal why", "action title",
    "action why_fits", "action why", "looks", "point why", "proposal", "declined",
    "declined because",
)  # fmt: skip


def _plan(name: str, who) -> dict[str, frozenset[str]]:
    """Who may meet the words of a plan, whatever its version: the whole team of the case."""
    return {canary(f"{part} {name}"): frozenset(who) for part in _ON_PLAN}


_CARRIED = (
    "report", "outcome", "outcome check", "effect", "response", "effect closed",
    "promise said_to", "promise words", "promise limit", "promise kept", "promise handed",
    "promise goes on", "pause",
)  # fmt: skip

SHOWN: dict[str, frozenset[str]] = {
    # after closure: the whole team of the case; why a check was corrected stays in the journal
    **_each("a", (*AFTER, *CHECKED), TEAM),
    **_each("b", (*AFTER, *CHECKED), TEAM_B),
    **_plan("a", TEAM),
    **_plan("b", TEAM_B),
    # what is carried out: the whole team of the case
    **_each("a", _CARRIED, TEAM),
    **_each("b", _CARRIED, TEAM_B),
    # the duty roster: the desks, SC, and whoever coordinates a case
    canary("turn note"): HOTLINE | OTHER_DESK | PROCESS | CONTENT,
    canary("turn phone"): HOTLINE | OTHER_DESK | PROCESS | CONTENT,
    # a signal: its reporter (own words), receivers and deputies of its channel, SC
    **_signal("desk", HOTLINE | REPORTER),
    canary("corrected desk"): HOTLINE,  # the reporter reads what they said themselves (X45)
    **_signal("taken", HOTLINE),
    **_signal("acked", HOTLINE),
    **_signal("other", OTHER_DESK),
    **_signal("case a", HOTLINE),
    **_signal("case b", OTHER_DESK),
    **_signal("named", HOTLINE),
    **_signal("joined", OTHER_DESK),
    # joined to the file of case B: the team reads that there is one, the desk what it says
    **_signal("attached", OTHER_DESK),
    canary("grounds attached"): OTHER_DESK,
    canary("dissent attached"): OTHER_DESK,
    # who a signal is about, as a coordinator understood it; why a match was answered so
    # (the officer reads what was searched for, too: X41)
    **{
        canary(f"{field} named"): COORDINATES | DPO
        for field in ("given", "family", "alias", "told age")
    },
    canary("place named"): HOTLINE | DPO,
    canary("place joined"): OTHER_DESK | DPO,
    canary("place attached"): OTHER_DESK | DPO,
    canary("match reason named"): HOTLINE,
    canary("match reason joined"): OTHER_DESK,
    canary("match reason attached"): OTHER_DESK,
    canary("correction reason"): HOTLINE,
    canary("hop note"): HOTLINE,
    canary("searched words"): DPO,  # opened for a reason (X13)
    canary("reveal reason"): HOTLINE | DPO,  # the journal of the signal, and the reading log
    # the source: who took the call, SC
    canary("source name"): TAKER | COORDINATES,
    canary("source phone"): TAKER | COORDINATES,
    canary("foreign source"): OTHER_DESK,
    canary("foreign phone"): OTHER_DESK,
    # the first analysis: the signal's desk
    canary("words plain"): HOTLINE,
    canary("words advised"): HOTLINE,
    canary("advice"): HOTLINE,
    **_analysed("ready", HOTLINE),
    canary("unnamed ready"): HOTLINE,
    **_analysed("proposed", HOTLINE),
    canary("unnamed proposed"): HOTLINE,
    canary("grounds proposed"): HOTLINE,
    **_analysed("asked", HOTLINE),
    canary("unnamed asked"): HOTLINE,
    **_each("first", ("grounds", "question", "addressee", "answer"), HOTLINE),
    **_each("second", ("grounds", "question", "addressee"), HOTLINE),
    **_analysed("oriented", HOTLINE),
    canary("unnamed oriented"): HOTLINE,
    **_each("oriented", ("grounds", "service", "accepted"), HOTLINE),
    **_analysed("handed", HOTLINE),
    canary("unnamed handed"): HOTLINE,
    **_each("handed", ("grounds", "service", "note", "reopened"), HOTLINE),
    **_signal("doubled", HOTLINE),
    canary("grounds doubled"): HOTLINE,
    **_signal("security", HOTLINE),
    **_each("security", ("danger", "asked of"), HOTLINE),
    **_analysed("tabled", HOTLINE),
    **_each("tabled", ("taken", "dissent", *CONFERENCE), HOTLINE),
    **_analysed("foreign", OTHER_DESK),
    canary("unnamed foreign"): OTHER_DESK,
    **_each("foreign", ("grounds", "second"), OTHER_DESK),
    # what the desk found stays the desk's; the conference and the security services' answer go
    # to the team
    **_each("case a", (*ANALYSED, "taken", "dissent"), HOTLINE),
    **_each("case b", (*ANALYSED, "taken", "dissent"), OTHER_DESK),
    **_each("case a", (*SECURITY, *CONFERENCE), TEAM),
    **_each("case b", (*SECURITY, *CONFERENCE), TEAM_B),
    # the case: PR CO PA RO of its team
    **{canary(f"{field} a"): TEAM for field in ("grounds", "told age")},
    **{canary(f"{field} b"): TEAM_B for field in ("grounds", "told age")},
    # the name too, and through the possible matches alone (THROUGH_MATCHES) SC
    **{canary(f"{field} a"): TEAM | COORDINATES for field in ("given", "family")},
    **{canary(f"{field} b"): TEAM_B | COORDINATES for field in ("given", "family")},
    canary("alias a"): frozenset({"content"}),  # the form that corrects the person
    canary("alias b"): NOBODY,
    canary("corrected age"): TEAM,
    canary("person reason"): TEAM,
    canary("interest other"): TEAM,
    canary("join former"): TEAM,
    canary("join evaluator"): TEAM,
    canary("leave former"): TEAM,
    # records, each by its audience
    canary("record team_a"): TEAM,
    canary("record need_a"): TEAM,
    canary("record named_a"): frozenset({"partner", "other_partner", "process", "content"}),
    canary("corrected own"): frozenset({"partner"}),
    canary("own reason"): frozenset({"partner"}),  # the journal follows the record's audience
    canary("record own_other"): frozenset({"other_partner"}),
    canary("record own_pia"): frozenset({"process", "risk_owner"}),
    canary("record former_own"): NOBODY,
    canary("record moved_own"): NOBODY,
    canary("record team_b"): TEAM_B,
    canary("record named_b"): TEAM_B,
    canary("record own_b"): NOBODY,
    # people around, each by its audience
    **_each("around_a", _AROUND, TEAM),
    **_each("around_named_a", (*_AROUND, "alone"), NAMED),
    **_each("around_own_a", _AROUND, frozenset({"other_partner"})),
    **_each("around_changed_a", (*_AROUND, "now", "change"), TEAM),
    **_each("around_ended_a", (*_AROUND, "end of"), TEAM),
    **_each("around_b", _AROUND, TEAM_B),
    **_each("around_own_b", _AROUND, NOBODY),
    **_each("around_ended_b", (*_AROUND, "end of"), TEAM_B),
    # the analysis: read by the team; an answer by its audience
    **{canary(f"{line} a"): TEAM for line in _LINES},
    **{canary(f"{line} b"): TEAM_B for line in _LINES},
    canary("answer a"): frozenset({"partner", "other_partner", "process", "content"}),
    canary("answer b"): TEAM_B,
    # held back: its effect, by its audience; withdrawn: its author alone
    canary("record held_a"): frozenset({"partner", "other_partner", "process", "content"}),
    canary("record held_b"): TEAM_B,
    **{canary(f"{words} ended_a"): TEAM for words in ("record", "end of")},
    **{canary(f"{words} ended_b"): TEAM_B for words in ("record", "end of")},
    canary("record withdrawn_a"): frozenset({"partner"}),
    # in the wrong file: that it was marked and why, by author and coordinators; the words nobody
    canary("why misplaced_a"): frozenset({"partner", "process", "content"}),
    canary("why misplaced_b"): TEAM_B,
    canary("record misplaced_a"): NOBODY,
    canary("record misplaced_b"): NOBODY,
    # half-typed text is its author's
    canary("draft partner"): frozenset({"partner"}),
    canary("draft receiver"): frozenset({"receiver"}),
}
# Not on the page any more: what an answer would have changed, what a withdrawn factor rested on.
SHOWN |= {
    canary(f"{line} {case}"): NOBODY
    for line in ("answered change", "withdrawn evidence")
    for case in "ab"
}
# Corrected: what stood before is shown on a page of its own, where the matrix asks for one (X30).
SHOWN |= {canary("told age a"): NOBODY, canary("record own_a"): frozenset({"partner"})}
SHOWN |= {canary("words desk"): REPORTER | HOTLINE}  # as they were sent; what stood before
# Joined to a known person: the signal's own row is kept to be put back; its name is what SC
# searched for, and nothing else of it is shown; the officer reads what was searched (X41).
SHOWN |= {canary(f"{field} joined"): COORDINATES | DPO for field in ("given", "family")}
SHOWN |= {canary(f"{field} joined"): DPO for field in ("alias", "told age")}
SHOWN |= {canary(f"{field} attached"): DPO for field in ("given", "family", "alias", "told age")}
# A file from paper: whoever has it in hand; its answer and its age where there is one.
SHOWN |= {
    canary(f"{words} paper"): frozenset({"deciding_coordinator"})
    for words in ("place", "grounds", "given", "family", "alias", "concern", "why", "back")
}
SHOWN |= {canary(f"{words} paper"): NOBODY for words in ("told age", "asked", "wording")}
# Persons named on a signal: what was said of one who was taken back, or has no file.
SHOWN |= {canary(f"{words} named"): COORDINATES for words in ("taken back", "left")}
SHOWN |= {canary("minor of named"): NOBODY}
# A closure: read by the whole team, the opinions and hand-overs too.
SHOWN |= _each("a", CLOSING, TEAM) | _each("b", CLOSING, TEAM_B)
# Two files on one person: agreed on, by the team; asked, and who is asked to join, by who oversees.
SHOWN |= _each("a", AGREED, TEAM) | _each("b", AGREED, TEAM_B)
SHOWN |= _each("a", ASKED, OVERSEES) | _each("b", ASKED, NOBODY)
# How far a goal was reached stands beside the goals of the plan that applies: here it has none.
UNSEEN = (
    "goal result",
    "checked action",
    "checked goal",
    "declined once",
    "absence once",
    "goes on",
    "resumed",
)
SHOWN |= _each("a", UNSEEN, NOBODY) | _each("b", UNSEEN, NOBODY)
MAY = dict(SHOWN)
MAY |= _each("a", UNSEEN, TEAM) | _each("b", UNSEEN, TEAM_B)
MAY |= {canary("alias a"): TEAM, canary("alias b"): TEAM_B}
# Who is on no team of the case meets the name of its person in the match panel, nowhere else.
THROUGH_MATCHES = {
    canary(f"{field} {name}"): COORDINATES
    for field in ("given", "family")
    for name in ("a", "b", "joined")
}


# The officer reads what was searched, on every page of the searches and nowhere else (X41).
SEARCHED = frozenset(
    {
        *(
            canary(f"{field} {name}")
            for field in ("given", "family", "alias", "told age")
            for name in "ab"
        ),
        *(
            canary(f"place {name}")
            for name in ("case_a", "case_b", "ready", "proposed", "asked", "oriented", "handed",
                         "tabled", "security", "doubled", "foreign")
        ),
    }
)  # fmt: skip


# Who has left is told so, once, by a notice that hangs on no case (X42).
TOLD_THAT_IT_ENDED = "former"


def _may_meet(word: str, who: frozenset[str], persona: str, url: str, case: str) -> bool:
    if persona == TOLD_THAT_IT_ENDED and word == case:
        return url in ("GET /", "GET /notices/")  # My work lists what is unread
    if persona in THROUGH_MATCHES.get(word, NOBODY):
        return "/matches/" in url
    if word in SEARCHED and persona in DPO:
        return url.startswith("GET /signals/searches/")
    return persona in who


def references(stage: Stage) -> dict[str, frozenset[str]]:
    """Who may meet the reference of a file: its readers, and the DPO in the reading log."""
    return {
        stage.cases["a"].reference: TEAM | DPO,
        stage.cases["b"].reference: TEAM_B | DPO,
        stage.signals["desk"].reference: HOTLINE | REPORTER | DPO,
        stage.signals["taken"].reference: HOTLINE | DPO,
        stage.signals["acked"].reference: HOTLINE | DPO,
        stage.signals["other"].reference: OTHER_DESK | DPO,
        stage.signals["case_a"].reference: HOTLINE | DPO,
        stage.signals["named"].reference: HOTLINE | DPO,
        stage.signals["joined"].reference: OTHER_DESK | DPO,
        stage.signals["attached"].reference: OTHER_DESK | DPO,
        stage.signals["case_b"].reference: OTHER_DESK | DPO,
        **{
            stage.signals[name].reference: HOTLINE | DPO
            for name in (
                "plain", "advised", "ready", "proposed", "asked", "oriented", "handed", "tabled",
                "security", "doubled",
            )
        },
        stage.signals["foreign"].reference: OTHER_DESK | DPO,
    }  # fmt: skip


def met_in(text: str, words: frozenset[str]) -> set[str]:
    """Which of ``words`` stand in the text.

    Looked for once where a canary begins: it is letters alone between its two ends
    (tests/world/canary.py), so that each place at which one may begin gives one candidate. Anything
    else is searched for as it is.
    """
    found = words.intersection(CANARY.findall(text)) if "Zq" in text else set()
    return {*found, *(word for word in _other_words(words) if word in text)}


@lru_cache
def _other_words(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in words if not word.startswith("Zq"))


CANARY = re.compile(r"(?=(Zq[A-Za-z]+?qZ))")


def check_nothing_leaks(seen: dict[str, dict[str, str]], stage: Stage) -> int:
    """Check that no persona met a canary of others; returns how many were looked for.

    ``seen``: persona -> {address: everything it answered}.
    """
    looked, known = 0, MAY | references(stage)
    left = stage.cases["a"].reference
    words = frozenset(known)
    for persona, answers in seen.items():
        for url, text in answers.items():
            looked += len(words)
            for word in met_in(text, words):
                allowed = _may_meet(word, known[word], persona, url, left) or word in url
                assert allowed, f"{word} was shown to {persona} at {url}"
    return looked


def check_the_entitled_see(seen: dict[str, dict[str, str]], only=None) -> int:
    """Check that every canary is met somewhere by each persona of ``SHOWN``."""
    met, words = 0, frozenset(SHOWN)
    shown = {
        persona: set().union(*(met_in(text, words) for text in answers.values()))
        for persona, answers in seen.items()
    }
    for word, who in SHOWN.items():
        for persona in sorted(who & seen.keys()):
            assert word in shown[persona], f"{persona} is entitled to {word} and never sees it"
            met += 1
    return met
