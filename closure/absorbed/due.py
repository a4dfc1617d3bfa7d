"""What two files on one person ask of this person: an answer, who joins (X04, X23)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from casework.mine import is_own
from casework.models import Case
from casework.rights import OVERSEERS, Role
from closure.absorbed.rules import not_asked_yet
from closure.models import Absorption, FormerPart

State = Absorption.State
ON_FILE = (*Case.IN_HAND, Case.State.ENDED)


def to_answer(user):
    """Questions that this person answers; not those that they asked."""
    mine = Q()
    for role in sorted(OVERSEERS):
        mine |= Q(answer_role=role) & Q(is_own(user, role, states=ON_FILE))
    rows = Absorption.objects.visible_to(user).filter(mine, state=State.OPEN)
    return rows.exclude(proposed_by=user).select_related("case").order_by("answer_by", "pk")


def awaited(user):
    """Questions that were asked on files whose content they coordinate, without an answer."""
    own = is_own(user, Role.CONTENT_COORDINATOR, states=ON_FILE)
    rows = Absorption.objects.visible_to(user).filter(
        own, state=State.OPEN, side=Absorption.Side.ASKS
    )
    return rows.select_related("case").order_by("answer_by", "pk")


def undoing_to_confirm(user):
    """Absorptions that the other side asks to undo, on files of which this person confirms it."""
    own = is_own(user, Role.CONTENT_COORDINATOR, Role.RISK_OWNER)
    rows = Absorption.objects.visible_to(user).filter(own, state=State.UNDO_ASKED, undo_here=False)
    return rows.exclude(undo_by=user).select_related("case").order_by("undo_answer_by", "pk")


def who_joins(user):
    """Files whose content they coordinate, where an absorbed file's team is not asked yet."""
    own = is_own(user, Role.CONTENT_COORDINATOR, states=Case.IN_HAND)
    left = not_asked_yet(FormerPart.objects.filter(absorption_id=OuterRef("pk")))
    rows = Absorption.objects.visible_to(user).filter(own, Exists(left), state__in=Absorption.HOLDS)
    return rows.select_related("case").order_by("join_by", "pk")
