"""Nobody gives themselves a power; what opens files is kept and told (X40)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils.translation import override

from agencies import authorisations, decisions
from agencies.models import Authorisation, Channel, ChannelPost, Duty, User
from common import clock
from operations.admin import PostInline, site
from tests.agencies.conftest import LONG_AGO
from tests.agencies.test_administration import duty_data, person_data, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(browser, zoe):
    return browser(zoe)


@pytest.fixture
def nadia(person):
    """The data protection officer, who reads French."""
    return person("Nadia", duty="dpo")


def said(language="en") -> list[str]:
    with override(language):
        return [authorisations.sentence(row) for row in Authorisation.objects.order_by("at", "id")]


def channel_data(channel, *posts, standing=()):
    data = {"name": channel.name, "kind": channel.kind, "active": "on"}
    data |= {"posts-TOTAL_FORMS": len(posts), "posts-INITIAL_FORMS": len(standing)}
    for place, (user, row) in enumerate(posts):
        data |= {
            f"posts-{place}-{name}": value
            for name, value in {"user": user.pk, "position": "1", "active": "on"}.items()
        }
        data |= {f"posts-{place}-id": "", f"posts-{place}-channel": channel.pk} | {
            f"posts-{place}-{name}": value for name, value in row.items()
        }
    return data


# --- nobody for themselves ---------------------------------------------------------------------


def powers_of(user) -> dict:
    """All rows of a person that give access."""
    user = User.objects.get(pk=user.pk)
    return {
        "row": (user.email, user.agency_id, user.is_active, user.is_superuser, user.password),
        "groups": list(user.groups.values_list("pk", flat=True)),
        "permissions": list(user.user_permissions.values_list("pk", flat=True)),
        "duties": list(user.duty_periods.values_list("kind", "since", "until")),
        "posts": list(user.posts.values_list("channel", "post", "position", "active")),
    }


def forged(zoe, town, hotline) -> dict:
    """The fields of a form of the administration, filled in to one's own advantage."""
    return {
        "user": zoe.pk, "email": "autre@exemple.fr", "agency": town.pk, "is_active": "on",
        "is_superuser": "on", "groups": [town.group_id], "kind": "signal_coordinator",
        "since": "2026-01-01", "until": "", "post": "receiver", "position": 1, "active": "on",
        "first_day": "2026-01-01", "last_day": "2026-01-02", "stand_in": zoe.pk,
        "full_name": "Zoe", "language": "en", "time_zone": "Europe/Paris", "name": hotline.name,
    }  # fmt: skip


def test_no_page_of_the_administration_gives_its_reader_anything(admin, zoe, town, hotline, post):
    """X40. Every registered model, added and changed by its own beneficiary.

    Red without ``exclude(pk=acting.pk)`` or ``own`` in HolderForm, ``get_readonly_fields`` of
    UserAdmin.
    """
    ChannelPost.objects.create(channel=hotline, user=zoe, post="deputy", active=False)
    before, tried = powers_of(zoe), 0
    for model, shown in site._registry.items():
        assert shown.list_editable == (), model
        assert {inline.__name__ for inline in shown.inlines} <= {"PostInline"}, model
        name = model._meta.label_lower.replace(".", "_")
        rows = [zoe.pk, *model.objects.values_list("pk", flat=True)[:5]]
        pages = [url(f"{name}_add"), *(url(f"{name}_change", pk) for pk in rows)]
        for page in pages:
            data = forged(zoe, town, hotline) | {
                "posts-TOTAL_FORMS": 2, "posts-INITIAL_FORMS": 1,
                "posts-0-id": zoe.posts.get().pk, "posts-0-channel": hotline.pk,
                "posts-0-user": zoe.pk, "posts-0-post": "receiver", "posts-0-position": 1,
                "posts-0-active": "on", "posts-1-user": zoe.pk, "posts-1-post": "receiver",
                "posts-1-position": 1, "posts-1-active": "on", "posts-1-channel": hotline.pk,
            }  # fmt: skip
            assert admin.post(page, data).status_code in (200, 302, 403), page
            tried += 1
    for action in ("invite_again", "unlock", "sign_out", "delete_selected"):
        admin.post(url("agencies_user_changelist"), {"action": action, "_selected_action": zoe.pk})
    assert powers_of(zoe) == before
    assert tried > 15


def test_one_s_own_post_is_refused_with_a_sentence(admin, zoe, hotline):
    """X40: the inline of the channel. Line: ``error_messages["invalid_choice"]``."""
    data = channel_data(hotline, (zoe, {"post": "receiver"}))
    page = admin.post(url("agencies_channel_change", hotline.pk), data)
    assert page.status_code == 200
    assert "Nobody gives themselves a duty or a post" in page.content.decode()
    assert not zoe.posts.exists()
    own = ChannelPost.objects.create(channel=hotline, user=zoe, post="deputy", active=False)
    data = channel_data(hotline, (zoe, {"post": "receiver", "id": own.pk}), standing=[own])
    assert admin.post(url("agencies_channel_change", hotline.pk), data).status_code == 302
    own.refresh_from_db()
    assert (own.post, own.active) == ("deputy", False)  # shown, and not theirs to change
    assert PostInline.form.acting is None  # who fills it in is not kept from one request to another


def test_the_decisions_refuse_as_the_forms_do(zoe, town, hotline):
    """X40: below every form. Line: ``_not_oneself`` in ``_somebody_else``."""
    duty = Duty.objects.get(user=zoe)
    own = ChannelPost.objects.create(channel=hotline, user=zoe, post="deputy", active=False)
    before = powers_of(zoe)
    for refused in (
        lambda: decisions.give_duty(Duty(user=zoe, kind="dpo", since=LONG_AGO), by=zoe),
        lambda: decisions.change_duty(duty, by=zoe),
        lambda: decisions.name_to_post(ChannelPost(channel=hotline, user=zoe), by=zoe),
        lambda: decisions.change_post(own, by=zoe),
        lambda: decisions.change_address(zoe, "autre@exemple.fr", by=zoe),
        lambda: decisions.move_to_agency(zoe, town, by=zoe),
        lambda: decisions.set_active(zoe, False, by=zoe),
    ):
        sentence = "Nobody changes their own rights"
        with override("en"), pytest.raises(PermissionDenied, match=sentence):
            refused()
    assert powers_of(zoe) == before
    assert not Authorisation.objects.exists()


def test_what_one_person_holds_is_not_moved(zoe, ana, karim, hotline, post):
    """X40. A duty given to a colleague is not turned into another. Line: ``_not_moved``."""
    duty = Duty.objects.create(user=ana, kind="decider", since=LONG_AGO)
    held = post(hotline, ana)
    duty.kind, held.user = "signal_coordinator", karim
    for decide, row in ((decisions.change_duty, duty), (decisions.change_post, held)):
        with override("en"), pytest.raises(PermissionDenied, match="not moved"):
            decide(row, by=zoe)


# --- kept and told -----------------------------------------------------------------------------


def test_a_duty_is_kept_in_words_and_told(admin, zoe, ana, nadia, mail_at_once):
    """X40: who, what, to whom, from when; the officer in French, the person in English."""
    with mail_at_once() as sent:
        admin.post(url("agencies_duty_add"), duty_data(ana))
    assert said() == ["gave Ana the duty “Decider” from Jan. 1, 2026"]
    row = Authorisation.objects.get()
    assert (row.by, row.to) == (zoe, ana)
    assert {(m.to[0], m.subject) for m in sent} == {
        ("nadia@exemple.fr", "L’accès de quelqu’un à Relais a été modifié"),
        ("ana@exemple.fr", "What you may do in Relais was changed"),
    }
    assert not any("Ana" in m.body or "Decider" in m.body for m in sent)  # mails say little
    end = duty_data(ana, until="2026-06-30")
    admin.post(url("agencies_duty_change", ana.duty_periods.get().pk), end)
    assert "changed the duty “Decider” of Ana" in said()[1]
    admin.post(url("agencies_duty_change", ana.duty_periods.get().pk), end)
    assert len(said()) == 2  # nothing changed, nothing to keep


def test_a_post_is_given_changed_and_ended_by_decisions(admin, browser, ana, nadia, hotline, post):
    """X40. Its holder's sessions end, as with a duty; another place in the order ends none."""
    client = browser(ana)
    page = url("agencies_channel_change", hotline.pk)
    admin.post(page, channel_data(hotline, (ana, {"post": "deputy"})))
    assert client.get(reverse("agencies:profile")).status_code == 302
    held = ana.posts.get()
    for row in (
        {"post": "deputy", "position": "3"},
        {"post": "receiver", "position": "3"},
        {"post": "receiver", "position": "3", "active": ""},
        {"post": "receiver", "position": "3"},
    ):
        data = channel_data(hotline, (ana, row | {"id": held.pk}), standing=[held])
        assert admin.post(page, data).status_code == 302
    assert said() == [
        "gave Ana a post on the channel “Hotline”: Deputy",
        "changed the post of Ana on the channel “Hotline”: Receiver",
        "ended the post of Ana on the channel “Hotline”: Receiver",
        "gave Ana a post on the channel “Hotline”: Receiver",
    ]


def test_an_address_is_told_to_the_old_one_and_the_new_one(
    admin, ana, nadia, town, school, mail_at_once
):
    """X40: whoever had the account learns of it. Line: ``address=old``."""
    data = person_data(school, email="autre@exemple.fr", full_name="Anna", language="en")
    with mail_at_once() as sent:
        admin.post(url("agencies_user_change", ana.pk), data)
    to = [m.to[0] for m in sent]
    assert to.count("ana@exemple.fr") == 1
    assert to.count("autre@exemple.fr") == 2  # the address, and the agency
    assert to.count("nadia@exemple.fr") == 3
    assert said() == [
        "changed the address of Ana from ana@exemple.fr to autre@exemple.fr",
        "moved Ana from Ville to Collège",
        "changed the name of Ana to Anna",
    ]
    assert User.objects.get(pk=ana.pk).agency == school


def test_an_invitation_is_told_to_the_officer(admin, nadia, town, mail_at_once):
    """X40: a second self is invited, then given a duty. Lines: account_opened, invited_again."""
    with mail_at_once() as sent:
        admin.post(url("agencies_user_add"), person_data(town))
        lea = User.objects.get(email="lea@exemple.fr")
        data = {"action": "invite_again", "_selected_action": [lea.pk]}
        admin.post(url("agencies_user_changelist"), data)
    assert said() == ["opened an account for Léa: lea@exemple.fr", "sent Léa a new invitation"]
    assert [m.to[0] for m in sent].count("nadia@exemple.fr") == 2


def test_every_kind_has_its_sentence_in_french(zoe, ana):
    """Red when a kind is recorded without words, or its places have no facts."""
    facts = {
        "address": "a", "duty": "dpo", "since": "2026-01-01", "until": "2026-02-01",
        "channel": "c", "post": "deputy", "after": "x", "model": "agencies.Channel", "row": "c",
        "changes": {"name": ["a", "b"]},
    }  # fmt: skip
    for kind in authorisations.SENTENCES:
        before = ["2026-01-01", ""] if kind == "duty_changed" else "y"
        authorisations.record(kind, ana, by=zoe, before=before, **facts)
    english, french = said("en"), said("fr")
    assert not set(english) & set(french)
    with pytest.raises(LookupError):
        authorisations.record("unknown", ana, by=zoe)


def test_without_an_officer_every_page_says_so(admin, zoe, nadia):
    """X40. Line: ``exclude(pk=user.pk)``: whoever is both tells nobody but themselves."""
    sentence = "Nobody but you holds the duty of data protection officer"
    assert sentence not in admin.get(url("agencies_duty_add")).content.decode()
    Duty.objects.filter(user=nadia).update(until=clock.today() - timedelta(days=1))
    Duty.objects.create(user=zoe, kind="dpo", since=LONG_AGO)
    for name in ("index", "agencies_duty_add", "agencies_channel_changelist"):
        assert sentence in admin.get(url(name)).content.decode(), name


def test_the_officer_reads_the_history_and_nobody_else(browser, admin, zoe, ana, nadia):
    """X40. A page in words; its reading is logged like any other (G2)."""
    decisions.give_duty(Duty(user=ana, kind="decider", since=clock.today()), by=zoe)
    authorisations.record("first_administrator", zoe, by=None)
    page = browser(nadia).get(reverse("authorisations"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "a donné à Ana la fonction «\u00a0Décideur" in text
    assert "La ligne de commande" in text
    for user in (zoe, ana):
        user = User.objects.get(pk=user.pk)
        assert browser(user).get(reverse("authorisations")).status_code == 403


@pytest.mark.parametrize("table", ["agencies_authorisation", "django_admin_log"])
@pytest.mark.parametrize("role", ["app", "app_worker"])
@pytest.mark.parametrize("act", ["update {} set id = id", "delete from {}", "truncate {}"])
def test_the_application_cannot_change_its_trail(db, table, role, act):
    """X40. Red when the REVOKE of agencies/0002 is taken out."""
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {role}" if role != "app" else "select current_user")
        with refused, transaction.atomic():
            cursor.execute(act.format(table))


def test_a_channel_is_set_up_with_its_posts_at_once(admin, ana):
    """The posts of a new channel are decisions too."""
    channel = Channel(name="Accueil", kind="desk")
    data = channel_data(channel, (ana, {"post": "receiver", "channel": ""}))
    assert admin.post(url("agencies_channel_add"), data).status_code == 302
    assert said() == ["gave Ana a post on the channel “Accueil”: Receiver"]


# --- settings -----------------------------------------------------------------------------------
def test_what_stood_before_in_a_setting_is_kept(admin, zoe, nadia, browser):
    """X30: who, when, from what to what; for the officer. Lines: ``save_model``, ``_changed``."""
    channel = Channel.objects.create(name="Hotline", kind=Channel.Kind.values[0])
    data = channel_data(channel) | {"name": "Ligne d’écoute"}
    assert admin.post(url("agencies_channel_change", channel.pk), data).status_code == 302
    (row,) = Authorisation.objects.filter(kind="setting_changed")
    assert row.by == zoe
    with override("en"):
        sentence = authorisations.sentence(row)
    assert "“Hotline”, then “Ligne d’écoute”" in sentence
    page = browser(nadia).get(reverse("authorisations"))
    assert "Ligne d’écoute" in page.content.decode()
    # Saved again as it stands, nothing is kept.
    admin.post(url("agencies_channel_change", channel.pk), data)
    assert Authorisation.objects.filter(kind="setting_changed").count() == 1
