"""Which file there is on a person, so that there is one alone, and whom to ask of it (S78, 2.26).

Read as the worker: whoever opens or joins may stand outside the file, and learns no more than that
there is one and whom to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agencies.models import User
from casework.models import Case, Person
from casework.rights import COORDINATORS, Role
from common.refusals import Obstacle
from common.scope import elevated


def same_as(person_id: UUID) -> set[UUID]:
    """Ids of all rows of that person, whichever was joined to which by a coordinator (2.1)."""
    known: set[UUID] = set()
    new = {person_id}
    while new:
        known |= new
        rows = Person.objects.filter(Q(pk__in=new) | Q(merged_into__in=new))
        pairs = rows.values_list("pk", "merged_into_id")
        new = {pk for pair in pairs for pk in pair if pk} - known
    return known


def lock(person_id: UUID | None) -> None:
    """Lock that person's rows until the transaction ends, so that two openings wait."""
    if person_id is None:
        return
    with elevated():
        rows = Person.objects.select_for_update(of=("self",), no_key=True)
        list(rows.filter(pk__in=same_as(person_id)).order_by("pk"))


def file_on(person_id: UUID | None, *, but: Case | None = None) -> Case | None:
    """The file on that person whatever its state; None without one, or where it was transferred.

    A running one before a closed one; ``but`` is left out.
    """
    if person_id is None:
        return None
    with elevated():
        rows = Case.objects.filter(subject_id__in=same_as(person_id))
        rows = rows.exclude(state=Case.State.TRANSFERRED)
        if but is not None:
            rows = rows.exclude(pk=but.pk)
        return min(rows.order_by("-opened_at"), key=lambda c: c.state in Case.CLOSED, default=None)


def _holding(case: Case, *roles: Role, present: bool = False) -> list[User]:
    """Who holds one of ``roles``: with an account, at that agency, and ``present`` not away."""
    with elevated():
        parts = case.members.present() if present else case.members.working()
        rows = parts.filter(role__in=roles).select_related("user")
        rows = rows.order_by("user__full_name", "user_id")
        return list({member.user_id: member.user for member in rows}.values())


def whom_to_ask(case: Case) -> list[User]:
    """The coordinators who are there today, without them the risk owner (S54)."""
    return (
        _holding(case, *COORDINATORS, present=True)
        or _holding(case, Role.RISK_OWNER)
        or _holding(case, *COORDINATORS)
    )


def whom_to_tell(case: Case) -> list[User]:
    """Both coordinators; where neither is there today the risk owner as well (S86)."""
    told = [*_holding(case, *COORDINATORS), *whom_to_ask(case)]
    return list({user.pk: user for user in told}.values())


def ask_words(case: Case) -> str:
    """«Ask Claire Morvan or Hugo Séverin.», or that nobody is left."""
    names = [user.display for user in whom_to_ask(case)]
    if not names:
        return _("Nobody answers for it any more.")
    return _("Ask %(who)s.") % {"who": get_text_list(names, _("or"))}


def only_one(case: Case) -> Iterator[Obstacle]:
    """No other file on the person is there: a second would hide what the first knows (S78)."""
    other = file_on(case.subject_id, but=case)
    if other is not None:
        yield Obstacle(
            _("There is another file on this person: only one of them goes on."),
            row="S78",
            todo=ask_words(other),
        )
