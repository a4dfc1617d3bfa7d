"""What somebody is to the duty roster: who may read it beside the signal coordinators."""

from __future__ import annotations

from agencies.models import User
from casework.models import TeamMember
from casework.rights import COORDINATORS, Holder
from intake.signals import desk


class TheRoster:
    """The roster as a whole, of which a right is asked; it has no row."""

    def relations(self, user: User) -> set[Holder]:
        """What this person is to it, beside duties: on some desk, or coordinator of some case."""
        if desk.desk_channels(user):
            return {Holder.DESK}
        parts = TeamMember.objects.visible_to(user).filter(
            user=user, agency=user.agency_id, active=True, role__in=COORDINATORS
        )
        return {Holder.COORDINATES} if parts.exists() else set()
