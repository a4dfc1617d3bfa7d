"""Files from paper that wait for somebody: to be typed, confirmed, signed (X14)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from agencies import presence
from casework.mine import on_cases_as
from casework.models import Case
from casework.rights import Role
from plans.models import PaperFile

# So long after it was opened it is typed, and so long after it was handed over confirmed.
WITHIN = timedelta(days=7)


def in_hand(user):
    """The files from paper that the reader opened, types or confirms, the oldest first."""
    rows = PaperFile.objects.visible_to(user).filter(file=None)
    return rows.select_related("types", "confirms", "opened_by").order_by("opened_at", "pk")


def to_type(user):
    """Those that the reader types, and has not handed over."""
    rows = PaperFile.objects.visible_to(user).filter(file=None, types=user, handed_at=None)
    return rows.order_by("opened_at", "pk")


def to_confirm(user):
    """Those that were handed over to the reader."""
    rows = PaperFile.objects.visible_to(user).filter(
        Q(handed_at__isnull=False), file=None, confirms=user
    )
    return rows.order_by("handed_at", "pk")


def left_alone(user):
    """Those that the reader opened and whose next step is that of somebody who is gone (X18)."""
    gone = Q(~presence.joined("types"), handed_at=None)
    gone |= Q(~presence.joined("confirms"), handed_at__isnull=False)
    rows = PaperFile.objects.visible_to(user).filter(gone, file=None, opened_by=user)
    return rows.order_by("opened_at", "pk")


def to_sign(user):
    """Cases from paper whose plan in force the reader signs as risk owner."""
    mine = on_cases_as(user, Role.RISK_OWNER, column="file_id", states=Case.RUNNING)
    rows = PaperFile.objects.visible_to(user).filter(mine, signed_at=None)
    return rows.select_related("file").order_by("sign_due_on", "pk")
