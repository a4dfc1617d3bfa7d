"""The page of possible matches (2.1)."""

from __future__ import annotations

from casework.acts import buttons
from casework.rights import Right
from casework.views.base import SubjectView
from intake.first_analysis import sheet
from intake.matching import rules
from intake.matching.acts import AnswerMatch, LeaveUnnamed, NamePerson
from intake.matching.base import WITH_PERSON, found_for
from intake.matching.priors import priors
from intake.matching.search import Found, joined_to
from intake.models import Signal


class Matches(SubjectView):
    """Everybody who may be the same person; loaded into the signal's page after it."""

    model = Signal
    related = WITH_PERSON
    right = Right.MATCH_PERSONS
    nav = "signals"
    template_name = "intake/matching/matches.html"

    def _unnaming(self) -> list:
        return buttons(self.request.user, self.subject, (LeaveUnnamed,))

    def get(self, request, pk):
        obstacles = list(rules.may_be_looked_for(self.subject, request.user))
        found = Found() if obstacles else found_for(self)
        if obstacles:
            found.candidates = joined_to(self.subject, request.user)
        for candidate in found.candidates:
            candidate.buttons = buttons(request.user, candidate, (AnswerMatch,))
        return self.page(
            subject=self.subject,
            obstacles=obstacles,
            found=found,
            naming=buttons(request.user, self.subject, (NamePerson,)),
            unnaming=[] if self.subject.person_id else self._unnaming(),
            analysis=sheet.of(self.subject),
            earlier=priors(found.own and self.subject.person, self.subject, by=request.user),
        )
