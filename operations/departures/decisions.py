"""An account is closed, or its person moves to another agency: what they held is handed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from agencies import decisions
from agencies.models import ChannelPost, Duty, User
from casework import powers
from common import clock


@dataclass(frozen=True)
class Handover:
    """What becomes of a duty or a post: it ends, and ``to`` holds it next (None: nobody)."""

    of: Duty | ChannelPost
    to: User | None


def leaves(before: User, after: User) -> bool:
    """Whether what an administrator changed takes this person away from where they are."""
    closed = before.is_active and not after.is_active
    return before.is_active and (closed or before.agency_id != after.agency_id)


@transaction.atomic
def leave(user: User, *, by: User, handovers: Iterable[Handover]) -> User:
    """Save what an administrator changed of ``user``, who leaves; hand over duties and posts.

    Whoever can hand over a part of theirs on a case is told (X18). Raises PermissionDenied for
    oneself, as who leaves or as who takes over (B5).
    """
    for handover in handovers:
        if isinstance(handover.of, Duty):
            _hand_over_duty(handover.of, handover.to, by)
        else:
            _hand_over_post(handover.of, handover.to, by)
    changed = decisions.change_person(user, by=by)
    powers.tell_of_departure(changed)
    return changed


def _hand_over_duty(duty: Duty, to: User | None, by: User) -> None:
    today = clock.today()
    duty.until = max(duty.since, today - timedelta(days=1))
    decisions.change_duty(duty, by=by)
    if to is None:
        return
    held = Duty.objects.filter(user=to, kind=duty.kind, until=None)
    if not held.exists():
        decisions.give_duty(Duty(user=to, kind=duty.kind, since=today), by=by)


def _hand_over_post(post: ChannelPost, to: User | None, by: User) -> None:
    post.active = False
    decisions.change_post(post, by=by)
    if to is None:
        return
    held = ChannelPost.objects.filter(channel=post.channel, user=to).first()
    if held is None:
        next_post = ChannelPost(
            channel=post.channel, user=to, post=post.post, position=post.position
        )
        decisions.name_to_post(next_post, by=by)
        return
    receives = ChannelPost.Post.RECEIVER in (post.post, held.active and held.post)
    held.post = ChannelPost.Post.RECEIVER if receives else ChannelPost.Post.DEPUTY
    held.active = True
    decisions.change_post(held, by=by)
