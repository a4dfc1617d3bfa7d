"""What the decisions of carrying out share: whom they tell."""

from __future__ import annotations

from casework.models import Case
from notices import telling


def tell(case: Case, kind: str, key: str, by, *, roles=()) -> None:
    """Tell the active team, or those with one of ``roles``; never ``by``, never the evaluator."""
    team = case.members.running().exclude(user=by)
    if roles:
        team = team.filter(role__in=roles)
    telling.queue(kind, key=key, to=set(team.values_list("user_id", flat=True)), case=case)


def tell_one(case: Case, kind: str, key: str, by, user_id: int) -> None:
    """Tell this person, while they are on the team and did not do it themselves."""
    there = case.members.running().filter(user_id=user_id)
    if user_id != by.pk and there.exists():
        telling.queue(kind, key=key, to=[user_id], case=case)
