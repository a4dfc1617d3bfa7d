"""The front of a case: five answers, who has not spoken yet, and what needs a partner.

Apps register what they know on import: ``answers.register("how", …)``, ``register_tasks(…)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.models import AgencyStatement, Case, Conference, Deconfliction, TeamMember
from casework.refusals import Obstacle, Strength
from casework.rights import Role
from casework.templatetags import dates


@dataclass(frozen=True)
class Answer:
    """One answer in words; a ``missing`` one says what lacks, ``todo`` what to do about it."""

    words: str
    missing: bool = False
    todo: str = ""
    href: str = ""


@dataclass(frozen=True)
class Asked:
    """What an answer may look at: the case, its reader, and the team that the page loaded."""

    case: Case
    user: object
    members: list[TeamMember]


Answering = Callable[[Asked], "Answer | None"]
# The five questions of every case (S01), in their order.
QUESTIONS = {
    "opened": gettext_lazy("When and why"),
    "how": gettext_lazy("How"),
    "whom": gettext_lazy("With whom"),
    "follow": gettext_lazy("How it is followed"),
    "end": gettext_lazy("When it may end"),
}


@dataclass
class Answers:
    """Who answers which of the five questions. The last to register a question answers it."""

    by_question: dict[str, Answering] = field(default_factory=dict)

    def register(self, name: str, answer: Answering) -> None:
        """An app answers this question; it gives None where it has nothing to say yet.

        Raises LookupError on a question that nobody asks.
        """
        if name not in QUESTIONS:
            raise LookupError(f"No such question: {name}")
        self.by_question[name] = answer

    def of(self, asked: Asked) -> list[dict]:
        """All five, each with its question; what nobody answers says what is missing."""
        given = []
        for name, question in QUESTIONS.items():
            answer = self.by_question[name](asked) if name in self.by_question else None
            given.append({"question": question, "answer": answer or WITHOUT[name](asked)})
        return given


def _opened(asked: Asked) -> Answer:
    case = asked.case
    words = {"day": dates.day(case.opened_at), "route": case.get_entry_route_display()}
    return Answer(_("Opened on %(day)s, by way of: %(route)s") % words, href="#grounds")


def _no_plan(asked: Asked) -> Answer:
    return Answer(
        _("No plan yet"),
        missing=True,
        todo=_("The content coordinator drafts it with the partners after the analysis."),
    )


def _whom(asked: Asked) -> Answer:
    """The agencies that take part now, by name."""
    names = {m.agency_id: m.agency.short_name for m in asked.members if m.role == Role.PARTNER}
    if not names:
        return Answer(
            _("No partner yet"), missing=True, todo=_("The process coordinator names partners.")
        )
    shown = sorted(names.values())[:SHOWN]
    words = ngettext("%(count)s agency: %(names)s", "%(count)s agencies: %(names)s", len(names)) % {
        "count": len(names),
        "names": ", ".join(shown),
    }
    if len(names) > SHOWN:
        words += " …"
    return Answer(words, href=reverse("case_team", args=[asked.case.pk]))


def _no_check(asked: Asked) -> Answer:
    return Answer(
        _("No check yet"),
        missing=True,
        todo=_("The process coordinator plans the checkpoints with the plan."),
    )


def _end(asked: Asked) -> Answer:
    """What the state alone tells of the end."""
    State = Case.State
    words = {
        State.GATHERING: _("Not yet: the analysis has not begun."),
        State.ANALYSIS: _("Not yet: no plan is approved."),
        State.PLANNED: _("Not yet: nothing has been carried out."),
        State.ACTIVE: _("Not yet: closure has not been proposed."),
        State.PAUSED: _("Not yet: the case is paused."),
        State.CLOSING: _("Closure is proposed; the risk owner signs."),
        State.MONITORING: _("Closed jointly; monitoring runs."),
        State.ENDED: _("Ended."),
        State.TRANSFERRED: _("Transferred to another authority."),
    }
    state = State(asked.case.state)
    late = (State.CLOSING, State.MONITORING, State.ENDED, State.TRANSFERRED)
    return Answer(words[state], missing=state not in late)


SHOWN = 6
WITHOUT: dict[str, Answering] = {
    "opened": _opened,
    "how": _no_plan,
    "whom": _whom,
    "follow": _no_check,
    "end": _end,
}
answers = Answers()


# --- what needs a partner -------------------------------------------------------------------
@dataclass(frozen=True)
class Task:
    """One thing that the reader's own agency is asked on this case.

    The button opens ``href``; with ``post`` it is done at once by a POST there.
    """

    title: str
    href: str
    act: str
    meta: str = ""
    due_at: datetime | None = None
    post: str = ""


_tasks: list[Callable[[Asked], Iterable[Task]]] = []


def register_tasks(give: Callable[[Asked], Iterable[Task]]) -> None:
    """An app adds what it asks of the reader's agency: ``give(asked)`` yields ``Task``."""
    _tasks.append(give)


def tasks_of(asked: Asked, statements: list[AgencyStatement]) -> list[Task]:
    """What needs this person on the case: own declarations first, then the apps' by date."""
    given = [task for give in _tasks for task in give(asked)]
    given.sort(key=lambda task: (task.due_at is None, task.due_at))
    return [*_own_declarations(asked, statements), *given]


def _own_declarations(asked: Asked, statements) -> Iterable[Task]:
    mine = [m for m in asked.members if m.user_id == asked.user.pk]
    if any(not m.interest for m in mine):
        yield Task(
            _("Say whether you have an interest of your own"),
            reverse("case_declare", args=[asked.case.pk]),
            _("Declare"),
        )
    elif any(m.aim_accepted_at is None for m in mine):
        yield Task(
            _("Say whether you share the common aim"),
            reverse("case_declare", args=[asked.case.pk]),
            _("Declare"),
        )
    if asked.user.agency_id not in {statement.agency_id for statement in statements}:
        yield Task(
            _("Write what your agency aims at, and where it stops"),
            reverse("case_statement", args=[asked.case.pk]),
            _("Write"),
        )


# --- who has not spoken yet -----------------------------------------------------------------
def statements(case: Case) -> list[AgencyStatement]:
    """What each agency said that it aims at (S14), by agency."""
    return list(case.statements.select_related("agency").order_by("agency__name"))


def not_said(members: list[TeamMember], said: list[AgencyStatement]) -> list[Obstacle]:
    """The agencies of the team that have not said what they aim at: a warning (S14)."""
    known = {statement.agency_id for statement in said}
    silent = {
        m.agency_id: m.agency.short_name
        for m in members
        if m.role != Role.EVALUATOR and m.agency_id not in known
    }
    if not silent:
        return []
    return [
        Obstacle(
            _("Not said yet what they aim at and where they stop: %(agencies)s.")
            % {"agencies": ", ".join(sorted(silent.values()))},
            row="S14",
            strength=Strength.WARNING,
            todo=_("Each agency writes it on the team page; the plan builds on it."),
        )
    ]


def beginning(case: Case) -> dict:
    """The table on which the case was opened, and what the security services said last (2.9).

    Both came with the case and are its team's to read: four queries at most.
    """
    conference = (
        Conference.objects.filter(case=case)
        .select_related("recorded_by")
        .order_by("-recorded_at", "-pk")
        .first()
    )
    seats = conference.seats.select_related("agency").order_by("agency__name") if conference else []
    return {
        "conference": conference,
        "seats": list(seats),
        "first_day": first_day_of(conference) if conference else None,
        "security": Deconfliction.objects.filter(case=case).order_by("-stated_at", "-pk").first(),
    }


def first_day_of(conference: Conference):
    """The day of a table that was written at first, where it was corrected since; else None."""
    if conference.version == 1:
        return None
    first = Conference.history.filter(id=conference.pk).order_by("version", "history_id").first()
    return first.held_on if first and first.held_on != conference.held_on else None
