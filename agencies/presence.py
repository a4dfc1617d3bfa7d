"""Who can act: asked by everybody who tells, hands over or shows (X18, S24, S54).

Somebody *can act* for an agency on a day when their account is active, they have signed in once,
they still are at that agency and are not away. Parts on cases have `TeamMember.objects.working()`.
Takes the day; each function for many asks no query a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import overload

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from agencies.models import Absence, Agency, User
from common.compiled import compiled
from common.together import Asking

# For annotations elsewhere.
Away = Absence


def can_act(user: User | int, agency: Agency | int | None, day: date) -> bool:
    """Tell whether `user` can act for `agency` (either may be an id) on `day`.

    Without an agency, whichever they are at. One query, none for somebody whose account says no.
    """
    agency_id = getattr(agency, "pk", agency)
    person = user if isinstance(user, User) else User.objects.filter(pk=user).first()
    if person is None or not has_joined(person) or agency_id not in (None, person.agency_id):
        return False
    return not is_absent(person, day)


def has_account(user: User) -> bool:
    """Tell whether the account is active: whoever has none is gone."""
    return user.is_active


def has_joined(user: User) -> bool:
    """Tell whether the account is active and was used: an invitation alone is not enough."""
    return user.is_active and (user.invited_at is None or user.last_login is not None)


def is_gone(user: User, agency_id: int | None) -> bool:
    """Tell whether `user` has no account any more, or is at another agency than this one."""
    return not has_account(user) or user.agency_id != agency_id


def accounts(prefix: str = "") -> Q:
    """Return the condition on a person (`prefix` leads to them) that the account is active."""
    return Q(**{_path(prefix, "is_active"): True})


def joined(prefix: str = "") -> Q:
    """Return the condition on a person that the account is active and was used."""
    used = Q(**{_path(prefix, "invited_at"): None}) | ~Q(**{_path(prefix, "last_login"): None})
    return accounts(prefix) & used


def away(day: date, user: str = "user_id") -> Exists:
    """Return the condition on a row that the person of its column `user` is away on `day`."""
    return Exists(Absence.objects.on(day).filter(user_id=OuterRef(user)))


def there(day: date, user: str = "user") -> Combinable:
    """Return the condition on a row that its person can act on `day`, at whichever agency."""
    return joined(user) & ~away(day, f"{user}_id")


def people_with_account() -> QuerySet[User]:
    """Return the people whose account is active, for a choice in a form."""
    return User.objects.filter(accounts())


@overload
def is_absent(users: User | int, day: date) -> bool:
    """Of one."""


@overload
def is_absent(users: Iterable[User | int], day: date) -> set[int]:
    """Of several."""


def is_absent(users: User | int | Iterable[User | int], day: date) -> bool | set[int]:
    """Tell who is away on `day`.

    Given one user (or id), return True or False; given several, return the set of absent ids.
    """
    if isinstance(users, Iterable):
        return set(stand_ins(users, day))
    return Absence.objects.on(day).filter(user=users).exists()


def stand_ins(users: Iterable[User | int], day: date) -> dict[int, int | None]:
    """Return, of these users (or ids), who is away on `day`, with whom they named or None."""
    return dict(stand_in_rows({u.pk if isinstance(u, User) else u for u in users}, day))


def stand_in_rows(ids: set[int], day: date) -> QuerySet[Absence, tuple[int, int | None]]:
    """Return the question of `stand_ins`, about people by their ids."""
    rows = Absence.objects.on(day).filter(user__in=ids)
    return rows.values_list("user_id", "stand_in_id")


def absences_near(day: date, until: date) -> QuerySet[Absence]:
    """Return the absences that run on `day` or begin by `until`; of one person the nearest last."""
    rows = Absence.objects.not_over(day).filter(first_day__lte=until)
    return rows.order_by("-first_day", "last_day")


def nearest(rows: Iterable[Absence]) -> dict[int, Absence]:
    """Return a dict of person and Absence, one a person, of rows in that order."""
    return {absence.user_id: absence for absence in rows}


def missing(day: date, until: date) -> Asking[dict[int, Absence | None]]:
    """Ask who is missing somewhere: away on `day` or by `until`, without account, or moved.

    A dict of person and Absence (the nearest, or None), in one step.
    """
    asked = compiled(_missing, day, until)
    yield [asked]
    found: dict[int, Absence | None] = {}
    for pk, first, last in asked:
        found[pk] = None
        if first is not None and last is not None:
            found[pk] = Absence(user_id=pk, first_day=first, last_day=last)
    return found


def _missing(day: date, until: date) -> QuerySet[User, tuple[int, date | None, date | None]]:
    near = FilteredRelation(
        "absences", condition=Q(absences__last_day__gte=day, absences__first_day__lte=until)
    )
    rows = User.objects.annotate(near=near).filter(
        Q(near__isnull=False) | ~accounts() | Q(has_moved=True)
    )
    rows = rows.order_by("-near__first_day", "near__last_day")
    return rows.values_list("pk", "near__first_day", "near__last_day")


def _path(prefix: str, name: str) -> str:
    return f"{prefix}__{name}" if prefix else name
