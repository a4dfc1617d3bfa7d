"""Handing over a part in one act, and asking who has not declared (S54, S55, S66)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.models import JournalEntry, TeamMember
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from notices import telling
from notices.models import Notice
from tests import worlds
from tests.browsing import paris, send, snapshot, text_of
from tests.people import acting, open_case


@worlds.standing
def case(people):
    return open_case(people)


def member(case, user, **more) -> TeamMember:
    with bound(WORKER):
        return TeamMember.objects.get(case=case, user=user, active=True, **more)


def replace(case, people, who, to, by="claire", reason="Congé parental."):
    row = member(case, people[who])
    with acting(people[by]):
        return team.replace(row, by=people[by], to=people[to], reason=reason)


def front(case):
    return reverse("case", args=[case.pk])


def test_one_in_one_out_in_the_same_role(people, case, sign_in, everything):
    """S66: rows, history, journal, notices, access of both from the next click."""
    lea, karim = sign_in(people["lea"]), sign_in(people["karim"])
    assert (lea.get(front(case)).status_code, karim.get(front(case)).status_code) == (200, 404)
    old = member(case, people["lea"])
    new = replace(case, people, "lea", "karim")
    assert (lea.get(front(case)).status_code, karim.get(front(case)).status_code) == (404, 200)
    old.refresh_from_db()
    assert (old.active, old.left_at, old.history.count()) == (False, clock.now(), 2)
    assert (new.role, new.active, new.interest) == (Role.PARTNER, True, "")
    entry = JournalEntry.objects.get(event="team.replaced")
    assert (entry.by, entry.reason) == (people["claire"], "Congé parental.")
    assert entry.facts["to"] == "Karim Dufresne"
    told = Notice.objects.filter(kind__in=("team_joined", "declaration_asked"), case=case)
    assert set(told.filter(recipient=people["karim"]).values_list("kind", flat=True)) == {
        "team_joined",
        "declaration_asked",
    }
    assert not told.filter(kind="declaration_asked").exclude(recipient=people["karim"]).exists()


def test_a_coordinators_post_is_handed_over_with_no_moment_without(people, case, everything):
    """S54: leave refuses the last coordinator, a hand-over needs no second one first."""
    with acting(people["paul"]), pytest.raises(Refused):
        team.leave(member(case, people["hugo"]), by=people["paul"], reason="Parti")
    replace(case, people, "hugo", "karim", by="paul")
    rows = TeamMember.objects.filter(case=case, role=Role.CONTENT_COORDINATOR, active=True)
    assert [row.user for row in rows] == [people["karim"]]


def refused(case, people, *args, **more) -> list[str]:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        replace(case, people, *args, **more)
    assert snapshot() == before
    return [o.row for o in refusal.value.obstacles]


def test_it_asks_for_a_reason(people, case):
    """2.3. Line: ``not reason.strip()``."""
    assert refused(case, people, "lea", "karim", reason=" ") == ["2.3"]


def test_not_to_the_same_person_nor_to_whoever_cannot_join(people, case):
    """Lines: ``rules.can_join`` and ``powers.names_themselves`` in replace."""
    assert refused(case, people, "lea", "lea") == ["S66"]
    assert refused(case, people, "lea", "samuel") == ["2.5"]
    assert refused(case, people, "lea", "bruno") == ["S66"]


def test_not_twice(people, case):
    """Line: ``not member.active``."""
    row = member(case, people["lea"])
    replace(case, people, "lea", "karim")
    before = snapshot()
    with acting(people["claire"]), pytest.raises(Refused):
        team.replace(row, by=people["claire"], to=people["marc"], reason="x")
    assert snapshot() == before


def test_a_second_role_keeps_its_reason(people, case):
    """S71. Line: ``double_role_reason`` in replace."""
    row = replace(case, people, "lea", "hugo", reason="Hugo suit aussi la jeunesse.")
    assert row.double_role_reason == "Hugo suit aussi la jeunesse."


@pytest.mark.parametrize(
    ("who", "part", "status"),
    [
        ("claire", "lea", 302),
        ("paul", "hugo", 302),
        ("claire", "hugo", 403),
        ("paul", "lea", 403),
        ("bruno", "lea", 403),
        ("marc", "lea", 404),
        ("samuel", "lea", 404),
    ],
)
def test_who_may(people, case, sign_in, who, part, status):
    """Rulings 2: PR for partners, RO for the coordinators. Line: ``rules.over_this_part``."""
    url = reverse("case_member_replace", args=[case.pk, member(case, people[part]).pk])
    browser, before = sign_in(people[who]), snapshot()
    page = browser.get(url)
    fields = {"to": people["karim"].pk, "reason": "Relève."}
    if status == 302:
        answer = send(browser, url, **fields)
    else:
        assert page.status_code == status
        answer = browser.post(url, fields)
    assert answer.status_code == status
    assert (snapshot() == before) is (status != 302)


def test_all_or_nothing(people, case, fails):
    """I5. Lines: ``@transaction.atomic`` on Decision._decide; leave last."""
    before = snapshot()
    row = member(case, people["lea"])
    with acting(people["claire"]), fails(team, "_end"):
        team.replace(row, by=people["claire"], to=people["karim"], reason="x")
    assert snapshot() == before


@pytest.mark.parametrize("reason", ["a\x00b", "x" * 100_001])
def test_odd_words_are_refused_at_their_field(people, case, sign_in, reason):
    url = reverse("case_member_replace", args=[case.pk, member(case, people["lea"]).pk])
    answer = send(sign_in(people["claire"]), url, to=people["karim"].pk, reason=reason)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"reason"}


def test_colleagues_of_the_same_house_stand_first(people, case, sign_in):
    """Line: order_by in HandOverForm."""
    url = reverse("case_member_replace", args=[case.pk, member(case, people["claire"]).pk])
    page = sign_in(people["paul"]).get(url)
    offered = list(page.context["form"].fields["to"].queryset)
    own = [user.agency_id == people["claire"].agency_id for user in offered]
    assert own == sorted(own, reverse=True)
    assert people["claire"] not in offered


# --- asking to declare -----------------------------------------------------------------------
def remind(case, person):
    with acting(person):
        return team.remind_to_declare(case, by=person)


def test_whoever_has_not_declared_is_asked_once_a_day(people, case, everything):
    """S55. Lines: the day in the key; ``if told``."""
    with acting(people["bruno"]):
        team.declare(case, by=people["bruno"], interest="none")
    assert remind(case, people["claire"]) == 4
    assert remind(case, people["claire"]) == 0
    told = Notice.objects.filter(kind="declaration_asked")
    assert people["bruno"].pk not in told.values_list("recipient_id", flat=True)
    assert JournalEntry.objects.filter(event="team.reminded").count() == 1
    with clock.at(paris(2026, 6, 3, 9)):
        assert remind(case, people["claire"]) == 4


def test_nobody_is_asked_when_all_have_declared(people, case):
    """Line: ``when`` of remind_to_declare: somebody_is_silent."""
    for key in ("claire", "hugo", "paul", "bruno", "lea"):
        with acting(people[key]):
            team.declare(case, by=people[key], interest="none")
    before = snapshot()
    with pytest.raises(Refused):
        remind(case, people["claire"])
    assert snapshot() == before


@pytest.mark.parametrize(("who", "status"), [("claire", 302), ("hugo", 403), ("marc", 404)])
def test_the_process_coordinator_asks(people, case, sign_in, who, status):
    """Rulings 2. Line: the right of remind_to_declare."""
    assert sign_in(people[who]).post(reverse("case_remind", args=[case.pk])).status_code == status


def test_reminding_is_all_or_nothing(people, case, fails):
    before = snapshot()
    with acting(people["claire"]), fails(telling, "queue"):
        team.remind_to_declare(case, by=people["claire"])
    assert snapshot() == before


# --- away ------------------------------------------------------------------------------------
def day(number):
    return clock.today() + timedelta(days=number)


def test_a_coordinators_absence_is_seen_by_whoever_must_act(people, case, sign_in):
    """S54: front, team and My work of the coordinators and the risk owner. Line: _is_missed."""
    from agencies.models import Absence

    Absence.objects.create(user=people["hugo"], first_day=day(0), last_day=day(6), reason="zqlegs")
    words = "Hugo Lambert" if "Lambert" in people["hugo"].full_name else people["hugo"].full_name
    for key, seen in (("claire", True), ("paul", True), ("hugo", True), ("bruno", False)):
        browser = sign_in(people[key])
        for url in (front(case), reverse("case_team", args=[case.pk]), reverse("home")):
            page = text_of(browser.get(url))
            said = f"{words} (" in page and "is away until" in page
            assert said is seen, (key, url)
            assert "zqlegs" not in page


@pytest.mark.parametrize(("first", "seen"), [(0, True), (14, True), (15, False), (-1, True)])
def test_it_is_said_ahead_of_time(people, case, sign_in, first, seen):
    """Line: AHEAD."""
    from agencies.models import Absence

    Absence.objects.create(user=people["lea"], first_day=day(first), last_day=day(20))
    page = sign_in(people["claire"]).get(reverse("case_team", args=[case.pk]))
    said = [str(o) for o in page.context["warnings"] if "away" in str(o)]
    assert bool(said) is seen
    home = sign_in(people["claire"]).get(reverse("home"))
    items = [item for group in home.context["groups"] for item in group["items"]]
    missed = [item for item in items if item.kind == "person"]
    assert [item.reference for item in missed] == [case.reference] * seen


def test_a_second_person_of_the_agency_is_enough(people, case, sign_in):
    """A partner with a colleague on the team is not missed. Lines: _is_missed; ~Exists."""
    from agencies.models import Absence, User

    twin = User.objects.create(
        email="twin@saint-aubrac.example", full_name="Ana Ruiz", agency=people["lea"].agency
    )
    with acting(people["claire"]):
        team.join(case, by=people["claire"], user=twin, role=Role.PARTNER)
    Absence.objects.create(user=people["lea"], first_day=day(0), last_day=day(2))
    browser = sign_in(people["claire"])
    page = browser.get(reverse("case_team", args=[case.pk]))
    assert not [o for o in page.context["warnings"] if "away" in str(o)]
    groups = browser.get(reverse("home")).context["groups"]
    assert {item.kind for group in groups for item in group["items"]} == {"question"}
