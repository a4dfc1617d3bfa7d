"""Whose absence somebody may declare, and who may stand in (S24)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from agencies import presence
from agencies.models import Duty, DutyKind, User


def declarable_by(user: User, day: date) -> QuerySet[User]:
    """Return the people whose absence `user` may declare.

    Everybody for themselves; a signal coordinator also for whoever holds a post on a channel,
    for the other coordinators and for their own agency.
    """
    people = presence.people_with_account()
    if not user.has_duty(DutyKind.SIGNAL_COORDINATOR):
        return people.filter(pk=user.pk)
    coordinators = Duty.objects.active_on(day).filter(kind=DutyKind.SIGNAL_COORDINATOR)
    return people.filter(
        Q(pk=user.pk)
        | Q(agency__isnull=False, agency=user.agency_id)
        | Q(pk__in=coordinators.values("user"))
        | Q(posts__active=True, posts__channel__active=True)
    ).distinct()


def stand_ins_for(people: QuerySet[User]) -> QuerySet[User]:
    """Return who may stand in for any of `people`: their agencies and their channels."""
    return (
        presence.people_with_account()
        .filter(presence.joined())
        .filter(
            Q(agency__in=people.values("agency"))
            | Q(posts__active=True, posts__channel__in=people.values("posts__channel"))
        )
        .select_related("agency")
        .distinct()
    )
