"""One's own account: what one sets, the passphrase, the sessions (A9, fact 7)."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from agencies import decisions
from agencies.models import Duty, User
from common import clock
from tests.agencies.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db
NEW = "girafe lampe océan brouette"


@pytest.fixture
def signed_in():
    """Return a maker of browsers signed in by the real view, with their user agent."""

    def make(user, agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"):
        client = Client(HTTP_USER_AGENT=agent)
        data = {"login": user.email, "password": PASSPHRASE}
        assert client.post(reverse("account_login"), data).status_code == 302
        return client

    return make


def reauthenticate(client, passphrase=PASSPHRASE):
    return client.post(reverse("account_reauthenticate"), {"password": passphrase})


# --- profile ---------------------------------------------------------------------------------


def profile_of(user, **changes):
    return {"full_name": user.full_name, "language": "en", "time_zone": "Europe/Paris"} | changes


def test_a_person_sets_name_language_and_time_zone(browser, ana):
    client = browser(ana)
    data = profile_of(ana, full_name="Ana B.", language="fr", time_zone="Indian/Reunion")
    assert client.post(reverse("agencies:profile"), data).status_code == 302
    ana.refresh_from_db()
    assert (ana.full_name, ana.language, ana.time_zone) == ("Ana B.", "fr", "Indian/Reunion")


@pytest.mark.parametrize(
    "wrong", [{"full_name": ""}, {"language": "xx"}, {"time_zone": "Mars/Olympus"}]
)
def test_a_faulty_profile_answers_422_and_changes_nothing(browser, ana, wrong):
    response = browser(ana).post(reverse("agencies:profile"), profile_of(ana, **wrong))
    assert response.status_code == 422
    assert User.objects.get(pk=ana.pk).full_name == "Ana"


def test_nobody_gives_themselves_anything_through_the_profile(browser, ana, school):
    hidden = {
        "agency": school.pk, "email": "x@y.fr", "is_superuser": "1", "is_active": "", "groups": "1",
        "job_title": "Boss", "session_round": "9", "password": "x", "duties": "administrator",
    }  # fmt: skip
    before = User.objects.values().get(pk=ana.pk)
    browser(ana).post(reverse("agencies:profile"), profile_of(ana, **hidden))
    after = User.objects.values().get(pk=ana.pk)
    assert {key for key in after if after[key] != before[key]} <= {"last_login"}


def test_the_page_shows_agency_duties_and_posts(browser, ana, hotline, post):
    Duty.objects.create(user=ana, kind="decider", since=clock.today())
    post(hotline, ana, "deputy")
    page = browser(ana).get(reverse("agencies:profile")).content.decode()
    for word in ("Ville", "Decider", "Deputy", "Hotline"):
        assert word in page


# --- passphrase ------------------------------------------------------------------------------


def change(client, current=PASSPHRASE, first=NEW, second=NEW):
    data = {"current": current, "password1": first, "password2": second}
    return client.post(reverse("agencies:passphrase"), data)


def test_a_new_passphrase_ends_the_other_sessions_and_keeps_this_one(
    signed_in, ana, mail_at_once, browser
):
    here, there, forced = signed_in(ana), signed_in(ana), browser(ana)
    key = here.session.session_key
    with mail_at_once() as sent:
        assert change(here)["Location"] == reverse("agencies:profile")
    assert get_user(here) == ana
    assert here.session.session_key != key
    assert not get_user(there).is_authenticated
    assert not get_user(forced).is_authenticated
    assert User.objects.get(pk=ana.pk).check_password(NEW)
    assert [message.to for message in sent] == [["ana@exemple.fr"]]


@pytest.mark.parametrize(
    "typed",
    [
        {"current": "not the one in force"},
        {"second": NEW + "s"},
        {"first": "Radicalisation2026", "second": "Radicalisation2026"},
        {"first": "court", "second": "court"},
    ],
)
def test_a_faulty_change_answers_422_and_changes_nothing(browser, ana, typed):
    assert change(browser(ana), **typed).status_code == 422
    assert User.objects.get(pk=ana.pk).check_password(PASSPHRASE)


def test_guessing_the_passphrase_in_force_is_limited(browser, ana):
    client = browser(ana)
    codes = [change(client, current=f"guess number {n}").status_code for n in range(6)]
    assert codes == [422] * 5 + [429]


# --- sessions --------------------------------------------------------------------------------


def test_the_list_shows_own_sessions_only(signed_in, ana, karim):
    here = signed_in(ana)
    signed_in(ana, "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36")
    signed_in(karim, "Mozilla/5.0 (iPhone) Safari/600")
    sessions = here.get(reverse("agencies:sessions")).context["sessions"]
    assert [row["browser"] for row in sessions] == ["Firefox, Linux", "Chrome, Windows"]
    assert [row["current"] for row in sessions] == [True, False]


def test_ending_a_session_asks_the_passphrase_first(signed_in, ana):
    here, there = signed_in(ana), signed_in(ana)
    other = here.get(reverse("agencies:sessions")).context["sessions"][1]["fields"]["session"]
    asked = here.post(reverse("agencies:session_end"), {"session": other})
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert get_user(there) == ana
    assert reauthenticate(here, "not the passphrase").status_code == 422
    assert reauthenticate(here).status_code == 302
    done = here.post(reverse("agencies:session_end"), {"session": other})
    assert done["Location"] == reverse("agencies:sessions")
    assert not get_user(there).is_authenticated
    assert get_user(here) == ana


def test_what_was_asked_is_done_once_the_passphrase_is_given(signed_in, ana):
    here, there = signed_in(ana), signed_in(ana)
    asked = here.post(reverse("agencies:sessions_end_others"))
    done = here.post(asked["Location"], {"password": PASSPHRASE})
    assert done["Location"] == reverse("agencies:sessions")
    assert not get_user(there).is_authenticated
    assert get_user(here) == ana


def test_ending_the_others_ends_those_of_every_view(signed_in, browser, ana):
    here, forced = signed_in(ana), browser(ana)
    reauthenticate(here)
    here.post(reverse("agencies:sessions_end_others"))
    assert not get_user(forced).is_authenticated
    assert get_user(here) == ana
    assert len(here.get(reverse("agencies:sessions")).context["sessions"]) == 1


def test_a_foreign_session_does_not_exist(signed_in, ana, karim):
    here, foreign = signed_in(ana), signed_in(karim)
    pk = foreign.get(reverse("agencies:sessions")).context["sessions"][0]["fields"]["session"]
    reauthenticate(here)
    for value in (str(pk), "", "0", "x", "-1", "9" * 30):
        assert here.post(reverse("agencies:session_end"), {"session": value}).status_code == 404
    assert get_user(foreign) == karim


def test_ending_the_session_at_hand_signs_out(signed_in, ana):
    here = signed_in(ana)
    reauthenticate(here)
    pk = here.get(reverse("agencies:sessions")).context["sessions"][0]["fields"]["session"]
    assert here.post(reverse("agencies:session_end"), {"session": pk})["Location"] == reverse(
        "account_login"
    )
    assert not get_user(here).is_authenticated


@pytest.mark.parametrize("name", ["session_end", "sessions_end_others", "absence_end"])
def test_a_get_ends_nothing(signed_in, ana, name):
    here = signed_in(ana)
    reauthenticate(here)
    assert here.get(reverse(f"agencies:{name}")).status_code == 405


# --- rights end sessions (fact 7) --------------------------------------------------------------


def deactivated_and_back(ana, zoe):
    for active in (False, True):
        ana.is_active = active
        decisions.change_person(ana, by=zoe)


def another_agency(ana, zoe):
    from agencies.models import Agency

    ana.agency = Agency.objects.create(name="Autre", short_name="Autre", kind="ngo")
    decisions.change_person(ana, by=zoe)


def another_address(ana, zoe):
    ana.email = "autre@exemple.fr"
    decisions.change_person(ana, by=zoe)


def a_duty(ana, zoe):
    decisions.give_duty(Duty(user=ana, kind="decider", since=clock.today()), by=zoe)


@pytest.mark.parametrize("event", [deactivated_and_back, another_agency, another_address, a_duty])
def test_an_old_cookie_is_dead_after(signed_in, browser, ana, zoe, event):
    clients = [signed_in(ana), browser(ana)]
    event(ana, zoe)
    for client in clients:
        assert not get_user(client).is_authenticated
        assert client.get(reverse("agencies:profile")).status_code == 302


def test_another_name_ends_nothing(signed_in, ana, zoe):
    client = signed_in(ana)
    ana.full_name = "Ana B."
    decisions.change_person(ana, by=zoe)
    assert get_user(client) == ana


def test_a_changed_address_is_told_to_both(ana, zoe, mail_at_once):
    with mail_at_once() as sent:
        another_address(ana, zoe)
    assert [message.to for message in sent] == [["ana@exemple.fr"], ["autre@exemple.fr"]]
    assert not any("@" in message.body for message in sent)
