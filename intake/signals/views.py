"""The list of signals, and the page of one."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from django.utils.translation import gettext as _

from casework import access, journal
from casework.acts import buttons
from casework.models import Case, JournalEntry
from casework.rights import Right
from casework.views.base import RightView, SubjectView
from casework.views.before import CaseBefore
from common import keyset
from common.portions import portion
from intake.models import Outcome, Signal
from intake.opening.acts import OpenCase
from intake.outcomes.acts.deciding import GiveAdvice
from intake.outcomes.decisions.merging import joined_with
from intake.signals import reported, same_source
from intake.signals.acts import Acknowledge, Correct, CorrectSource, NewSignal, PassOn, RevealSource
from intake.signals.base import WITH_PEOPLE
from intake.signals.desk import is_on_desk_of, is_on_some_desk, state_shown
from intake.signals.filters import SignalFilter
from intake.signals.named import on_each

# So many decisions on a signal, and steps of its route, at a time.
ENTRIES, HOPS = 50, 25


class SignalList(RightView):
    """The signals that this person may see, newest first; filters stay in the address."""

    right = Right.USE_RELAIS
    template_name = "intake/signals/signal_list.html"
    nav = "signals"

    def get(self, request):
        user = request.user
        rows = Signal.objects.visible_to(user).select_related("channel", "holder", "reporter")
        rows = reported.with_sent_danger(rows)
        if not is_on_some_desk(user):  # their own reports alone, along their own index
            rows = rows.filter(reporter=user)
        found = SignalFilter(request.GET, queryset=rows, request=request)
        page = keyset.page_of(request, found.qs, "received_at")
        persons = on_each(page.rows, user)
        for signal in page.rows:
            signal.persons = persons.get(signal.pk, [])
            signal.state_words = state_shown(user, signal)
            signal.for_desk = is_on_desk_of(user, signal)
            if not signal.for_desk:
                signal.danger = signal.sent_danger
        filtered = any(request.GET.get(name) for name in found.filters)
        new = buttons(user, None, (NewSignal,))
        return self.page(
            filter=found, found=page, filtered=filtered, new=new,
            shows_roster=is_on_some_desk(user),
        )  # fmt: skip


class SignalPage(SubjectView):
    """One signal: its words, and for its desk the route and the buttons.

    Whoever only reported it reads what they sent (X45).
    """

    model = Signal
    right = Right.READ_SIGNAL
    related = WITH_PEOPLE
    template_name = "intake/signals/signal_page.html"
    nav = "signals"

    def get(self, request, pk):
        signal, user = self.subject, request.user
        on_desk = is_on_desk_of(user, signal)
        context = {
            "signal": signal if on_desk else reported.as_sent(signal),
            "on_desk": on_desk,
            "state_words": state_shown(user, signal),
        }
        if on_desk:
            context |= self._for_desk(signal, user)
        return self.page(**context)

    def _for_desk(self, signal: Signal, user) -> dict:
        entries = JournalEntry.objects.visible_to(user).filter(signal_id=signal.pk)
        found = keyset.page_of(self.request, entries.select_related("by"), "at", size=ENTRIES)
        outcomes = self._outcomes(user, signal)
        hops = list(signal.hops.select_related("by", "to").order_by("step"))
        return {
            "hops": portion(
                self.request, hops, "hops", key=lambda hop: hop.step, place="route", size=HOPS
            ),
            "found": found,
            "entries": [(entry, journal.sentence(entry)) for entry in found.rows],
            "acknowledged": Acknowledge.decision.obstacles(signal, user),
            "taking": buttons(user, signal, (Acknowledge, PassOn)),
            "doing": [
                replace(one, kind="second")
                for one in buttons(
                    user, signal, (GiveAdvice, OpenCase, Correct, RevealSource, CorrectSource)
                )
            ],
            "asking_who_called": RevealSource.decision.verdict(signal, user),
            "analysis": self._way_to_analysis(user, signal),
            "shows_matches": self._shows_matches(user, signal),
            "opened": self._cases_known_to(user, signal),
            "outcomes": outcomes,
            "joined_to": self._joined_to(user, outcomes),
            "joined": list(joined_with(signal, user)),
            "repeated": list(same_source.unfounded_again(signal, user)),
        }

    def _way_to_analysis(self, user, signal: Signal) -> dict | None:
        """The words of the link to the first analysis, by its state and its reader."""
        if signal.is_open or not access.may(user, Right.SECOND_READ, signal):
            return None
        begun = {
            signal.State.ACKNOWLEDGED: _("Begin the first analysis"),
            signal.State.IN_TRIAGE: _("Go on with the first analysis"),
        }
        if signal.state in begun and access.may(user, Right.ANALYSE_SIGNAL, signal):
            return {"words": begun[signal.state], "kind": "main"}
        return {"words": _("First analysis"), "kind": "second"}

    def _shows_matches(self, user, signal: Signal) -> bool:
        return not signal.is_open and bool(access.may(user, Right.MATCH_PERSONS, signal))

    def _outcomes(self, user, signal: Signal) -> list[Outcome]:
        now = (Outcome.Status.IN_FORCE, Outcome.Status.PROPOSED)
        rows = Outcome.objects.visible_to(user).filter(signal=signal, status__in=now)
        return list(rows.select_related("proposed_by", "second_reader", "into"))

    def _joined_to(self, user, outcomes: list[Outcome]) -> list[Case]:
        """The files to which the signal is joined, each for its team alone."""
        files = [one.into_case_id for one in outcomes if one.into_case_id]
        return list(Case.objects.visible_to(user).filter(pk__in=files)) if files else []

    def _cases_known_to(self, user, signal: Signal) -> list[Case]:
        """The references of the cases opened on it, each for its team alone."""
        if not signal.case_id:
            return []
        rows = Case.objects.visible_to(user).filter(named__signal=signal)
        return list(rows.distinct().order_by("opened_at"))


_IN_FORCE = Outcome.Status.IN_FORCE


class SignalBefore(CaseBefore):
    """The same for a row of a signal, for the signal's desk."""

    model = Signal
    related: ClassVar[tuple[str, ...]] = WITH_PEOPLE
    right = Right.SECOND_READ
    nav = "signals"
    layout = "intake/before_base.html"
    tab = "intake:page"

    def frame(self) -> dict:
        return {}
