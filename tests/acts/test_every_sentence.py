"""X24: what a refusal tells to do, somebody who is there can do at that moment.

Also: whatever is closed has a way to be reopened or corrected, with a reason.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import polib
import pytest
from django.utils import translation

from agencies.models import Absence, User
from casework import absent, acts, statements
from casework.models import Case, TeamMember
from casework.rights import Role
from common import clock
from common.scope import WORKER, Actor, bound
from intake.models import Outcome, Signal
from tests import source
from tests.acts import cells, sentences, walk
from tests.acts.chosen import Audience
from tests.acts.putting import put

pytestmark = pytest.mark.access

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "casework/locale/fr/LC_MESSAGES/django.po"
EVERY = sorted(acts.every(), key=cells.named)


@pytest.fixture(scope="module")
def people(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return walk.People(stage)


@pytest.fixture(scope="module")
def audience(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return Audience(stage)


@pytest.mark.parametrize("act", EVERY, ids=cells.named)
def test_what_a_refusal_tells_to_do_can_be_done(people, audience, together, act):
    """X24. Red when a sentence is not in the tables, or nobody present can do what it says."""
    walked = walk.Walk(people)
    lost = list(walk.of(act, walked, audience))
    assert not lost, f"{len(lost)}:\n" + "\n".join(lost)


@pytest.mark.parametrize("who", ["pia", "hector", "basile"])
@pytest.mark.parametrize("state", [Case.State.GATHERING, Case.State.ACTIVE, Case.State.MONITORING])
def test_what_the_front_warns_of_can_be_done(stage, together, state, who):
    """X24, X18: the front is no act. Red when nobody there can do what it tells to do.

    Somebody of the team is gone, another is away, and most agencies have not said their aim.
    """
    case = stage.cases["a"]
    statement = walk.at_address("case_statement")[0]
    away = stage.people["lila"]
    with cells.undone(), translation.override("en"):
        put(Case, case.pk, state=state)
        with bound(WORKER):
            User.objects.filter(pk=stage.people[who].pk).update(is_active=False)
            day = clock.today()
            Absence.objects.create(user=away, first_day=day, last_day=day)
        walked = walk.Walk(walk.People(stage))
        with bound(Actor.of(stage.people["pauline"])):
            warned = _warned(Case.objects.select_related("subject").get(pk=case.pk), stage)
        lost = [str(one) for one in warned if not walked.is_followed(one, statement, case)]
        assert not lost
        assert len(walked.met) == 3


def _warned(case: Case, stage) -> list:
    """What the front of the case says to its risk owner."""
    user = stage.people["pauline"]
    members = list(case.parts())
    absent.mark(members)
    found = absent.warnings(case, user, members, case.roles_of(user))
    return found + statements.not_said(members, statements.statements(case))


# --- what is closed -----------------------------------------------------------------------------
# Acts with a reason that open it again, or correct it where it is another's to open.
WAYS_BACK = {
    "signal": ("intake:reopen", "intake:undo", "intake:separate", "intake:take_off"),
    "case": ("closure:reopen", "case_correct_person"),
}


def test_every_closed_signal_has_a_way_back(people, together):
    """X24: reopened with a reason, or corrected in its file. Line: ``closes_the_signal``."""
    walked, states, lost = walk.Walk(people), set(), []
    with bound(WORKER):
        rows = [row for row in Signal.objects.order_by("pk") if row.is_decided]
    for signal in rows:
        states.add(signal.state)
        found = walked.ways(WAYS_BACK["signal"], [signal])
        found = found or walked.ways(WAYS_BACK["case"], sentences.its_cases(signal))
        if not found:
            lost.append((signal.state, signal.reference, str(signal.case)))
    assert not lost
    with_two = set(Outcome.Kind.values) - states - {Outcome.Kind.NEED_MORE}
    assert with_two == {Outcome.Kind.NO_ACTION, Outcome.Kind.MALICIOUS}


@pytest.mark.parametrize("kind", [Outcome.Kind.NO_ACTION, Outcome.Kind.MALICIOUS])
def test_what_two_have_closed_has_a_way_back(people, together, kind):
    """X24: the stage has them proposed; here the second reader has agreed."""
    with bound(WORKER):
        found = Outcome.objects.filter(status="proposed", signal__case=None).first()
    read = {"status": "in_force", "in_force_at": clock.now(), "second_read_at": clock.now()}
    put(Outcome, found.pk, kind=kind, **read)
    put(Signal, found.signal_id, state=kind)
    with bound(WORKER):
        signal = Signal.objects.get(pk=found.signal_id)
    assert walk.Walk(people).ways(WAYS_BACK["signal"], [signal])


@pytest.mark.parametrize("state", Case.CLOSED)
def test_every_closed_case_has_a_way_back(people, together, state):
    """X24: a wrong closure too. Line: the sources of ``case.reopened``, ``at`` of a correction."""
    lost = []
    with bound(WORKER):
        rows = list(Case.objects.order_by("pk"))
    for case in rows:
        if case.into_id and state != Case.State.ABSORBED:
            continue  # its person has another file
        with cells.undone():
            put(Case, case.pk, state=state)
            if not walk.Walk(people).ways(WAYS_BACK["case"], [case]):
                lost.append(case.reference)
    assert not lost


@pytest.mark.parametrize(
    "vacant",
    [
        (Role.RISK_OWNER,),
        (Role.PROCESS_COORDINATOR, Role.RISK_OWNER),
        (Role.CONTENT_COORDINATOR,),
        (Role.CONTENT_COORDINATOR, Role.PROCESS_COORDINATOR),
    ],
    ids="+".join,
)
def test_a_closed_case_without_its_offices_has_a_way_back(stage, people, together, vacant):
    """X24, rulings 7. Lines: ``reopens_it``, and no rule of an office in ``rules`` of reopen."""
    case = stage.cases["a"]
    for state in (Case.State.MONITORING, Case.State.ENDED):
        with cells.undone():
            put(Case, case.pk, state=state)
            with bound(WORKER):
                members = list(case.members.filter(active=True, role__in=vacant))
            for member in members:
                put(TeamMember, member.pk, active=False, left_at=clock.now())
            assert walk.Walk(people).ways(["closure:reopen"], [case]), state


def test_a_way_back_has_its_reason():
    """X24. Red when one of them is declared without a reason."""
    named = {name for names in WAYS_BACK.values() for name in names} - {"intake:undo"}
    assert not [
        name for name in named for act in walk.at_address(name) if not act.decision.takes("reason")
    ]


def test_the_tables_hold_no_sentence_that_is_not_in_the_sources():
    """X24. Red when a sentence is written anew and its old words stay in the tables."""
    written = {entry.msgid for entry in polib.pofile(CATALOGUE)}
    written |= {entry.msgid_plural for entry in polib.pofile(CATALOGUE)}
    assert not {words for words in sentences.words_of() if not _is_of(words, written)}


def _is_of(words: str, written: set[str]) -> bool:
    """The words as they are, or one sentence after another."""
    return words in written or any(
        words.startswith(f"{first} ") and words[len(first) + 1 :] in written
        for first in written
        if first
    )


TYPED = "# --- of what was typed"


def _told_in(path: Path) -> Iterator[str]:
    """What the sentences of a file of rules tell to do, where these block before anything is typed.

    Of what was typed the form itself says what to write.
    """
    text = path.read_text()
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or {"strength"} & {k.arg for k in node.keywords}:
            continue
        heading = next(
            (one for one in reversed(lines[: node.lineno]) if one.startswith("# ---")), ""
        )
        if heading.startswith(TYPED) or not isinstance(node.func, ast.Name):
            continue
        for todo in (k.value for k in node.keywords if k.arg == "todo"):
            for call in ast.walk(todo):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "_":
                    yield cast(ast.Constant, call.args[0]).value


def test_every_sentence_of_the_rules_is_in_the_tables():
    """X24. Red when a rule tells to do something of which nobody has said who can do it.

    Also of what no row of the stage comes to.
    """
    missing = {
        f"{path.parent.name}/{path.name}: {todo}"
        for app in source.APPS
        for path in sorted((ROOT / app).rglob("*rules*.py"))
        for todo in _told_in(path)
        if not sentences.holds(todo)
    }
    assert not missing, "\n".join(sorted(missing))
