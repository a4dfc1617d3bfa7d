"""After closure: the checks are planned, held or not held, and the quiet time ends (S83, 2.4)."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from casework import journal, phases
from casework.calendar import WorkingDays
from casework.deciding import decides, lets, starts
from casework.models import Case
from casework.rights import Right, Role
from closure.models import ClosureProposal, MonitoringCheck
from closure.monitoring import rules
from common import clock
from common.refusals import Refused, in_the_way, is_written, refuse
from common.windows import months_from
from notices import telling

State = MonitoringCheck.State
ENDED = rules.ENDED


# --- planned --------------------------------------------------------------------------------
def days_of_checks(signed_on: date, days: WorkingDays) -> list[tuple[date, date]]:
    """(anchor, working day) of each check, all counted from the day of the signature (J1)."""
    months, count = days.profile.monitoring_months, days.profile.monitoring_checks
    anchors = [months_from(signed_on, months * n) for n in range(1, count + 1)]
    return [(anchor, days.next_working(anchor)) for anchor in anchors]


def plan_checks(proposal: ClosureProposal) -> list[MonitoringCheck]:
    """The checks of a signed closure, in the signature's transaction (S83).

    Called twice, it makes them once. Until somebody is named, the process coordinator holds them.
    """
    made = list(MonitoringCheck.objects.filter(proposal=proposal).order_by("number"))
    if made:
        return made
    signed_on = rules.local_day(proposal.signed_at)
    return [
        MonitoringCheck.objects.create(
            case_id=proposal.case_id,
            proposal=proposal,
            number=number,
            anchor_on=anchor,
            due_on=due,
        )
        for number, (anchor, due) in enumerate(days_of_checks(signed_on, WorkingDays()), 1)
    ]


@decides(Right.MANAGE_TEAM, when=(rules.in_monitoring, rules.not_entered_yet), at=Case.IN_HAND)
def name_person(check: MonitoringCheck, *, by, person) -> MonitoringCheck:
    """Say who holds the check: somebody whom the person concerned knows already (S83).

    Raises Refused when they are not on the team.
    """
    case = check.case
    refuse(rules.somebody_of_the_team(case, person))
    if check.person_id == person.pk:
        return check
    check.person = person
    check.save_changes()
    journal.record("check.named", by=by, case=case, name=person.full_name, number=check.number)
    if person.pk != by.pk:
        key = f"check:{check.pk}:named:{check.version}"
        telling.queue("check_named", key=key, to=[person], case=case)
    return check


# --- held, or not ---------------------------------------------------------------------------
@decides(
    Right.ENTER_CHECK,
    when=(rules.in_monitoring, rules.not_entered_yet, rules.its_turn_has_come),
    at=Case.IN_HAND,
)
def enter_check(
    check: MonitoringCheck,
    *,
    by,
    held_on: date,
    sources: str,
    result: str,
    words: str,
    decision: str,
    late_because: str = "",
    again_on: date | None = None,
) -> MonitoringCheck:
    """Enter what a check found and what follows (S83, 2.4).

    «Look again sooner» plans one more check on ``again_on``; «propose to reopen» asks the content
    coordinator. Raises Refused with every sentence that stands.
    """
    _refuse_what_was_found(
        check, held_on, sources, result, words, late_because,
        rules.looked_at_again(check, decision, again_on),
    )  # fmt: skip
    case = check.case
    asks_why = rules.off_its_day(check, held_on) != 0
    check.state, check.held_on, check.reason = State.HELD, held_on, ""
    check.sources, check.result, check.words = sources, result, words
    check.decision, check.late_because = decision, late_because if asks_why else ""
    check.entered_at, check.entered_by = clock.now(), by
    check.save_changes()
    journal.record(
        "check.held",
        by=by,
        case=case,
        happened_on=held_on,
        number=check.number,
        result=f"check_result.{result}",
    )
    if decision == MonitoringCheck.Decision.WATCH:
        _one_more(check, again_on)
    _tell_of(check, case, by)
    return check


def _refuse_what_was_found(check, held_on, sources, result, words, late_because, more=()) -> None:
    """Raise Refused with what does not hold of a check as it was typed."""
    standing = in_the_way(
        [
            *rules.held_on_a_possible_day(check, held_on),
            *rules.in_its_turn(check, held_on),
            *rules.found_in_words(sources=sources, result=result, words=words),
            *more,
            *rules.on_its_day_or_for_a_reason(check, held_on, late_because),
        ]
    )
    if standing:
        raise Refused(*standing)


def _one_more(check: MonitoringCheck, again_on: date) -> MonitoringCheck:
    last = check.proposal.checks.aggregate(last=Max("number"))["last"]
    return MonitoringCheck.objects.create(
        case_id=check.case_id,
        proposal_id=check.proposal_id,
        number=last + 1,
        anchor_on=again_on,
        due_on=WorkingDays().next_working(again_on),
        person_id=check.person_id,
    )


def _tell_of(check: MonitoringCheck, case: Case, by) -> None:
    """Tell the content coordinator of a concern or a wish to reopen; nobody of a calm check."""
    proposes = check.decision == MonitoringCheck.Decision.REOPEN
    if not proposes and check.result != MonitoringCheck.Result.CONCERN:
        return
    telling.queue(
        "reopening_proposed" if proposes else "check_concern",
        key=f"check:{check.pk}:held:{check.version}",
        to=_holding(case, Role.CONTENT_COORDINATOR) - {by.pk},
        case=case,
    )


def _holding(case: Case, *roles: Role) -> set[int]:
    members = case.members.filter(role__in=roles, active=True)
    return set(members.values_list("user_id", flat=True))


@decides(Right.ENTER_CHECK, when=(rules.in_monitoring, rules.was_due), at=Case.IN_HAND)
def mark_not_held(check: MonitoringCheck, *, by, reason: str) -> MonitoringCheck:
    """Say that a check was not held, and why (2.4). Raises Refused without a reason."""
    refuse(
        is_written(reason, _("Write why the check was not held."), "2.4", _("It stays on file."))
    )
    check.state, check.reason = State.NOT_HELD, reason
    check.entered_at, check.entered_by = clock.now(), by
    check.save_changes(reason=reason)
    journal.record("check.not_held", by=by, case=check.case, reason=reason, number=check.number)
    return check


@decides(Right.ENTER_CHECK, when=(rules.was_held,), at=Case.ON_FILE)
def correct_check(
    check: MonitoringCheck,
    *,
    by,
    held_on: date,
    sources: str,
    result: str,
    words: str,
    late_because: str,
    reason: str,
) -> MonitoringCheck:
    """Correct what was entered; what stood before stays in the history (2.4).

    What followed from the check is not taken back. Raises Refused.
    """
    refuse(is_written(reason, _("Write why it is corrected."), "2.4"))
    _refuse_what_was_found(check, held_on, sources, result, words, late_because)
    case = check.case
    worse = result == MonitoringCheck.Result.CONCERN != check.result
    check.held_on, check.sources, check.result = held_on, sources, result
    check.words = words
    check.late_because = late_because if rules.off_its_day(check, held_on) else ""
    check.save_changes(reason=reason)
    journal.record("check.corrected", by=by, case=case, reason=reason, number=check.number)
    if worse:
        _tell_of(check, case, by)
    return check


@decides(
    Right.PROPOSE_CLOSURE,
    when=(rules.in_monitoring, rules.waits_for_an_answer),
    at=Case.IN_HAND,
)
def decline_reopening(check: MonitoringCheck, *, by, reason: str) -> MonitoringCheck:
    """Answer a proposal to reopen with a reasoned no (S78). Raises Refused without a reason."""
    refuse(
        is_written(
            reason,
            _("Write why the case is not reopened."),
            "S78",
            _("Whoever held the check reads it."),
        )
    )
    case = check.case
    check.reason = reason
    check.save_changes(reason=reason)
    journal.record("check.answered", by=by, case=case, reason=reason, number=check.number)
    telling.queue(
        "reopening_declined",
        key=f"check:{check.pk}:declined",
        to={check.entered_by_id} - {by.pk},
        case=case,
    )
    return check


# --- the end --------------------------------------------------------------------------------
@decides(Right.ENTER_CHECK, when=(starts(ENDED),), rules=(rules.all_is_done,), at=Case.IN_HAND)
def end_monitoring(case: Case, *, by, reason: str = "") -> Case:
    """End monitoring once every check is entered; the case is «ended» (S83). Raises Refused."""
    case = phases.move(case, ENDED, by=by, reason=reason)
    _tell_end("monitoring_ended", case, by)
    return case


@decides(
    Right.ENTER_CHECK,
    when=(starts(ENDED), rules.a_check_remains),
    rules=(lets(ENDED),),
    at=Case.IN_HAND,
)
def end_early(case: Case, *, by, reason: str) -> Case:
    """End before the last check, by a written decision; the risk owner is told (S83).

    The remaining checks are no longer needed, for that reason. Raises Refused without one.
    """
    refuse(
        is_written(
            reason,
            _("Ending before the last check needs a reason."),
            "S83",
            _("Write it; the risk owner is told."),
        )
    )
    case = phases.move(case, ENDED, by=by, reason=reason)
    drop_remaining(case, by=by, reason=reason)
    _tell_end("monitoring_ended_early", case, by)
    return case


def drop_remaining(case: Case, *, by, reason: str) -> None:
    """Mark every check still due as no longer needed, with ``reason``; needs the case's lock."""
    for check in MonitoringCheck.objects.select_for_update(of=("self",)).filter(
        case=case, state=State.DUE
    ):
        check.state, check.reason = State.DROPPED, reason
        check.entered_at, check.entered_by = clock.now(), by
        check.save_changes(reason=reason)


def _tell_end(kind: str, case: Case, by) -> None:
    to = _holding(case, Role.RISK_OWNER, Role.CONTENT_COORDINATOR) - {by.pk}
    telling.queue(kind, key=f"case:{case.pk}:ended:{case.version}", to=to, case=case)
