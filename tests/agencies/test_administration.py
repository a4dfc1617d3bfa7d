"""The administration: people and settings on an allow-list, no case, no power over oneself."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user
from django.urls import reverse

from agencies.models import Absence, Agency, Channel, Duty, User
from common import clock
from operations.admin import site
from tests.agencies.conftest import LONG_AGO

pytestmark = pytest.mark.django_db

ALLOWED = {
    "agencies.absence", "agencies.agency", "agencies.channel", "agencies.duty", "agencies.user",
    "casework.code", "casework.localholiday", "casework.territoryprofile",
}  # fmt: skip
ROUTES = {
    "index", "logout", "password_change", "jsi18n", "app_list", "health",
    *(
        f"{model.replace('.', '_')}_{page}"
        for model in ALLOWED
        for page in ("changelist", "add", "change")
    ),
    "casework_localholiday_delete",
}  # fmt: skip


@pytest.fixture
def admin(browser, zoe):
    return browser(zoe)


def url(name, *args):
    return reverse(f"admin:{name}", args=args)


# --- what there is -----------------------------------------------------------------------------


def test_the_allow_list_is_this_one():
    assert {model._meta.label_lower for model in site._registry} == ALLOWED


def test_the_routes_are_these():
    found = set()
    for pattern in site.get_urls():
        found |= {route.name for route in getattr(pattern, "url_patterns", [pattern])}
    assert found == ROUTES


def test_a_new_person_starts_in_the_default_time_zone(admin):
    """Not in the first of the list; red without the field's initial value."""
    page = admin.get(url("agencies_user_add")).content.decode()
    assert '<option value="Europe/Paris" selected>' in page


def test_an_account_starts_in_the_territorys_zone(settings):
    """X16. Line: ``of_the_territory``: a town overseas has its own."""
    settings.TIME_ZONE = "Indian/Reunion"
    assert User().time_zone == "Indian/Reunion"


def test_every_list_and_form_opens(admin, zoe, hotline, ana):
    Absence.objects.create(user=ana, first_day=LONG_AGO, last_day=LONG_AGO)
    Duty.objects.create(user=ana, kind="dpo", since=LONG_AGO)
    assert admin.get(url("index")).status_code == 200
    for model in ALLOWED:
        name = model.replace(".", "_")
        page = admin.get(url(f"{name}_changelist"), follow=True)
        assert page.status_code == 200, name
        if model != "agencies.absence":
            assert admin.get(url(f"{name}_add")).status_code == 200, name
    for obj in (ana, ana.agency, hotline, Duty.objects.get(user=ana), Absence.objects.get()):
        name = obj._meta.label_lower.replace(".", "_")
        assert admin.get(url(f"{name}_change", obj.pk)).status_code == 200, name


def test_no_page_leads_round_the_list(admin, ana, hotline, post):
    post(hotline, ana)
    duty = Duty.objects.create(user=ana, kind="dpo", since=LONG_AGO)
    for obj in (ana, ana.agency, hotline, duty):
        name = obj._meta.label_lower.replace(".", "_")
        page = admin.get(url(f"{name}_change", obj.pk)).content.decode()
        for shortcut in ("related-widget", "_popup", "historylink", "viewsitelink", "deletelink"):
            assert shortcut not in page, (name, shortcut)


def test_only_the_duty_opens_it(browser, ana, zoe, person):
    pages = [url("index"), url("agencies_user_changelist"), url("agencies_duty_add")]
    root = person("Root")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    coordinator = person("C", duty="signal_coordinator")
    Duty.objects.filter(user=zoe).update(until=clock.today() - timedelta(days=1))
    for user in (ana, root, coordinator, zoe):
        assert {browser(user).get(page).status_code for page in pages} == {403}
    for page in pages:
        sent = browser().get(page)
        assert sent["Location"].startswith(reverse("account_login"))


def test_nothing_is_deleted_but_a_day_off(admin, zoe, ana, town):
    for name in ("user", "agency", "channel", "duty", "absence"):
        for pk in (ana.pk, town.pk):
            assert admin.post(f"/admin/agencies/{name}/{pk}/delete/").status_code == 404
            assert admin.get(f"/admin/agencies/{name}/{pk}/history/").status_code == 404
    selected = {"action": "delete_selected", "_selected_action": [ana.pk]}
    admin.post(url("agencies_user_changelist"), selected)
    assert User.objects.filter(pk=ana.pk).exists()


# --- people ------------------------------------------------------------------------------------


def person_data(town, **changes):
    return {
        "email": "Lea@exemple.fr",
        "full_name": "Léa",
        "agency": town.pk,
        "job_title": "Éducatrice",
        "language": "fr",
        "time_zone": "Europe/Paris",
        "is_active": "on",
    } | changes


def test_adding_a_person_invites_them_and_types_no_passphrase(admin, town, mail_at_once):
    page = admin.get(url("agencies_user_add")).content.decode()
    assert 'type="password"' not in page
    with mail_at_once() as sent:
        assert admin.post(url("agencies_user_add"), person_data(town)).status_code == 302
    lea = User.objects.get(email="lea@exemple.fr")
    assert not lea.has_usable_password()
    assert lea.invited_at
    assert [message.to for message in sent] == [["lea@exemple.fr"]]


def test_the_same_address_twice_is_a_sentence(admin, town, ana):
    response = admin.post(url("agencies_user_add"), person_data(town, email="ANA@exemple.fr"))
    assert response.status_code == 200
    assert "email" in response.context["adminform"].form.errors


def test_there_is_no_route_to_a_passphrase(admin, ana):
    assert admin.get(f"/admin/agencies/user/{ana.pk}/password/").status_code == 404
    page = admin.get(url("agencies_user_change", ana.pk)).content.decode()
    assert ana.password not in page


def test_hidden_fields_of_a_person_are_ignored(admin, ana, town, school):
    hidden = {
        "is_superuser": "on", "is_staff": "on", "groups": [school.group_id], "password": "x" * 20,
        "user_permissions": ["1"], "session_round": "7", "duty_periods-0-kind": "administrator",
        "date_joined_0": "2001-01-01", "invited_at": "2026-01-01",
    }  # fmt: skip
    before = User.objects.values().get(pk=ana.pk)
    data = person_data(town, email=ana.email, full_name="Ana", job_title="", language="en")
    assert admin.post(url("agencies_user_change", ana.pk), data | hidden).status_code == 302
    assert User.objects.values().get(pk=ana.pk) == before
    assert list(ana.groups.all()) == [town.group]
    assert not Duty.objects.filter(user=ana).exists()


def test_deactivating_ends_the_sessions_for_good(admin, browser, ana, town):
    client = browser(ana)
    for active in ("", "on"):
        data = person_data(town, email=ana.email, full_name="Ana", is_active=active)
        assert admin.post(url("agencies_user_change", ana.pk), data).status_code == 302
        assert User.objects.get(pk=ana.pk).is_active is bool(active)
    assert not get_user(client).is_authenticated


def test_nobody_changes_their_own_agency_address_or_activity(admin, zoe, town):
    data = person_data(town, email="autre@exemple.fr", full_name="Zoé B.", is_active="")
    assert admin.post(url("agencies_user_change", zoe.pk), data).status_code == 302
    zoe.refresh_from_db()
    assert (zoe.full_name, zoe.email, zoe.agency, zoe.is_active) == (
        "Zoé B.", "zoe@exemple.fr", None, True,
    )  # fmt: skip
    assert get_user(admin) == zoe


def act(admin, action, *users):
    data = {"action": action, "_selected_action": [user.pk for user in users]}
    return admin.post(url("agencies_user_changelist"), data, follow=True)


def test_a_new_invitation_goes_to_whoever_has_not_come_yet(admin, ana, town, mail_at_once):
    waiting = User.objects.create_user("lea@exemple.fr", full_name="Léa", agency=town)
    with mail_at_once() as sent:
        page = act(admin, "invite_again", ana, waiting).content.decode()
    assert [message.to for message in sent] == [["lea@exemple.fr"]]
    assert "1 invitation sent." in page


def test_a_lock_is_lifted(admin, ana, client):
    wrong = {"login": ana.email, "password": "wrong and long enough"}
    codes = [client.post(reverse("account_login"), wrong).status_code for _ in range(5)]
    assert codes[-1] == 429
    act(admin, "unlock", ana)
    assert not AccessAttempt.objects.filter(username=ana.email).exists()


def test_sessions_of_others_are_ended_and_ones_own_are_not(admin, browser, ana, zoe):
    client = browser(ana)
    act(admin, "sign_out", ana, zoe)
    assert not get_user(client).is_authenticated
    assert get_user(admin) == zoe


# --- duties (B5) -------------------------------------------------------------------------------


def duty_data(user, **changes):
    return {"user": user.pk, "kind": "decider", "since": "2026-01-01", "until": ""} | changes


def test_a_duty_is_given_and_ends_the_sessions(admin, browser, ana):
    client = browser(ana)
    assert admin.post(url("agencies_duty_add"), duty_data(ana)).status_code == 302
    assert User.objects.get(pk=ana.pk).has_duty("decider")
    assert not get_user(client).is_authenticated


def test_nobody_gives_themselves_a_duty(admin, zoe):
    response = admin.post(url("agencies_duty_add"), duty_data(zoe))
    assert response.status_code == 200
    assert "user" in response.context["adminform"].form.errors
    assert [duty.kind for duty in zoe.duty_periods.all()] == ["administrator"]


def test_nobody_changes_their_own_duty(admin, zoe):
    own = Duty.objects.get(user=zoe)
    data = duty_data(zoe, kind="administrator", until="2030-01-01")
    assert admin.post(url("agencies_duty_change", own.pk), data).status_code == 403
    own.refresh_from_db()
    assert own.until is None


def test_a_duty_is_not_moved_to_somebody_else(admin, zoe, ana, karim):
    duty = Duty.objects.create(user=ana, kind="decider", since=LONG_AGO)
    for target in (zoe, karim):
        admin.post(url("agencies_duty_change", duty.pk), duty_data(target, kind="administrator"))
    duty.refresh_from_db()
    assert (duty.user, duty.kind) == (ana, "decider")


BAD_DAYS = ("0010-01-01", "9999-12-31", "9" * 400, "31/02/2026")


@pytest.mark.parametrize("bad", BAD_DAYS)
def test_no_day_without_a_window_is_kept(admin, ana, town, bad):
    """X09: a sentence beside the field, nothing kept. Line: ``form`` of the three admins."""
    agency = {"name": "Ville", "short_name": "Ville", "kind": "town", "active": "on"}
    for page, args, data, name in (
        ("agencies_duty_add", [], duty_data(ana, since=bad), "since"),
        ("agencies_duty_add", [], duty_data(ana, until=bad), "until"),
        ("casework_localholiday_add", [], {"day": bad, "name": "Foire"}, "day"),
        ("agencies_agency_change", [town.pk], agency | {"last_briefed_on": bad}, "last_briefed_on"),
    ):
        response = admin.post(url(page, *args), data)
        assert response.status_code == 200
        assert response.context["adminform"].form.errors[name]
        assert f'value="{bad}"' in response.content.decode()
    assert not Duty.objects.filter(user=ana).exists()


def test_a_duty_far_ahead_is_asked_about_once(admin, ana):
    """X09: the box comes back with the form, and its tick is enough."""
    far = clock.today().replace(year=clock.today().year + 5, day=1).isoformat()
    asked = admin.post(url("agencies_duty_add"), duty_data(ana, until=far))
    assert f'name="until_meant" value="{far}"' in asked.content.decode()
    data = duty_data(ana, until=far, until_meant=far)
    assert admin.post(url("agencies_duty_add"), data).status_code == 302


@pytest.mark.parametrize("year", ["0", "9999", "10000", "9" * 30, "9" * 5000])
@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("agencies_absence_changelist", "first_day__year"),
        ("agencies_duty_changelist", "since__year"),
        ("casework_localholiday_changelist", "day__gte"),
    ],
)
def test_no_list_falls_over_a_year_in_its_address(admin, page, name, year):
    """X09: Django counts a year on from 9999. Line: ``except`` in BoundedList.get_filters."""
    assert admin.get(url(page), {name: year}).status_code in (200, 302, 400)


# --- channels, absences, settings ----------------------------------------------------------------


def test_a_channel_and_its_posts_are_kept_together(admin, ana, karim):
    data = {
        "name": "Accueil", "kind": "desk", "hours": "9-17", "active": "on",
        "posts-TOTAL_FORMS": "2", "posts-INITIAL_FORMS": "0",
        "posts-0-user": ana.pk, "posts-0-post": "receiver", "posts-0-position": "1",
        "posts-0-active": "on",
        "posts-1-user": karim.pk, "posts-1-post": "deputy", "posts-1-position": "2",
        "posts-1-active": "on",
    }  # fmt: skip
    assert admin.post(url("agencies_channel_add"), data).status_code == 302
    posts = Channel.objects.get().posts.values_list("user", "post")
    assert set(posts) == {(ana.pk, "receiver"), (karim.pk, "deputy")}


def test_absences_are_to_look_at_without_their_reason(admin, ana):
    absence = Absence.objects.create(
        user=ana, first_day=LONG_AGO, last_day=LONG_AGO, reason="canary-reason"
    )
    for page in (url("agencies_absence_changelist"), url("agencies_absence_change", absence.pk)):
        assert "canary-reason" not in admin.get(page).content.decode()
    data = {"first_day": "2030-01-01", "last_day": "2030-01-01", "user": ana.pk}
    assert admin.post(url("agencies_absence_change", absence.pk), data).status_code == 403
    assert admin.post(url("agencies_absence_add"), data).status_code == 403


def test_the_log_keeps_who_and_which_row_and_no_word(admin, zoe, school):
    data = {"name": "Canary Name", "short_name": "Canary", "kind": "ngo", "active": "on"}
    admin.post(url("agencies_agency_change", school.pk), data)
    admin.post(url("agencies_agency_add"), data | {"name": "Canary Two"})
    entries = LogEntry.objects.order_by("pk")
    assert [(entry.user, entry.object_repr, entry.change_message) for entry in entries] == [
        (zoe, f"agencies.agency {school.pk}", ""),
        (zoe, f"agencies.agency {Agency.objects.get(name='Canary Two').pk}", ""),
    ]
    admin.get(url("index"))  # the sentence that says what was saved is shown once
    assert "Canary" not in admin.get(url("index")).content.decode()


def test_one_signs_out_of_it_like_everywhere(admin):
    assert admin.post(url("logout"))["Location"] == reverse("account_login")
    assert not get_user(admin).is_authenticated
