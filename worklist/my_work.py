"""The home page: overdue, today, later; who is on the desk; own cases; notices."""

from __future__ import annotations

from agencies import duty_desk
from casework import own_notices
from casework.rights import Right
from casework.views.base import RightView
from casework.views.case import own_cases
from common import clock
from intake.signals.desk import desk_channels, is_on_some_desk
from worklist import blocks, items, order

FEW_NOTICES = 5


class MyWork(RightView):
    """What needs the reader, in order of lateness; ``?only=`` narrows it to one kind."""

    right = Right.USE_RELAIS
    template_name = "worklist/my_work.html"
    nav = "work"

    def get(self, request):
        user = request.user
        roles = blocks.roles_of(user)
        waiting = items.of(user, roles)
        only = request.GET.get("only", "")
        only = only if only in order.KINDS else ""
        desks = _desks(user)
        unread = own_notices.newest_unread(request, FEW_NOTICES)
        found = own_cases(request, size=6)
        blocks.next_checkpoints(found.rows)
        of_roles = blocks.of(user, roles)
        shown = _beside(waiting, of_roles.get("to_sign"))
        return self.page(
            today=clock.today(),
            groups=order.in_order([one for one in shown if not only or one.kind == only]),
            counts=order.counts(waiting, shown, request),
            only=only,
            found=found,
            next_on=min(
                filter(None, (row.case.next_checkpoint for row in found.rows)), default=None
            ),
            desks=desks,
            thin_channels=_thin(desks),
            unread=unread,
            **of_roles,
        )


def _beside(waiting: list, to_sign) -> list:
    """The items to list: without the decision that stands on the card above (Y01)."""
    return [one for one in waiting if to_sign is None or one.href != to_sign.href]


def _desks(user) -> list:
    """The duty desks to show: all to a signal coordinator, to others those of their posts.

    No query for whoever has no post.
    """
    if not is_on_some_desk(user):
        return []
    every = duty_desk.desks(clock.today())
    if user.has_duty("signal_coordinator"):
        return every
    channels = set(desk_channels(user))
    return [desk for desk in every if desk.channel.pk in channels]


def _thin(desks: list) -> list:
    """Channels with too few receivers, for whoever answers for a channel (S24)."""
    return [desk.channel for desk in desks if desk.is_thin]
