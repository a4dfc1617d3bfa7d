"""People around the person: written down, changed, ended, each with its audience (S30, 2.8)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from agencies.models import User
from casework.models import Case, JournalEntry, Relationship
from casework.relationships import decisions, shown
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from tests import people as cast
from tests import worlds
from tests.browsing import send, snapshot, text_of
from tests.people import acting, around
from tests.plans.conftest import at_state

NAME, FEAR = "Sa tante Denise", "Elle a peur de lui."
SAID = {
    "name": NAME, "kind": "family", "role": "relative", "knows_well": "yes", "approach": "no",
    "only_by": "", "approach_because": FEAR, "told": "", "told_by": "",
}  # fmt: skip


@worlds.standing
def case(people):
    return cast.open_case(people)


@worlds.standing
def row(people, case):
    return around(case, people["bruno"])


def said(**more) -> dict:
    return SAID | {"since": clock.today()} | more


def refused(decide, *args, by, **values) -> list[str]:
    """The sentences of the refusal; nothing is written."""
    before = snapshot()
    with acting(by), translation.override("en"):
        with pytest.raises(Refused) as refusal:
            decide(*args, by=by, **values)
        found = [str(one.sentence) for one in refusal.value.obstacles]
    assert snapshot() == before
    return found


def told(kind: str) -> set[int]:
    with bound(WORKER):
        return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def keys(people, *names) -> set[int]:
    return {people[name].pk for name in names}


def seen(people, name, case) -> list[str]:
    """Whom this person reads of, as the page asks."""
    with acting(people[name]) as user:
        return sorted(one.name for one in shown.around(case_again(case), user))


def case_again(case: Case) -> Case:
    """Another instance: what was asked of one is not asked again."""
    return Case(pk=case.pk)


def change(people, row, by="bruno", reason="Elle a parlé.", expected=None, **more):
    with acting(people[by]) as user:
        return decisions.correct_relationship(
            row, by=user, changes=said(**more), reason=reason, expected=expected
        )


def end(people, row, by="bruno", reason="Partie à Toulouse."):
    with acting(people[by]) as user:
        return decisions.end_relationship(row, by=user, reason=reason)


# --- written down ---------------------------------------------------------------------------
def test_it_is_written_with_its_day_and_told_by_reference(people, case):
    """S30. Lines: ``since`` and ``written_at`` of add_relationship, its journal and ``_tell``."""
    day = clock.today() - timedelta(days=40)
    made = around(
        case, people["bruno"], since=day, told="Que la mairie suit.", told_by="Léa Fontaine"
    )
    with acting(people["lea"]):
        kept = Relationship.objects.get(pk=made.pk)
        assert (kept.since, clock.day_of(kept.written_at)) == (day, clock.today())
        assert (kept.told, kept.told_by) == ("Que la mairie suit.", "Léa Fontaine")
        entry = JournalEntry.objects.get(event="relationship.added")
        assert entry.relationship_id == made.pk
        assert NAME not in str(entry.facts)
    assert told("relationship_added") == keys(people, "claire", "hugo", "paul", "lea")
    with bound(WORKER):
        for notice in Notice.objects.filter(kind="relationship_added"):
            assert NAME not in str(notice.__dict__)


def test_it_is_of_today_where_no_day_is_said(people, case):
    """S30. Line: ``since or clock.today()`` of add_relationship."""
    assert around(case, people["bruno"]).since == clock.today()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": " "}, "Write who it is."),
        ({"approach_because": " "}, "Write why this person may not be approached."),
        ({"approach": "only_by"}, "Write who alone may approach this person."),
        (
            {"only_by": "Léa"},
            "Léa is named as the only one to approach this person; the answer is another.",
        ),
        (
            {"approach": "yes", "only_by": "Léa"},
            "Léa is named as the only one to approach this person; the answer is another.",
        ),
        ({"told": "Que la mairie suit."}, "Write who told this person."),
        ({"told_by": "Léa"}, "Write what this person was told."),
        ({"audience": "named"}, "No agency is chosen yet."),
    ],
)
def test_it_is_not_written_by_halves(people, case, more, sentence):
    """S30. Lines: each rule of ``is_whole`` and ``names_the_team``, in add_relationship."""
    values = said(audience="team") | more
    assert refused(decisions.add_relationship, case, by=people["bruno"], **values) == [sentence]


def test_no_day_ahead_and_no_agency_from_elsewhere(people, case):
    """S30. Lines: ``happened.is_possible`` of is_whole, ``on_team`` of names_the_team."""
    ahead = said(audience="team", since=clock.today() + timedelta(days=1))
    sentence = "This day is still to come. Write the day on which it happened."
    assert refused(decisions.add_relationship, case, by=people["bruno"], **ahead) == [sentence]
    marc = people["marc"].agency
    foreign = said(audience="named", agencies=[marc])
    assert refused(decisions.add_relationship, case, by=people["bruno"], **foreign) == [
        f"{marc.name} is not on this team."
    ]


def test_who_is_not_on_the_team_writes_nothing(people, case):
    """S30. Line: ``Right.WRITE_INFORMATION`` of add_relationship."""
    with acting(people["marc"]) as marc, pytest.raises(Case.DoesNotExist):
        decisions.add_relationship(case, by=marc, audience="team", **said())


@pytest.mark.parametrize("state", ["ended", "transferred"])
def test_nothing_is_written_in_what_ended_but_corrections(people, case, row, state):
    """S30, X27. Lines: ``at`` of the three decisions."""
    at_state(case, state)
    values = said(audience="team")
    for sentences in (
        refused(decisions.add_relationship, case, by=people["bruno"], **values),
        refused(decisions.end_relationship, row, by=people["bruno"], reason="Partie."),
    ):
        assert "it is read, and only mistakes are corrected in it" in sentences[0]
    assert change(people, row, name="Denise R.").name == "Denise R."


def test_under_monitoring_it_goes_on(people, case, row):
    """S30. Line: ``at=Case.IN_HAND`` of add_relationship and end_relationship."""
    at_state(case, "monitoring")
    around(case, people["bruno"], "Son frère")
    assert end(people, row).ended_at


@pytest.mark.parametrize(("owner", "name"), [("journal", "record"), ("telling", "queue")])
def test_all_or_nothing(people, case, row, fails, owner, name):
    """S30: what fails later leaves nothing of what was written before."""
    before = snapshot()
    for act in (
        lambda: around(case, people["bruno"]),
        lambda: change(people, row, name="Denise R."),
        lambda: end(people, row),
    ):
        with fails(getattr(decisions, owner), name):
            act()
    assert snapshot() == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", ""), ("approach_because", ""), ("only_by", "Léa"), ("told", "Rien."),
        ("audience", "named"), ("ended_because", "Partie."), ("since", "1820-01-01"),
    ],
)  # fmt: skip
def test_the_database_holds_what_must_always_be_true(people, row, column, value):
    """S30. Lines: each constraint of Relationship."""
    with bound(WORKER), transaction.atomic(), pytest.raises(IntegrityError):
        _run(
            f"update casework_relationship set {column} = '{value}', version = 2"
            f" where id = '{row.pk}'"
        )


# --- who reads it ---------------------------------------------------------------------------
def test_each_reads_what_is_for_them(people, case):
    """S30, S31. Lines: each of BY_OWN_SHARING, ``shared_with`` of add_relationship."""
    bruno, lea = people["bruno"], people["lea"]
    around(case, bruno, "Pour tous")
    around(case, bruno, "Pour Léa", audience="named", agencies=[lea.agency])
    around(case, bruno, "Pour nous", audience="own")
    around(case, people["paul"], "Pour Bruno", audience="named", agencies=[bruno.agency])
    assert seen(people, "bruno", case) == ["Pour Bruno", "Pour Léa", "Pour nous", "Pour tous"]
    assert seen(people, "lea", case) == ["Pour Léa", "Pour tous"]
    assert seen(people, "hugo", case) == ["Pour Bruno", "Pour Léa", "Pour tous"]
    assert seen(people, "paul", case) == ["Pour Bruno", "Pour tous"]  # of his own agency
    assert seen(people, "marc", case) == []


def test_agencies_ticked_for_another_audience_are_not_kept(people, case):
    """S31. Line: ``if audience == NAMED`` of add_relationship: nobody learns of it by them."""
    agencies = [people["lea"].agency]
    for audience in ("team", "own"):
        assert around(case, people["bruno"], audience=audience, agencies=agencies).shared_with == []


def test_the_notice_goes_to_its_readers_alone(people, case):
    """S30. Line: ``admitted(row, row.shared_with)`` of _tell."""
    bruno, lea = people["bruno"], people["lea"]
    around(case, bruno, audience="named", agencies=[lea.agency])
    assert told("relationship_added") == keys(people, "claire", "hugo", "lea")
    with bound(WORKER):
        Notice.objects.all().delete()
    around(case, bruno, audience="own")
    assert told("relationship_added") == set()


def test_its_journal_and_its_history_are_its_readers(people, case):
    """S30. Lines: ``of_its_readers`` of the journal, and OfJournal; the history's policy."""
    made = around(case, people["bruno"], audience="own")
    change(people, made, name="Denise R.")
    end(people, made)
    for name, count in (("bruno", 3), ("lea", 0), ("hugo", 0)):
        with acting(people[name]):
            entries = JournalEntry.objects.filter(event__startswith="relationship.")
            assert entries.count() == count, name
            assert Relationship.history.filter(id=made.pk).count() == count, name


def test_nothing_of_it_stands_in_the_stream_of_others(people, case, sign_in):
    """S30. Lines: ``relationship=row`` of each journal entry; ``of_few`` says who reads it."""
    around(case, people["bruno"], audience="own")
    front = reverse("case", args=[case.pk])
    assert "somebody around the person" not in text_of(sign_in(people["hugo"]).get(front))
    page = text_of(sign_in(people["bruno"]).get(front))
    assert "Wrote down somebody around the person" in page
    assert "whoever reads that piece" in page


# --- changed and ended ----------------------------------------------------------------------
def test_what_stood_before_stays_readable(people, case, row, sign_in):
    """S30, 2.8. Lines: the setattr and ``reason`` of correct_relationship; ``around`` in kept."""
    change(people, row, approach="only_by", only_by="L’assistante sociale", approach_because="")
    assert told("relationship_corrected") == keys(people, "claire", "hugo", "paul", "lea")
    page = sign_in(people["lea"])
    analysis = text_of(page.get(reverse("plans:analysis", args=[case.pk])))
    url = reverse("case_before", args=[case.pk, "around", row.pk])
    assert url in analysis
    before = text_of(page.get(url))
    assert FEAR in before
    assert "Elle a parlé." in before
    assert "L’assistante sociale" in before


def test_a_change_says_what_and_why(people, row):
    """2.8, 2.3. Lines: both of ``is_changed``; ``is_whole`` of correct_relationship."""
    correct = decisions.correct_relationship
    values = {"by": people["bruno"], "reason": "Relu."}
    assert refused(correct, row, changes=said(since=row.since), **values) == [
        "Nothing has been changed yet."
    ]
    assert refused(correct, row, changes=said(name=""), **values) == ["Write who it is."]
    values["reason"] = " "
    assert refused(correct, row, changes=said(name="Denise R."), **values) == [
        "Write why it is changed."
    ]


def test_its_agency_keeps_it_true_or_a_coordinator(people, case, row, everything):
    """S30. Lines: both halves of ``keeps_it`` and of the policy of UPDATE; ``whose`` of the two."""
    for decide, values in (
        (decisions.correct_relationship, {"changes": said(name="D. R."), "reason": "Relu."}),
        (decisions.end_relationship, {"reason": "Partie."}),
    ):
        for name in ("lea", "paul"):
            assert refused(decide, row, by=people[name], **values) == ["Mission locale wrote this."]
    agency = people["bruno"].agency
    colleague = User.objects.create(email="eva@x.example", full_name="Éva Roux", agency=agency)
    with acting(people["claire"]):
        team.join(case, by=people["claire"], user=colleague, role=Role.PARTNER)
    with acting(colleague):
        decisions.correct_relationship(
            row, by=colleague, changes=said(name="D. R."), reason="Relu."
        )
    change(people, row, by="claire", name="D. Roux")
    assert end(people, row, by="hugo").ended_because == "Partie à Toulouse."


def test_two_at_once_one_wins(people, row):
    """I1. Line: ``version`` asked by ``Decision.ask``."""
    change(people, row, expected=1, name="Denise R.")
    with pytest.raises(Conflict):
        change(people, row, expected=1, name="D. R.")


def test_it_ends_once_and_for_a_reason(people, row):
    """S30, 2.3. Lines: ``end_is_explained`` and ``still_stands``."""
    finish = decisions.end_relationship
    assert refused(finish, row, by=people["bruno"], reason=" ") == [
        "Write why this no longer holds."
    ]
    ended = end(people, row)
    assert told("relationship_ended") == keys(people, "claire", "hugo", "paul", "lea")
    (sentence,) = refused(finish, ended, by=people["bruno"], reason="Encore.")
    assert sentence.startswith("This ended on ")
    assert change(people, ended, name="Denise R.").name == "Denise R."
    with acting(people["lea"]):
        assert Relationship.objects.get(pk=row.pk).ended_because == "Partie à Toulouse."


def test_nobody_deletes_it_nor_widens_it(people, row):
    """S30. Lines: ``stands`` and the grants of the migration."""
    for statement in (
        "delete from casework_relationship",
        "update casework_relationship set audience = 'own', version = version + 1",
        "update casework_relationship set shared_with = '{1}', version = version + 1",
        "update casework_relationship set agency_id = agency_id + 1, version = version + 1",
    ):
        with acting(people["bruno"]), pytest.raises(Exception, match=r"permission|stands"):
            _run(statement)


def _run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- on the pages ---------------------------------------------------------------------------
def test_by_the_form(people, case, sign_in):
    """The way from the analysis: what is missing keeps the page and the words; then it stands."""
    bruno = sign_in(people["bruno"])
    analysis = reverse("plans:analysis", args=[case.pk])
    url = reverse("case_relationship_add", args=[case.pk])
    assert url in text_of(bruno.get(analysis))
    typed = {"name": NAME, "kind": "family", "role": "relative", "knows_well": "yes"}
    typed |= {"approach": "no", "audience": "team"}
    answer = send(bruno, url, **typed)
    assert answer.status_code == 409
    assert NAME in text_of(answer)
    assert send(bruno, url, **typed, approach_because=FEAR).status_code == 302
    page = text_of(bruno.get(analysis))
    assert "Not to be approached." in page
    assert FEAR in page
    with acting(people["bruno"]):
        made = Relationship.objects.get()
    edit = reverse("case_relationship_correct", args=[case.pk, made.pk])
    finish = reverse("case_relationship_end", args=[case.pk, made.pk])
    assert edit in page
    assert finish in page
    theirs = text_of(sign_in(people["lea"]).get(analysis))
    assert "Not to be approached." in theirs
    assert edit not in theirs
    assert send(bruno, finish, reason="Partie à Toulouse.").status_code == 302
    page = text_of(bruno.get(analysis))
    assert "no longer holds" in page
    assert "Partie à Toulouse." in page
    assert finish not in page
    assert reverse("case_relationship_correct", args=[case.pk, made.pk]) in page


def test_the_page_says_who_else_reads_it(people, case, sign_in):
    """S31. Lines: ``words_of`` and EVALUATOR of with_readers; ``note`` of the forms."""
    with acting(people["claire"]) as claire:
        team.join(case, by=claire, user=people["yves"], role=Role.EVALUATOR)
    agencies = [people["lea"].agency, people["yves"].agency]
    made = around(case, people["bruno"], audience="named", agencies=agencies)
    bruno, said = sign_in(people["bruno"]), "Mission locale, Jeunesse and the coordinators"
    assert said in text_of(bruno.get(reverse("plans:analysis", args=[case.pk])))
    for route in ("case_relationship_correct", "case_relationship_end"):
        assert said in text_of(bruno.get(reverse(route, args=[case.pk, made.pk])))


def test_what_no_longer_holds_comes_last(people, case):
    """S30. Line: ``order_by`` of around."""
    first = around(case, people["bruno"], "Parti")
    with clock.at(clock.now() + timedelta(hours=1)):
        around(case, people["bruno"], "Là")
        end(people, first)
    with acting(people["bruno"]) as bruno:
        assert [one.name for one in shown.around(case_again(case), bruno)] == ["Là", "Parti"]
