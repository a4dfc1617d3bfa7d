"""The rules of proposing closure and of signing it (S75-S84).

A docstring says what is asked, with its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.deciding import case_of
from casework.models import Case, TeamMember
from casework.phases import guards
from closure.closing.rules_of_silence import every_agency_was_heard
from closure.closing.rules_of_work import (
    actions_end_or_go_on,
    actions_have_their_word,
    outcomes_were_verified,
    promises_are_named,
    promises_have_their_word,
    serious_effects_are_closed,
)
from closure.closing.sheet import ClosingSheet
from closure.closing.signing import somebody_may_sign
from closure.models import ClosureProposal, Handover, Opinion
from common import clock, happened
from common.dates import day as day_words
from common.refusals import Obstacle, Strength, is_written
from plans.models import Goal

Why = ClosureProposal.Why
# A sentence and what to do, for ``words_are_written``.
NO_GROUNDS = (
    gettext_lazy("The grounds are not written yet."),
    gettext_lazy("Two or three sentences that a colleague can follow in a year."),
)
NO_REASON_TO_WITHDRAW = (
    gettext_lazy("Why the proposal is taken back is not written."),
    gettext_lazy("The agencies that gave an opinion read it."),
)
NO_REASON_TO_DROP = (
    gettext_lazy("Why the goal was dropped is not written."),
    gettext_lazy("One sentence is enough."),
)
NO_SERVICE = (gettext_lazy("No service is named."), gettext_lazy("Write which service goes on."))
NO_CONTENT = (
    gettext_lazy("What is handed over is not written."),
    gettext_lazy("No more than the service needs to go on."),
)
NO_NAME = (gettext_lazy("Nobody is named."), gettext_lazy("Write the name of the person."))
NO_ANSWER = (
    gettext_lazy("Why it is refused is not written."),
    gettext_lazy("One sentence is enough."),
)
NO_TELLING = (
    gettext_lazy("When and how it was told is not complete."),
    gettext_lazy("Write the day, and whether in person, by telephone or in writing."),
)
NO_REASON_WITHOUT = (
    gettext_lazy("Why it is signed without this agency is not written."),
    gettext_lazy("One sentence about this agency, and no other."),
)
NO_REASON_TO_GO_ON = (
    gettext_lazy("Why it goes on is not written."),
    gettext_lazy("Why, until when, and who looks at it: one sentence is enough."),
)
NO_WORD_ON_PROMISE = (
    gettext_lazy("Why, and who sees to it, is not written."),
    gettext_lazy("One sentence is enough; whoever promised reads it."),
)
NO_REASON_NOT_TO_TELL = (
    gettext_lazy("Why this person is not told is not written."),
    gettext_lazy("Their wish, or the person’s own, is a reason."),
)


def assessed_again(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Each pair of levels was rated again lately: goals reached are not a risk gone (S75)."""
    compared = sheet.compared
    if not compared:
        yield Obstacle(
            _("The team has agreed on no level of any domain: nothing can be set side by side."),
            row="S75",
            todo=_("Agree on levels by domain on the page “Analysis”."),
        )
    for pair in compared:
        said = {"domain": pair.domain.label, "direction": pair.direction_words}
        said["day"] = day_words(pair.last.rated_on)
        todo = _("Rate it again with the team, on the page “Analysis”.")
        if pair.says_nothing_new:
            yield Obstacle(
                _("“%(domain)s” (%(direction)s) was rated again on %(day)s in the words of the"
                  " first time.") % said,
                row="S75",
                todo=_("Rate it again with the team and say what changed, or why nothing did."),
            )  # fmt: skip
        elif pair.is_of_one_day:
            yield Obstacle(
                _("“%(domain)s” (%(direction)s) was rated on %(day)s and on no later day.") % said,
                row="S75",
                todo=todo,
            )
        elif pair.is_old:
            yield Obstacle(
                _("“%(domain)s” (%(direction)s) was last rated on %(day)s.") % said,
                row="S75",
                todo=todo,
            )


def a_proposal_is_open(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Signed is an open proposal, not one that was taken back (S80)."""
    if sheet.proposal is None:
        yield Obstacle(
            _("No proposal of closure is open."),
            row="S80",
            todo=_("The content coordinator proposes it."),
        )


def day_of_opinion(proposal: ClosureProposal, day: date | None) -> Iterator[Obstacle]:
    """The day of an opinion is neither ahead nor before the proposal that asked for it (X14)."""
    early = _("The closure was proposed on %(day)s: the opinion came after it.")
    yield from happened.is_possible(day, clock.day_of(proposal.proposed_at), early, "X14")


def what_remains_is_said(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """The proposal says which risk remains: some always does (S82)."""
    proposal = sheet.proposal
    if proposal and not proposal.residual_risk.strip():
        yield Obstacle(
            _("The risk that remains is not written."),
            row="S82",
            todo=_("The content coordinator writes it in the proposal."),
        )


def each_goal_has_its_result(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Each goal of the plan that applies has a result before the signature (S75)."""
    for goal in sheet.goals_without_result:
        yield Obstacle(
            _("“%(goal)s” has no result yet.") % {"goal": goal.statement},
            row="S75",
            todo=_("The content coordinator writes how far it was reached."),
        )


def somebody_knows_the_way_back(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Without anybody told that the file may be reopened, a reason is asked for (S79)."""
    if not any(party.told for party in sheet.informed):
        yield Obstacle(
            _("Nobody around the person was told that the file may be reopened."),
            row="S79",
            strength=Strength.REASON,
            todo=_("Tell somebody and write it down, or write why nobody is told."),
        )


def care_was_accepted(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Warns of each hand-over that no service has accepted: the person may have none (S76)."""
    for handover in sheet.handovers:
        if handover.state in (Handover.State.OFFERED, Handover.State.REFUSED):
            yield Obstacle(
                _("%(service)s: %(state)s.")
                % {"service": handover.service, "state": handover.get_state_display()},
                row="S76",
                strength=Strength.WARNING,
                todo=_("Ask again, or look for another service."),
            )


BEFORE_PROPOSING = (
    assessed_again,
    actions_end_or_go_on,
    serious_effects_are_closed,
    outcomes_were_verified,
    promises_are_named,
)
BEFORE_SIGNING = (
    a_proposal_is_open,
    somebody_may_sign,
    what_remains_is_said,
    each_goal_has_its_result,
    actions_have_their_word,
    serious_effects_are_closed,
    outcomes_were_verified,
    promises_have_their_word,
    every_agency_was_heard,
    somebody_knows_the_way_back,
    care_was_accepted,
)


@guards("closure.proposed")
def nothing_else_is_proposed(case: Case) -> Iterator[Obstacle]:
    """One proposal is open at a time: a case that ends otherwise is not closed jointly (X25)."""
    if ClosingSheet.at_hand(case).without_year:
        yield Obstacle(
            _("It is proposed already to close the case without a year of checks."),
            row="S83",
            todo=_("Take that proposal back first, on its page."),
        )


@guards("closure.proposed")
def before_proposing(case: Case) -> Iterator[Obstacle]:
    """Every rule of ``BEFORE_PROPOSING``, on the one sheet of this instance of the case."""
    for rule in BEFORE_PROPOSING:
        yield from rule(ClosingSheet.at_hand(case))


@guards("closure.signed")
def before_signing(case: Case) -> Iterator[Obstacle]:
    """Every rule of ``BEFORE_SIGNING``, on the one sheet of this instance of the case."""
    for rule in BEFORE_SIGNING:
        yield from rule(ClosingSheet.at_hand(case))


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def proposal_is_open(row, by) -> Iterator[Obstacle]:
    """What was signed or taken back stays as it was read (S80).

    ``row`` is the proposal, a row of it, or a goal: its result is written in the open proposal.
    """
    if isinstance(row, Goal):
        proposal = ClosingSheet.at_hand(row.case).proposal
    else:
        proposal = row if isinstance(row, ClosureProposal) else row.proposal
    if proposal is None:
        yield from a_proposal_is_open(ClosingSheet.at_hand(case_of(row)))
    elif proposal.state != ClosureProposal.State.OPEN:
        yield Obstacle(
            _("This proposal of closure is %(state)s.") % {"state": proposal.get_state_display()},
            row="S80",
            todo=_("What stands in it stays as it was read."),
        )


def of_the_plan(goal: Goal, by) -> Iterator[Obstacle]:
    """A result is written of a goal of the plan that applies, of no other (S75)."""
    if goal.line not in {one.line for one in ClosingSheet.at_hand(goal.case).goals}:
        yield Obstacle(_("This goal is not one of the plan that applies."), row="S75")


def not_answered_yet(handover: Handover, by) -> Iterator[Obstacle]:
    """The answer of a service is noted once; another answer needs another offer (S76)."""
    if handover.state != Handover.State.OFFERED:
        yield Obstacle(
            _("This hand-over has its answer already."),
            row="S76",
            todo=_("Offer a new one if the service answers otherwise now."),
        )


# --- of what was typed: asked by the decision alone -----------------------------------------
def somebody_is_left(why: str) -> Iterator[Obstacle]:
    """With nobody to follow nothing is rated again and no year is planned (X25)."""
    if why in (Why.DIED, Why.ERROR):
        yield Obstacle(
            _("For this reason nothing is rated again, and no year of checks is planned."),
            row="S83",
            todo=_("Close the case without a year of checks: the page “Overview” leads there."),
        )


def words_of_whoever_withdrew(*, why, withdrew_on, alternatives, monitoring_basis) -> Iterator:
    """Where the person withdrew: since when, what else was tried, why one monitors (S84)."""
    if why != Why.WITHDREW:
        return
    for value, sentence in (
        (withdrew_on, _("Since when the person no longer wants it is not written.")),
        (alternatives.strip(), _("No alternative was looked at.")),
        (monitoring_basis.strip(), _("The basis of any monitoring that is left is not written.")),
    ):
        if not value:
            yield Obstacle(
                sentence,
                row="S84",
                todo=_("Leaving freely is a right; write what it means for what follows."),
            )
    if withdrew_on and withdrew_on > clock.today():
        yield Obstacle(_("That day is still to come."), row="S84", todo=_("Write the day it was."))


def opinion_says_why(stance: str, words: str) -> Iterator[Obstacle]:
    """An opinion with a reserve or against needs words for whoever signs (S80)."""
    if stance in (Opinion.Stance.WITH_RESERVE, Opinion.Stance.AGAINST) and not words.strip():
        yield Obstacle(
            _("A reserve or a disagreement needs its words."),
            row="S80",
            todo=_("They stand on top of the page, as you write them."),
        )


def words_are_written(words: str, sentence: str, todo: str = "") -> Iterator[Obstacle]:
    """A decision without written grounds cannot be questioned later (2.3)."""
    yield from is_written(words, sentence, row="2.3", todo=todo)


def day_of_promise(until: date | None) -> Iterator[Obstacle]:
    """What is kept under monitoring is kept until a day, which is not over (X28)."""
    if until is None or until < clock.today():
        yield Obstacle(
            _("Until when it is kept is not written, or that day is over."),
            row="S59",
            todo=_("Write today or a day to come."),
        )


def day_is_past(day) -> Iterator[Obstacle]:
    """What has taken place has a day that is past, or today (2.3)."""
    if day and day > clock.today():
        yield Obstacle(_("That day is still to come."), row="2.3", todo=_("Write the day it was."))


def hat_is_whole(*, worker, new_role: str, ends_on, proposal: ClosureProposal) -> Iterator:
    """A worker who goes on in another role: which role, and a day on which access ends (S77)."""
    if worker is None:
        return
    if not new_role.strip() or ends_on is None:
        yield Obstacle(
            _("Under which name %(who)s goes on, and until when the file is read, is not written.")
            % {"who": worker.display},
            row="S77",
            todo=_("Write both; their access then ends by itself."),
        )
    elif ends_on < clock.today():
        yield Obstacle(
            _("Their access cannot end on a day that is past."),
            row="S77",
            todo=_("Choose today or a day to come."),
        )
    members = TeamMember.objects.filter(case=proposal.case_id, user=worker, active=True)
    if not members.exists():
        yield Obstacle(_("%(who)s is not on the team.") % {"who": worker.display}, row="S77")


def ticked(agrees: bool) -> Iterator[Obstacle]:
    """The signature needs the tick that opinions and remaining risk were read (S81)."""
    if not agrees:
        yield Obstacle(
            _("The tick is missing: you have read the opinions and the risk that remains."),
            row="S81",
        )
