"""The page of two files on one person: what was asked, what became of it, who joins (X04)."""

from __future__ import annotations

from casework.acts import buttons
from casework.models import Case
from casework.team.rules import roles_to_give
from casework.views.case import CaseView
from closure.absorbed import decisions
from closure.absorbed.acts import (
    Agree,
    Ask,
    AskUndoing,
    ConfirmUndoing,
    Decline,
    DeclineUndoing,
    StaysOut,
    TakeBack,
)
from closure.absorbed.rows import PEOPLE, TAB
from closure.absorbed.rules import know_others
from closure.models import Absorption, FormerPart

ON_QUESTION = (Agree, Decline, TakeBack, AskUndoing, ConfirmUndoing, DeclineUndoing)


class OneFile(CaseView):
    """The questions about other files that the reader may see, the newest first.

    Another file is a link for whoever may read it, and for nobody else.
    """

    template_name = "closure/absorbed/one_file.html"
    tab = TAB

    def get(self, request, pk):
        user, case = request.user, self.subject
        rows = Absorption.objects.visible_to(user).filter(case=case).select_related(*PEOPLE)
        questions = list(rows.order_by("-proposed_at", "-pk"))
        know_others(questions)
        case.__dict__["_questions"] = questions
        named = {row.other_reference for row in questions}
        mine = Case.objects.visible_to(user).filter(reference__in=named) if named else []
        readable = {other.reference: other for other in mine}
        parts = self._parts([row for row in questions if row.state in Absorption.HOLDS])
        for row in questions:
            row.case, row.link = case, readable.get(row.other_reference)
            row.buttons = buttons(user, row, ON_QUESTION)
            row.before = self._before(row)
            row.place, row.place_before = f"question-{row.pk}", f"before-{row.pk}"
        return self.page(
            **self.frame(),
            questions=questions,
            parts=parts,
            may_name=bool(parts) and bool(roles_to_give(case, user)),
            ask=buttons(user, case, (Ask,)),
        )

    def _before(self, row: Absorption) -> list:
        """What stands before the answer, for whoever gives it."""
        agree = decisions.agree_to_absorb
        if row.state != Absorption.State.OPEN or agree.denied(row, self.request.user):
            return []
        return agree.obstacles(row, self.request.user)

    def _parts(self, absorbing: list[Absorption]) -> list[FormerPart]:
        """Those of the absorbed files' teams, as far as the reader is told of them."""
        older = [row.pk for row in absorbing if not row.is_younger]
        if not older:
            return []
        user, case = self.request.user, self.subject
        rows = FormerPart.objects.visible_to(user).filter(absorption__in=older)
        found = list(rows.select_related("absorption", "user", "agency", "settled_by"))
        on_team = {part.user_id for part in case.parts()}
        for part in found:
            part.case, part.has_joined = case, part.user_id in on_team
            part.buttons = buttons(user, part, (StaysOut,))
        return sorted(found, key=lambda part: (part.user.name_key, part.pk))
