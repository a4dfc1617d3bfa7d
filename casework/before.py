"""What stood before: the saved states of a row, line by line, with who wrote each and when (X30).

Who may read a row reads its history (common.need_to_know). Whoever writes meanwhile is shown what
was changed since by the same lines (X35).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from casework.models import Case, Code
from common import dates
from common.guarded import Versioned
from common.words import Words

# So many states are shown of what was changed meanwhile.
MOST = 12
# Columns with a name of their own here: the model gives them none.
LABELS: dict[str, Words] = {
    "action": _("action"),
    "agency": _("agency"),
    "asked_of": _("asked of"),
    "author": _("author"),
    "concern": _("security matter"),
    "domain": _("domain"),
    "due_on": _("due on"),
    "ends_on": _("to"),
    "finder": _("who finds out"),
    "grounds": _("grounds"),
    "ideology": _("ideology"),
    "interest": _("interest"),
    "kind": _("kind"),
    "owner": _("who answers for it"),
    "performer": _("carried out by"),
    "person": _("who holds it"),
    "radicalised": _("does it look like radicalisation?"),
    "radicalised_grounds": _("grounds of that reading"),
    "reason": _("reason"),
    "role": _("role on the case"),
    "stance": _("stance"),
    "starts_on": _("from"),
    "state": _("state"),
    "statement": _("what is to be kept"),
    "useful": _("is working together useful and necessary?"),
    "useful_grounds": _("why useful and necessary, or why not"),
    "composition_reason": _("why not wider"),
    "wording": _("what may be said"),
    "words": _("words"),
}
_NAMED: dict[type[models.Model], str] = {User: "display", Agency: "name", Code: "label"}


@dataclass(frozen=True)
class Line:
    """One field of a state: its label, what stood before it and what it says."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One saved state of a row: what it is of, who saved it, when, why, and what it changed."""

    key: str
    title: str
    by: str
    at: datetime
    why: str
    first: bool
    lines: tuple[Line, ...]


Admits = Callable[[User, Any, Any], bool]


def everybody(user: User, row: Any, state: Any) -> bool:
    """For ``admits``: whoever reads the row reads each of its states."""
    return True


@dataclass(frozen=True)
class Kind:
    """Rows whose earlier states have a page: the word in its address, and their model.

    ``of`` are the fields that may lead to the case or signal of the page. ``corrects``: such a row
    changes when it is corrected, and else by what is decided on it. ``admits`` (reader, row,
    state) says whether this reader could read that state when it stood.
    """

    word: str
    model: type[Versioned]
    of: tuple[str, ...] = ("case",)
    corrects: bool = True
    admits: Admits = everybody

    @property
    def named(self) -> str:
        """What such a row is called."""
        return str(self.model._meta.verbose_name)

    def find(self, user: User, subject: Any, pk: Any) -> Any:
        """The row of that case or signal, if this person may read it; else None."""
        rows = self.model.objects.visible_to(user).filter(pk=pk)
        name = "case" if isinstance(subject, Case) else "signal"
        if f"{name}s" in self.of:  # the subject points to the row: a person
            one = subject.subject_id if name == "case" else subject.person_id
            return rows.filter(pk=one).first()
        if type(subject) is self.model:
            return rows.filter(pk=subject.pk).first()
        return rows.filter(**{name: subject}).first() if name in self.of else None

    @property
    def word_of_change(self) -> str:
        """What the page says beside a row that no longer says what was first written."""
        return gettext("corrected") if self.corrects else gettext("what stood before")


# Each app adds its own on import.
KINDS: dict[str, Kind] = {}
_OF_MODEL: dict[type[Versioned], Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds of rows. Raises ValueError on a word taken."""
    for kind in kinds:
        if kind.word in KINDS:
            raise ValueError(f"The word {kind.word} is taken.")
        KINDS[kind.word] = _OF_MODEL[kind.model] = kind


def address(row: Any, subject: Any = None) -> str:
    """The page of what stood before in this row; empty where nothing did, or there is no page.

    ``subject`` is the case or signal where the row does not say it.
    """
    kind = _OF_MODEL.get(type(row))
    if kind is None or row.version < 2:
        return ""
    if subject is not None:
        route = "case_before" if isinstance(subject, Case) else "intake:before"
        return reverse(route, args=[subject.pk, kind.word, row.pk])
    if "case" in kind.of and row.case_id:
        return reverse("case_before", args=[row.case_id, kind.word, row.pk])
    of_signal = getattr(row, "signal_id", row.pk)  # of a signal itself its own
    return reverse("intake:before", args=[of_signal, kind.word, row.pk])


def word(row: Any) -> str:
    """The word that opens the page."""
    return _OF_MODEL[type(row)].word_of_change


def since(rows: Iterable[Versioned], seen: int, stands: int) -> list[Step]:
    """What was written in these rows after they were read, newest first.

    ``seen`` and ``stands`` are the sums of their versions then and now: each state raises the sum
    by one. Nothing where ``seen`` is unknown (0).
    """
    missed = min(stands - seen, MOST)
    if seen <= 0 or missed <= 0:
        return []
    return steps(rows)[:missed]


def steps(rows: Iterable[Versioned], user: User | None = None) -> list[Step]:
    """Every state of these rows that the bound person may read, newest first.

    With ``user`` those alone that this person could read when they stood: what was narrower then
    stays with whom it was for.
    """
    live = {row.pk: row for row in rows if isinstance(row, Versioned) and hasattr(row, "history")}
    states: list[tuple[Versioned, Any, Any]] = []
    for model, keys in _by_model(live.values()).items():
        last: dict[Any, Any] = {}
        past = model.history.filter(id__in=keys).select_related("history_user")
        admits = _OF_MODEL[model].admits if user and model in _OF_MODEL else everybody
        for state in past.order_by("history_id"):
            row = live[state.id]
            if user is None or admits(user, row, state):
                states.append((row, last.get(row.pk), state))
                last[row.pk] = state
    states.sort(key=lambda found: (found[2].history_date, found[2].history_id), reverse=True)
    names = _names(states)
    return [_step(row, earlier, state, names) for row, earlier, state in states]


def _by_model(rows: Iterable[Versioned]) -> Mapping[type[Versioned], list[Any]]:
    found: dict[type[Versioned], list[Any]] = defaultdict(list)
    for row in rows:
        found[type(row)].append(row.pk)
    return found


def shown(model: type[Versioned]) -> Iterator[models.Field[Any, Any]]:
    """The columns of which a page says what they said: those with a label."""
    kept = {field.name for field in model.history.model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if field.name in kept and label(field):
            yield field


def label(field: models.Field[Any, Any]) -> str:
    """The name of a column for readers; empty for one that is the machine's own."""
    if field.primary_key or field.name == "version":
        return ""
    own = field._verbose_name  # type: ignore[attr-defined]  # given on the model, or none
    return str(own if isinstance(own, Promise) else LABELS.get(field.name, ""))


def _step(row: Versioned, earlier: Any, state: Any, names: Mapping[Any, str]) -> Step:
    lines = []
    for field in shown(type(row)):
        then, now = getattr(earlier, field.attname, None), getattr(state, field.attname)
        was, says = _words(field, then, names), _words(field, now, names)
        if was != says:
            lines.append(Line(label(field), was, says))
    user = state.history_user
    return Step(
        key=f"{row._meta.model_name}-{state.history_id}",
        title=_title(row, names),
        by=user.display if user else gettext("Relais"),
        at=state.history_date,
        why=state.history_change_reason or "",
        first=earlier is None and state.version == 1,
        lines=tuple(lines),
    )


def _title(row: Versioned, names: Mapping[Any, str]) -> str:
    """What the row is called, with the agency that it is of."""
    agency = names.get((Agency, getattr(row, "agency_id", None)), "")
    return f"{row._meta.verbose_name}, {agency}" if agency else str(row._meta.verbose_name)


def _words(field: models.Field[Any, Any], value: Any, names: Mapping[Any, str]) -> str:
    """A value as its readers know it; empty for none."""
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.get((field.related_model, value), "…")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return dates.moment(value)
    if isinstance(value, date):
        return dates.day(value)
    return str(value)


def _names(states: Iterable[tuple[Versioned, Any, Any]]) -> dict[Any, str]:
    """(model, key) -> the name of what a column points to, as the bound person may know it."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for row, _earlier, state in states:
        for field in shown(type(row)):
            if field.is_relation:
                wanted[field.related_model].add(getattr(state, field.attname))
    found: dict[Any, str] = {}
    for model, keys in wanted.items():
        name = _NAMED.get(model, "")
        for one in model._default_manager.filter(pk__in=keys - {None}):
            found[model, one.pk] = str(getattr(one, name) if name else one)
    return found
