"""What waits for one person: each app is asked, each answer is one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import absent, clock
from closure import due as closure_due
from closure import due_monitoring
from intake import due as intake_due
from intake.models import Signal
from plans import due as plan_questions
from plans import due_carrying, due_checking, due_plan
from plans.models import FollowUp

MOST = 50
FEW = 4
# How far ahead a check after closure is shown.
AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Item:
    """One thing that waits for the reader; ``act`` is its one button, a POST with ``act_url``."""

    title: str
    href: str
    reference: str
    due_at: datetime | None
    meta: str = ""
    kind: str = "plain"
    act: str = ""
    act_url: str = ""

    @property
    def due(self) -> datetime | date | None:
        """The moment, or the day alone where the whole day is allowed."""
        if self.due_at is None:
            return None
        local = timezone.localtime(self.due_at, timezone.get_default_timezone())
        return local.date() if local.time() == time.max else self.due_at


def of(user) -> list[Item]:
    """Everything that needs this person, app by app."""
    return [
        *_signals(user),
        *_second_readings(user),
        *_analyses(user),
        *_answers(user),
        *_away(user),
        *_questions(user),
        *_plans(user),
        *_actions(user),
        *_happenings(user),
        *_checkpoints(user),
        *_closings(user),
        *_after_closure(user),
    ]


def end_of(day: date) -> datetime:
    """The last moment of a day of the territory."""
    zone = timezone.get_default_timezone()
    return timezone.make_aware(datetime.combine(day, time.max), zone)


def _case_item(row, title: str, route: str, due_at: datetime | None, *more, **words) -> Item:
    """What waits on a case; ``row`` belongs to it."""
    return Item(
        title=title,
        href=reverse(route, args=[row.case_id, *more]),
        reference=row.case.reference,
        due_at=due_at,
        **words,
    )


# --- signals ------------------------------------------------------------------------------------
def _signals(user) -> list[Item]:
    return [
        Item(
            title=_("New signal, not acknowledged: %(channel)s") % {"channel": signal.channel.name},
            href=reverse("intake:page", args=[signal.pk]),
            reference=signal.reference,
            meta=_("danger reported") if signal.danger == Signal.Danger.YES else "",
            due_at=signal.answer_due_at,
            kind="signal",
            act=_("Acknowledge"),
            act_url=reverse("intake:acknowledge", args=[signal.pk]),
        )
        for signal in intake_due.waiting_for(user)[:MOST]
    ]


def _analysis_item(signal: Signal, title: str, due_at: datetime, kind: str) -> Item:
    href = reverse("intake:first_analysis", args=[signal.pk])
    return Item(title=title, href=href, reference=signal.reference, due_at=due_at, kind=kind)


def _second_readings(user) -> list[Item]:
    return [
        _analysis_item(
            outcome.signal,
            _("Second reading asked by %(name)s") % {"name": outcome.proposed_by.display},
            outcome.proposed_at + timedelta(days=1),
            "decision",
        )
        for outcome in intake_due.second_readings_of(user)[:MOST]
    ]


def _analyses(user) -> list[Item]:
    return [
        _analysis_item(signal, _("First analysis without an outcome"), signal.due, "decision")
        for signal in intake_due.analyses_of(user, MOST)
    ]


def _answers(user) -> list[Item]:
    return [
        _analysis_item(
            outcome.signal,
            _("Answer awaited from %(name)s") % {"name": outcome.addressee},
            end_of(outcome.due_on),
            "asked",
        )
        for outcome in intake_due.answers_awaited_by(user)[:MOST]
    ]


# --- analysis and plan --------------------------------------------------------------------------
def _questions(user) -> list[Item]:
    """What the reader or their agency finds out on a case, and what they asked of others (S44)."""
    mine = [
        _case_item(
            gap, _("To find out: %(domain)s") % {"domain": gap.domain.label}, "plans:gap_answer",
            end_of(gap.due_on), gap.pk, meta=gap.finder.display, kind="question",
        )
        for gap in plan_questions.questions_of(user)[:MOST]
    ]  # fmt: skip
    asked = [
        _case_item(
            gap, _("Answer expected: %(domain)s") % {"domain": gap.domain.label}, "plans:analysis",
            end_of(gap.due_on), meta=gap.finder.display, kind="asked",
        )
        for gap in plan_questions.answers_awaited_by(user)[:MOST]
    ]  # fmt: skip
    return [*mine, *asked]


def _plans(user) -> list[Item]:
    """Plans that wait for a second person's approval (S46)."""
    return [
        _case_item(
            plan, _("Version %(number)d of the plan waits for your approval")
            % {"number": plan.number},
            "plans:plan", plan.approval_asked_at, meta=plan.approval_asked_by.display,
            kind="decision",
        )
        for plan in due_plan.to_confirm(user)[:MOST]
    ]  # fmt: skip


# --- carrying out -------------------------------------------------------------------------------
def _actions(user) -> list[Item]:
    """The reader's own actions: to be answered first, then those that run (S50, S60)."""
    found = []
    for row in due_carrying.actions_of(user)[:MOST]:
        waits = row.state == FollowUp.State.WAITING
        title = _("Accept or decline: %(action)s") % {"action": row.action.title}
        found.append(
            _case_item(
                row, title if waits else row.action.title, "plans:carrying",
                end_of(row.answer_due_on if waits else row.ends_on),
                meta="" if waits else row.get_state_display(), kind="action",
            )
        )  # fmt: skip
    return found


def _happenings(user) -> list[Item]:
    """Promises of the reader; on cases they coordinate, open effects and outcomes to check."""
    promises = [
        _case_item(
            row, _("Commitment to be kept"), "plans:carrying",
            end_of(row.due_on) if row.due_on else None, meta=row.said_to, kind="action",
        )
        for row in due_carrying.promises_of(user)[:MOST]
    ]  # fmt: skip
    effects = [
        _case_item(
            row, _("Open negative effect: %(kind)s") % {"kind": row.kind.label}, "plans:carrying",
            None, meta=row.get_severity_display(),
        )
        for row in due_carrying.effects_open_for(user)[:MOST]
    ]  # fmt: skip
    checks = [
        _case_item(
            row, _("Outcome to be checked: %(action)s") % {"action": row.action.title},
            "plans:carrying", None, meta=row.agency.short_name,
        )
        for row in due_carrying.outcomes_to_check(user)[:MOST]
    ]  # fmt: skip
    return [*promises, *effects, *checks]


def _checkpoints(user) -> list[Item]:
    """Plans to begin, checkpoints to hold (process), checkpoints to conclude (content)."""
    begin = [
        Item(
            title=_("The approved plan waits to be carried out"),
            href=reverse("plans:carrying", args=[case.pk]),
            reference=case.reference,
            due_at=case.state_since + timedelta(days=7),
            kind="decision",
        )
        for case in due_checking.to_begin(user)[:MOST]
    ]
    hold = [
        Item(
            title=_("Checkpoint to hold"),
            href=reverse("plans:checkpoints", args=[point.case.pk]),
            reference=point.case.reference,
            meta=point.looks_at,
            due_at=end_of(point.due_on),
            kind="meeting",
        )
        for point in due_checking.to_hold(user, MOST)
    ]
    conclude = [
        _case_item(
            meeting, _("Checkpoint to conclude"), "plans:checking", end_of(meeting.held_on),
            meeting.pk, kind="decision",
        )
        for meeting in due_checking.to_conclude(user)[:MOST]
    ]  # fmt: skip
    return [*begin, *hold, *conclude]


# --- closure ------------------------------------------------------------------------------------
def _closings(user) -> list[Item]:
    """An opinion that is asked, a signature that is waited for (S80, S81)."""
    opinions = [
        _case_item(
            proposal, _("Your agency’s opinion on closing is asked"), "closure:opinion",
            end_of(proposal.opinions_due_on), kind="question",
        )
        for proposal in closure_due.opinions_asked_of(user)[:MOST]
    ]  # fmt: skip
    signatures = [
        _case_item(
            proposal, _("A closure waits for your signature"), "closure:sign",
            end_of(proposal.opinions_due_on), kind="decision",
            meta=_("what it rests on, what is uncertain, who disagrees"),
        )
        for proposal in closure_due.to_sign(user)[:MOST]
    ]  # fmt: skip
    return [*opinions, *signatures]


def _after_closure(user) -> list[Item]:
    """Checks after closure that they hold; quiet years that may end (S83)."""
    checks = [
        _case_item(
            check, _("Check after closure"), "closure:check", end_of(check.due_on), check.pk,
            kind="meeting",
        )
        for check in due_monitoring.checks_of(user).filter(due_on__lte=clock.today() + AHEAD)[:MOST]
    ]  # fmt: skip
    ends = [
        Item(
            title=_("The last check is entered: monitoring may end"),
            href=reverse("closure:monitoring", args=[case.pk]),
            reference=case.reference,
            due_at=None,
            kind="decision",
        )
        for case in due_monitoring.ends_waiting(user)[:MOST]
    ]
    return [*checks, *ends]


def _away(user) -> list[Item]:
    """Who is missed on the cases that the reader oversees, due before the absence begins.

    One item for a person and part, however many cases miss them.
    """
    now = clock.now()
    found: dict[str, list] = {}
    for member in absent.on_cases_of(user, MOST):
        found.setdefault(absent.away_words(member), []).append(member)
    items = []
    for title, members in found.items():
        first = timezone.make_aware(datetime.combine(members[0].absence.first_day, time()))
        many = len(members) > 1
        items.append(
            Item(
                title=title,
                href=reverse("case_team", args=[members[0].case_id]),
                reference=_references([member.case for member in members]),
                due_at=max(now, first),
                kind="person",
                meta=_("Hand this part over on the team page of each, or name a second person.")
                if many
                else _("Hand this part over on the team page, or name a second person."),
            )
        )
    return items


def _references(cases: list) -> str:
    """The first few references, and how many more there are."""
    shown = ", ".join(case.reference for case in cases[:FEW])
    more = len(cases) - FEW
    if more <= 0:
        return shown
    words = ngettext("%(shown)s and %(more)d other", "%(shown)s and %(more)d others", more)
    return words % {"shown": shown, "more": more}
