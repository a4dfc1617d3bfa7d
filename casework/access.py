"""The one place that answers «may this person do that to this?».

The table itself is ``casework.rights.GRANTS`` (the model of a case needs it before models
exist). Three questions are kept apart: *may I know of it* (the managers: a stranger gets 404),
*is it mine to do* (here: 403 with a sentence), *is it the moment* (casework.phases: 409).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agencies.models import User
from casework.models import Case
from casework.narrowing import ByAudience, OnDesk, OnTeam
from casework.rights import GRANTS, HOLDERS, MAY, ROLES_OF, Holder, Right, Role

__all__ = [
    "GRANTS",
    "HOLDERS",
    "MAY",
    "Holder",
    "Right",
    "Role",
    "Verdict",
    "may",
    "roles_on",
]


@dataclass(frozen=True)
class Verdict:
    """The answer to «may this person?»; a no has the ``reason`` to show."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def may(user: User, right: Right, obj: Any = None) -> Verdict:
    """Whether ``user`` holds ``right`` on ``obj`` (a case, a record, a signal, or nothing).

    It does not say whether the moment allows it, nor whether the user may know of ``obj``:
    load ``obj`` through ``visible_to(user)`` first.
    """
    if user.is_active and (_by_role(user, right, obj) or holders_met(user, right, obj)):
        return Verdict(True)
    who = [str(holder.label) for holder in HOLDERS[right]]
    return Verdict(
        False,
        _("This is for %(who)s.") % {"who": get_text_list(who, _("or"))},
    )


def _by_role(user: User, right: Right, obj: Any) -> bool:
    in_file = isinstance(getattr(obj, "ACCESS", None), OnTeam | ByAudience)
    case = obj.case if in_file and not isinstance(obj, Case) else obj
    if not isinstance(case, Case) or not ROLES_OF[right]:
        return False
    return user.has_perm(f"casework.{right.value}", case)


def holders_met(user: User, right: Right, obj: Any) -> bool:
    """Whether this user is one of the right's holders other than by a role on the case.

    What lies on the desk of a signal is asked of its signal.
    """
    if isinstance(getattr(obj, "ACCESS", None), OnDesk):
        obj = obj.signal
    for holder in HOLDERS[right]:
        if holder is Holder.EVERYONE:
            return True
        if holder.value in DUTY_HOLDERS and user.has_duty(holder.value):
            return True
    wanted = RELATIONS.intersection(HOLDERS[right])  # last, since they query
    relations = getattr(obj, "relations", None) if wanted else None
    return relations is not None and not wanted.isdisjoint(relations(user))


DUTY_HOLDERS = frozenset(
    {Holder.SIGNAL_COORDINATOR, Holder.DECIDER, Holder.DPO, Holder.ADMINISTRATOR}
)
# What somebody is to a signal, to a check or to the duty roster.
RELATIONS = frozenset(
    {
        Holder.REPORTER, Holder.RECEIVER, Holder.TAKER, Holder.CHECK_PERSON,
        Holder.DESK, Holder.COORDINATES,
    }
)  # fmt: skip


def roles_on(user: User, case: Case) -> list[Role]:
    """The user's active roles on the case, most involved first (S71 allows two)."""
    held = case.roles_of(user)
    return [role for role in Role if role in held]
