"""A decision with everything that is asked before it: right, whose, moment, obstacles.

``@decides`` declares these once. The decision asks them under its locks whoever calls it, and the
same object tells button and page the same answer beforehand (``verdict``, ``obstacles``).
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from casework import access, access_backend, phases
from casework.models import Case
from casework.narrowing import OfSignal
from casework.rights import Right
from common.guarded import Versioned
from common.refusals import Conflict, Obstacle, Refused, in_the_way
from common.scope import elevated

P = ParamSpec("P")
R = TypeVar("R")
Rule = Callable[[Any, Any], Iterator[Obstacle]]
Lock = Callable[[Any, Any, dict[str, Any]], Any]
RestsOn = Callable[[Any, Any], Iterable[Versioned]]
_ON_FILE = frozenset(Case.ON_FILE)


# Every decision of the modules that are loaded, in the order of their declarations.
DECLARED: list[Decision[..., Any]] = []


class NotTheirs(Refused, PermissionDenied):
    """The act is not this person's (403); its sentences say whose it is."""

    def __str__(self) -> str:
        return " ".join(f"{one.sentence} {one.todo}".strip() for one in self.obstacles)


class Decision(Generic[P, R]):
    """What ``decides`` makes of a function: call it to decide, or ask it beforehand.

    It is no descriptor: in the body of a class it is not bound as a method.
    """

    __name__: str
    body: Callable[..., R]

    def __init__(
        self,
        body: Callable[P, R],
        right: Right,
        whose: Iterable[Rule],
        when: Iterable[Rule],
        rules: Iterable[Rule],
        lock: Lock,
        at: Collection[str],
        rests_on: RestsOn,
        adds: bool,
    ) -> None:
        functools.update_wrapper(self, body)
        self.rests_on, self.adds = rests_on, adds
        self.body, self.right, self.lock, self.at = body, right, lock, frozenset(at)
        self.whose, self.when, self.rules = tuple(whose), tuple(when), tuple(rules)
        self._takes = frozenset(inspect.signature(body).parameters)

    def __repr__(self) -> str:
        return f"<Decision {self.__module__}.{self.__name__}>"

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Decide, in one transaction: lock, ask, then what the function writes.

        Raises NotTheirs, Conflict when ``expected`` is given and is not the version of the row as
        it stands, Refused with every sentence in the way; DoesNotExist for whoever may not know.
        """
        return cast("Callable[P, R]", self._decide)(*args, **kwargs)

    @transaction.atomic
    def _decide(self, *args: Any, by: User, expected: int | None = None, **values: Any) -> R:
        row, *more = args or (None,)
        row = self._locked(row, by, values)
        access_backend.forget(by)  # rights read before the lock may be out of date
        self.ask(row, by, expected=expected, reason=values.get("reason") or "")
        if self.takes("expected"):
            values["expected"] = expected
        return self.body(*([] if row is None else [row]), *more, by=by, **values)

    def _locked(self, row: Any, by: User, values: dict[str, Any]) -> Any:
        try:
            return self.lock(row, by, values)
        except ObjectDoesNotExist:  # this person may not know of it, or may not write it
            found = type(row).objects.visible_to(by).filter(pk=row.pk).first()
            denied = self.denied(found, by) if found else []
            if denied:
                raise NotTheirs(*denied) from None
            raise

    def ask(self, row: Any, by: User, *, expected: int | None = None, reason: str = "") -> None:
        """Raise what stands against it: NotTheirs, then Conflict, then Refused."""
        denied = self.denied(row, by)
        if denied:
            raise NotTheirs(*denied)
        # A body with a parameter ``expected`` compares by itself: a section, a row not there yet.
        if expected is not None and not self.takes("expected"):
            stands = self.version(row, by)
            if stands not in (None, expected):
                raise Conflict(row, stands)
        standing = in_the_way(self.obstacles(row, by), reason)
        if standing:
            raise Refused(*standing)

    def takes(self, name: str) -> bool:
        """Whether the function has a parameter of that name."""
        return name in self._takes

    def version(self, row: Any, by: User) -> int | None:
        """The version of what is decided on, as it stands; None where something is only added."""
        if self.adds or row is None:
            return None
        return sum(one.version for one in self.rests_on(row, by))

    # --- asked by button and page, of rows that are loaded already ------------------------------
    def denied(self, row: Any, by: User) -> list[Obstacle]:
        """Why it is not this person's to do; empty when it is."""
        held = access.may(by, self.right, row)
        if not held:
            return [Obstacle(held.reason, row="2.5")]
        return _asked(self.whose, row, by)

    def verdict(self, row: Any, by: User) -> access.Verdict:
        """Whether it is this person's to do; a no has the sentences of ``denied``."""
        denied = self.denied(row, by)
        return access.Verdict(not denied, str(NotTheirs(*denied)) if denied else "")

    def is_its_moment(self, row: Any, by: User) -> bool:
        """Whether no rule of ``when`` blocks, nor the state of the case (``at``)."""
        return not any(one.blocks for one in self._moment(row, by))

    def obstacles(self, row: Any, by: User) -> list[Obstacle]:
        """Every sentence of ``when`` and ``at``, as it stands now, and of ``rules``.

        Where it is not the moment, what else would stand in the way is not said: nobody could do
        anything about it (X24).
        """
        said = self._moment(row, by)
        if any(one.blocks for one in said):
            return said
        return said + _asked(self.rules, row, by)

    def _moment(self, row: Any, by: User) -> list[Obstacle]:
        """What ``when`` says; of the state of the case where no rule has said more (X27)."""
        said = _asked(self.when, row, by)
        return said if any(one.blocks for one in said) else said + list(is_open(row, self.at))


def _alone(row: Any, by: User, values: dict[str, Any]) -> Any:
    return locked(row)


def itself(row: Any, by: User) -> Iterable[Versioned]:
    """For ``rests_on``: the row alone."""
    return (row,)


def decides(
    right: Right,
    *,
    whose: Iterable[Rule] = (),
    when: Iterable[Rule] = (),
    rules: Iterable[Rule] = (),
    lock: Lock = _alone,
    at: Collection[str] = Case.RUNNING,
    rests_on: RestsOn = itself,
    adds: bool = False,
) -> Callable[[Callable[P, R]], Decision[P, R]]:
    """Declare a decision ``name(row, *, by, …)`` with all that is asked before it writes.

    ``whose``: not this person's, 403, no button. ``when``: not its moment, 409, no button.
    ``rules``: something stands in the way, 409, the button is locked and says so. Each is a rule
    ``(row, by)`` that yields ``Obstacle``s. What only the typed words tell is refused in the body.
    ``lock(row, by, values)`` gives the row under its locks where it takes more than ``locked``.
    ``at``: the states of the case in which anything may be decided, as far as ``when`` lets it:
    until the closure is signed, where nothing is said. ``Case.IN_HAND`` is for checks, running
    actions and what the checks need; ``Case.ON_FILE`` for corrections and the reopening (X27).
    ``rests_on(row, by)`` are the rows that are read before it is decided, the row itself where
    nothing is said: it is decided anew when one of them was changed since (X35). ``adds``: it only
    adds something beside what others write meanwhile, and is decided on no version.
    """

    def declared(body: Callable[P, R]) -> Decision[P, R]:
        made = Decision(body, right, whose, when, rules, lock, at, rests_on, adds)
        DECLARED.append(made)
        return made

    return declared


def _asked(rules: Iterable[Rule], row: Any, by: User) -> list[Obstacle]:
    return [found for rule in rules for found in rule(row, by)]


def is_open(row: Any, at: frozenset[str]) -> Iterator[Obstacle]:
    """What ended is read-only, and after the signature little is written (rulings 7, X27).

    Nothing is asked of a row that is on no case.
    """
    if row is None or at >= _ON_FILE or not (isinstance(row, Case) or _is_on_case(type(row))):
        return
    case = case_of(row)
    if case.state in at:
        return
    now = {"now": case.get_state_display()}
    if case.state == Case.State.MONITORING:
        sentence = _(
            "The case is at “%(now)s”: only checks, actions that still run and information for the"
            " checks are written."
        )
    else:
        sentence = _("The case is at “%(now)s”: it is read, and only mistakes are corrected in it.")
    yield Obstacle(sentence % now, row="S78", todo=phases.way_on(case))


_on_cases: dict[type, bool] = {}


def _is_on_case(model: type) -> bool:
    if model not in _on_cases:
        owner = _owner(model)
        _on_cases[model] = owner is not None and owner.name == "case"
    return _on_cases[model]


def case_of(row: Any) -> Case:
    """The case that the row is on, or the row itself when it is the case."""
    return row if isinstance(row, Case) else row.case


def locked(row: Any) -> Any:
    """The row under its lock, the case or signal that it is on locked first and put in its place.

    Raises DoesNotExist when the bound person may not see it. None stays None.
    """
    if row is None:
        return None
    owner = _owner(type(row))
    held = owner.related_model.locked(getattr(row, owner.attname)) if owner else None
    found = type(row).locked(row.pk)
    if owner:
        setattr(found, owner.name, held)
    return found


def locked_unseen(row: Any, by: User, values: dict[str, Any]) -> Any:
    """For ``lock``: the row under its lock, for whoever may read but not write it.

    Raises DoesNotExist for whoever may not read it.
    """
    type(row).objects.visible_to(by).only("pk").get(pk=row.pk)
    with elevated():
        return locked(row)


def _owner(model: Any) -> Any:
    """The field that leads to a row's case or signal; None for these themselves."""
    if issubclass(model, Case) or isinstance(model.ACCESS, OfSignal):
        return None
    fields = {field.name: field for field in model._meta.concrete_fields}
    return fields.get("case") or fields.get("signal")


# --- rules of a move between states ---------------------------------------------------------
def starts(event: str) -> Rule:
    """A rule for ``when``: the case is at a state from which the move ``event`` starts."""

    def rule(row: Any, by: User) -> Iterator[Obstacle]:
        yield from phases.wrong_state(case_of(row), event)

    return rule


def lets(event: str) -> Rule:
    """A rule for ``rules``: what the rules of the move ``event`` say."""

    def rule(row: Any, by: User) -> Iterator[Obstacle]:
        yield from phases.sentences(case_of(row), event)

    return rule
