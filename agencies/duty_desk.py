"""The duty desk: who is there for a channel on a day (S24).

Takes the day; asks a fixed number of queries. Whoever was invited and has never signed in is not
there: they clear no warning and get no signal (X18).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from agencies import presence
from agencies.models import Channel, ChannelPost, Duty, DutyKind, User
from common.compiled import compiled
from common.together import Asking, answer

ENOUGH_RECEIVERS = 2


@dataclass(frozen=True)
class DutyDesk:
    """The people of a channel on a day, in the order in which they are asked."""

    channel: Channel
    day: date
    receivers_all: tuple[User, ...]
    receivers_present: tuple[User, ...]
    deputies_present: tuple[User, ...]
    coordinators_present: tuple[User, ...]
    everyone: tuple[User, ...]

    @property
    def is_thin(self) -> bool:
        """Fewer than two receivers are there; deputies do not count (S24)."""
        return len(self.receivers_present) < ENOUGH_RECEIVERS


def on_duty(channel: Channel, day: date) -> DutyDesk:
    """Return the DutyDesk of one channel on `day`, in two queries."""
    return answer(_desks(channel, day))[0]


def desks(day: date) -> list[DutyDesk]:
    """Return the DutyDesk of every active channel on `day`, in two queries."""
    return answer(every_desk(day))


def every_desk(day: date) -> Asking[list[DutyDesk]]:
    """Ask for the DutyDesk of every active channel on `day`, in two steps."""
    return _desks(None, day)


def _desks(channel: Channel | None, day: date) -> Asking[list[DutyDesk]]:
    posts = compiled(_posts, channel)
    channels, duties = compiled(_channels, channel), compiled(_coordinators, day)
    yield [channels, posts, duties]
    coordinators = list({duty.user_id: duty.user for duty in duties}.values())
    concerned = {post.user_id for post in posts} | {user.pk for user in coordinators}
    absences = compiled(presence.stand_in_rows, concerned, day)
    yield [absences]
    stand_in_of = dict(absences)
    found = []
    for channel in channels:
        own = [post for post in posts if post.channel_id == channel.pk]
        found.append(_desk(channel, day, own, coordinators, stand_in_of))
    return found


def _channels(channel: Channel | None) -> QuerySet[Channel]:
    if channel is None:
        return Channel.objects.filter(active=True)
    return Channel.objects.filter(pk=channel.pk)


def _posts(channel: Channel | None) -> QuerySet[ChannelPost]:
    posts = ChannelPost.objects.filter(
        presence.joined("user"), channel__in=_channels(channel).order_by().values("pk"), active=True
    )
    return posts.select_related("user__agency").order_by("position", "pk")


def _desk(
    channel: Channel,
    day: date,
    posts: list[ChannelPost],
    coordinators: list[User],
    stand_in_of: dict[int, int | None],
) -> DutyDesk:
    receivers = [p.user for p in posts if p.post == ChannelPost.Post.RECEIVER]
    deputies = [p.user for p in posts if p.post == ChannelPost.Post.DEPUTY]
    named = {stand_in_of.get(user.pk) for user in receivers}

    def present(people: Iterable[User]) -> tuple[User, ...]:
        return tuple(user for user in people if user.pk not in stand_in_of)

    return DutyDesk(
        channel=channel,
        day=day,
        receivers_all=tuple(receivers),
        receivers_present=present(receivers),
        deputies_present=present(sorted(deputies, key=lambda user: user.pk not in named)),
        coordinators_present=present(coordinators),
        everyone=tuple({user.pk: user for user in (*receivers, *deputies, *coordinators)}.values()),
    )


def _coordinators(day: date) -> QuerySet[Duty]:
    return (
        Duty.objects.active_on(day)
        .filter(presence.joined("user"), kind=DutyKind.SIGNAL_COORDINATOR)
        .select_related("user__agency")
        .order_by("user__name_key", "user_id")
    )
