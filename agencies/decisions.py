"""Decisions on people: accounts, duties, posts, absences.

Each decision is one transaction. What takes or gives rights ends every session of the person, so
that an older cookie stays dead even when the right comes back; it is kept in the history of
authorisations and told (X40). Nobody gives anything to themselves (B5).
"""

from __future__ import annotations

from datetime import date, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import authorisations, invitations, mail
from agencies.models import Absence, Agency, ChannelPost, Duty, User
from common import clock

ONE_DAY = timedelta(days=1)
NOT_ONESELF = gettext_lazy("Nobody changes their own rights: ask another administrator.")
# Fields of a person that give no access.
PLAIN = ("full_name", "job_title", "language", "time_zone")


@transaction.atomic
def end_sessions(user: User) -> None:
    """End every session of `user`, by whatever view it was opened.

    A request that wants to go on as `user` gives its session the new hash itself.
    """
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    known = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=known.values("session_key")).delete()
    known.delete()


@transaction.atomic
def end_session(user: User, pk: int) -> str | None:
    """End one session of `user`, named by its row. Returns its key, or None for a foreign row."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        return None
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    key: str = row.session_key
    return key


@transaction.atomic
def set_passphrase(user: User, passphrase: str) -> None:
    """Set the passphrase and end every session of `user`; a mail tells them."""
    user.set_password(passphrase)
    user.save(update_fields=["password"])
    end_sessions(user)
    mail.after_commit("passphrase_changed", user)


@transaction.atomic
def invite(user: User, *, by: User | None = None, by_mail: bool = True) -> User:
    """Give `user` a link to choose a passphrase, by mail; an earlier link dies (A11, C5).

    `by` is the administrator, or None on the command line, which shows the link itself.
    Raises ValidationError for somebody inactive or who already has a passphrase.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise ValidationError(_("This account is inactive: make it active first."), code="inactive")
    if user.has_usable_password():
        raise ValidationError(
            _("This person already has a passphrase and can ask to reset it."),
            code="has_passphrase",
        )
    _not_oneself(user, by)
    again = user.invited_at is not None
    user.invited_at = clock.now()
    user.invitation_ends_at = invitations.ends_at(user.invited_at)
    user.save(update_fields=["invited_at", "invitation_ends_at"])
    if by is not None and again:
        authorisations.record("invited_again", user, by=by)
    if by_mail:
        mail.after_commit("invitation", user)
    return user


@transaction.atomic
def accept_invitation(uidb64: str, token: str, passphrase: str) -> User | None:
    """Set the first passphrase; the link is used up by it.

    Returns the person, or None when the link was used meanwhile.
    """
    user = invitations.find(uidb64, token, clock.now(), lock=True)
    if user is None:
        return None
    user.invited_at = user.invitation_ends_at = None
    user.set_password(passphrase)
    user.save(update_fields=["invited_at", "invitation_ends_at", "password"])
    end_sessions(user)
    return user


@transaction.atomic
def add_person(user: User, *, by: User) -> User:
    """Save a new person and invite them; nobody ever types a passphrase for somebody else."""
    user.set_unusable_password()
    user.save()
    authorisations.record("account_opened", user, by=by, address=user.email)
    return invite(user, by=by)


@transaction.atomic
def change_person(user: User, *, by: User) -> User:
    """Save what an administrator changed of `user`, each power by its own decision.

    Raises PermissionDenied when an address, agency or activity is one's own (B5).
    """
    before = User.objects.select_for_update().get(pk=user.pk)
    if before.email != User.objects.normalize_email(user.email):
        change_address(before, user.email, by=by)
    if before.agency_id != user.agency_id:
        move_to_agency(before, user.agency, by=by)
    if before.is_active != user.is_active:
        set_active(before, user.is_active, by=by)
    if before.full_name != user.full_name:
        facts = {"before": before.full_name, "after": user.full_name}
        authorisations.record("name_changed", before, by=by, **facts)
    user.save(update_fields=PLAIN)
    user.refresh_from_db()
    return user


@transaction.atomic
def change_address(user: User, address: str, *, by: User) -> User:
    """Give `user` another e-mail address: it opens the account, so both addresses are told."""
    user = _somebody_else(user, by)
    old, user.email = user.email, User.objects.normalize_email(address)
    user.save(update_fields=["email"])
    end_sessions(user)
    authorisations.record("address_changed", user, by=by, before=old, after=user.email)
    mail.after_commit("address_changed", user, address=old)
    mail.after_commit("address_given", user, address=user.email)
    return user


@transaction.atomic
def move_to_agency(user: User, agency: Agency | None, *, by: User) -> User:
    """Make `user` a person of another agency, or of none: its records are read by its people."""
    user = _somebody_else(user, by)
    before = user.agency.name if user.agency else ""
    user.agency = agency
    user.save(update_fields=["agency"])
    end_sessions(user)
    after = agency.name if agency else ""
    authorisations.record("agency_changed", user, by=by, before=before, after=after)
    return user


@transaction.atomic
def set_active(user: User, active: bool, *, by: User) -> User:
    """Close the account of `user`, or open it again."""
    user = _somebody_else(user, by)
    user.is_active = active
    user.save(update_fields=["is_active"])
    end_sessions(user)
    authorisations.record("account_reopened" if active else "account_closed", user, by=by)
    return user


@transaction.atomic
def give_duty(duty: Duty, *, by: User) -> Duty:
    """Save a new `duty`; its person holds it from its first day on."""
    user = _somebody_else(duty.user, by)
    duty.save()
    end_sessions(user)
    facts = authorisations.period_of(duty)
    authorisations.record("duty_given", user, by=by, duty=duty.kind, **facts)
    return duty


@transaction.atomic
def change_duty(duty: Duty, *, by: User) -> Duty:
    """Change the days of a duty, its end among them. Raises PermissionDenied when it is moved."""
    before = Duty.objects.select_for_update().get(pk=duty.pk)
    user = _somebody_else(before.user, by)
    _not_moved(before, duty, "user_id", "kind")
    if (before.since, before.until) == (duty.since, duty.until):
        return duty
    duty.save()
    end_sessions(user)
    facts = authorisations.period_of(duty)
    stood = list(authorisations.period_of(before).values())
    authorisations.record("duty_changed", user, by=by, duty=duty.kind, before=stood, **facts)
    return duty


@transaction.atomic
def name_to_post(post: ChannelPost, *, by: User) -> ChannelPost:
    """Save a new `post`; its person receives what comes in on its channel."""
    user = _somebody_else(post.user, by)
    post.save()
    end_sessions(user)
    _record_post("post_given", post, by)
    return post


@transaction.atomic
def change_post(post: ChannelPost, *, by: User) -> ChannelPost:
    """Change a post, or end it by taking `active` away. Raises PermissionDenied when it is moved.

    Another place in the order gives nothing and ends no session.
    """
    before = ChannelPost.objects.select_for_update().get(pk=post.pk)
    user = _somebody_else(before.user, by)
    _not_moved(before, post, "user_id", "channel_id")
    post.save()
    if (before.post, before.active) == (post.post, post.active):
        return post
    end_sessions(user)
    turned = "post_given" if post.active else "post_ended"
    _record_post("post_changed" if before.active == post.active else turned, post, by)
    return post


def _record_post(kind: str, post: ChannelPost, by: User) -> None:
    facts = {"channel": post.channel.name, "post": post.post}
    authorisations.record(kind, post.user, by=by, **facts)


@transaction.atomic
def declare_absence(absence: Absence, *, by: User) -> Absence:
    """Record that somebody is away (S24), with who said so.

    Raises ValidationError when these days are declared already, or when the stand-in is away
    on some of them too.
    """
    absence.declared_by = by
    if _overlapping(absence, absence.user_id).exists():
        raise ValidationError(_("An absence is already declared on some of these days."))
    if absence.stand_in_id and _overlapping(absence, absence.stand_in_id).exists():
        raise ValidationError(
            {"stand_in": _("The stand-in is away on some of these days too: choose somebody else.")}
        )
    absence.save()
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by: User, today: date) -> Absence | None:
    """End an absence before its last day; one that has not begun is taken away.

    Returns the absence, or None when nothing of it is left.
    """
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if absence.first_day >= today:
        absence.delete()
        return None
    absence.last_day = min(absence.last_day, today - ONE_DAY)
    absence.declared_by = by
    absence.save()
    return absence


def _overlapping(absence: Absence, user_id: int) -> QuerySet[Absence]:
    return Absence.objects.filter(
        user=user_id, first_day__lte=absence.last_day, last_day__gte=absence.first_day
    )


def _somebody_else(user: User, by: User) -> User:
    """The row of `user` under its lock. Raises PermissionDenied for one's own (B5)."""
    _not_oneself(user, by)
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _not_oneself(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise PermissionDenied(NOT_ONESELF)


def _not_moved(before: Model, after: Model, *names: str) -> None:
    if any(getattr(before, name) != getattr(after, name) for name in names):
        raise PermissionDenied(_("What one person holds is not moved: end it and give another."))
