"""Every sentence of a refusal is followed to an act that somebody who is there can do (X24).

At each moment (tests/acts/moments.py) each act is asked for whoever holds its right. What the
sentences in its way tell them to do is looked up in ``tests/acts/sentences.py``; one of the acts
named there has to be alive for somebody present, or to wait for sentences that can be followed in
their turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace

from django.utils import translation

from agencies import presence
from agencies.models import User
from casework import access, acts
from casework.acts import Act, RowAct
from casework.rights import Right
from common import clock
from common.refusals import Obstacle
from common.scope import Actor, bound
from intake.first_analysis import sheet
from intake.matching.search import look
from intake.models import Outcome, Signal
from tests.acts import cells, sentences, shown
from tests.acts.chosen import Audience, rows_for
from tests.acts.moments import BEFORE, moments_of
from tests.acts.tour import at
from tests.world.people import PERSONAS

DEEPEST = 5
# A signal put there has no outcome that says so: each is met as its people brought it there.
UNREACHED = {f"signal {state}" for state in Outcome.Kind.values}


@dataclass
class People:
    """Who is there today: personas first, then everybody else of the stage."""

    stage: object
    users: list[User] = field(default_factory=list)
    _known: dict = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = {p.pk: p for p in (self.stage.persona(name) for name in PERSONAS) if p}
        for user in User.objects.select_related("agency").order_by("pk"):
            found.setdefault(user.pk, user)
        here = (u for u in found.values() if presence.can_act(u, None, clock.today()))
        self.users = [User.objects.select_related("agency").get(pk=u.pk) for u in here]

    def knows(self, user: User, subject) -> bool:
        """Whether they may know of the case or signal at all, at whichever moment."""
        if subject is None:
            return True
        key = (type(subject), user.pk)
        if key not in self._known:
            with bound(Actor.of(user)):
                rows = type(subject).objects.visible_to(user)
                self._known[key] = frozenset(rows.values_list("pk", flat=True))
        return subject.pk in self._known[key]

    def named_in(self, words: str) -> list[User]:
        return [user for user in self.users if user.full_name in words]


@dataclass(frozen=True)
class Asked:
    """An act on a row through one person’s eyes: what denies it, what stands in its way."""

    held: bool
    alive: bool
    sentences: tuple[Obstacle, ...] = ()


@dataclass
class Walk:
    """What was asked at one moment: kept until the rows are put elsewhere."""

    people: People
    met: set[str] = field(default_factory=set)
    _asked: dict = field(default_factory=dict)
    _followed: dict = field(default_factory=dict)
    _rows_of: dict = field(default_factory=dict)

    def forget(self) -> None:
        """Another moment: nothing of what was asked holds any more."""
        self._asked.clear()
        self._followed.clear()
        self._rows_of.clear()

    def asked(self, act: type[Act], row, user: User) -> Asked:
        key = (act, getattr(row, "pk", None), user.pk)
        if key not in self._asked:
            if not self.people.knows(user, shown.owner(act, row)):
                return Asked(False, False)
            with bound(Actor.of(user)):
                self._asked[key] = _ask(act, row, user)
        return self._asked[key]

    def rows(self, act: type[Act]) -> list:
        """The rows of the act as they stand at this moment."""
        if act not in self._rows_of:
            self._rows_of[act] = shown.rows_of(act)
        return self._rows_of[act]

    # --- following ---------------------------------------------------------------------------
    def is_followed(self, one: Obstacle, act: type[Act], row, path: tuple = ()) -> bool:
        """Whether what the sentence tells to do can be done now, or once others are followed."""
        told = sentences.of(one)
        if told is None:
            return False
        self.met.add(told.words)
        if told.waits:
            return True
        if told.speaks:
            return bool(self.people.named_in(str(one.todo)))
        step = (told.words, getattr(row, "pk", None))
        if step in path or len(path) >= DEEPEST:
            return False
        wanted = (
            [act] if told.same else [target for name in told.acts for target in at_address(name)]
        )
        subject = shown.owner(act, row)
        key = (step, act if told.same else None, str(one.todo))
        if path or key not in self._followed:
            found = any(
                self._can_be_done(target, there, one, (*path, step), told.same)
                for target in wanted
                for there in self._rows(target, act, row, subject, told)
            )
            if path:
                return found
            self._followed[key] = found
        return self._followed[key]

    def ways(self, names: Iterable[str], subjects: Iterable) -> bool:
        """Whether one of these acts can be done on a row of one of these cases or signals."""
        nothing = Obstacle("", row="")
        keys = {one.pk for one in subjects if one is not None}
        return any(
            self._can_be_done(target, row, nothing, (), False)
            for name in names
            for target in at_address(name)
            for row in self.rows(target)
            if shown.owner(target, row).pk in keys
        )

    def _unanswered(self, act: type[Act], row) -> Iterator[SimpleNamespace]:
        """Each possible match of the signal that nobody has answered, as a coordinator finds it."""
        for user in self.people.users:
            with bound(Actor.of(user)):
                signal = Signal.objects.visible_to(user).filter(pk=shown.owner(act, row).pk).first()
                if signal and access.may(user, Right.MATCH_PERSONS, signal):
                    for named in sheet.of(signal).named:
                        for one in look(named, by=user).candidates:
                            if one.answer is None:
                                yield SimpleNamespace(pk=one.pk, of=named)
                    return

    def _rows(self, target: type[Act], act: type[Act], row, subject, told) -> Iterable:
        elsewhere = told.elsewhere
        if target.model is None:
            return [None]
        if told.matches:
            return self._unanswered(act, row)
        if target is act and not elsewhere:
            return [row]
        wanted = list(elsewhere(row)) if elsewhere else [subject]
        keys = {one.pk for one in wanted if one is not None}
        found = [one for one in self.rows(target) if shown.owner(target, one).pk in keys]
        if issubclass(target, RowAct) and not isinstance(row, SimpleNamespace):
            same = [one for one in found if type(one) is type(row) and one.pk == row.pk]
            return same or found
        return found

    def _can_be_done(self, target, row, one: Obstacle, path: tuple, named: bool) -> bool:
        users = (named and self.people.named_in(str(one.todo))) or self.people.users
        dead: list[Asked] = []
        for user in users:
            found = self.asked(target, row, user)
            if found.alive:
                return True
            if found.held and found.sentences:
                dead.append(found)
        return any(
            all(
                other.todo and self.is_followed(other, target, row, path)
                for other in found.sentences
            )
            for found in _different(dead)
        )


def _different(dead: list[Asked]) -> list[Asked]:
    """One of each: what stands in the way is the same for most of those who hold the right."""
    return list({tuple(str(o) for o in one.sentences): one for one in dead}.values())


def _ask(act: type[Act], row, user: User) -> Asked:
    seen = shown.seen(act, row, user)
    if seen is shown.NOTHING:
        return Asked(False, False)
    on = shown.on(act, seen)
    if not access.may(user, act.right, on):
        return Asked(False, False)
    with translation.override("en"):
        denied = act.decision.denied(on, user)
        if denied and not act.decision.is_its_moment(on, user):
            return Asked(True, False)  # whose it is is said; that it is not now, to them
        found = denied or [one for one in act.decision.obstacles(on, user) if one.blocks]
        found = [_said(one) for one in found]
    return Asked(True, not found, tuple(found))


def _said(one: Obstacle) -> Obstacle:
    return Obstacle(str(one.sentence), one.row, one.strength, str(one.todo), one.url)


@cache
def at_address(name: str) -> tuple[type[Act], ...]:
    found = tuple(act for act in acts.every() if name in (cells.named(act), acts.route_of(act)))
    assert found, f"No act at {name}."
    return found


# --- what is asked at all ---------------------------------------------------------------------
def of(act: type[Act], walk: Walk, audience: Audience) -> Iterator[str]:
    """Each sentence in the way of the act, of any holder at any moment, that nobody can follow."""
    before = BEFORE.get(cells.named(act), lambda: None)
    with at(before):
        was_moved = False
        for row, knowing in rows_for(act, audience):
            people = [audience.people[name] for name in PERSONAS if name in knowing]
            people = [user for user in people if user is not None]
            walk.forget()
            held = [user for user in people if walk.asked(act, row, user).held]
            yield from _unfollowed(act, row, held, walk, "as it is")
            if was_moved or row is None or not held:
                continue
            was_moved = True
            for moment, put in moments_of(act, shown.owner(act, row), row):
                if moment in UNREACHED:
                    continue
                with at(put) as is_put:
                    walk.forget()
                    if is_put:
                        yield from _unfollowed(act, row, held, walk, moment)
    walk.forget()


def _unfollowed(act, row, people, walk: Walk, moment: str) -> Iterator[str]:
    seen = set()
    for user in people:
        for one in walk.asked(act, row, user).sentences:
            said = (one.sentence, one.todo)
            if not one.todo or said in seen:
                continue
            seen.add(said)
            if not walk.is_followed(one, act, row):
                where = f"{cells.named(act)} ({moment}), {user.full_name}"
                yield f"{where}: {one.sentence} → {one.todo}"
