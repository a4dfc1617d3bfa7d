"""Powers that one person alone holds: a warning with what to do, never with a case (S91, S24).

Told to the administrators, and to whoever coordinates signals or a case.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import BigIntegerField, Exists, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from agencies import presence
from agencies.models import ChannelPost, Duty, DutyKind, User
from casework.rights import COORDINATORS
from common import clock
from common.compiled import compiled
from common.refusals import Obstacle, Strength
from common.together import Asking

ROW = "S91"
TOLD = (DutyKind.ADMINISTRATOR, DutyKind.SIGNAL_COORDINATOR)


def warnings(user: User, roles: Collection[str]) -> Asking[list[Obstacle]]:
    """Ask for the warnings of this reader; nothing is asked of anybody else."""
    if not (set(roles) & set(COORDINATORS) or any(user.has_duty(kind) for kind in TOLD)):
        return []
    desks, process = compiled(alone_on_the_desks, most=1), compiled(alone_on_the_process, most=1)
    yield [desks, process]
    return [_on_the_desks(person) for person in desks] + [_on_the_process(one) for one in process]


def _on_the_desks(person: User) -> Obstacle:
    return _warning(
        _("%(who)s alone receives signals, coordinates them and decides on opening.")
        % {"who": person.display},
        _("Let an administrator give one of these duties to a second person as well."),
    )


def _on_the_process(person: User) -> Obstacle:
    return _warning(
        _("%(who)s alone coordinates the process of every case in hand.") % {"who": person.display},
        _(
            "Name somebody else at the next opening, or let a risk owner hand one part over on a"
            " team page."
        ),
    )


def _warning(sentence: str, todo: str) -> Obstacle:
    return Obstacle(sentence, row=ROW, strength=Strength.WARNING, todo=todo)


def alone_on_the_desks() -> QuerySet[User]:
    """The one person who receives, coordinates and decides, where nobody else does any of it.

    An invitation that nobody used makes no second person (X18).
    """
    rows = User.objects.filter(presence.joined())
    for held in (_receives(), _has(DutyKind.SIGNAL_COORDINATOR), _has(DutyKind.DECIDER)):
        rows = rows.filter(
            Exists(held.filter(user=OuterRef("pk"))), ~Exists(held.exclude(user=OuterRef("pk")))
        )
    return rows.order_by("pk")


def _receives() -> QuerySet[ChannelPost]:
    there = Q(active=True, channel__active=True, post=ChannelPost.Post.RECEIVER)
    return ChannelPost.objects.filter(there, presence.joined("user"))


def _has(kind: DutyKind) -> QuerySet[Duty]:
    return Duty.objects.active_on(clock.today()).filter(presence.joined("user"), kind=kind)


def alone_on_the_process() -> QuerySet[User]:
    """Who coordinates the process of every case in hand, as the database tells it."""
    sole = Func(function="access.sole_process", output_field=BigIntegerField())
    return User.objects.filter(pk=sole).order_by("pk")
