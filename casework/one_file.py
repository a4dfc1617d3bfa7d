"""Which file there is on a person, so that there is one alone, and whom to ask of it (S78, 2.26).

Read as the worker: whoever opens or joins may stand outside the file, and learns no more than that
there is one and whom to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agencies.models import User
from casework import matching
from casework.models import Case, Person
from casework.rights import COORDINATORS, Role
from common.refusals import Obstacle, Refused
from common.scope import elevated

# The key of the lock under which sets of persons change and files are opened.
_ONE_AT_A_TIME = 2_026_1129


def head_of(person_id: UUID) -> QuerySet[Any, Any]:
    """A question for the key of that person's set, to stand inside another one."""
    return Person.unscoped.filter(pk=person_id).values("head")


def bring_together(rows: set[UUID]) -> None:
    """Write these rows as one set. Their versions and histories stay: nobody changed who they are.

    ``intake.matching.sets`` says which rows; raises Refused where two files would be on one person.
    """
    moved = Person.unscoped.filter(pk__in=rows).exclude(head=min(rows))
    with held():
        moved.update(head=min(rows))


# Each computes the sets of some persons anew: registered by the app that has their links.
RELINKING: list[Callable[..., None]] = []


def relink(*persons: UUID, but: Case | None = None) -> None:
    """Compute the sets of these persons anew; without the link of one absorbed file (``but``).

    Raises Refused where two files would be on one person.
    """
    for again in RELINKING:
        again(*persons, but=but)


def same_as(person_id: UUID) -> set[UUID]:
    """Ids of all rows of that person, whichever was joined to which by a coordinator (2.1)."""
    return set(Person.objects.filter(head__in=head_of(person_id)).values_list("pk", flat=True))


def lock(*person_ids: UUID | None) -> None:
    """Lock the rows of these persons until the transaction ends.

    Joins and openings wait for one another: what a set is does not change under who looks at it.
    """
    known = [pk for pk in person_ids if pk]
    if not known:
        return
    with elevated(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        rows = Person.objects.select_for_update(of=("self",), no_key=True)
        heads = Person.objects.filter(pk__in=known).values("head")
        list(rows.filter(head__in=heads).order_by("pk"))


def wait() -> None:
    """Wait for whoever joins persons or opens a file, until the transaction ends."""
    with elevated(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


@contextmanager
def held() -> Iterator[None]:
    """Say as a sentence what the database holds: one file for a person, but for those passed on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "case_one_file_a_person" not in str(error):
            raise
        raise Refused(
            Obstacle(
                _("There is a file on this person already: no second one is opened."),
                row="S78",
                todo=_("Load the page again: it says whom to ask."),
            )
        ) from error


def file_on(person_id: UUID | None, *, but: Case | None = None) -> Case | None:
    """The file on that person whatever its state; None without one, or where it was passed on.

    A running one before a closed one; ``but`` is left out.
    """
    if person_id is None:
        return None
    with elevated():
        rows = Case.objects.filter(subject_id__in=same_as(person_id))
        rows = rows.exclude(state__in=Case.PASSED_ON)
        if but is not None:
            rows = rows.exclude(pk=but.pk)
        return min(rows.order_by("-opened_at"), key=lambda c: c.state in Case.CLOSED, default=None)


@dataclass(frozen=True)
class Alike:
    """A file on somebody of a like name; ``is_same`` where name and birth are those asked for."""

    case: Case
    is_same: bool


def files_like(person: Person) -> list[Alike]:
    """The files on people whose names sound like that of ``person``, who is not saved.

    As the worker: whoever asks is told that there is one and whom to ask, and nothing of it.
    """
    mine = matching.keys_of(person.given_name, person.family_name, person.alias)
    sounds = [key for key in mine.keys if key[0] in matching.SOUND]
    with elevated():
        followed = Case.objects.exclude(state__in=Case.PASSED_ON)
        rows = Person.objects.filter(
            match_keys__overlap=sounds, head__in=followed.values("subject_head")
        )
        found: dict[UUID, bool] = {}
        for row in rows:
            compared = matching.compare(_known(person), _known(row))
            keys = matching.Keys(tuple(row.match_tokens), tuple(row.match_keys))
            if matching.may_be_one(mine, keys, further=bool({"born", "age"} & {*compared.agrees})):
                same = {"name", "name_swapped"} & {*compared.agrees} and "born" in compared.agrees
                found[row.head_id] = found.get(row.head_id, False) or bool(same)
        cases = list(followed.filter(subject_head__in=found).order_by("opened_at", "pk"))
    return [Alike(case, found[cast(UUID, case.subject_head_id)]) for case in cases]


def _known(person: Person) -> matching.Known:
    return matching.Known(
        given=person.given_name,
        family=person.family_name,
        alias=person.alias,
        born=person.birth_date,
        age=person.age_text,
        told_on=person.age_told_on,
    )


def _holding(case: Case, *roles: Role, present: bool = False) -> list[User]:
    """Who holds one of ``roles``: with an account, at that agency, and ``present`` not away."""
    with elevated():
        parts = case.members.present() if present else case.members.working()
        rows = parts.filter(role__in=roles).select_related("user")
        rows = rows.order_by("user__name_key", "user_id")
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


def not_two_files(one: UUID, other: UUID) -> Iterator[Obstacle]:
    """Persons with a file each are not said to be one: who follows them is asked first (X04)."""
    mine, theirs = file_on(one), file_on(other)
    if mine is None or theirs is None or mine.pk == theirs.pk:
        return
    yield Obstacle(
        _("Each of the two has a file: those who coordinate them make one of the two first."),
        row="S78",
        todo=" ".join(dict.fromkeys([ask_words(mine), ask_words(theirs)])),
    )
