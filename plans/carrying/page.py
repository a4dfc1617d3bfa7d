"""What the page of carrying out shows, however much there is: two statements and a bounded page.

The first asks what there is, in few columns; the second reads the rows that stand on the page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, F, QuerySet

from agencies.requests import PersonRequest
from casework.acts import Button, buttons
from casework.models import Case
from common.portions import SIZE, Portion, here, portion
from common.together import ask_together
from common.words import Words
from plans.carrying.acts import ON_ACTION, CorrectReport
from plans.carrying.happenings import ON_COMMITMENT, ON_EFFECT
from plans.carrying.stand import FIRST, in_words, runs, stand_of, standing
from plans.models import ActionReport, AdverseEffect, Commitment, FollowUp
from plans.plan.folding import Folding, folding, is_long

# So many reports are read for a page, and of one action for its list.
REPORTS = 200
OF_ACTION = 5


@dataclass
class Row:
    """An action on the page: its state, its reports, the buttons of the reader.

    ``told`` is the number of its reports, ``all_reports`` the address of those not shown.
    """

    follow_up: FollowUp
    stand: str
    late: bool
    words: Words = ""
    runs: bool = False
    reports: list[ActionReport] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    told: int = 0
    all_reports: str = ""
    pages: Portion[Any] | None = None


@dataclass
class Content:
    """The lists of the page. ``rows`` are all actions; of many, ``folding`` shows some."""

    rows: list[Row]
    folding: Folding | None
    who: Portion[Row]
    count: int
    late: int
    effects: Portion[Any]
    commitments: Portion[Any]

    @classmethod
    def read(cls, request: PersonRequest, case: Case) -> Content:
        """Ask what there is, then what is shown of it."""
        return _Reading(request, case).content()


class _Reading:
    def __init__(self, request: PersonRequest, case: Case) -> None:
        self.request, self.case, self.user = request, case, request.user
        self.asked_at = request.GET.get("at", "")
        found, told = self._index(), self._told()
        effects, promises = self._effects(), self._commitments()
        ask_together(found, told, effects, promises)
        self.found = list(found)
        for one in self.found:
            one.case = case
        self.told: Counter[UUID] = Counter(dict(told))
        self.effects = self._portion(effects, "effects")
        self.commitments = self._portion(promises, "commitments")

    # --- what there is -------------------------------------------------------------------------
    def _of_case(self, model: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(self.user).filter(case=self.case)
        return rows

    def _index(self) -> QuerySet[FollowUp]:
        rows = self._of_case(FollowUp).select_related("action__goal")
        return rows.only(
            "case_id", "state", "answer_due_on", "ends_on", "agency_id", "checked_by_id",
            "absence_answered", "action__goal__line", "action__goal__statement",
            "action__goal__position",
        ).order_by("ends_on", "pk")  # fmt: skip

    def _told(self) -> QuerySet[Any, tuple[UUID, int]]:
        rows = self._of_case(ActionReport).order_by().values("follow_up")
        return rows.annotate(number=Count("pk")).values_list("follow_up", "number")

    def _effects(self) -> QuerySet[Any, UUID]:
        first = F("closed_at").desc(nulls_first=True)
        rows = self._of_case(AdverseEffect).order_by(first, "noticed_on", "pk")
        return rows.values_list("pk", flat=True)

    def _commitments(self) -> QuerySet[Any, UUID]:
        first, then = F("settled_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True)
        return self._of_case(Commitment).order_by(first, then, "pk").values_list("pk", flat=True)

    def _portion(self, keys: QuerySet[Any, UUID], name: str) -> Portion[UUID]:
        return portion(self.request, list(keys), name, key=str, place=name)

    # --- what is shown of it -------------------------------------------------------------------
    def content(self) -> Content:
        order = sorted(self.found, key=lambda one: FIRST[stand_of(one)])
        keys = [one.pk for one in order]
        folded = self._fold() if is_long(keys) else None
        size = SIZE if folded else max(len(keys), 1)
        who = portion(self.request, keys, "who", key=str, place="who", size=size)
        shown = folded.shown if folded else keys
        rows = self._rows({*shown, *who.rows}, set(shown))
        return Content(
            [] if folded else [rows[key] for key in keys if key in rows],
            _filled(folded, rows) if folded else None,
            _shown(who, rows),
            len(keys),
            sum(stand_of(one) in ("unanswered", "late") for one in order),
            self._with_buttons(self.effects, self.read_effects, ON_EFFECT),
            self._with_buttons(self.commitments, self.read_commitments, ON_COMMITMENT),
        )

    def _fold(self) -> Folding:
        goals = {one.action.goal for one in self.found if one.action.goal}
        return folding(
            self.request,
            [
                standing(one.pk, str(one.pk), one, getattr(one.action.goal, "line", ""), self.user)
                for one in self.found
            ],
            sorted(goals, key=lambda goal: (goal.position, str(goal.pk))),
        )

    def _rows(self, wanted: set[UUID], in_full: set[UUID]) -> dict[UUID, Row]:
        """The rows by key; those in full with their reports and buttons."""
        related = ("action", "agency", "owner", "performer", "checked_by", "answered_by")
        follow_ups = self._of_case(FollowUp).select_related(*related).filter(pk__in=wanted)
        reports, alone = self._reports(in_full)
        self.read_effects = self._of_case(AdverseEffect).filter(pk__in=self.effects.rows)
        self.read_effects = self.read_effects.select_related(
            "kind", "author", "agency", "responded_by", "closed_by", "follow_up__action"
        )
        self.read_commitments = self._of_case(Commitment).filter(pk__in=self.commitments.rows)
        self.read_commitments = self.read_commitments.select_related(
            "author", "agency", "settled_by"
        )
        ask_together(follow_ups, reports, self.read_effects, self.read_commitments)
        rows: dict[UUID, Row] = {}
        for one in follow_ups:
            one.case = self.case
            stand = stand_of(one)
            rows[one.pk] = Row(
                one, stand, stand in ("unanswered", "late"), in_words(one, self.case),
                runs(one, self.case),
            )  # fmt: skip
            if one.pk in in_full:
                rows[one.pk].buttons = buttons(self.user, one, ON_ACTION)
                rows[one.pk].told = self.told[one.pk]
        for report in reports:
            self._tell(rows[report.follow_up_id], report, alone)
        for key, row in rows.items():
            if key == alone:
                self._page_of_reports(row)
            elif len(row.reports) < row.told:
                row.all_reports = here(self.request, f"a-{key}", at=key, goal=None, reports="all")
            for report in row.reports:
                cast(Any, report).buttons = buttons(self.user, report, (CorrectReport,))
        return rows

    def _reports(self, in_full: set[UUID]) -> tuple[QuerySet[ActionReport], UUID | None]:
        """The reports to read: the newest of all, or every one of the action that was asked for."""
        rows = self._of_case(ActionReport).select_related("author", "agency")
        rows = rows.order_by("-happened_on", "-written_at", "pk")
        wants_all = "reports" in self.request.GET
        alone = next((key for key in in_full if str(key) == self.asked_at and wants_all), None)
        if alone:
            return rows.filter(follow_up=alone), alone
        return rows.filter(follow_up__in=in_full)[:REPORTS], None

    def _tell(self, row: Row, report: ActionReport, alone: UUID | None) -> None:
        if alone is None and len(row.reports) == OF_ACTION and row.told > OF_ACTION:
            return
        report.follow_up, report.case = row.follow_up, self.case
        row.reports.append(report)

    def _page_of_reports(self, row: Row) -> None:
        """Every report of one action, a portion at a time."""
        place = f"a-{row.follow_up.pk}"
        row.pages = portion(
            self.request, row.reports, "reports", key=lambda one: one.pk, place=place
        )
        row.reports = row.pages.rows

    def _with_buttons(
        self, keys: Portion[UUID], rows: QuerySet[Any], declared: Any
    ) -> Portion[Any]:
        known = {}
        for row in rows:
            row.case = self.case  # so that no rule asks for it
            row.buttons = buttons(self.user, row, declared)
            known[row.pk] = row
        return _shown(keys, known)


def _shown(keys: Portion[UUID], rows: dict[UUID, Any]) -> Portion[Any]:
    found = [rows[key] for key in keys.rows if key in rows]
    return Portion(found, keys.first, keys.total, keys.before, keys.after)


def _filled(folded: Folding, rows: dict[UUID, Row]) -> Folding:
    """The same folding with rows where it had their keys."""
    for fold in folded.goals.rows:
        if fold.part:
            fold.part = _shown(fold.part, rows)
    return Folding(_shown(folded.needs, rows), folded.goals)
