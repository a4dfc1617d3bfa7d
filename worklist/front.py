"""The front of a case: five answers, and what needs a partner."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.models import AgencyStatement, Case
from casework.rights import Role
from common import dates
from common.compiled import Rows
from common.folding import sort_key
from plans.analysis import levels
from plans.plan import due as plan_due
from plans.templatetags import analysis_panels, plan_panels
from worklist import front_closing, front_monitoring, front_plans
from worklist.answers import Answer, Asked, Task

Answering = Callable[[Asked], "Answer | None"]
# The five questions of every case (S01), in their order.
QUESTIONS = {
    "opened": gettext_lazy("When and why"),
    "how": gettext_lazy("How"),
    "whom": gettext_lazy("With whom"),
    "follow": gettext_lazy("How it is followed"),
    "end": gettext_lazy("When it may end"),
}


def _opened(asked: Asked) -> Answer:
    case = asked.case
    words = {"day": dates.day(case.opened_at), "route": case.get_entry_route_display()}
    return Answer(_("Opened on %(day)s, by way of: %(route)s") % words, href="#grounds")


def _no_plan(asked: Asked) -> Answer:
    if asked.case.state in Case.CLOSED:
        return Answer(_("No plan was made."))
    return Answer(
        _("No plan yet"),
        missing=True,
        todo=_("The content coordinator drafts it with the partners after the analysis."),
    )


def _whom(asked: Asked) -> Answer:
    """The answer «with whom»: the agencies that take part now, by name."""
    names = {m.agency_id: m.agency.short_name for m in asked.members if m.role == Role.PARTNER}
    if not names and asked.case.state in Case.OVER:
        return Answer(_("No partner is on the team."))
    if not names:
        return Answer(
            _("No partner yet"), missing=True, todo=_("The process coordinator names partners.")
        )
    shown = sorted(names.values(), key=sort_key)[:SHOWN]
    words = ngettext("%(count)s agency: %(names)s", "%(count)s agencies: %(names)s", len(names)) % {
        "count": len(names),
        "names": ", ".join(shown),
    }
    if len(names) > SHOWN:
        words += " …"
    return Answer(words, href=reverse("case_team", args=[asked.case.pk]))


def _no_checkpoint(asked: Asked) -> Answer:
    return Answer(
        _("No checkpoint yet"),
        missing=True,
        todo=_("The process coordinator plans the checkpoints with the plan."),
    )


def _end(asked: Asked) -> Answer:
    """The answer on the end, as the state of the case alone gives it."""
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
        State.ABSORBED: _("Absorbed by an older file on the same person."),
    }
    state = State(asked.case.state)
    late = (State.CLOSING, State.MONITORING, *Case.OVER)
    return Answer(words[state], missing=state not in late)


SHOWN = 6
# The answer to each question where no app has one.
WITHOUT: dict[str, Callable[[Asked], Answer]] = {
    "opened": _opened,
    "how": _no_plan,
    "whom": _whom,
    "follow": _no_checkpoint,
    "end": _end,
}
# By question the functions that may answer it; the first that returns an answer.
ANSWERING: dict[str, tuple[Answering, ...]] = {
    "opened": (front_closing.absorbing, front_monitoring.opened),
    "how": (front_plans.how,),
    "whom": (),
    "follow": (front_monitoring.follow, front_plans.follow),
    "end": (front_closing.end, front_monitoring.end),
}
TASKS: tuple[Callable[[Asked], Iterable[Task]], ...] = (front_plans.tasks, front_plans.action_tasks)


def of_answers(asked: Asked) -> list[Rows]:
    """What the answers and the panels beside them ask."""
    case, user = asked.case, asked.user
    return [
        *front_monitoring.of_answers(asked), *front_plans.of_answers(asked),
        *front_closing.of_answers(asked),
        levels.ratings_of(case, user), analysis_panels.open_questions(case, user),
    ]  # fmt: skip


def of_tasks(asked: Asked) -> list[Rows]:
    """What the tasks of a partner and the panels beside them ask."""
    own = plan_due.actions_on(asked.case, asked.user)
    return [*front_plans.of_tasks(asked), *plan_panels.to_apply(asked.case), own]


def answers(asked: Asked) -> list[dict]:
    """The five answers, each with its question; a missing one says what lacks."""
    return [
        {"question": question, "answer": _answer(name, asked)}
        for name, question in QUESTIONS.items()
    ]


def _answer(name: str, asked: Asked) -> Answer:
    said = (answer(asked) for answer in ANSWERING[name])
    return next((answer for answer in said if answer), None) or WITHOUT[name](asked)


def tasks_of(asked: Asked, statements: list[AgencyStatement]) -> list[Task]:
    """The reader's tasks on the case: own declarations first, then others by date."""
    given = [task for give in TASKS for task in give(asked)]
    given.sort(key=lambda task: (task.due_at is None, task.due_at))
    return [*_own_declarations(asked, statements), *given]


def _own_declarations(asked: Asked, statements) -> Iterable[Task]:
    if asked.case.state not in Case.IN_HAND:
        return
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
