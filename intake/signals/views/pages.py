"""Reading signals: the list and the page."""

from __future__ import annotations

from django.urls import reverse

from casework import access, journal
from casework.models import Case, JournalEntry
from casework.rights import Right
from casework.views.base import RightView, SubjectView
from common import keyset
from intake.models import Outcome, Signal, SourceAssessment
from intake.outcomes.decisions.merging import joined_with
from intake.signals import reported, rules, same_source
from intake.signals.filters import SignalFilter, is_on_desk_of, is_on_some_desk, state_shown


class SignalList(RightView):
    """Everything this person may see, newest first; filters stay in the address."""

    right = Right.CAPTURE_SIGNAL
    template_name = "intake/signal_list.html"
    nav = "signals"

    def get(self, request):
        user = request.user
        rows = Signal.objects.visible_to(user).select_related("channel", "holder", "reporter")
        rows = reported.with_sent_danger(rows)
        if not is_on_some_desk(user):  # their own reports alone, along their own index
            rows = rows.filter(reporter=user)
        found = SignalFilter(request.GET, queryset=rows, request=request)
        page = keyset.page_of(request, found.qs, "received_at")
        for signal in page.rows:
            signal.state_words = state_shown(user, signal)
            signal.for_desk = is_on_desk_of(user, signal)
            if not signal.for_desk:
                signal.danger = signal.sent_danger
        filtered = any(request.GET.get(name) for name in found.filters)
        return self.page(filter=found, found=page, filtered=filtered)


class SignalPage(SubjectView):
    """One signal: the words, and for the desk its route and what may be done.

    Whoever only reported it reads what they sent (X45).
    """

    model = Signal
    right = Right.READ_SIGNAL
    related = ("channel", "holder", "reporter", "acknowledged_by")
    template_name = "intake/signal_page.html"
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
        return {
            "hops": signal.hops.select_related("by", "to").order_by("step"),
            "entries": [
                (entry, journal.sentence(entry))
                for entry in entries.select_related("by").order_by("-at", "-id")[:50]
            ],
            "may": {right.value: access.may(user, right, signal) for right in _ACTS},
            "acknowledged": list(rules.not_acknowledged_yet(signal)),
            "case": self._case_known_to(user, signal),
            "outcome": self._outcome(user, signal),
            "joined_to": self._joined_to(user, signal),
            "joined": list(joined_with(signal, user)),
            "repeated": self._repeated(user, signal),
            "advisable": signal.state in (signal.State.ACKNOWLEDGED, signal.State.IN_TRIAGE),
        }

    def _outcome(self, user, signal: Signal):
        """What holds, or what waits for its second reader."""
        now = (Outcome.Status.IN_FORCE, Outcome.Status.PROPOSED)
        rows = Outcome.objects.visible_to(user).filter(signal=signal, status__in=now)
        return rows.select_related("proposed_by", "second_reader", "into").first()

    def _joined_to(self, user, signal: Signal):
        """The file to which it was joined, for who is on its team alone."""
        if signal.state != signal.State.JOINED_TO_CASE:
            return None
        mine = {"joined_outcomes__signal": signal, "joined_outcomes__status": _IN_FORCE}
        return Case.objects.visible_to(user).filter(**mine).first()

    def _repeated(self, user, signal: Signal) -> list:
        """Whether this source was unfounded again and again, for whoever decides (S39)."""
        if not access.may(user, Right.DECIDE_OUTCOME, signal):
            return []
        others = same_source.others_unfounded(signal)
        if others + 1 < same_source.MANY:
            return []
        source = SourceAssessment.objects.visible_to(user).filter(signal=signal).first()
        return list(same_source.third_unfounded_report(signal, source, others))

    def _case_known_to(self, user, signal: Signal):
        """The opened case's reference, for who is on its team alone."""
        if not signal.case_id:
            return None
        return Case.objects.visible_to(user).filter(pk=signal.case_id).first()


_IN_FORCE = Outcome.Status.IN_FORCE
_ACTS = (
    Right.ACKNOWLEDGE_SIGNAL,
    Right.PASS_ON_SIGNAL,
    Right.CORRECT_SIGNAL,
    Right.SEE_SOURCE,
    Right.MATCH_PERSONS,
    Right.OPEN_CASE,
    Right.ANALYSE_SIGNAL,
    Right.SECOND_READ,
    Right.GIVE_ADVICE,
)


def page_of(signal: Signal) -> str:
    """The address of a signal's page."""
    return reverse("intake:page", args=[signal.pk])
