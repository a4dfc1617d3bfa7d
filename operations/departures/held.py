"""What somebody holds who is about to leave: how much of each kind, and no reference (X18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Absence, ChannelPost, Duty, Turn, User
from casework import powers
from casework.rights import Role
from closure.models import MonitoringCheck
from common import clock
from common.scope import elevated
from intake.models import Signal
from plans.models import Commitment, FollowUp, Gap, PaperFile


@dataclass(frozen=True)
class Held:
    """How much of one kind they hold, in words, and who takes care of it."""

    words: str
    care: str


@dataclass(frozen=True)
class _Kind:
    words: Callable[[int], str]
    rows: Callable[[User], QuerySet]
    care: Callable[[], str]


def _by_the_team() -> str:
    return _("It is shown as left alone to the coordinators of its case.")


KINDS = (
    _Kind(
        lambda n: ngettext("%(n)d signal on their desk", "%(n)d signals on their desk", n),
        lambda user: Signal.objects.filter(holder=user, state=Signal.State.RECEIVED),
        lambda: _("It passes to the next person of its channel."),
    ),
    _Kind(
        lambda n: ngettext("%(n)d question to answer", "%(n)d questions to answer", n),
        lambda user: Gap.objects.filter(finder=user, status=Gap.Status.TO_FIND_OUT),
        _by_the_team,
    ),
    _Kind(
        lambda n: ngettext("%(n)d action under way", "%(n)d actions under way", n),
        lambda user: FollowUp.objects.filter(owner=user, state__in=FollowUp.OPEN),
        _by_the_team,
    ),
    _Kind(
        lambda n: ngettext("%(n)d promise to keep", "%(n)d promises to keep", n),
        lambda user: Commitment.objects.filter(author=user, state=Commitment.State.OPEN),
        _by_the_team,
    ),
    _Kind(
        lambda n: ngettext("%(n)d check after closure", "%(n)d checks after closure", n),
        lambda user: MonitoringCheck.objects.filter(person=user, state=MonitoringCheck.State.DUE),
        lambda: _("It falls to the process coordinator."),
    ),
    _Kind(
        lambda n: ngettext("%(n)d file from paper in hand", "%(n)d files from paper in hand", n),
        lambda user: PaperFile.objects.filter(
            Q(types=user) | Q(confirms=user) | Q(opened_by=user) | Q(risk_owner=user), file=None
        ),
        lambda: _("Whoever opened it names somebody else; or it is called off."),
    ),
    _Kind(
        lambda n: ngettext("stand-in of %(n)d absence", "stand-in of %(n)d absences", n),
        lambda user: Absence.objects.filter(stand_in=user, last_day__gte=clock.today()),
        lambda: _("Whoever is away has nobody instead: tell them."),
    ),
    _Kind(
        lambda n: ngettext("%(n)d turn on the duty roster", "%(n)d turns on the duty roster", n),
        lambda user: Turn.objects.filter(user=user, removed_at=None, ends_at__gt=clock.now()),
        lambda: _("The nights that have nobody then are shown to the signal coordinators."),
    ),
)


def held_by(user: User) -> list[Held]:
    """What this person holds on cases and signals, each kind once; empty when it is nothing."""
    with elevated():
        return [*_parts(user), *_others(user)]


def _parts(user: User) -> Iterator[Held]:
    numbers = Counter(powers.parts_held_by(user).values_list("role", flat=True))
    care = _("Its process coordinator and its risk owner are asked to hand it over.")
    for role in Role:
        if number := numbers[role]:
            words = ngettext("%(n)d case as %(role)s", "%(n)d cases as %(role)s", number)
            yield Held(words % {"n": number, "role": role.label}, care)


def _others(user: User) -> Iterator[Held]:
    for kind in KINDS:
        if number := kind.rows(user).count():
            yield Held(kind.words(number) % {"n": number}, kind.care())


def duties_of(user: User) -> list[Duty]:
    """The duties that they hold today or will hold."""
    rows = Duty.objects.filter(Q(until=None) | Q(until__gte=clock.today()), user=user)
    return list(rows.order_by("kind", "since"))


def posts_of(user: User) -> list[ChannelPost]:
    """Their posts on channels that are open."""
    rows = ChannelPost.objects.filter(user=user, active=True, channel__active=True)
    return list(rows.select_related("channel").order_by("channel__name_key"))
