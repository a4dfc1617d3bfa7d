"""The route of a signal (S24): receivers, then deputies, then signal coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agencies import duty_desk
from agencies.models import Channel, ChannelPost
from casework.calendar import WorkingDays
from common import clock
from common.scope import elevated
from intake.models import Signal, SignalHop

Why = SignalHop.Why


@dataclass(frozen=True)
class Next:
    """Who takes the signal, and why this person."""

    user: object
    why: str


def usual_channel(user) -> Channel | None:
    """The channel on which this person has a post, else the agencies' channel, else any."""
    own = ChannelPost.objects.filter(user=user, active=True, channel__active=True)
    post = own.select_related("channel").order_by("position", "pk").first()
    if post:
        return post.channel
    active = Channel.objects.filter(active=True)
    return active.filter(kind=Channel.Kind.PARTNER).order_by("pk").first() or (
        active.order_by("pk").first()
    )


def first(channel) -> Next | None:
    """The first person to take a new signal of this channel today; None when nobody is there."""
    desk = duty_desk.on_duty(channel, clock.today())
    for people, why in (
        (desk.receivers_present, Why.ON_DUTY),
        (desk.deputies_present, Why.RECEIVERS_AWAY),
        (desk.coordinators_present, Why.DESK_AWAY),
    ):
        if people:
            return Next(people[0], why)
    return None


def after(signal: Signal, why: str) -> Next | None:
    """The next person who has not had the signal: deputies, coordinators, then receivers.

    Receivers come last: the signal has lost a working day with one of them.
    """
    desk = duty_desk.on_duty(signal.channel, clock.today())
    had = set(signal.hops.exclude(to__isnull=True).values_list("to_id", flat=True))
    for user in (*desk.deputies_present, *desk.coordinators_present, *desk.receivers_present):
        if user.pk not in had:
            return Next(user, why)
    return None


def everyone(channel) -> list:
    """Everybody who answers for the channel, there or not, for a signal that nobody can take."""
    return list(duty_desk.on_duty(channel, clock.today()).everyone)


def due_moment(given_at: datetime | None = None):
    """When a signal given then, or now, must be acknowledged: working days of the setting."""
    days = WorkingDays()
    return days.due_after(given_at or clock.now(), days.profile.acknowledge_working_days)


def add_hop(signal: Signal, kind: str, *, by=None, to=None, why: str = "", note: str = "") -> None:
    """Write the next step of the route. The caller holds the signal's lock."""
    with elevated():
        last = SignalHop.objects.filter(signal=signal).order_by("-step").first()
        SignalHop.unscoped.create(
            signal=signal,
            step=last.step + 1 if last else 1,
            kind=kind,
            why=why,
            by=by,
            to=to,
            at=clock.now(),
            note=note,
        )
