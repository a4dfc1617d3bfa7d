"""The desk of a signal: receivers, deputies and coordinators, not whoever reported it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from agencies.models import ChannelPost
from common.compiled import Rows, compiled
from intake.models import Signal


def desk_rows(user) -> Q:
    """The condition that a row is this person's as a receiver or coordinator."""
    if user.has_duty("signal_coordinator"):
        return Q(pk__isnull=False)
    return Q(channel__in=desk_channels(user))


def desk_channels(user) -> list[int]:
    """The channels on which this person has a post (one query, kept on the user)."""
    if "_desk_channels" not in user.__dict__:
        know_desk_channels(user, posts_of(user))
    return user.__dict__["_desk_channels"]


def posts_of(user) -> Rows[int]:
    """The question of ``desk_channels``."""
    return compiled(_posts_of, user)


def _posts_of(user) -> QuerySet[ChannelPost, int]:
    return ChannelPost.objects.filter(user=user, active=True).values_list("channel_id", flat=True)


def know_desk_channels(user, channels) -> None:
    """Keep what ``posts_of`` has answered."""
    user.__dict__["_desk_channels"] = list(channels)


def is_on_some_desk(user) -> bool:
    """Whether the user is on the desk of any signal."""
    return user.has_duty("signal_coordinator") or bool(desk_channels(user))


def is_on_desk_of(user, signal: Signal) -> bool:
    """Whether the user is on the desk of the signal."""
    return user.has_duty("signal_coordinator") or signal.channel_id in desk_channels(user)


def state_shown(user, signal: Signal) -> str:
    """The state in words; a reporter learns no more than that it was acknowledged."""
    if signal.is_open or is_on_desk_of(user, signal):
        return signal.get_state_display()
    return str(Signal.State.ACKNOWLEDGED.label)
