"""Checkpoints: the list, and one of them in sections, read or written in place (screen 6)."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext

from casework.acts import buttons
from casework.models import Case
from casework.views.case import CaseView
from common.portions import SIZE, Portion, portion
from plans.checkpoints import acts
from plans.checkpoints.decisions import sections
from plans.checkpoints.rows import MEETING, TAB
from plans.checkpoints.sheet import (
    Checkpoints,
    CheckpointSheet,
    checkpoints_of,
    is_late,
    sheet_of,
)
from plans.models import CheckpointMeeting
from plans.plan.folding import is_long

State = CheckpointMeeting.State


class CheckpointsPage(CaseView):
    """The list of checkpoints: concluded ones, the open one, the next days."""

    template_name = "plans/checkpoints/list.html"
    tab = TAB

    def get(self, request, pk):
        case, checkpoints = self.subject, checkpoints_of(self.subject)
        return self.page(
            **self.frame(),
            open_one=checkpoints.open_one,
            concluded=portion(
                request, _numbered(checkpoints), "held", key=lambda one: one.pk, place="held"
            ),
            ahead=checkpoints.ahead,
            is_over=case.state in Case.CLOSED,
            next_day=checkpoints.next_day,
            late=is_late(checkpoints.next_day),
            standing=acts.OpenCheckpoint.decision.obstacles(case, request.user),
            hold=buttons(request.user, case, (acts.OpenCheckpoint,)),
        )


def _numbered(checkpoints: Checkpoints) -> list[CheckpointMeeting]:
    """The concluded ones, those of one day told apart by their ``number``."""
    concluded, numbers = checkpoints.concluded, checkpoints.numbers
    for one in concluded:
        one.number = numbers.get(one.pk, "")
    return concluded


class CheckpointPage(CaseView):
    """One checkpoint: its sections, what stands before its conclusion; read-only afterwards.

    Whoever writes it finds the form of each section in place, saved by itself.
    """

    template_name = "plans/checkpoints/meeting.html"
    tab = TAB

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = CheckpointMeeting.objects.visible_to(self.request.user).filter(case=self.subject)
        rows = rows.select_related(*MEETING.related)
        self.meeting = rows.filter(pk=kwargs["row"]).first()
        if self.meeting is None:
            raise Http404
        self.meeting.case = self.subject

    def get(self, request, pk, row):
        user, meeting = request.user, self.meeting
        is_open = meeting.state == State.OPEN
        writing = acts.WriteSection.button_for(user, meeting)
        writes = writing is not None and not writing.obstacles
        before = acts.Conclude.decision.obstacles(meeting, user) if is_open else []
        return self.page(
            **self.frame(),
            meeting=meeting,
            number=checkpoints_of(self.subject).numbers.get(meeting.pk, ""),
            sheet=sheet_of(meeting),
            is_open=is_open,
            sections=[self._section(section, writes) for section in acts.SECTIONS],
            before=before,
            conclude=buttons(user, meeting, (acts.Conclude,)),
            cancel=buttons(user, meeting, (acts.Cancel,)),
            correct_day=buttons(user, meeting, (acts.CorrectDay,)),
        )

    def _section(self, section: acts.Section, writes: bool) -> dict:
        sheet = sheet_of(self.meeting)
        known = {"name": section.name, "title": gettext(section.title)}
        known |= done_of(section.name, sheet)
        if not writes:
            return known | {"part": self._read(section.name, sheet)}
        form = acts.WriteSection.standing_on(self.request, self.meeting, section=section.name)
        opened = form.opened()
        lines = form.lines(opened["form"])
        if section.rows and not lines:
            return known | {"part": self._read(section.name, sheet)}
        part = form.part if section.rows else None
        return known | opened | {"lines": lines, "action": form.portion_address, "part": part}

    def _read(self, name: str, sheet: CheckpointSheet) -> Portion | None:
        """What is read of a section of rows: of many a portion, those not looked at first."""
        if name == "presence":
            rows, key = list(sheet.seats), lambda seat: seat.pk
        elif name == "actions":
            rows, key = list(sheet.actions), lambda one: one.line
        elif name == "goals":
            rows, key = list(sheet.results), lambda result: result[0].line
        else:
            return None
        size = max(len(rows), 1)
        if is_long(rows):
            size, not_seen = SIZE, acts.SECTIONS_BY_NAME[name].not_seen(sheet)
            rows.sort(key=lambda row: key(row) not in not_seen)
        return portion(self.request, rows, name, key=key, place=name, size=size)


def done_of(name: str, sheet: CheckpointSheet) -> dict:
    """``done`` of a section, and ``count`` («3/5») where it has rows."""
    meeting = sheet.meeting
    if name == "presence":
        said, every = len(sheet.seats), len(sheet.agencies)
    elif name == "actions":
        every = len(sheet.actions)
        said = every - len(sheet.actions_not_seen)
    elif name == "goals":
        every = len(sheet.goals)
        said = every - len(sheet.goals_not_seen)
    else:
        fields = sections.SECTIONS[name]
        return {"done": any(getattr(meeting, field).strip() for field in fields)}
    return {"done": said == every, "count": f"{said}/{every}" if every else ""}
