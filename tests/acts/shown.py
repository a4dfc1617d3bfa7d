"""The row of an act, what the page shows of it, and where its address leads."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import Http404
from django.urls import resolve

from casework import access, acts
from casework.acts import Act, RowAct
from casework.models import Conference
from casework.rights import Right
from common.scope import WORKER, bound
from intake.first_analysis import sheet
from intake.matching.rules import may_be_looked_for
from intake.matching.search import joined_to, look
from intake.models import MatchAnswer, Signal

NOTHING = object()  # for personas who may not know of the row


def rows_of(act: type[Act]) -> list:
    """Every row of the stage on which the act could be done; none for what is begun."""
    if act.model is None:
        return [None]
    with bound(WORKER):
        if acts.route_of(act) in ROWS:
            return list(ROWS[acts.route_of(act)]())
        if issubclass(act, RowAct):
            rows = act.on.model.objects.select_related(act.on.of).filter(**act.on.only)
            return list(rows.order_by("pk"))
        return list(act.model.objects.order_by("pk"))


def seen(act: type[Act], row, user):
    """The object beside which the page has the button, as this person reads it; else NOTHING."""
    if row is None:
        return None
    if isinstance(row, SimpleNamespace):
        return _candidate(row, user)
    owner_of = owner(act, row)
    found = type(owner_of).objects.visible_to(user).select_related(*act.related)
    subject = found.filter(pk=owner_of.pk).first()
    if subject is None or owner_of is row:
        return subject or NOTHING
    if not issubclass(act, RowAct):
        return _found(act, subject, user, {"pk": subject.pk})
    try:
        loaded = act.on.find(user, subject, **resolve(act.address(row)).kwargs)
    except Http404:
        loaded = None
    if loaded is None:
        return NOTHING
    setattr(loaded, act.on.of, subject)
    return loaded


def _found(act: type[Act], subject, user, kwargs: dict):
    view = act()
    view.subject, view.request = subject, SimpleNamespace(user=user)
    loaded = view.find(**kwargs)
    return NOTHING if loaded is None else loaded


def is_named(act: type[Act], row, user) -> bool:
    """Whether the act's address on this row leads to it; a Rows may mean the newest alone."""
    if row is None or not issubclass(act, RowAct):
        return True
    with bound(WORKER):
        try:
            found = act.on.find(user, getattr(row, act.on.of), **resolve(act.address(row)).kwargs)
        except Http404:
            return False
    return found is not None and found.pk == row.pk


def owner(act: type[Act], row):
    """The case or signal of the row, or the row itself."""
    if isinstance(row, SimpleNamespace):
        return row.of.signal
    if issubclass(act, RowAct):
        return getattr(row, act.on.of)
    return row if row is None or isinstance(row, act.model) else row.signal


def on(act: type[Act], found):
    """What the right is asked of, from the object on the page."""
    return None if found is None else act.decided_on(found)


def decided(act: type[Act], row):
    """The row on which the decision is called by whoever gets no page."""
    return act.decided_on(row) if isinstance(row, SimpleNamespace) else row


def address(act: type[Act], row) -> str:
    """The address of the act on this row."""
    return act.address(row)


def _answered() -> list:
    """Possible matches: the signal, and who it may be about."""
    rows = MatchAnswer.objects.select_related("signal", "named__person").order_by("pk")
    for row in rows:
        row.named.signal = row.signal
    return [SimpleNamespace(pk=row.key, of=row.named, answer=row) for row in rows]


def _candidate(row, user):
    """The same as the page of the signal shows it, if it does."""
    signal = Signal.objects.visible_to(user).filter(pk=row.of.signal_id).first()
    if signal is None:
        return NOTHING
    named = next((one for one in sheet.of(signal).named if one.pk == row.of.pk), None)
    if named is None:
        return NOTHING
    if list(may_be_looked_for(named, user)):
        shown = joined_to(named, user) if access.may(user, Right.MATCH_PERSONS, signal) else []
        return next((one for one in shown if one.pk == row.pk), NOTHING)
    return look(named, by=user).candidate(row.pk) or NOTHING


# Acts whose page shows something else than the subject: what there is of it on the stage.
ROWS = {
    "intake:answer_match": _answered,
    "intake:correct_conference": lambda: (
        Conference.objects.filter(signal__isnull=False).select_related("signal").order_by("pk")
    ),
}
