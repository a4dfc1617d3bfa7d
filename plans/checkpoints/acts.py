"""The acts of a checkpoint: begun, written in sections, concluded, cancelled (screen 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct, route_of
from common import clock, drafts
from common.portions import SIZE, Portion, portion
from common.sections import Rows
from plans.checkpoints import forms, rules
from plans.checkpoints.decisions import meeting, sections
from plans.checkpoints.rows import MEETING, TAB
from plans.checkpoints.sheet import CheckpointSheet, checkpoints_of, sheet_of
from plans.models import CheckpointMeeting, Plan
from plans.plan.folding import is_long


class OpenCheckpoint(CaseAct):
    """Begin to write a checkpoint."""

    decision = meeting.open_checkpoint
    tab = TAB
    form_class = forms.OpenForm
    button, kind, size = _("Hold a checkpoint"), "main", "m"
    heading, action = _("Hold a checkpoint"), _("Begin")

    def form_options(self) -> dict:
        return {"case": self.subject}

    def initial(self) -> dict:
        points = checkpoints_of(self.subject).coming
        return {"held_on": clock.today(), "line": str(points[0].line) if points else ""}

    def success_url(self, result) -> str:
        return MEETING.page(result)

    @staticmethod
    def example(row, user) -> dict:
        return {"line": "", "held_on": clock.today().isoformat(), "why_extra": "Du nouveau."}


class Conclude(RowAct):
    """Conclude a checkpoint; the content coordinator does."""

    on, decision = MEETING, meeting.conclude_checkpoint
    form_class = forms.ConcludeForm
    button, kind, size = _("Conclude"), "main", "m"
    heading, action = _("Conclude the checkpoint"), _("Conclude")
    done = _("Concluded. The team has been told.")

    def success_url(self, result) -> str:
        """After «adjust the plan» the page of its draft (S53), else the checkpoint."""
        for hint in rules.next_day_is_worked(result.next_on):
            messages.warning(self.request, f"{hint} {hint.todo}")
        plans = Plan.objects.visible_to(self.request.user)
        drafts = plans.filter(case=self.subject, state=Plan.State.DRAFT)
        if result.conclusion == CheckpointMeeting.Conclusion.ADJUST and drafts.exists():
            return reverse("plans:plan", args=[self.subject.pk])
        return self.back()

    @staticmethod
    def example(row, user) -> dict:
        next_on = (clock.today() + timedelta(days=30)).isoformat()
        said = {"grounds": "Tout est tenu.", "reason": "Convenu à la table."}
        return {"conclusion": "go_on", "next_on": next_on} | said


class Cancel(RowAct):
    """Cancel a checkpoint that did not take place."""

    on, decision = MEETING, meeting.cancel_checkpoint
    form_class = forms.CancelForm
    button, size = _("It did not take place"), "m"
    heading, action = _("Cancel the checkpoint"), _("Cancel the checkpoint")
    done = _("Cancelled. What was typed stays in the history.")
    example = {"reason": "Personne n’est venu."}

    def success_url(self, result) -> str:
        return reverse(TAB, args=[self.subject.pk])


class CorrectDay(RowAct):
    """Correct the day on which a checkpoint was held."""

    on, decision = MEETING, meeting.correct_day
    form_class = forms.CorrectDayForm
    fields = ("held_on",)
    button = _("Correct the day")
    heading = _("Correct the day")
    done = _("Corrected. What stood before is kept in the history.")

    @staticmethod
    def example(row, user) -> dict:
        return {"held_on": clock.today().isoformat(), "reason": "Faute de frappe."}


# --- the sections, each a form of its own -------------------------------------------------------
@dataclass(frozen=True)
class Section:
    """A section of a checkpoint: one form, of fields of the meeting or of rows.

    Of rows: ``rows`` gives key and title of each, ``found`` the initial values, ``facts`` by key
    what is shown beside a row, ``not_seen`` the keys of which nothing is said yet.
    """

    name: str
    title: str
    form: type
    decision: Callable = sections.write_section
    rows: Callable[[CheckpointSheet], list[tuple]] | None = None
    found: Callable[[CheckpointSheet], dict] = lambda sheet: {}
    facts: Callable[[CheckpointSheet], dict] = lambda sheet: {}
    not_seen: Callable[[CheckpointSheet], set] = lambda sheet: set()


def _filled(found: dict, choice: str) -> dict:
    """Initial values of a form of rows: by line the choice and the words."""
    values = {}
    for line, row in found.items():
        values |= {f"at_{line}": getattr(row, choice), f"words_{line}": row.words}
    return values


def _of_action(one) -> dict:
    return {"agency": one.action.agency, "planned": one.action.ends_on, "says": one.says}


# In the order in which a meeting goes.
SECTIONS = (
    Section(
        "presence", gettext_noop("Who is there"), forms.PresenceForm, sections.write_presence,
        lambda sheet: [(one.pk, one.name) for one in sheet.agencies],
        lambda sheet: {f"at_{seat.agency_id}": seat.presence for seat in sheet.seats},
        not_seen=lambda sheet: {one.pk for one in sheet.agencies}
        - {seat.agency_id for seat in sheet.seats},
    ),
    Section(
        "actions", gettext_noop("Actions"), forms.ActionsForm, sections.check_actions,
        lambda sheet: [(one.line, one.action.title) for one in sheet.actions],
        lambda sheet: _filled(sheet.actions_found, "standing"),
        lambda sheet: {one.line: _of_action(one) for one in sheet.actions},
        lambda sheet: {one.line for one in sheet.actions_not_seen},
    ),
    Section(
        "goals", gettext_noop("Goals"), forms.GoalsForm, sections.check_goals,
        lambda sheet: [(row.line, row.statement) for row in sheet.goals],
        lambda sheet: _filled(sheet.goals_found, "rating"),
        lambda sheet: {r.line: {"target": r.target, "planned": r.due_on} for r in sheet.goals},
        lambda sheet: {row.line for row in sheet.goals_not_seen},
    ),
    Section("effects", gettext_noop("Negative effects"), forms.EffectsForm),
    Section("online", gettext_noop("Online side"), forms.OnlineForm),
    Section("views", gettext_noop("What the person and the family say"), forms.ViewsForm),
    Section("partners", gettext_noop("Partners in and out"), forms.PartnersForm),
)  # fmt: skip
SECTIONS_BY_NAME = {section.name: section for section in SECTIONS}


class WriteSection(RowAct):
    """Write one section, saved by itself; the address names the section."""

    on, decision = MEETING, sections.write_section
    form_class = forms.ViewsForm
    template_name = "plans/checkpoints/section.html"
    done = _("Saved.")
    example = {"person_view": "« Ça va mieux. »"}

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.section = SECTIONS_BY_NAME.get(kwargs["section"])
        if self.section:
            self.heading, self.form_class = gettext(self.section.title), self.section.form
            self.decision = self.section.decision
            self.fields = () if self.section.rows else tuple(self.form_class.base_fields)

    def find(self, **kwargs):
        return super().find(**kwargs) if self.section else None

    @property
    def form_name(self) -> str:
        return f"plans.checkpoint_{self.section.name}"

    @classmethod
    def address(cls, row, section: str = "views") -> str:
        return reverse(route_of(cls), args=[row.case_id, row.pk, section])

    @property
    def sheet(self) -> CheckpointSheet:
        return sheet_of(self.row)

    def lines(self, form) -> list[dict]:
        """The fields of each row as the page shows them; none for a section without rows."""
        if not self.section.rows:
            return []
        facts = self.section.facts(self.sheet)
        return [{"at": at, "words": words} | facts.get(key, {}) for key, at, words in form.lines()]

    def form_options(self) -> dict:
        return {"rows": self._rows()} if self.section.rows else {}

    # --- of many rows a portion at a time, those first of which nothing is said yet ------------
    @cached_property
    def every_row(self) -> list[tuple]:
        """Key and title of each row of the section; of many those not looked at come first."""
        rows = self.section.rows(self.sheet)
        if not is_long(rows):
            return rows
        not_seen = self.section.not_seen(self.sheet)
        return sorted(rows, key=lambda row: row[0] not in not_seen)

    @cached_property
    def part(self) -> Portion[tuple]:
        rows, name = self.every_row, self.section.name
        size = SIZE if is_long(rows) else max(len(rows), 1)
        return portion(self.request, rows, name, key=lambda row: row[0], place=name, size=size)

    def _rows(self) -> list[tuple]:
        """The rows of the form: of many those that were sent, or stand there, or were typed."""
        if not is_long(self.every_row):
            return self.every_row
        if self.request.method == "POST":
            names = set(self.request.POST)
        else:
            draft = drafts.unfinished(self.request.user, self.form_name, self.object_key())
            names = {*(draft.data if draft else ()), *(f"at_{row[0]}" for row in self.part.rows)}
        return [row for row in self.every_row if f"at_{row[0]}" in names]

    def object_key(self) -> str:
        """Of many rows each portion has a text of its own that is kept."""
        begins = self.request.GET.get(self.section.name, "") if self.section.rows else ""
        if not begins or not is_long(self.every_row):
            return super().object_key()
        return f"{self.row.pk}:{begins}"[: drafts.LONGEST_KEY]

    @property
    def portion_address(self) -> str:
        """Where the form of this portion is sent."""
        address = self.address(self.row, self.section.name)
        begins = self.request.GET.get(self.section.name, "")
        return f"{address}?{urlencode({self.section.name: begins})}" if begins else address

    def initial(self) -> dict:
        return self.section.found(self.sheet) if self.section.rows else super().initial()

    def object_version(self) -> int:
        """The meeting's version; of a section of rows, how often they were changed."""
        rows = sections.ROWS.get(self.section.name)
        return rows.version(self.row) if rows else super().object_version()

    def form_page(self, form, **more):
        part = self.part if self.section.rows else None
        shown = {"lines": self.lines(form), "section": self.section.name, "part": part}
        return super().form_page(form, **shown, **more)

    def values(self, form) -> dict:
        if self.section.rows:
            return {"found": form.said()}
        return {"section": self.section.name} | form.cleaned_data

    def success_url(self, result) -> str:
        return f"{self.back()}#{self.section.name}"

    # --- a colleague wrote the same row meanwhile ----------------------------------------------
    def _conflict(self, token, form, conflict):
        """Takes over what the colleague alone wrote, so that sending again undoes none of it."""
        current = conflict.current
        if isinstance(current, Rows):
            data = form.data.copy()
            for key, value in current.values.items():
                if key not in current.mine:
                    for name, word in form.filled(key, value).items():
                        data[name] = word
            form = self.form_class(data=data, **self.form_options())
            form.is_valid()
        return super()._conflict(token, form, conflict)

    def differences(self, form, current) -> list[tuple]:
        if not isinstance(current, Rows):
            return super().differences(form, current)
        said = form.said()
        return [
            (title, form.in_words(current.values[key]), form.in_words(said[key]))
            for key, title in form.rows
            if key in current.contested
        ]
