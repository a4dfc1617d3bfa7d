"""The home page: overdue, today, later; who is on the desk; own cases; notices."""

from __future__ import annotations

from operator import attrgetter

from agencies import duty_desk
from casework import own_notices
from casework.models import TerritoryProfile
from casework.rights import COORDINATORS, Right
from casework.views.base import RightView
from common import clock
from common.portions import portion
from common.together import Asking, answer, side_by_side
from intake.signals import desk
from worklist import blocks, concentration, items, order, source
from worklist.item import MOST

FEW_NOTICES = 5
# So many items stand on the page at a time.
SHOWN = 25


class MyWork(RightView):
    """What needs the reader, in order of lateness, a portion at a time; ``?only=`` is one kind.

    ``?all=`` names a block beside the list that is shown whole.
    """

    right = Right.USE_RELAIS
    template_name = "worklist/my_work.html"
    nav = "work"

    def get(self, request):
        user = request.user
        roles = _roles(user)
        waiting, desks, unread, found, of_roles, alone = answer(
            side_by_side(
                items.of(user, roles),
                _desks(user),
                own_notices.newest_unread(request, FEW_NOTICES),
                blocks.own_cases(request, size=6),
                blocks.of(user, roles, request.GET.get("all", "")),
                concentration.warnings(user, roles),
            )
        )
        only = request.GET.get("only", "")
        only = only if only in order.KINDS else ""
        listed = order.by_day(_beside(waiting, of_roles.get("to_sign")))
        asked = [one for one in listed if not only or one.kind == only]
        part = portion(request, asked, "from", key=attrgetter("key"), size=SHOWN, place="work")
        return self.page(
            today=clock.today(),
            part=part,
            groups=order.in_order(asked, answer(source.written(part.rows))),
            most=MOST if any(one.is_last for one in asked) else None,
            counts=order.counts(waiting, listed, request),
            only=only,
            found=found,
            next_on=min(
                filter(None, (row.case.next_checkpoint for row in found.rows)), default=None
            ),
            desks=desks,
            shows_roster=bool(desks or roles.intersection(COORDINATORS)),
            thin_channels=_thin(desks),
            alone=alone,
            unread=unread,
            **of_roles,
        )


def _beside(waiting: list, to_sign) -> list:
    """The items to list: without the decision that stands on the card above (Y01)."""
    return [one for one in waiting if to_sign is None or not to_sign.is_of(one)]


def _roles(user) -> frozenset[str]:
    """The roles that the reader holds, read with their posts: what is asked depends on them."""
    roles = blocks.roles_of(user)
    posts = desk.posts_of(user)
    TerritoryProfile.read(roles, posts)
    desk.know_desk_channels(user, posts)
    return frozenset(roles)


def _desks(user) -> Asking[list]:
    """The duty desks that concern the reader: a signal coordinator's are all of them.

    No query for whoever has no post.
    """
    if not desk.is_on_some_desk(user):
        return []
    every = yield from duty_desk.every_desk(clock.today())
    if user.has_duty("signal_coordinator"):
        return every
    channels = set(desk.desk_channels(user))
    return [one for one in every if one.channel.pk in channels]


def _thin(desks: list) -> list:
    """The permanent warning of S24, for whoever answers for a channel."""
    return [one.channel for one in desks if one.is_thin]
