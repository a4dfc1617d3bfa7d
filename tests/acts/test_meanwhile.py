"""X35: what was written since the page was opened is shown by name, and decided on anew."""

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.models import Duty
from casework.models import Case, Conference
from common import clock
from common.scope import WORKER, bound
from intake.conference.acts import RecordConference
from intake.conference.decisions import record_conference
from intake.models import Signal
from notices.models import Delivery, Notice
from plans.carrying.decisions.answers import accept_action, decline_action
from plans.checkpoints.decisions import meeting as meetings
from plans.checkpoints.decisions import sections
from plans.models import FollowUp, LevelRating
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from tests.carried import carried
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning
from tests.plans import scenes as analysis

MEANWHILE = "Written since you opened the page"


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def signal(who):
    acked = town.acknowledged(town.signal_from(who["sophie"], channel=town.hotline()), who["ines"])
    return town.to_the_conference(town.analysed(acked, who["claire"]), who["claire"])


@worlds.standing
def case(who):
    return scenes.carried_out(who)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def opened(who, key: str, url: str) -> tuple:
    """The address, and what the page carries that this person opens now."""
    return url, carried(who[key], url)


def sent(sign_in, who, key: str, page: tuple, typed=None):
    """The answer to the form of a page that was opened before."""
    return sign_in(who[key]).post(page[0], page[1] | (typed or {}))


# --- a conference recorded twice ----------------------------------------------------------------
def test_the_same_conference_is_recorded_once(who, signal, sign_in):
    """Two deciders, one page. Line: ``rests_on`` of record_conference."""
    url = reverse("intake:conference", args=[signal.pk])
    first, second = opened(who, "claire", url), opened(who, "claire", url)
    typed = RecordConference.example(signal, who["claire"])
    assert sent(sign_in, who, "claire", first, typed).status_code == 302
    told = sent(sign_in, who, "claire", second, typed | {"statement": "Dit à la fin."})
    assert told.status_code == 409
    page = text_of(told)
    assert MEANWHILE in page
    assert "<b>Conference</b>, Claire Morvan" in page
    assert "Dit à la fin." in told.content.decode()
    with bound(WORKER):
        assert Conference.objects.filter(signal=signal).count() == 1
    # What the page shows now was read: a later conference is a record of its own.
    again = opened(who, "claire", url)
    assert sent(sign_in, who, "claire", again, typed).status_code == 302


def test_a_decider_outside_the_desk_is_told_too(who, signal):
    """One who reported it. Line: ``elevated`` in recorded_so_far."""
    sophie = who["sophie"]
    Duty.objects.create(user=sophie, kind="decider", since=clock.today())
    with town.acting(sophie):
        before = record_conference.version(signal, sophie)
    town.conference_on(signal, who["claire"], town.table_of(who))
    with town.acting(sophie):
        now = Signal.objects.get(pk=signal.pk)
        assert record_conference.version(now, sophie) == before + 1


# --- a signature over an opinion that nobody read -----------------------------------------------
def test_the_signature_names_the_opinion_that_came_since(who, case, sign_in):
    """Lines: ``rests_on`` of sign_off, ``unticked``, ``since``."""
    with clock.at(planning.noon(scenes.LATER)):
        proposal = scenes.ready(case, who)
        url = reverse("closure:sign", args=[case.pk])
        page = opened(who, "paul", url)
        scenes.opinion(proposal, who, "lea", "against", "Il est seul le soir.")
        told = sent(sign_in, who, "paul", page, {"agrees": "on", "words": "D’accord."})
        assert told.status_code == 409
        shown = text_of(told)
        assert MEANWHILE in shown
        assert "Léa Fontaine" in shown
        assert "Il est seul le soir." in shown
        assert "tick it again" in shown
        html = told.content.decode()
        assert 'name="agrees"' in html
        assert "checked" not in html.partition('name="agrees"')[2].partition(">")[0]
        assert "D’accord." in html
        with bound(WORKER):
            assert Case.objects.get(pk=case.pk).state == "closing"
        # Left and opened again, the tick is still to be set.
        later = sign_in(who["paul"]).get(url).content.decode()
        assert "checked" not in later.partition('name="agrees"')[2].partition(">")[0]


# --- a checkpoint concluded over a section ------------------------------------------------------
def test_a_checkpoint_is_not_concluded_over_a_section_nobody_read(who, case, sign_in):
    """Line: ``everything_found``: text of the meeting and rows of a section alike."""
    with clock.at(planning.noon(scenes.FIRST)):
        with town.acting(who["claire"]) as claire:
            held = meetings.open_checkpoint(
                Case.objects.get(pk=case.pk), by=claire, held_on=clock.today(), why_extra="Du neuf."
            )
        url = reverse("plans:checkpoint_conclude", args=[case.pk, held.pk])
        typed = {"conclusion": "go_on", "grounds": "Tout est tenu.", "reason": "Convenu."}
        typed["next_on"] = (clock.today() + scenes.timedelta(days=30)).isoformat()
        for write in (_presence, _words):
            page = opened(who, "hugo", url)
            write(held, who)
            told = sent(sign_in, who, "hugo", page, typed)
            assert told.status_code == 409
            assert MEANWHILE in text_of(told)
            assert "Claire Morvan" in text_of(told)


def _presence(held, who) -> None:
    with town.acting(who["claire"]) as claire:
        found = {claire.agency_id: "present"}
        sections.write_presence(held, by=claire, expected=0, found=found)


def _words(held, who) -> None:
    with town.acting(who["claire"]) as claire:
        said = {"person_view": "« Non. »", "family_view": ""}
        sections.write_section(held, "views", by=claire, expected=held.version, **said)


# --- one action accepted and declined -----------------------------------------------------------
def test_accept_and_decline_of_one_action(who, sign_in):
    """The second sees the first. Lines: ``version`` of the button, ``Conflict`` in Act.post."""
    with clock.at(planning.noon(scenes.FIRST)):
        case = planning.in_analysis(who)
        planning.draft(case, who)
        planning.approve(case, who["hugo"])
        row = _waiting(case, who["bruno"])
        accept = opened(who, "bruno", reverse("plans:action_accept", args=[case.pk, row.pk]))
        decline = opened(who, "bruno", reverse("plans:action_decline", args=[case.pk, row.pk]))
        assert sent(sign_in, who, "bruno", decline, {"reason": "Pas de place."}).status_code == 302
        told = sent(sign_in, who, "bruno", accept)
        assert told.status_code == 409
        assert "Somebody else decided meanwhile" in text_of(told)
        assert "Pas de place." in text_of(told)
        assert _waiting(case, who["bruno"]).state == "declined"


def test_a_button_without_a_version_decides_nothing(who, sign_in):
    """Line: ``_version`` gives 0, which no row has."""
    with clock.at(planning.noon(scenes.FIRST)):
        case = planning.in_analysis(who)
        planning.draft(case, who)
        planning.approve(case, who["hugo"])
        row = _waiting(case, who["bruno"])
        url = reverse("plans:action_accept", args=[case.pk, row.pk])
        for version in ("", "x", "-1", "9" * 12):
            answer = sign_in(who["bruno"]).post(url, {"version": version})
            assert answer.status_code == 409
        assert _waiting(case, who["bruno"]).state == "waiting"


def test_the_notice_of_an_answer_that_no_longer_stands_goes(who):
    """Line: ``_call_back`` in accept_action and in decline_action."""
    with clock.at(planning.noon(scenes.FIRST)):
        case = planning.in_analysis(who)
        planning.draft(case, who)
        planning.approve(case, who["hugo"])
        row = _waiting(case, who["bruno"])
        with town.acting(who["bruno"]) as bruno:
            decline_action(row, by=bruno, reason="Pas de place.")
            accept_action(_waiting(case, bruno), by=bruno)
        with bound(WORKER):
            (told,) = Notice.objects.filter(kind="action_declined")
            assert told.read_at is not None
            assert Delivery.objects.get(notice=told).state == Delivery.State.DROPPED


def test_the_notice_of_an_opinion_that_was_changed_goes(who, case):
    """Line: ``call_back`` in give_opinion."""
    with clock.at(planning.noon(scenes.LATER)):
        proposal = scenes.ready(case, who)
        scenes.opinion(proposal, who, "lea", "against", "Trop tôt.")
        scenes.opinion(proposal, who, "lea", "for")
        with bound(WORKER):
            (told,) = Notice.objects.filter(kind="closure_opinion")
            assert told.read_at is not None


def _waiting(case, person) -> FollowUp:
    with bound(WORKER):
        return FollowUp.objects.filter(case=case, owner=person).order_by("pk").first()


# --- one domain rated by two of one agency ------------------------------------------------------
def test_a_level_is_not_rated_over_one_that_nobody_read(who, sign_in):
    """Line: ``_nobody_rated_since``; another domain is rated beside it."""
    with clock.at(planning.noon(scenes.FIRST)):
        case = planning.in_analysis(who)
        url = reverse("plans:level_rate", args=[case.pk])
        stands = {"direction": "risk", "level": "low", "basis": "fact", "evidence": "Vu."}
        stands["rated_on"] = clock.today().isoformat()
        page, beside = opened(who, "bruno", url), opened(who, "bruno", url)
        analysis.level(case, who["bruno"], "high")
        told = sent(sign_in, who, "bruno", page, stands | {"domain": analysis.domain().pk})
        assert told.status_code == 409
        assert "Deux canaux." in text_of(told)
        other = stands | {"domain": analysis.domain("money").pk}
        assert sent(sign_in, who, "bruno", beside, other).status_code == 302
        with bound(WORKER):
            assert LevelRating.objects.filter(case=case).count() == 2
