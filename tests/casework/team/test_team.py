"""join and leave: access opens and closes with a membership (S54, S66, S71, S74)."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from casework.models import (
    Case,
    CaseUserObjectPermission,
    JournalEntry,
    ReadingLog,
    Record,
    TeamMember,
)
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from notices import telling
from notices.models import Notice
from tests import worlds
from tests.browsing import paris, send, snapshot, text_of, token_of
from tests.people import acting, information, open_case


@worlds.standing
def case(people):
    return open_case(people)


def join(case, people, who, role=Role.PARTNER, by="claire", reason=""):
    with acting(people[by]):
        return team.join(case, by=people[by], user=people[who], role=role, reason=reason)


def member(case, user, role=None) -> TeamMember:
    with bound(WORKER):
        rows = TeamMember.objects.filter(case=case, user=user, active=True)
        return rows.filter(role=role).get() if role else rows.get()


def leave(case, people, who, by="claire", reason="A changé de service.", role=None):
    row = member(case, people[who], role)
    with acting(people[by]):
        return team.leave(row, by=people[by], reason=reason)


def url_of(name, *args):
    return reverse(name, args=[getattr(a, "pk", a) for a in args])


# --- join ------------------------------------------------------------------------------------


def test_access_opens_with_the_row(people, case, sign_in, everything):
    """S66. Lines: ``first_member`` and ``telling.queue`` in join."""
    karim = sign_in(people["karim"])
    assert karim.get(url_of("case", case)).status_code == 404
    with clock.at(paris(2026, 6, 2, 10, 5)):
        row = join(case, people, "karim", reason="Suit la fratrie.")
    assert karim.get(url_of("case", case)).status_code == 200
    assert (row.agency, row.joined_at, row.double_role_reason) == (
        people["karim"].agency,
        paris(2026, 6, 2, 10, 5),
        "",
    )
    entry = JournalEntry.objects.get(event="team.joined")
    assert (entry.by, entry.reason) == (people["claire"], "Suit la fratrie.")
    assert entry.facts == {"name": "Karim Dufresne", "agency": "ASE", "role": "partner"}
    assert Notice.objects.filter(recipient=people["karim"], kind="team_joined").count() == 1


def refused_to_join(case, people, *args, **more) -> list[str]:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        join(case, people, *args, **more)
    assert snapshot() == before
    return [o.row for o in refusal.value.obstacles]


def test_not_twice_in_the_same_role(people, case):
    """S66. Line: ``if role in held``."""
    assert refused_to_join(case, people, "bruno") == ["S66"]


def test_a_second_role_has_its_reason(people, case):
    """S71: kept on the row. Lines: ``elif held and not reason.strip()``; ``double_role_reason``."""
    assert refused_to_join(case, people, "hugo") == ["S71"]
    assert join(case, people, "hugo", reason="Lui seul le connaît.").double_role_reason
    with bound(WORKER):
        rows = TeamMember.objects.filter(user=people["hugo"], case=case)
        assert sorted(rows.values_list("role", "double_role_reason")) == [
            ("content_coordinator", ""),
            ("partner", "Lui seul le connaît."),
        ]


def test_nobody_without_agency_or_account(people, case):
    """2.5. Line: ``user.agency_id is None or not presence.has_account(user)`` in can_join."""
    assert refused_to_join(case, people, "samuel") == ["2.5"]
    people["karim"].is_active = False
    people["karim"].save()
    assert refused_to_join(case, people, "karim") == ["2.5"]


def test_an_evaluator_takes_no_part(people, case):
    """S74, both ways. Line: the last rule of can_join."""
    assert refused_to_join(case, people, "bruno", Role.EVALUATOR, reason="x") == ["S74"]
    join(case, people, "yves", Role.EVALUATOR)
    assert refused_to_join(case, people, "yves", Role.PARTNER, reason="x") == ["S74"]


@pytest.mark.parametrize(
    ("who", "status"), [("bruno", 403), ("hugo", 403), ("ines", 404), ("samuel", 404)]
)
def test_the_wrong_person_names_nobody(people, case, sign_in, who, status):
    """Rulings 2: the process coordinator names, the risk owner replaces coordinators."""
    before = snapshot()
    browser = sign_in(people[who])
    url = url_of("case_member_add", case)
    assert browser.get(url).status_code == status
    fields = {"user": people["karim"].pk, "role": "partner"}
    assert browser.post(url, fields).status_code == status
    assert snapshot() == before


def test_a_coordinators_post_is_the_risk_owners(people, case, sign_in, everything):
    """S54, S81: Claire cannot choose that role, Paul can. Line: roles_to_give."""
    url = url_of("case_member_add", case)
    fields = {"user": people["karim"].pk, "role": "content_coordinator"}
    assert send(sign_in(people["claire"]), url, **fields).status_code == 422
    assert send(sign_in(people["paul"]), url, **fields).status_code == 302
    assert member(case, people["karim"]).role == Role.CONTENT_COORDINATOR


def test_joining_is_all_or_nothing(people, case, fails):
    """I5. Decision._decide and the block ``with elevated()`` hold each alone."""
    before = snapshot()
    claire = people["claire"]
    with acting(claire), fails(telling, "queue"):
        team.join(case, by=claire, user=people["karim"], role=Role.PARTNER)
    assert snapshot() == before


def test_a_refusal_to_join_in_words_with_the_text_kept(people, case, sign_in):
    """S71, rulings 1: 409, the sentence, the button alive; then it is sent with its reason."""
    claire = sign_in(people["claire"])
    url = url_of("case_member_add", case)
    answer = send(claire, url, user=people["hugo"].pk, role="partner")
    assert answer.status_code == 409
    assert "Hugo Séverin would hold two roles on this case." in text_of(answer)
    assert "data-primary" in text_of(answer)
    fields = {"user": people["hugo"].pk, "role": "partner", "reason": "Seul psychologue."}
    assert claire.post(url, fields | {"draft": token_of(answer)}).status_code == 302


# --- leave -----------------------------------------------------------------------------------


def test_access_closes_with_the_next_click(people, case, sign_in, everything):
    """S66: 404 at once in the open browser, the log keeps who saw what.

    Lines: ``member.active = False``; the trigger that derives the rights.
    """
    bruno = sign_in(people["bruno"])
    information(case, people["bruno"], "Pour nous seuls", Record.Audience.OWN)
    assert bruno.get(url_of("case", case)).status_code == 200
    with clock.at(paris(2026, 6, 2, 10, 5)):
        left = leave(case, people, "bruno")
    for name in ("case", "case_team", "case_add_information"):
        assert bruno.get(url_of(name, case)).status_code == 404
    assert case.reference not in text_of(bruno.get("/cases/"))
    assert (left.active, left.left_at) == (False, paris(2026, 6, 2, 10, 5))
    assert not CaseUserObjectPermission.objects.filter(user=people["bruno"]).exists()
    assert ReadingLog.objects.filter(reader=people["bruno"], case=case).exists()
    entry = JournalEntry.objects.get(event="team.left")
    assert (entry.by, entry.reason) == (people["claire"], "A changé de service.")


def refused_to_leave(case, people, *args, **more) -> list[str]:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        leave(case, people, *args, **more)
    assert snapshot() == before
    return [o.row for o in refusal.value.obstacles]


def test_leaving_has_a_reason(people, case):
    """2.3. Line: ``bool(reason.strip())``."""
    assert refused_to_leave(case, people, "bruno", reason=" ") == ["2.3"]


def test_not_twice(people, case):
    """S66. Line: still_runs of leave."""
    row = member(case, people["bruno"])
    leave(case, people, "bruno")
    with acting(people["claire"]), pytest.raises(Refused) as refusal:
        team.leave(row, by=people["claire"], reason="Encore")
    assert [o.row for o in refusal.value.obstacles] == ["S66"]


@pytest.mark.parametrize("who", ["claire", "hugo", "paul"])
def test_a_needed_role_is_never_empty(people, case, who):
    """S54. Line: leaves_no_office_empty; with a successor it goes."""
    role, by = member(case, people[who]).role, "claire" if who == "paul" else "paul"
    assert refused_to_leave(case, people, who, by=by) == ["S54"]
    with bound(WORKER):
        team.first_member(case, people["karim"], role)
    assert not leave(case, people, who, by=by).active


def test_whoever_is_gone_holds_no_role(people, case):
    """X18, S54. Line: ``is_gone`` in leaves_no_office_empty: a closed account
    leaves the role empty."""
    with bound(WORKER):
        team.first_member(case, people["karim"], member(case, people["hugo"]).role)
    people["karim"].is_active = False
    people["karim"].save()
    assert refused_to_leave(case, people, "hugo", by="paul") == ["S54"]


@pytest.mark.parametrize(
    ("who", "status"), [("lea", 403), ("hugo", 403), ("ines", 404), ("samuel", 404)]
)
def test_the_wrong_person_ends_nobody(people, case, sign_in, who, status):
    """Rulings 2: MANAGE_TEAM is the process coordinator's."""
    before = snapshot()
    url = url_of("case_member_end", case, member(case, people["bruno"]))
    assert sign_in(people[who]).get(url).status_code == status
    assert sign_in(people[who]).post(url, {"reason": "Non"}).status_code == status
    assert snapshot() == before


def test_coordinators_are_ended_by_the_risk_owner(people, case, sign_in):
    """Rulings 2: not by the process coordinator. Line: over_this_part."""
    url = url_of("case_member_end", case, member(case, people["hugo"]))
    assert sign_in(people["claire"]).get(url).status_code == 403
    assert sign_in(people["paul"]).get(url).status_code == 200


def test_a_member_of_another_case_is_unknown(people, case, sign_in):
    """The membership is looked up inside the case. Line: ``on`` of EndMember: rows of the case."""
    other = open_case(people, given="Zoé")
    url = url_of("case_member_end", case, member(other, people["bruno"]))
    assert sign_in(people["claire"]).get(url).status_code == 404


def test_leaving_is_all_or_nothing(people, case, fails):
    """I5. Decision._decide and the block ``with elevated()`` hold each alone."""
    before = snapshot()
    row = member(case, people["bruno"])
    with acting(people["claire"]), fails(TeamMember, "save_changes"):
        team.leave(row, by=people["claire"], reason="Fini")
    assert snapshot() == before


def test_a_refusal_to_leave_in_words_with_the_text_kept(people, case, sign_in):
    """S54: 409 with the sentence, the reason still in the form."""
    url = url_of("case_member_end", case, member(case, people["paul"]))
    answer = send(sign_in(people["claire"]), url, reason="Il part à la retraite.")
    assert answer.status_code == 409
    assert "The case would have no risk owner." in text_of(answer)
    assert "Il part à la retraite." in text_of(answer)


def test_two_coordinators_cannot_leave_at_once(committed_people):
    """S54, I3: each alone may, both together not. Line: the case's lock in ``locked``."""
    people = committed_people
    case = open_case(people)
    with bound(WORKER):
        team.first_member(case, people["thomas"], Role.PROCESS_COORDINATOR)
    rows = [member(case, people[key]) for key in ("claire", "thomas")]
    start, outcomes = threading.Barrier(2), []

    def go(row):
        try:
            start.wait()
            with acting(people["paul"]):
                team.leave(row, by=people["paul"], reason="Ensemble")
            outcomes.append("left")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["left", "refused"]
    with acting(people["paul"]):
        assert Case.objects.get().members.filter(role="process_coordinator", active=True).exists()
