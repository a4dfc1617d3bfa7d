"""What is decided about people: who is in, who may what, who is away.

Each decision is one transaction. What takes or gives rights ends every session of the person,
so that a cookie of before dies even when the right comes back.
"""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agencies import clock, invitations, mail
from agencies.models import Absence, Duty, User

ONE_DAY = timedelta(days=1)
SESSION_MATTERS = ("agency_id", "is_active", "email")


@transaction.atomic
def end_sessions(user):
    """End every session of `user`, whichever door it came through.

    A request that wants to go on as `user` gives its session the new hash itself.
    """
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    known = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=known.values("session_key")).delete()
    known.delete()


@transaction.atomic
def end_session(user, pk):
    """End one session of `user`, named by its row. Returns its key, or None for a foreign row."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        return None
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    return row.session_key


@transaction.atomic
def set_passphrase(user, passphrase):
    """Set the passphrase and end every session of `user`; a mail tells them."""
    user.set_password(passphrase)
    user.save(update_fields=["password"])
    end_sessions(user)
    mail.after_commit("passphrase_changed", user)


@transaction.atomic
def invite(user, *, by=None, by_mail=True):
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
    user.invited_at = clock.now()
    user.save(update_fields=["invited_at"])
    if by_mail:
        mail.after_commit("invitation", user)
    return user


@transaction.atomic
def accept_invitation(uidb64, token, passphrase):
    """Set the first passphrase; the link is used up by it.

    Returns the person, or None when the link was used meanwhile.
    """
    user = invitations.find(uidb64, token, clock.now(), lock=True)
    if user is None:
        return None
    user.invited_at = None
    user.set_password(passphrase)
    user.save(update_fields=["invited_at", "password"])
    end_sessions(user)
    return user


@transaction.atomic
def add_person(user, *, by):
    """Save a new person and invite them; nobody ever types a passphrase for somebody else."""
    user.set_unusable_password()
    user.save()
    return invite(user, by=by)


@transaction.atomic
def change_person(user, *, by):
    """Save what an administrator changed of `user`.

    A change of agency, address or activity ends the person's sessions; nobody changes their
    own (B5: raises PermissionDenied). A changed address is told to the old one.
    """
    before = User.objects.select_for_update().get(pk=user.pk)
    user.email = User.objects.normalize_email(user.email)
    changed = [name for name in SESSION_MATTERS if getattr(before, name) != getattr(user, name)]
    if changed:
        _not_oneself(user, by)
    user.save()
    if changed:
        end_sessions(user)
    if "email" in changed:
        mail.after_commit_to(before.email, "address_changed", user)
    return user


@transaction.atomic
def set_duty(duty, *, by):
    """Give, change or end a duty; the person's sessions end. Nobody touches their own (B5)."""
    holders = {duty.user_id}
    if duty.pk:
        holders.add(Duty.objects.select_for_update().get(pk=duty.pk).user_id)
    for holder in User.objects.filter(pk__in=holders):
        _not_oneself(holder, by)
    duty.save()
    for holder in User.objects.filter(pk__in=holders):
        end_sessions(holder)
    return duty


@transaction.atomic
def declare_absence(absence, *, by):
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
def end_absence(absence, *, by, today):
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


def _overlapping(absence, user_id):
    return Absence.objects.filter(
        user=user_id, first_day__lte=absence.last_day, last_day__gte=absence.first_day
    )


def _not_oneself(user, by):
    if by is not None and by.pk == user.pk:
        raise PermissionDenied(_("Nobody changes their own rights: ask another administrator."))
