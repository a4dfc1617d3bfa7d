"""Whom a file from paper concerns: before it is confirmed three people, from then on the team."""

from __future__ import annotations

from django.db.models import Q

from casework.narrowing import on_team
from common.narrowing import Access
from common.scope import Actor


class OfPaper(Access):
    """Who opened it, who types it and who confirms it; once it is a case, whoever works on that."""

    left_to_policies = True

    def visible(self, actor: Actor) -> Q:
        mine = Q(opened_by=actor.uid) | Q(types=actor.uid) | Q(confirms=actor.uid)
        return on_team(actor, "file_id") | Q(file=None) & mine
