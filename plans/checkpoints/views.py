"""Checkpoints: the list, one of them in sections, each section a form of its own (screen 6)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.rights import Right
from casework.views.case import CaseView
from casework.views.team import CaseDecisionView
from common import clock
from common.sections import Rows
from plans.checkpoints import forms, rules
from plans.checkpoints.decisions import meeting as meeting_decisions
from plans.checkpoints.decisions import sections
from plans.checkpoints.sheet import CheckSheet, coming, held, is_late, next_day
from plans.models import CheckMeeting, Plan

TAB = "plans:checkpoints"
State = CheckMeeting.State
# section -> its heading, its form; in the order in which a meeting goes.
SECTIONS = (
    ("presence", gettext_noop("Who is there"), forms.PresenceForm),
    ("actions", gettext_noop("Actions"), forms.ActionsForm),
    ("goals", gettext_noop("Goals"), forms.GoalsForm),
    ("effects", gettext_noop("Negative effects"), forms.EffectsForm),
    ("online", gettext_noop("Online side"), forms.OnlineForm),
    ("views", gettext_noop("What the person and the family say"), forms.ViewsForm),
    ("partners", gettext_noop("Partners in and out"), forms.PartnersForm),
)


class Checkpoints(CaseView):
    """What was held, what is open, what comes next."""

    template_name = "plans/checking/list.html"
    tab = TAB

    def get(self, request, pk):
        case = self.subject
        meetings = held(case)
        day = next_day(case)
        return self.page(
            **self.frame(),
            open_one=next((one for one in meetings if one.state == State.OPEN), None),
            concluded=[one for one in meetings if one.state == State.CONCLUDED],
            planned=coming(case),
            next_day=day,
            late=is_late(day),
            standing=list(rules.is_carried_out(case)),
            may_hold=access.may(request.user, Right.PLAN_MEETINGS, case),
        )


class OfMeeting:
    """The meeting that the address names, through the reader's eyes (404)."""

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = CheckMeeting.objects.visible_to(self.request.user).filter(case=self.subject)
        people = ("plan", "opened_by", "concluded_by")
        self.meeting = rows.select_related(*people).filter(pk=kwargs["row"]).first()
        if self.meeting is None:
            raise Http404
        self.sheet = CheckSheet(self.subject, self.meeting)


class Checking(OfMeeting, CaseView):
    """One checkpoint: its sections, what stands before its conclusion; read-only afterwards.

    Whoever writes it finds the form of each section in place, saved by itself.
    """

    template_name = "plans/checking/meeting.html"
    tab = TAB

    def get(self, request, pk, row):
        case, user, meeting = self.subject, request.user, self.meeting
        is_open = meeting.state == State.OPEN
        writes = is_open and bool(access.may(user, Right.PLAN_MEETINGS, case))
        return self.page(
            **self.frame(),
            meeting=meeting,
            sheet=self.sheet,
            is_open=is_open,
            sections=[self._section(name, title, writes) for name, title, _form in SECTIONS],
            before=list(rules.before_concluding(self.sheet)) if is_open else [],
            writes=writes,
            concludes=is_open and access.may(user, Right.RECORD_DECISION, case),
            corrects=access.may(user, Right.PLAN_MEETINGS, case),
        )

    def _section(self, name: str, title: str, writes: bool) -> dict:
        known = {"name": name, "title": gettext(title)} | done_of(name, self.sheet)
        if not writes:
            return known
        page = WriteSection()
        page.setup(self.request)
        page.subject, page.meeting, page.sheet = self.subject, self.meeting, self.sheet
        page.begin(name)
        opened = page.opened()
        lines = page.lines(opened["form"])
        if name in sections.ROWS and not lines:
            return known
        return known | opened | {"lines": lines}


def done_of(name: str, sheet: CheckSheet) -> dict:
    """How far a section is: done, and its count where it is a list."""
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


class CheckingForm(CaseDecisionView):
    """A form of a checkpoint; whoever has sent it is led back to the meeting."""

    right = Right.PLAN_MEETINGS
    template_name = "plans/analysis_form.html"
    tab = TAB
    heading: ClassVar[object] = ""
    lede: ClassVar[object] = ""
    action: ClassVar[object] = _("Save")
    note: ClassVar[object] = _("whole team")

    def back(self) -> str:
        return reverse(TAB, args=[self.subject.pk])

    def context(self) -> dict:
        words = {name: getattr(self, name) for name in ("heading", "lede", "action", "note")}
        return super().context() | words | {"back": self.back()}

    def success_url(self, result) -> str:
        return reverse("plans:checking", args=[self.subject.pk, result.pk])


class OpenCheckpoint(CheckingForm):
    """Begin to write the meeting."""

    heading, action = _("Hold a checkpoint"), _("Begin")
    form_class = forms.OpenForm
    form_name = "plans.checkpoint_open"

    def form_options(self) -> dict:
        return {"case": self.subject}

    def initial(self) -> dict:
        points = coming(self.subject)
        return {"held_on": clock.today(), "line": str(points[0].line) if points else ""}

    def standing(self) -> list:
        return [*rules.is_carried_out(self.subject), *rules.none_is_open(self.subject)]

    def decide(self, form):
        return meeting_decisions.open_checkpoint(
            self.subject, by=self.request.user, **form.cleaned_data
        )


class MeetingForm(OfMeeting, CheckingForm):
    """A form on one meeting."""

    def object_key(self) -> str:
        return str(self.meeting.pk)

    def object_version(self) -> int:
        return self.meeting.version

    def standing(self) -> list:
        return list(rules.is_open(self.meeting))

    def back(self) -> str:
        return reverse("plans:checking", args=[self.subject.pk, self.meeting.pk])

    def success_url(self, result) -> str:
        return self.back()


class WriteSection(MeetingForm):
    """One section, saved by itself."""

    template_name = "plans/checking/section.html"
    success_message = _("Saved.")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.begin(kwargs["section"])

    def begin(self, section: str) -> None:
        """Take the section that the address names. Raises Http404."""
        known = {name: (title, form) for name, title, form in SECTIONS}
        if section not in known:
            raise Http404
        self.section = section
        self.heading, self.form_class = gettext(known[section][0]), known[section][1]
        self.form_name = f"plans.checkpoint_{section}"

    def lines(self, form) -> list[dict]:
        """The rows of a list as the page shows them; none for a section of questions."""
        if self.section not in sections.ROWS:
            return []
        facts: dict = {}
        if self.section == "actions":
            facts = {
                one.line: {
                    "agency": one.action.agency,
                    "planned": one.action.ends_on,
                    "says": one.follow_up.get_state_display(),
                }
                for one in self.sheet.actions
            }
        if self.section == "goals":
            facts = {
                row.line: {"target": row.target, "planned": row.due_on} for row in self.sheet.goals
            }
        return [{"at": at, "words": words} | facts.get(key, {}) for key, at, words in form.lines()]

    def form_options(self) -> dict:
        if self.section == "presence":
            return {"rows": [(one.pk, one.name) for one in self.sheet.agencies]}
        if self.section == "actions":
            return {"rows": [(one.line, one.action.title) for one in self.sheet.actions]}
        if self.section == "goals":
            return {"rows": [(row.line, row.statement) for row in self.sheet.goals]}
        return {}

    def initial(self) -> dict:
        if self.section == "presence":
            return {f"at_{seat.agency_id}": seat.presence for seat in self.sheet.seats}
        if self.section == "actions":
            found = self.sheet.actions_found.items()
            return _filled((line, row.standing, row.words) for line, row in found)
        if self.section == "goals":
            found = self.sheet.goals_found.items()
            return _filled((line, row.rating, row.words) for line, row in found)
        return {name: getattr(self.meeting, name) for name in self.form_class.base_fields}

    def object_version(self) -> int:
        """The meeting's, or how often the rows of the section were changed."""
        rows = sections.ROWS.get(self.section)
        return rows.version(self.meeting) if rows else super().object_version()

    def form_page(self, form, **more):
        return super().form_page(form, lines=self.lines(form), section=self.section, **more)

    def decide(self, form):
        by, meeting, seen = self.request.user, self.meeting, self.expected_version
        if self.section == "presence":
            return sections.write_presence(meeting, by=by, expected=seen, seats=form.said())
        if self.section == "actions":
            return sections.check_actions(meeting, by=by, expected=seen, found=form.said())
        if self.section == "goals":
            return sections.check_goals(meeting, by=by, expected=seen, found=form.said())
        return sections.write_section(
            meeting, self.section, by=by, expected=seen, **form.cleaned_data
        )

    def success_url(self, result) -> str:
        return f"{self.back()}#{self.section}"

    # --- a colleague wrote the same row meanwhile ----------------------------------------------
    def _conflict(self, token, form, current):
        """What only the colleague wrote is taken over, so that sending again undoes none of it."""
        if isinstance(current, Rows):
            data = form.data.copy()
            for key, value in current.values.items():
                if key not in current.mine:
                    for name, word in form.filled(key, value).items():
                        data[name] = word
            form = self.form_class(data=data, **self.form_options())
            form.is_valid()
        return super()._conflict(token, form, current)

    def differences(self, form, current) -> list[tuple[str, str, str]]:
        if not isinstance(current, Rows):
            return super().differences(form, current)
        said = form.said()
        return [
            (title, form.in_words(current.values[key]), form.in_words(said[key]))
            for key, title in form.rows
            if key in current.contested
        ]


def _filled(rows) -> dict:
    """The initial values of a list of rows."""
    values = {}
    for line, choice, words in rows:
        values |= {f"at_{line}": choice, f"words_{line}": words}
    return values


class Conclude(MeetingForm):
    """The content coordinator concludes what the table found."""

    right = Right.RECORD_DECISION
    heading, action = _("Conclude the checkpoint"), _("Conclude")
    form_class = forms.ConcludeForm
    form_name = "plans.checkpoint_conclude"
    success_message = _("Concluded. The team has been told.")

    def standing(self) -> list:
        return list(rules.before_concluding(self.sheet))

    def decide(self, form):
        return meeting_decisions.conclude_checkpoint(
            self.meeting, by=self.request.user, **form.cleaned_data
        )

    def success_url(self, result) -> str:
        """From an adjustment straight to the next version (S53)."""
        for hint in rules.next_day_is_worked(result.next_on):
            messages.warning(self.request, f"{hint} {hint.todo}")
        plans = Plan.objects.visible_to(self.request.user)
        drafts = plans.filter(case=self.subject, state=Plan.State.DRAFT)
        if result.conclusion == CheckMeeting.Conclusion.ADJUST and drafts.exists():
            return reverse("plans:plan", args=[self.subject.pk])
        return self.back()


class Cancel(MeetingForm):
    """It did not take place."""

    heading, action = _("Cancel the checkpoint"), _("Cancel the checkpoint")
    form_class = forms.CancelForm
    form_name = "plans.checkpoint_cancel"
    success_message = _("Cancelled. What was typed stays in the history.")

    def decide(self, form):
        return meeting_decisions.cancel_checkpoint(
            self.meeting, by=self.request.user, **form.cleaned_data
        )

    def success_url(self, result) -> str:
        return reverse(TAB, args=[self.subject.pk])


class CorrectDay(MeetingForm):
    """The day on which it was really held."""

    heading = _("Correct the day")
    form_class = forms.CorrectDayForm
    form_name = "plans.checkpoint_day"
    success_message = _("Corrected. What stood before is kept in the history.")

    def standing(self) -> list:
        return []

    def initial(self) -> dict:
        return {"held_on": self.meeting.held_on}

    def decide(self, form):
        return meeting_decisions.correct_day(
            self.meeting,
            by=self.request.user,
            expected=self.expected_version,
            **form.cleaned_data,
        )
