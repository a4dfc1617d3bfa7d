"""The reading log: who looked, in the same request. Without its row there is no page (G2)."""

from __future__ import annotations

from casework import clock
from casework.models import Case, ReadingLog


def log(request, subject, *, route: str = "", reason: str = "", roles=()) -> None:
    """Write that this reader reads ``subject`` (a case or a signal) now. Content is never kept."""
    is_case = isinstance(subject, Case)
    match = request.resolver_match
    ReadingLog.unscoped.create(
        at=clock.now(),
        reader=request.user,
        agency_id=request.user.agency_id,
        role=", ".join(str(getattr(role, "value", role)) for role in roles),
        reference=subject.reference,
        case=subject if is_case else None,
        signal_id=None if is_case else subject.pk,
        route=route or (match.view_name if match else ""),
        reason=reason,
        request_id=getattr(request, "request_id", ""),
    )
