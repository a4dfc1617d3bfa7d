"""The rules of two files on one person: who asks, who answers, what is undone (X04, S78)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from casework import one_file, phases
from casework.models import Case, TeamMember
from casework.rights import Role
from closure.absorbed.models import Absorption, FormerPart
from common.folding import same_reference, sort_key
from common.refusals import Obstacle, is_written
from common.scope import elevated

ROW = "S78"
ABSORBED, STANDS_AGAIN = "case.absorbed", "case.stands_again"
State, Side = Absorption.State, Absorption.Side


def know_others(rows: list[Absorption]) -> None:
    """Read ``other_of`` of each of these questions of one case, all in one question."""
    if not rows:
        return
    with elevated():  # the other file's side is not this person's to read
        others = Absorption.objects.filter(pair__in=[row.pair for row in rows])
        others = others.exclude(case=rows[0].case_id).select_related("case")
        found = {other.pair: other for other in others}
    for row in rows:
        row.__dict__["_other"] = found.get(row.pair)


def other_of(row: Absorption) -> Absorption | None:
    """The same question as the other file knows it, read once as the worker; None without one."""
    kept = row.__dict__
    if "_other" not in kept:
        with elevated():
            rows = Absorption.objects.filter(pair=row.pair).exclude(pk=row.pk)
            kept["_other"] = rows.select_related("case").first()
    found: Absorption | None = kept["_other"]
    return found


def by_age(row: Absorption) -> tuple[Absorption, Absorption] | None:
    """(the younger side, the older one) by the openings of their files; None without another."""
    other = other_of(row)
    if other is None:
        return None
    older, younger = sorted((row, other), key=lambda one: (one.case.opened_at, one.case.pk))
    return younger, older


def not_asked_yet(parts: QuerySet[FormerPart]) -> QuerySet[FormerPart]:
    """Those of whom nobody has said that they stay out, and who have no part on the file."""
    on_it = TeamMember.objects.filter(
        case_id=OuterRef("case_id"), user_id=OuterRef("user_id"), active=True
    )
    return parts.filter(~Exists(on_it), settled_at=None)


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def none_is_asked(case: Case, by) -> Iterator[Obstacle]:
    """A file asks about one other at a time."""
    if "_questions" in case.__dict__:  # the page has read them
        rows = [row for row in case.__dict__["_questions"] if _waits_elsewhere(row)]
    else:
        asking = Absorption.objects.visible_to(by).filter(case=case)
        rows = list(asking.filter(state=State.OPEN, side=Side.ASKS)[:1])
    for asked in rows[:1]:
        yield Obstacle(
            _("It is asked already whether %(reference)s is about the same person.")
            % {"reference": asked.other_reference},
            row=ROW,
            todo=_("Wait for the answer, or take that question back first."),
        )


def _waits_elsewhere(row: Absorption) -> bool:
    return row.state == State.OPEN and row.side == Side.ASKS


def answers_it(row: Absorption, by) -> Iterator[Obstacle]:
    """Who coordinates the content of the other file; never who asked (giver and receiver differ).

    Where one person coordinates the content of both, the process coordinator of the older one.
    """
    if not row.answer_role:
        yield Obstacle(
            _("The answer is the other file’s to give."),
            row=ROW,
            todo=_("Wait for the answer, or take the question back."),
        )
    elif row.proposed_by_id == by.pk:
        yield Obstacle(
            _("You have asked this: somebody else answers."), row=ROW, todo=_whom(row, by)
        )
    elif row.answer_role not in row.case.roles_of(by):
        yield Obstacle(
            _("The %(role)s answers this.") % {"role": Role(row.answer_role).label.lower()},
            row=ROW,
            todo=_whom(row, by),
        )


def _whom(row: Absorption, by) -> str:
    parts = (one for one in row.case.parts() if one.role == row.answer_role)
    among = {one.user.display for one in parts if one.user_id != row.proposed_by_id}
    names = sorted(among, key=sort_key)
    if names:
        return _("Ask %(who)s.") % {"who": ", ".join(names)}
    return _("Let the risk owner name somebody to that office, and ask them.")


def asked_here(row: Absorption, by) -> Iterator[Obstacle]:
    """A question is taken back on the side where it was asked."""
    if row.side != Side.ASKS:
        yield Obstacle(
            _("This was asked by the other file: it is answered here."),
            row=ROW,
            todo=_("Decline it where it is not one person."),
        )


def waits_for_an_answer(row: Absorption, by) -> Iterator[Obstacle]:
    """Answered, or taken back, is a question that nobody has answered."""
    if row.state != State.OPEN:
        yield Obstacle(
            _("This question is at “%(now)s”.") % {"now": row.get_state_display()}, row=ROW
        )


def both_may_be_one(row: Absorption, by) -> Iterator[Obstacle]:
    """What stands between the two: somebody told their persons apart, one was passed on, the older
    one is closed and nobody would work with the person."""
    found = by_age(row)
    if found is None:
        return
    younger, older = (side.case for side in found)
    with elevated():  # the answers and the other file are not this person's to read
        younger.into = older
        yield from list(phases.obstacles(younger, ABSORBED))
        younger.into = None
        ask = one_file.ask_words(older)
    if older.state in Case.PASSED_ON:
        yield Obstacle(
            _("The older of the two is no longer the file on its person."), row=ROW, todo=ask
        )
    elif _followed(older) < _followed(younger):
        yield Obstacle(
            _("The older of the two files is closed: nobody would work with this person any more."),
            row=ROW,
            todo=" ".join([_("Its content coordinator reopens it first."), ask]),
        )


def coordinates_content(row: Absorption, by) -> Iterator[Obstacle]:
    """The content coordinator of one of the two asks that it be undone."""
    if Role.CONTENT_COORDINATOR not in row.case.roles_of(by):
        yield Obstacle(
            _("The content coordinator of one of the two files asks that."),
            row=ROW,
            todo=_("Write to them what you know."),
        )


def it_holds(row: Absorption, by) -> Iterator[Obstacle]:
    """Undone is what was agreed and holds."""
    if row.state != State.AGREED:
        yield Obstacle(
            _("This question is at “%(now)s”.") % {"now": row.get_state_display()}, row=ROW
        )


def undoing_is_asked(row: Absorption, by) -> Iterator[Obstacle]:
    """Confirmed, or not, is an undoing that somebody has asked."""
    if row.state == State.AGREED:
        yield Obstacle(
            _("Nobody asks any more that this be undone."),
            row=ROW,
            todo=_("Whoever coordinates the content of one of the two files can ask it."),
        )
    elif row.state != State.UNDO_ASKED:
        yield from it_holds(row, by)


def confirms_undoing(row: Absorption, by) -> Iterator[Obstacle]:
    """The other content coordinator, or a risk owner; never who asked it."""
    held = row.case.roles_of(by)
    if not held & {Role.CONTENT_COORDINATOR, Role.RISK_OWNER}:
        yield _others_confirm()
    elif row.state != State.UNDO_ASKED:
        return
    elif row.undo_by_id == by.pk:
        yield Obstacle(
            _("You have asked that it be undone: somebody else confirms it."),
            row=ROW,
            todo=_("The content coordinator of the other file does, or a risk owner."),
        )
    elif row.undo_here and Role.RISK_OWNER not in held:
        yield _others_confirm()


def _others_confirm() -> Obstacle:
    return Obstacle(
        _("The content coordinator of the other file confirms it, or a risk owner."),
        row=ROW,
        todo=_("Write to them what you know."),
    )


def stops_undoing(row: Absorption, by) -> Iterator[Obstacle]:
    """Who may confirm it, and who asked it."""
    if row.undo_by_id != by.pk:
        yield from confirms_undoing(row, by)


def may_stand_again(row: Absorption, by) -> Iterator[Obstacle]:
    """What the younger file's way back says: nothing else holds the two persons together."""
    sides = (row, other_of(row))
    with elevated():  # the other file, and answers on signals, are not this person's to read
        for side in sides:
            if side is not None and side.is_younger:
                yield from list(phases.obstacles(side.case, STANDS_AGAIN))


def _followed(case: Case) -> int:
    """How closely: worked on, monitored, or over."""
    return 2 if case.state in Case.RUNNING else int(case.state == Case.State.MONITORING)


def is_not_on_the_team(part: FormerPart, by) -> Iterator[Obstacle]:
    """Who has a part on the file has joined."""
    if part.settled_at:
        yield Obstacle(_("It is written already why this person does not join."), row="S66")
    elif any(one.user_id == part.user_id for one in part.case.parts()):
        yield Obstacle(_("This person is on the team already."), row="S66")


def absorption_holds(part: FormerPart, by) -> Iterator[Obstacle]:
    """Nobody is asked any more once it was undone."""
    if part.absorption.state not in Absorption.HOLDS:
        yield Obstacle(_("This was undone: nobody is asked to join any more."), row="S66")


# --- of what was typed: asked by the decision alone -----------------------------------------
def whole(case: Case, *, reference: str, met: str, grounds: str) -> Iterator[Obstacle]:
    """Another file is named, how it was met, and why it is one person."""
    yield from is_written(
        reference,
        _("No other file is named."),
        row=ROW,
        todo=_("Write its reference, as those who coordinate it tell you."),
    )
    if reference and reference == same_reference(case.reference):
        yield Obstacle(
            _("That is the reference of this file."), row=ROW, todo=_("Write that of the other.")
        )
    if met not in Absorption.Met:
        yield Obstacle(
            _("How you met the other file is not said."), row=ROW, todo=_("Choose one of the two.")
        )
    yield from reason_is_written(grounds, _("Why it is one person is not written."))


def reason_is_written(reason: str, sentence: str) -> Iterator[Obstacle]:
    """Each step says why."""
    yield from is_written(
        reason, sentence, row=ROW, todo=_("Those who coordinate both files read it.")
    )


def ticked(agrees: bool) -> Iterator[Obstacle]:
    """The tick that what follows was read."""
    if not agrees:
        yield Obstacle(
            _("The tick is missing: you have read the grounds and what follows."), row=ROW
        )
