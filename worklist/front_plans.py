"""The plan on the front of a case: two of the five answers, and the agency's tasks."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Case
from common import clock, dates
from common.compiled import Rows, asked_once, compiled
from common.once import once
from plans.analysis import due
from plans.analysis.acts import AnswerGap
from plans.carrying import due as carrying_due
from plans.carrying.rows import page_of
from plans.carrying.stand import in_words
from plans.checkpoints.sheet import Checkpoints, is_late
from plans.models import FollowUp, Plan
from plans.plan import stand as plan_stands
from worklist.answers import Answer, Asked, Task


@asked_once
def _applies(case: Case) -> QuerySet[Plan]:
    return Plan.objects.filter(case=case, state=Plan.State.APPROVED)[:1]


@once
def _gaps(asked: Asked) -> Rows:
    return compiled(_gaps_on, asked.case, asked.user)


@once
def _actions(asked: Asked) -> Rows:
    return compiled(_actions_on, asked.case, asked.user)


def _gaps_on(case: Case, user) -> QuerySet:
    return due.questions_of(user).filter(case=case)


def _actions_on(case: Case, user) -> QuerySet:
    return carrying_due.actions_of(user).filter(case=case)


@once
def _checkpoints(asked: Asked) -> Checkpoints:
    return Checkpoints(asked.case)


def of_answers(asked: Asked) -> list[Rows]:
    """What the answers here ask."""
    return [_applies(asked.case), *_checkpoints(asked).of_next_day]


def of_tasks(asked: Asked) -> list[Rows]:
    """What the tasks here ask."""
    return [_gaps(asked), _actions(asked)]


def how(asked: Asked) -> Answer | None:
    """By which version of the plan the case is worked on (S01); None without one."""
    plan = next(iter(_applies(asked.case)), None)
    if plan is None:
        return None
    words = {"number": plan.number, "day": dates.day(plan.approved_at)}
    href = reverse("plans:plan", args=[asked.case.pk])
    if plan_stands.applies(asked.case):
        return Answer(_("Version %(number)d of the plan, approved on %(day)s") % words, href=href)
    if asked.case.state in Case.CLOSED:
        sentence = _("Last by version %(number)d of the plan, approved on %(day)s")
        return Answer(sentence % words, href=href)
    return Answer(
        _("No plan yet since the reopening; version %(number)d was the last") % words,
        missing=True,
        todo=_("The content coordinator drafts the next version from it, after the analysis."),
        href=href,
    )


def follow(asked: Asked) -> Answer | None:
    """When the plan is looked at next (S01, S52); None without a day. A day not held is missing."""
    day = _checkpoints(asked).next_day
    if day is None:
        return None
    href = reverse("plans:checkpoints", args=[asked.case.pk])
    if is_late(day):
        return Answer(
            _("The checkpoint of %(day)s was not held") % {"day": dates.day(day)},
            missing=True,
            todo=_("The process coordinator holds it with the partners."),
            href=href,
        )
    return Answer(_("Next checkpoint on %(day)s") % {"day": dates.day(day)}, href=href)


def tasks(asked: Asked) -> Iterator[Task]:
    """What the reader's agency finds out on this case."""
    for gap in _gaps(asked):
        button = AnswerGap.button_for(asked.user, gap)
        if button and not button.obstacles:
            there, act = button.url, _("Answer")
        else:
            there, act = reverse("plans:analysis", args=[asked.case.pk]), _("See the question")
        yield Task(gap.question, there, act, gap.finder.display, clock.end_of(gap.due_on))


def action_tasks(asked: Asked) -> Iterator[Task]:
    """Open actions for which the reader answers (S60).

    «Yes» is one click, which can be taken back until carrying out begins; «no» is on the page of
    the action.
    """
    for row in _actions(asked):
        yield _action_task(asked.case, row)


def _action_task(case: Case, row: FollowUp) -> Task:
    there = page_of(case.pk, row.pk)
    title, state, ends = row.action.title, str(in_words(row, case)), clock.end_of(row.ends_on)
    if row.state == FollowUp.State.WAITING:
        title = _("Accept or decline: %(action)s") % {"action": title}
        accept = reverse("plans:action_accept", args=[case.pk, row.pk])
        due = clock.end_of(row.answer_due_on)
        return Task(title, there, _("Accept"), state, due, post=accept, version=row.version)
    if case.state == Case.State.PLANNED:
        return Task(title, there, _("See it"), state, ends)
    report = reverse("plans:action_report", args=[case.pk, row.pk])
    return Task(title, report, _("Report"), state, ends)
