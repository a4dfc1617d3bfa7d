"""Two files on one person: asked by one, agreed by the other, the younger absorbed (X04, S78)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, cast

from django.utils.translation import gettext as _

from agencies.models import User
from casework import journal, one_file, phases
from casework.calendar import WorkingDays
from casework.deciding import decides, locked_unseen, starts
from casework.models import Case
from casework.rights import Right, Role
from closure.absorbed import rules
from closure.absorbed.ending import end_what_stands_open, lapse_other_questions
from closure.closing.decisions import tell_team
from closure.models import Absorption, FormerPart
from closure.without_year.rules import proposes_it
from common import clock
from common.folding import same_reference
from common.refusals import refuse
from common.scope import elevated
from notices import telling

State, Side = Absorption.State, Absorption.Side


@decides(
    Right.READ_CASE,
    whose=(proposes_it,),
    when=(starts(rules.ABSORBED), rules.none_is_asked),
    at=Case.ON_FILE,
    adds=True,
)
def ask_about(case: Case, *, by, other_reference: str, met: str, grounds: str) -> Absorption:
    """Ask whether another file is about the same person; whoever answers for it is told.

    What is returned and said is the same whether there is a file of that reference or not. Raises
    Refused where a text is missing, or names this file itself.
    """
    reference = same_reference(other_reference)
    refuse(rules.whole(case, reference=reference, met=met, grounds=grounds))
    days = WorkingDays()
    said = {
        "pair": uuid.uuid4(), "met": met, "grounds": grounds, "proposed_at": clock.now(),
        "proposed_by": by,
        "answer_by": days.next_working(
            clock.today() + timedelta(days=days.profile.answer_request_days)
        ),
    }  # fmt: skip
    # Whether there is such a file is nobody's to learn here: the worker looks, and nothing is said.
    with elevated():
        rows = [Absorption(case=case, side=Side.ASKS, other_reference=reference.upper(), **said)]
        files = Case.objects.filter(reference__iexact=reference).exclude(pk=case.pk)
        other = files.exclude(state__in=Case.PASSED_ON).first()
        if other is not None:
            asked = Absorption(case=other, side=Side.ASKED, other_reference=case.reference, **said)
            rows.append(asked)
            answering, role = _who_answers(case, other, by)
            answering_row = rows[0] if answering == case else asked
            answering_row.answer_role = role
        for row in rows:
            row.save(force_insert=True)
        journal.record("one_file.asked", by=by, case=case)
        if other is not None:
            tell("one_file_asked", answering_row, "asked", holding(answering, role) - {by.pk})
    return rows[0]


def _who_answers(mine: Case, other: Case, by: User) -> tuple[Case, Role]:
    """Of which file who answers: somebody in that office who has not asked; else its risk owner."""
    content, process = Role.CONTENT_COORDINATOR, Role.PROCESS_COORDINATOR
    of_both = by.pk in holding(other, content)
    older = min((mine, other), key=lambda one: (one.opened_at, one.pk))
    among = [(other, content), (older if of_both else other, process)]
    for case, role in among:
        if holding(case, role) - {by.pk}:
            return case, role
    return among[-1][0], Role.RISK_OWNER


def holding(case: Case, *roles: str) -> set[int]:
    """Who holds one of these roles: with an account, at that agency."""
    rows = case.members.working().filter(role__in=roles)
    return set(rows.values_list("user_id", flat=True))


def tell(kind: str, row: Absorption, what: str, to: set[int]) -> None:
    """A notice about one side of the question, said once."""
    telling.queue(kind, key=f"absorption:{row.pk}:{what}", to=to, case=row.case)


def both_sides(row: Absorption, by: User, values: dict[str, Any]) -> Absorption:
    """For ``lock``: both files and both sides; whoever decides may write neither.

    Raises DoesNotExist for whoever may not read the row.
    """
    Absorption.objects.visible_to(by).only("pk").get(pk=row.pk)
    with elevated():
        one_file.wait()
        sides = Absorption.objects.filter(pair=row.pair)
        cases = {pk: Case.locked(pk) for pk in sorted(sides.values_list("case_id", flat=True))}
        rows = {one.pk: one for one in sides.select_for_update(of=("self",), no_key=True)}
    for one in rows.values():
        one.case = cases[one.case_id]
    found = rows.pop(row.pk)
    found.__dict__["_other"] = next(iter(rows.values()), None)
    return found


def sides_of(row: Absorption) -> list[Absorption]:
    """This side, and the other where there is one."""
    other = rules.other_of(row)
    return [row] if other is None else [row, other]


def _settle(row: Absorption, state: str, by: User, because: str) -> None:
    for side in sides_of(row):
        side.state, side.settled_at, side.settled_by = state, clock.now(), by
        side.settled_because = because
        side.save_changes(reason=because)
        telling.call_back(key=f"absorption:{side.pk}:asked")


@decides(
    Right.READ_CASE,
    whose=(rules.asked_here, proposes_it),
    when=(rules.waits_for_an_answer,),
    lock=both_sides,
    at=Case.ON_FILE,
)
def take_question_back(row: Absorption, *, by, reason: str) -> Absorption:
    """Take the question back: both files go on as they stand. Raises Refused without a reason."""
    refuse(rules.reason_is_written(reason, _("Why it is taken back is not written.")))
    with elevated():
        _settle(row, State.TAKEN_BACK, by, reason)
        journal.record("one_file.taken_back", by=by, case=row.case)
    return row


@decides(
    Right.READ_CASE,
    whose=(rules.answers_it,),
    when=(rules.waits_for_an_answer,),
    lock=both_sides,
    at=Case.ON_FILE,
)
def decline_absorption(row: Absorption, *, by, reason: str) -> Absorption:
    """Answer that they are not one person; whoever asked is told.

    Raises Refused without a reason.
    """
    refuse(rules.reason_is_written(reason, _("Why it is not one person is not written.")))
    with elevated():
        _settle(row, State.DECLINED, by, reason)
        for side in sides_of(row):
            journal.record("one_file.declined", by=by, case=side.case)
            if side.side == Side.ASKS:
                told = holding(side.case, *Role) & {row.proposed_by_id} - {by.pk}
                tell("one_file_declined", side, "declined", told)
    return row


@decides(
    Right.READ_CASE,
    whose=(rules.answers_it,),
    when=(rules.waits_for_an_answer,),
    rules=(rules.both_may_be_one,),
    lock=both_sides,
    at=Case.ON_FILE,
)
def agree_to_absorb(row: Absorption, *, by, agrees: bool, words: str = "") -> Absorption:
    """Agree: the persons are one, and the older file absorbs the younger, which is only read.

    What stands open on the younger ends; both teams are told, and of each part of the younger's
    team the older one's content coordinator asks whether it joins. Raises Refused without the tick.
    """
    refuse(rules.ticked(agrees))
    younger, older = cast("tuple[Absorption, Absorption]", rules.by_age(row))
    with elevated():  # one of the two files is not this person's, nor what stands open on either
        was = younger.case.state
        left = end_what_stands_open(younger.case, by=by, reason=row.grounds)
        younger.case = phases.move(
            younger.case, rules.ABSORBED, by=by, reason=row.grounds, into=older.case
        )
        one_file.relink(younger.case.subject_id, older.case.subject_id)
        younger.was, younger.left = was, left
        days = WorkingDays()
        older.join_by = days.next_working(
            clock.today() + timedelta(days=days.profile.answer_request_days)
        )
        _settle(row, State.AGREED, by, words)
        journal.record(
            "one_file.absorbs", by=by, case=older.case, reason=row.grounds,
            reference=younger.case.reference,
        )  # fmt: skip
        _ask_who_joins(younger.case, older)
        lapse_other_questions(younger.case, but=row, by=by)
        tell_team("file_absorbed", f"absorption:{younger.pk}:agreed", younger.case, but=by)
        tell_team("file_absorbs", f"absorption:{older.pk}:agreed", older.case, but=by)
    return row


def _ask_who_joins(younger: Case, older: Absorption) -> None:
    """A line for each person of the younger's team who is there and not on the older's already."""
    on_it = set(older.case.members.filter(active=True).values_list("user_id", flat=True))
    parts = younger.members.working().order_by("joined_at", "pk")
    first = {part.user_id: part for part in reversed(parts) if part.user_id not in on_it}
    for part in first.values():
        FormerPart.objects.create(
            case=older.case, absorption=older, user_id=part.user_id, agency_id=part.agency_id,
            role=part.role,
        )  # fmt: skip


@decides(
    Right.READ_CASE,
    whose=(proposes_it,),
    when=(rules.absorption_holds, rules.is_not_on_the_team),
    lock=locked_unseen,
    at=Case.IN_HAND,
)
def stays_out(part: FormerPart, *, by, reason: str) -> FormerPart:
    """Write why somebody of the absorbed file's team does not join. Raises Refused without it."""
    refuse(rules.reason_is_written(reason, _("Why this person does not join is not written.")))
    with elevated():
        part.stays_out_because, part.settled_at, part.settled_by = reason, clock.now(), by
        part.save_changes()
        journal.record("one_file.stays_out", by=by, case=part.case)
    return part
