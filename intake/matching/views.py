"""The page of possible matches (2.1)."""

from __future__ import annotations

from django.shortcuts import redirect

from casework.acts import buttons
from casework.rights import Right
from casework.views.base import SubjectView
from intake.first_analysis import sheet
from intake.matching import rules
from intake.matching.acts import (
    AnswerMatch,
    CorrectNamed,
    LeaveUnnamed,
    NamePerson,
    TakeNameBack,
)
from intake.matching.base import found_for
from intake.matching.priors import priors
from intake.matching.search import Found, joined_to
from intake.models import NamedPerson, Signal
from intake.signals.base import WITH_PEOPLE


class FormerMatch(SubjectView):
    """The address that one possible match had while a signal named one person: leads to them."""

    model = Signal
    right = Right.MATCH_PERSONS

    def get(self, request, pk, candidate):
        return redirect("intake:matches", pk=self.subject.pk)


class Matches(SubjectView):
    """Everybody who is named, and who may be the same person as one of them (``?of=``).

    Loaded into the signal's page after it. One person is searched at a time: each search is logged.
    """

    model = Signal
    related = WITH_PEOPLE
    right = Right.MATCH_PERSONS
    nav = "signals"
    template_name = "intake/matching/matches.html"

    def get(self, request, pk):
        signal, user = self.subject, request.user
        analysis = sheet.of(signal)
        chosen = self._chosen(analysis.named)
        obstacles = list(rules.may_be_named(signal, user))
        found = Found()
        if chosen is not None:
            obstacles = list(rules.may_be_looked_for(chosen, user))
            found = Found() if obstacles else found_for(self, chosen)
            if obstacles:
                found.candidates = joined_to(chosen, user)
        for candidate in found.candidates:
            candidate.buttons = buttons(user, candidate, (AnswerMatch,))
        for row in analysis.named:
            row.buttons = buttons(user, row, (CorrectNamed, TakeNameBack))
        return self.page(
            subject=signal,
            obstacles=obstacles,
            found=found,
            chosen=chosen,
            named=analysis.named,
            taken_back=[row for row in analysis.ever_named if not row.stands],
            naming=buttons(user, signal, (NamePerson,)),
            unnaming=[] if analysis.named else buttons(user, signal, (LeaveUnnamed,)),
            analysis=analysis,
            earlier=priors(found.own and chosen and chosen.person, signal, by=user),
        )

    def _chosen(self, named: list[NamedPerson]) -> NamedPerson | None:
        """Whom the address names, else the first who has no file yet, else the first."""
        wanted = self.request.GET.get("of", "")
        meant = [row for row in named if str(row.pk) == wanted]
        free = [row for row in named if row.is_subject and not row.file_id]
        return next(iter([*meant, *free, *named]), None)
