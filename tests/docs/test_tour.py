"""The ten-minute tour of the README, step by step: people find what it says they find."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse

from agencies.models import Absence, Agency
from casework.models import Case
from common import clock
from common.scope import WORKER, bound
from intake.models import Signal, SignalHop
from intake.signals.tasks import pass_on_unanswered
from operations.demo import scenes
from tests.people import hotline, town

pytestmark = pytest.mark.stories

FACT, NEED, OWN = "canari-fait", "canari-besoin", "canari-juriste"


@pytest.fixture
def people(db):
    found = town()
    scenes.load(found)
    return found


@pytest.fixture
def call(people, sign_in):
    """Step 1: Luc takes a call; the caller stays anonymous although a name is typed."""
    answer = sign_in(people["luc"]).post(
        reverse("intake:new"),
        {"words": "Il ne parle plus.", "caller": "anonymous", "caller_name": "Fabien D."},
    )
    assert answer.status_code == 302
    with bound(WORKER):
        signal = Signal.objects.get(words="Il ne parle plus.")
        assert not signal.source_identities.exists()
    assert signal.holder == people["ines"]
    return signal


def page(client, url) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_two_and_three_nobody_there_then_the_deputy(people, call, sign_in):
    """Steps 2 and 3: the clock passes it on from an absent Inès to Thomas, who has it (S24)."""
    assert call.reference in page(sign_in(people["ines"]), reverse("home"))
    today = clock.today()
    Absence.objects.create(user=people["ines"], first_day=today, last_day=today)
    # Her own and what she had from this morning.
    assert pass_on_unanswered() >= 1
    with bound(WORKER):
        assert Signal.objects.get(pk=call.pk).holder == people["thomas"]
        why = SignalHop.objects.filter(signal=call).order_by("-step").first().why
    assert why == SignalHop.Why.HOLDER_AWAY
    thomas = sign_in(people["thomas"])
    assert thomas.post(reverse("intake:acknowledge", args=[call.pk])).status_code == 302
    route = page(thomas, reverse("intake:page", args=[call.pk]))
    assert people["ines"].display in route
    assert people["luc"].display in route


def test_four_to_eight_a_case_read_or_not(people, call, sign_in):
    """Steps 4 to 8: opened, written for three audiences, read or not, logged, left (P2, S66)."""
    sign_in(people["thomas"]).post(reverse("intake:acknowledge", args=[call.pk]))
    claire = sign_in(people["claire"])
    _first_analysis_and_conference(people, claire, call)
    opening = reverse("intake:open_case", args=[call.pk])
    assert claire.post(opening, {"level": "individual"}).status_code == 409
    answer = claire.post(
        opening,
        {
            "level": "individual",
            "grounds": "Aucun service ne suffit seul.",
            "process_coordinator": people["claire"].pk,
            "content_coordinator": people["hugo"].pk,
            "risk_owner": people["paul"].pk,
            "partners": [people[key].pk for key in ("lea", "odile", "marc")],
        },
    )
    assert answer.status_code == 302
    with bound(WORKER):
        case = Case.objects.get(signals=call)
    front = reverse("case", args=[case.pk])

    odile, adding = sign_in(people["odile"]), reverse("case_add_information", args=[case.pk])
    youth = Agency.objects.get(short_name="Jeunesse")
    for kind, body, audience, agencies in (
        ("fact", FACT, "team", []),
        ("need", NEED, "named", [youth.pk]),
        ("assessment", OWN, "own", []),
    ):
        typed = {"kind": kind, "body": body, "audience": audience, "agencies": agencies}
        assert odile.post(adding, typed).status_code == 302

    found = {
        key: [word for word in (FACT, NEED, OWN) if word in page(sign_in(people[key]), front)]
        for key in ("lea", "marc", "claire", "odile")
    }
    assert found == {
        "lea": [FACT, NEED],
        "marc": [FACT],
        "claire": [FACT, NEED],
        "odile": [FACT, NEED, OWN],
    }
    assert sign_in(people["bruno"]).get(front).status_code == 404

    log = page(claire, reverse("case_reading_log", args=[case.pk]))
    assert all(people[key].display in log for key in ("lea", "marc", "odile"))
    nadia = sign_in(people["nadia"])
    assert case.reference in page(nadia, reverse("reading_log"))
    assert nadia.get(front).status_code == 404

    marc = sign_in(people["marc"])
    assert marc.get(front).status_code == 200
    with bound(WORKER):
        part = case.members.get(user=people["marc"])
    ending = reverse("case_member_end", args=[case.pk, part.pk])
    assert claire.post(ending, {"reason": "Rien à faire ici."}).status_code == 302
    assert marc.get(front).status_code == 404


def _first_analysis_and_conference(people, claire, call) -> None:
    """Step 4: four checks, the decision, the conference; too early it is refused (S22, S38)."""
    steps = [
        ("assess_source", {"reliability": "cannot_judge", "basis": "?", "credibility": "likely"}),
        ("security", {"concern": "none", "reason": "Ni arme, ni menace."}),
        ("minor", {"minor": "unknown", "minor_basis": "Rien n’est dit."}),
        (
            "questions",
            {
                "radicalised": "unclear",
                "radicalised_grounds": "Il ne parle plus.",
                "useful": "yes",
                "useful_grounds": "L’école et la famille sont seules.",
            },
        ),
    ]
    table = reverse("intake:to_conference", args=[call.pk])
    assert claire.post(table, {"reason": "À voir ensemble."}).status_code == 409
    for route, typed in steps:
        answer = claire.post(reverse(f"intake:{route}", args=[call.pk]), typed)
        assert answer.status_code == 302, route
    assert claire.post(table, {"reason": "À voir ensemble."}).status_code == 409  # about whom?
    who = {"given_name": "Yann", "family_name": "Kerouédan", "age_text": "19 ans"}
    named = claire.post(reverse("intake:name_person", args=[call.pk]), who)
    assert named["Location"] == reverse("intake:matches", args=[call.pk])
    assert claire.post(table, {"reason": "À voir ensemble."}).status_code == 302
    seats = [people[key].agency_id for key in ("claire", "lea", "odile")]
    held = {"held_on": clock.today().isoformat(), "present": seats, **steps[3][1]}
    conference = reverse("intake:conference", args=[call.pk])
    assert claire.post(conference, held).status_code == 409
    held["written"] = [people["hugo"].agency_id]
    assert claire.post(conference, held).status_code == 302


def test_the_second_case_is_there(people):
    """The last line of the tour: SA-…-001, with Hugo as content coordinator."""
    with bound(WORKER):
        case = Case.objects.get()
        assert case.members.get(role="content_coordinator").user == people["hugo"]
    assert case.reference.startswith("SA-")
    assert case.reference.endswith("-001")
    assert case.opened_at.date() < clock.today()
    assert hotline().posts.get(user=people["thomas"]).post == "deputy"
