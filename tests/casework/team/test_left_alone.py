"""A file that nobody who is there can name anybody to is not left so (X24): a way from outside."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agencies.models import User
from casework.models import Case, JournalEntry, LeftAlone, ReadingLog, TeamMember
from casework.rights import Role
from casework.team import decisions as teams
from casework.team.rules import vacant_offices
from closure.reopening import decisions as reopening
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from notices.models import Notice
from operations.departures import decisions as departures
from tests import people as town
from tests import worlds
from tests.browsing import away, send, snapshot, text_of
from tests.closure import following

WHY = "La mairie et le service ont changé cet été."


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@worlds.standing
def case(people):
    """Élise coordinates the process, Hugo the content, Paul answers; Bruno and Léa are partners."""
    team = town.team_of(people, process_coordinator=people["elise"])
    return town.open_case(people, team=team)


def gone(people, *keys: str) -> None:
    """Their accounts are closed; nobody ended their parts."""
    with bound(WORKER):
        for key in keys:
            User.objects.filter(pk=people[key].pk).update(is_active=False)


def alone(user) -> list[str]:
    with town.acting(user):
        return list(LeftAlone.objects.values_list("reference", flat=True))


def row(user, case) -> LeftAlone:
    with town.acting(user):
        return LeftAlone.objects.get(pk=case.pk)


def name(found, by, user, reason=WHY):
    with town.acting(by):
        return teams.name_risk_owner(found, by=by, user=user, reason=reason)


def told(kind: str) -> dict[str, tuple]:
    with bound(WORKER):
        rows = Notice.objects.filter(kind=kind)
        return {
            one: (reference, case)
            for one, reference, case in rows.values_list("recipient", "reference", "case")
        }


OFFICES = [("elise", "paul"), ("elise", "hugo", "paul")]


@pytest.mark.parametrize("left", [(), ("elise",), ("paul",), ("hugo",), ("hugo", "paul"), *OFFICES])
@pytest.mark.parametrize("state", [Case.State.GATHERING, Case.State.MONITORING, Case.State.ENDED])
def test_which_files_are_left_alone(people, case, left, state):
    """X24: neither process coordinator nor risk owner, and of what ended nobody to reopen it.

    Lines: each of access.left_alone; its offices are vacant as ``vacant_offices`` says.
    """
    if state is not Case.State.GATHERING:
        following.at_state(case, state)
    gone(people, *left)
    with bound(WORKER):
        vacant = set(vacant_offices(Case.objects.get(pk=case.pk)))
    asked = {Role.PROCESS_COORDINATOR, Role.RISK_OWNER}
    if state is Case.State.ENDED:
        asked.add(Role.CONTENT_COORDINATOR)
    expected = [case.reference] if asked <= vacant else []
    for key in ("claire", "thomas", "nadia"):
        assert alone(people[key]) == expected, key
    for key in ("bruno", "marc", "ines", "samuel", "hugo"):
        assert alone(people[key]) == [], key


def test_whoever_moved_to_another_agency_is_gone_too(people, case):
    """Line: ``agency_id`` in access.left_alone."""
    for key in ("elise", "paul"):
        user = User.objects.get(pk=people[key].pk)
        user.agency = people["marc"].agency
        departures.leave(user, by=people["samuel"], handovers=[])
    assert alone(people["claire"]) == [case.reference]


@pytest.mark.parametrize("by", ["thomas", "nadia"])
def test_a_risk_owner_is_named_and_names_the_others(people, case, by):
    """Works: by a signal coordinator, or the officer, who read no more of the file than before.

    Lines: ``fill_office`` and ``tell_of_rescue`` in name_risk_owner.
    """
    gone(people, "elise", "hugo", "paul")
    with bound(WORKER):
        Notice.objects.all().delete()
    member = name(row(people[by], case), people[by], people["luc"])
    assert (member.role, member.user) == (Role.RISK_OWNER, people["luc"])
    with bound(WORKER):
        parts = TeamMember.objects.filter(case=case, active=True, role=Role.RISK_OWNER)
        assert [one.user for one in parts] == [people["luc"]]  # who is gone is out of it
        entry = JournalEntry.objects.get(case=case, event="team.joined", by=people[by])
        assert entry.reason == WHY
    assert told("team_joined") == {people["luc"].pk: (case.reference, case.pk)}
    assert set(told("declaration_asked")) == {people["luc"].pk}
    assert set(told("office_given")) >= {people["bruno"].pk, people["lea"].pk}
    officers = {people["nadia"].pk: (case.reference, None)}
    assert told("risk_owner_named") == (officers if by != "nadia" else {})
    with town.acting(people[by]):
        assert not Case.objects.visible_to(people[by]).filter(pk=case.pk).exists()
    assert alone(people[by]) == []
    with town.acting(people["luc"]) as luc:
        mine = Case.objects.get(pk=case.pk)
        for role in ("process_coordinator", "content_coordinator"):
            teams.join(mine, by=luc, user=people["thomas"], role=role, reason="Seul libre.")


def test_what_ended_is_reopened_by_who_was_named(people, case):
    """X24: the whole way, from a closed file that nobody could reopen."""
    following.at_state(case, Case.State.ENDED)
    gone(people, "elise", "hugo", "paul")
    name(row(people["thomas"], case), people["thomas"], people["luc"])
    with town.acting(people["luc"]) as luc:
        reopening.reopen(
            Case.objects.get(pk=case.pk), by=luc, trigger="person", reason="Il demande de l’aide.",
            successors={
                Role.PROCESS_COORDINATOR: people["ines"],
                Role.CONTENT_COORDINATOR: people["thomas"],
            },
        )  # fmt: skip
        assert Case.objects.get(pk=case.pk).state == Case.State.ANALYSIS


def test_refused_where_somebody_can_name_by_now(people, case):
    """The wrong state; two name at once: the second is told. Lines: ``nobody_can_name``."""
    gone(people, "elise", "paul")
    known = row(people["thomas"], case), row(people["claire"], case)
    name(known[0], people["thomas"], people["luc"])
    before = snapshot()
    with pytest.raises(Refused) as no:
        name(known[1], people["claire"], people["marc"])
    assert "Somebody who is there" in str(no.value.obstacles[0].sentence)
    assert snapshot() == before


def test_refused_to_whoever_has_neither_duty(people, case):
    """The wrong person, whatever the part on the team. Line: the right of the decision."""
    gone(people, "elise", "paul")
    found = row(people["thomas"], case)
    before = snapshot()
    for key in ("hugo", "bruno", "ines", "samuel", "marc"):
        with pytest.raises(PermissionDenied):
            name(found, people[key], people["luc"])
    assert snapshot() == before


@pytest.mark.parametrize(
    ("who", "reason", "rows"),
    [("thomas", WHY, ["S66"]), ("luc", " ", ["2.3"]), ("hugo", WHY, [])],
    ids=["oneself", "no reason", "another office, with a reason"],
)
def test_nobody_names_themselves_and_the_reason_is_written(people, case, who, reason, rows):
    """X42. Lines: ``user == by``; ``reason_is_written``; ``can_join``."""
    gone(people, "elise", "paul")
    found = row(people["thomas"], case)
    if not rows:
        name(found, people["thomas"], people[who], reason)
        return
    before = snapshot()
    with pytest.raises(Refused) as no:
        name(found, people["thomas"], people[who], reason)
    assert [one.row for one in no.value.obstacles] == rows
    assert snapshot() == before


def test_whoever_has_no_account_is_not_named(people, case):
    """Line: ``can_join``."""
    gone(people, "elise", "paul", "luc")
    found = row(people["thomas"], case)
    with pytest.raises(Refused) as no:
        name(found, people["thomas"], User.objects.get(pk=people["luc"].pk))
    assert [one.row for one in no.value.obstacles] == ["2.5"]


def test_all_or_nothing(people, case, fails):
    """I5."""
    gone(people, "elise", "paul")
    found, before = row(people["thomas"], case), snapshot()
    with fails(teams.powers, "tell_of_rescue"):
        name(found, people["thomas"], people["luc"])
    assert snapshot() == before


@pytest.mark.parametrize("absent", [False, True])
def test_the_signal_coordination_is_told_when_the_last_one_leaves(people, case, absent):
    """Rulings 7. By reference alone; with nobody of them there the officer. Lines:
    ``tell_of_left_alone`` in tell_of_departure; ``_there``."""
    if absent:
        for key in ("claire", "thomas"):
            away(people[key], clock.today())
    with bound(WORKER):
        for key in ("elise", "paul"):
            assert told("file_left_alone") == {}
            user = User.objects.get(pk=people[key].pk)
            user.is_active = False
            departures.leave(user, by=people["samuel"], handovers=())
    keys = ("nadia",) if absent else ("claire", "thomas")
    assert told("file_left_alone") == {people[key].pk: (case.reference, None) for key in keys}


def test_when_the_last_part_on_an_ended_file_ends(people, case):
    """Lines: ``tell_of_left_alone`` in leave and in end_by_the_clock."""
    following.at_state(case, Case.State.ENDED)
    gone(people, "hugo", "paul")
    with bound(WORKER):
        part = TeamMember.objects.get(case=case, user=people["elise"])
        teams.end_by_the_clock(part)
    assert set(told("file_left_alone")) == {people["claire"].pk, people["thomas"].pk}


def test_it_stands_on_my_work_and_its_page_names(people, case, sign_in):
    """X24. Lines: ``left_alone`` in from_team; ``Files``; ``NameRiskOwner``; both are logged."""
    thomas, nadia, bruno = (sign_in(people[key]) for key in ("thomas", "nadia", "bruno"))
    words = "Nobody answers for a file any more: name a risk owner"
    with CaptureQueriesContext(connection) as before:
        assert words not in text_of(thomas.get("/"))
    assert "No file is left alone" in text_of(thomas.get("/left-alone/"))
    gone(people, "elise", "paul")
    with CaptureQueriesContext(connection) as after:
        work = text_of(thomas.get("/"))
    assert len(after) <= len(before) + 1
    for page in (work, text_of(nadia.get("/"))):
        assert words in page
        assert case.reference in page
    assert words not in text_of(bruno.get("/"))
    listed = thomas.get("/left-alone/")
    url = f"/left-alone/{case.pk}/"
    assert f'href="{url}"' in listed.content.decode()
    form = thomas.get(url)
    assert people["thomas"] not in form.context["form"].fields["user"].queryset
    assert "Rahmani" not in text_of(form)
    kept = send(thomas, url, user=people["luc"].pk, reason=" ")
    assert kept.status_code == 409
    assert "Write why this person" in text_of(kept)
    assert send(thomas, url, user=people["luc"].pk, reason=WHY).status_code == 302
    assert words not in text_of(thomas.get("/"))
    assert thomas.get(url).status_code == 404
    for stranger in (bruno, sign_in(people["marc"])):
        assert stranger.get("/left-alone/").status_code == 403
        assert stranger.get(url).status_code == 403
    with bound(WORKER):
        rows = ReadingLog.objects.filter(reader=people["thomas"], route="left_alone_name")
        assert {one.reference for one in rows} == {case.reference}


def test_of_what_ended_nothing_is_due_but_its_page_lists_it(people, case, sign_in):
    """Line: ``exclude(state=…)``."""
    following.at_state(case, Case.State.ENDED)
    gone(people, "elise", "hugo", "paul")
    thomas = sign_in(people["thomas"])
    assert "name a risk owner" not in text_of(thomas.get("/"))
    assert case.reference in text_of(thomas.get("/left-alone/"))


def test_nobody_writes_to_the_view(people, case):
    """Nor by it: it is read."""
    with town.acting(people["thomas"]), pytest.raises(ProgrammingError, match="denied"):
        LeftAlone.objects.update(reference="x")
