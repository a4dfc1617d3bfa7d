"""Nobody names, ends or hands over for themselves; who is removed or watched over is told (X42)."""

import pytest
from django.urls import reverse
from django.utils import translation

from casework.models import TeamMember
from casework.rights import Role
from casework.team import decisions as team
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.opening import decisions as opening
from notices import telling
from notices.models import Notice
from notices.outbox import message_for, still_entitled
from tests import worlds
from tests.browsing import send, signal_url, snapshot, text_of
from tests.people import (
    acknowledged,
    acting,
    at_the_conference,
    hotline,
    open_case,
    signal_from,
    team_of,
)

NAMES = "Nobody names themselves to a part on a case."
ENDS = "Nobody ends their own part on a case, or hands it over."


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@worlds.standing
def case(people):
    return open_case(people)


def member(case, user, role=None) -> TeamMember:
    with bound(WORKER):
        rows = TeamMember.objects.filter(case=case, user=user, active=True)
        return rows.get(role=role) if role else rows.get()


def refused(act) -> list[tuple[str, str]]:
    """The sentences of the refusal and whom to ask; nothing was written."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        act()
    assert snapshot() == before
    return [(str(o.sentence), str(o.todo)) for o in refusal.value.obstacles]


def told(kind) -> set[str]:
    with bound(WORKER):
        rows = Notice.objects.filter(kind=kind)
        return set(rows.values_list("recipient__full_name", flat=True))


# --- naming ---------------------------------------------------------------------------------
def test_the_mayor_does_not_name_himself_content_coordinator(people, case):
    """X42, his minute: no reading of named records, no joint level, no proposal, no signature.

    Line: ``powers.names_themselves`` in join.
    """
    with acting(people["paul"]) as paul:
        said = refused(
            lambda: team.join(
                case, by=paul, user=paul, role=Role.CONTENT_COORDINATOR, reason="Plus vite."
            )
        )
    assert said == [(NAMES, "Let the process coordinator name a second risk owner, and ask them.")]


def test_the_process_coordinator_does_not_name_herself_risk_owner(people, case):
    """X42: nor partner; a second process coordinator is asked where there is one."""
    with acting(people["claire"]) as claire:
        for role in (Role.RISK_OWNER, Role.PARTNER):
            said = refused(
                lambda role=role: team.join(case, by=claire, user=claire, role=role, reason="x")
            )
            assert said == [
                (NAMES, "Let the risk owner name a second process coordinator, and ask them.")
            ]
    with acting(people["paul"]) as paul:
        team.join(case, by=paul, user=people["thomas"], role=Role.PROCESS_COORDINATOR)
    with acting(people["claire"]) as claire:
        said = refused(
            lambda: team.join(case, by=claire, user=claire, role=Role.PARTNER, reason="x")
        )
    assert said == [(NAMES, "Ask Thomas Leclercq.")]


def test_nobody_hands_a_part_over_to_themselves(people, case):
    """X42. Line: ``powers.names_themselves`` in replace."""
    with acting(people["claire"]) as claire:
        row = member(case, people["lea"])
        said = refused(lambda: team.replace(row, by=claire, to=claire, reason="x"))
    assert [sentence for sentence, _todo in said] == [NAMES]


def test_the_lists_of_people_leave_oneself_out(people, case, sign_in):
    """X42, before the button. Lines: ``but`` in JoinForm and HandOverForm."""
    claire, oneself = sign_in(people["claire"]), f'value="{people["claire"].pk}"'
    for url in (
        reverse("case_member_add", args=[case.pk]),
        reverse("case_member_replace", args=[case.pk, member(case, people["lea"]).pk]),
    ):
        page = text_of(claire.get(url))
        assert f'value="{people["thomas"].pk}"' in page
        assert oneself not in page
    fields = {"user": people["claire"].pk, "role": "risk_owner", "reason": "x"}
    assert send(claire, reverse("case_member_add", args=[case.pk]), **fields).status_code == 422


# --- ending ---------------------------------------------------------------------------------
def test_nobody_ends_their_own_part(people, case, sign_in):
    """X42: the sentence stands on the team page, before the button, and again when sent.

    Line: ``rules.not_ones_own`` of leave and of replace.
    """
    with bound(WORKER):
        team.first_member(case, people["claire"], Role.PARTNER, double_role_reason="x")
    own = member(case, people["claire"], Role.PARTNER)
    claire = sign_in(people["claire"])
    assert ENDS in text_of(claire.get(reverse("case_team", args=[case.pk])))
    for route in ("case_member_end", "case_member_replace"):
        url = reverse(route, args=[case.pk, own.pk])
        page = text_of(claire.get(url))
        assert ENDS in page
        assert "Let the risk owner name a second process coordinator" in page
        fields = {"reason": "x", "to": people["thomas"].pk}
        assert send(claire, url, **fields).status_code == 409
    with acting(people["claire"]) as user:
        for act in (
            lambda: team.leave(own, by=user, reason="x"),
            lambda: team.replace(own, by=user, to=people["thomas"], reason="x"),
        ):
            assert [sentence for sentence, _todo in refused(act)] == [ENDS]


# --- who is told ----------------------------------------------------------------------------
def test_who_is_removed_is_told_and_whom_to_ask(people, case, sign_in):
    """X42, S66: read after access has ended; the mail names nobody, the reason stays in the case.

    Lines: ``powers.tell_of_end`` in leave and replace; a notice without its case.
    """
    with acting(people["claire"]) as claire:
        team.leave(member(case, people["bruno"]), by=claire, reason="Le père l’a demandé.")
        team.replace(member(case, people["lea"]), by=claire, to=people["karim"], reason="Mutée.")
    assert told("part_ended") == {"Bruno Faure", "Léa Fontaine"}
    bruno = sign_in(people["bruno"])
    page = text_of(bruno.get("/notices/"))
    assert (
        f"Your part on {case.reference} has ended. Claire Morvan (Ville) ended it and can tell"
        " you why." in page
    )
    assert "Le père" not in page
    assert bruno.get(reverse("case", args=[case.pk])).status_code == 404
    with bound(WORKER):
        notice = Notice.objects.get(kind="part_ended", recipient=people["bruno"])
    assert bruno.post(reverse("notice_read", args=[notice.pk])).url == reverse("cases")
    assert still_entitled(notice)
    mail = message_for(notice, people["bruno"], "<x@relais>")
    assert "Claire" not in mail.body
    assert "Le père" not in mail.body


def test_a_new_office_is_told_to_those_who_hold_one(people, case):
    """X42: a deputy is seen by both coordinators and the mayor; a partner is nobody's news.

    Line: ``powers.tell_of_office`` in join and replace.
    """
    with acting(people["claire"]) as claire:
        team.join(case, by=claire, user=people["karim"], role=Role.PARTNER)
        assert told("office_given") == set()
        team.join(case, by=claire, user=people["aicha"], role=Role.RISK_OWNER)
    assert told("office_given") == {"Hugo Séverin", "Paul Rivoire"}
    with acting(people["paul"]) as paul:
        team.replace(member(case, people["hugo"]), by=paul, to=people["julie"], reason="x")
    assert told("office_given") == {
        "Hugo Séverin", "Paul Rivoire", "Claire Morvan", "Aïcha Lorme",
    }  # fmt: skip


def test_being_told_is_part_of_the_decision(people, case, fails):
    """X42, I5: no removal in silence."""
    row, before = member(case, people["bruno"]), snapshot()
    with acting(people["claire"]) as claire, fails(telling, "queue"):
        team.leave(row, by=claire, reason="x")
    assert snapshot() == before


# --- the opening ----------------------------------------------------------------------------
@worlds.standing
def at_conference(people):
    signal = acknowledged(signal_from(people["ines"], channel=hotline()), people["ines"])
    return at_the_conference(signal, people)


def opened(people, signal, **changes):
    with acting(people["claire"]) as claire:
        return opening.open_case(
            signal,
            by=claire,
            reason="Isolement.",
            team_named=team_of(people, **changes),
            double_role_reason="x",
        )


def test_a_decider_takes_no_power_of_the_case(people, at_conference):
    """X42: not the risk, not the content, no part beside. Line: rules.decider_stays_apart."""
    claire, thomas = people["claire"], people["thomas"]
    for changes, roles in (
        ({"process_coordinator": thomas, "content_coordinator": claire}, ["content coordinator"]),
        ({"process_coordinator": thomas, "risk_owner": claire}, ["risk owner"]),
        ({"risk_owner": claire}, ["process coordinator", "risk owner"]),
        ({"partners": [claire, people["bruno"], people["lea"]]}, ["partner"]),
    ):
        said = refused(lambda changes=changes: opened(people, at_conference, **changes))
        assert [sentence for sentence, _todo in said] == [
            f"Whoever decides on the opening does not name themselves as {role}." for role in roles
        ]


def test_a_decider_who_coordinates_is_told_of_to_the_risk_owner(people, at_conference):
    """X42: the process alone, beside somebody else's risk. Line: decider_coordinates."""
    opened(people, at_conference)
    assert told("decider_coordinates") == {"Paul Rivoire"}


def test_a_decider_who_names_others_is_nobodys_news(people, at_conference):
    """X42, the other way round."""
    opened(people, at_conference, process_coordinator=people["thomas"])
    assert told("decider_coordinates") == set()


def test_the_form_of_the_opening_leaves_the_decider_out(people, at_conference, sign_in):
    """X42, before the button. Line: ``but`` in OpenCaseForm."""
    page = text_of(sign_in(people["claire"]).get(signal_url("open_case", at_conference)))
    assert page.count(f'value="{people["claire"].pk}"') == 1
    assert page.count(f'value="{people["thomas"].pk}"') == 4
    assert "If you name yourself, the risk owner is told." in page
