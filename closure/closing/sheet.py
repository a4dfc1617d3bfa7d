"""What rules, decisions and the page read of a closing: one sheet for each instance of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _

from agencies import presence
from agencies.models import Agency
from casework.models import Case, Code, TeamMember, TerritoryProfile
from closure.closing import reads
from closure.models import (
    ClosureProposal,
    Handover,
    InformedParty,
    Opinion,
    Silence,
    Transfer,
)
from closure.reopening.rules import reopenings_of
from common import clock
from common.compiled import Rows, compiled
from common.folding import folded, sort_key
from common.guarded import Versioned
from common.once import once
from common.together import ask_together
from plans.models import Action, AdverseEffect, Commitment, FollowUp, Goal, LevelRating

KNOWN = {"low": 1, "moderate": 2, "high": 3}
Direction = LevelRating.Direction


class Turn(StrEnum):
    """How a domain changed between two ratings, the worst first."""

    WORSE = "worse"
    LOST = "lost"
    NOT_AGAIN = "not_again"
    UNKNOWN = "unknown"
    SAME = "same"
    BETTER = "better"


@dataclass(frozen=True)
class Pair:
    """The first and the latest joint rating of a domain in one direction (2.18)."""

    domain: Code
    direction: str
    first: LevelRating
    last: LevelRating
    oldest: object  # the day before which a rating is too old (S75)

    @property
    def direction_words(self) -> str:
        return Direction(self.direction).label

    @property
    def is_repeated(self) -> bool:
        """Whether it was rated again on a later day, however long ago (X17)."""
        return self.first.rated_on < self.last.rated_on

    @property
    def is_of_one_day(self) -> bool:
        """Whether it was rated more than once, and always as of the same day."""
        return self.first.pk != self.last.pk and not self.is_repeated

    @property
    def is_old(self) -> bool:
        """Whether it was never rated again, or too long ago."""
        return not self.is_repeated or self.last.rated_on < self.oldest

    @property
    def says_nothing_new(self) -> bool:
        """Whether the last rating rests on the words of the first.

        Then nobody has said what changed, or why nothing did (X17).
        """
        before, now = (folded(one.evidence) for one in (self.first, self.last))
        return self.is_repeated and before == now

    @property
    def is_assessed_again(self) -> bool:
        """Whether it was rated again: lately, on another day, in words of its own (S75, X17)."""
        return not self.is_old and not self.says_nothing_new

    @property
    def course(self) -> Turn:
        """Better or worse by its direction: protection that falls is worse (Y01, 2.18)."""
        if not self.is_repeated:
            return Turn.NOT_AGAIN
        before, now = KNOWN.get(self.first.level), KNOWN.get(self.last.level)
        if before is None or now is None:
            lost = before is not None and self.last.level == LevelRating.Level.NO_INFORMATION
            return Turn.LOST if lost else Turn.UNKNOWN
        if before == now:
            return Turn.SAME
        falls = now < before
        return Turn.BETTER if falls == (self.direction == Direction.RISK) else Turn.WORSE

    @property
    def is_worse(self) -> bool:
        return self.course is Turn.WORSE

    @property
    def course_words(self) -> str:
        """The course in one word: risk falls or rises, protection grows stronger or weakens."""
        risk = self.direction == Direction.RISK
        return {
            Turn.WORSE: _("rises") if risk else _("weakens"),
            Turn.LOST: _("lost from sight"),
            Turn.NOT_AGAIN: _("not rated again"),
            Turn.UNKNOWN: _("not comparable"),
            Turn.SAME: _("stable"),
            Turn.BETTER: _("falls") if risk else _("grows stronger"),
        }[self.course]

    @property
    def cells(self) -> list[str]:
        """For low, moderate and high: what stands there (first, last, both or nothing)."""
        return [
            "both"
            if self.first.level == self.last.level == level
            else "last"
            if self.last.level == level
            else "first"
            if self.first.level == level
            else ""
            for level in KNOWN
        ]


class ClosingSheet:
    """The open proposal (or the one given) of a case, with all that belongs to it.

    Read for the bound person when it is asked: what may be proposed in one query, all that belongs
    to a proposal in another.
    """

    def __init__(self, case: Case, proposal: ClosureProposal | None = None) -> None:
        self.case = case
        self._open = compiled(reads.open_ones, case, most=1)
        self._ratings = compiled(reads.ratings, case)
        self._running = compiled(reads.running, case)
        self._unverified = compiled(reads.unverified, case)
        self._effects = compiled(reads.effects, case)
        self._promises = compiled(reads.promises, case)
        self._transfers = compiled(reads.transfers, case)
        if proposal is not None:
            proposal.case = case
            self.proposal = proposal

    @classmethod
    def of(cls, case: Case, proposal: ClosureProposal | None = None) -> ClosingSheet:
        """The sheet, read anew."""
        return cls(case, proposal)

    @classmethod
    def at_hand(cls, case: Case) -> ClosingSheet:
        """The sheet of the open proposal, kept on this instance of the case for all who ask."""
        return _at_hand(case)

    @classmethod
    def on(cls, proposal: ClosureProposal) -> ClosingSheet:
        """The sheet of this proposal, open or not; kept on this instance of it."""
        sheet = cls.at_hand(proposal.case)
        return sheet if sheet.proposal == proposal else _on(proposal)

    @property
    def profile(self) -> TerritoryProfile:
        return TerritoryProfile.load()

    @property
    def questions(self) -> list[Rows]:
        """The open proposal, and what is asked before one: for a page that asks more with it."""
        return [self._open, self._transfers, *self._before]

    @property
    def _before(self) -> list[Rows]:
        """What is asked of the case before it may be closed."""
        return [self._ratings, *self.left_open, reopenings_of(self.case)]

    @property
    def left_open(self) -> list[Rows]:
        """What is asked of the work itself: actions that run, outcomes, effects, promises."""
        return [self._running, self._unverified, self._effects, self._promises]

    @cached_property
    def _found(self) -> ClosureProposal | None:
        found = next(iter(self._open), None)
        if found is not None:
            found.case = self.case
        return found

    @cached_property
    def proposal(self) -> ClosureProposal | None:
        """The open proposal to close jointly."""
        found = self._found
        return found if found and found.way == ClosureProposal.Way.JOINT else None

    @property
    def without_year(self) -> ClosureProposal | None:
        """The open proposal to close without a year of checks (X25)."""
        found = self._found
        return found if found and found.way == ClosureProposal.Way.WITHOUT_YEAR else None

    @property
    def transfer(self) -> Transfer | None:
        """The transfer to another authority that is out (X25)."""
        return next(iter(self._transfers), None)

    @cached_property
    def compared(self) -> list[Pair]:
        """Each domain and direction that the team rated together: first beside last (S75)."""
        TerritoryProfile.read(*self._before)
        oldest = clock.today() - timedelta(days=self.profile.assessment_valid_days)
        for reopening in list(reopenings_of(self.case))[:1]:  # of this cycle, not of the last (X29)
            oldest = max(oldest, clock.day_of(reopening.reopened_at))
        found: dict[tuple, list[LevelRating]] = {}
        for row in self._ratings:
            found.setdefault((row.domain_id, row.direction), []).append(row)
        return [
            Pair(rows[0].domain, rows[0].direction, rows[0], rows[-1], oldest)
            for rows in found.values()
        ]

    @cached_property
    def _left(self) -> list[Rows]:
        """What ``left_open`` asks, in one statement where nothing else has asked it."""
        ask_together(*self.left_open)
        return self.left_open

    @property
    def running(self) -> Iterable[FollowUp]:
        """The actions that are not over, soonest end first."""
        return self._left[0]

    @property
    def unverified(self) -> Iterable[FollowUp]:
        """The actions whose outcome nobody has verified (S68)."""
        return self._left[1]

    @property
    def open_effects(self) -> Iterable[AdverseEffect]:
        """The negative effects that nobody has closed (S67)."""
        return self._left[2]

    @property
    def promises(self) -> Iterable[Commitment]:
        """The commitments that nobody has settled (S59, X28)."""
        return self._left[3]

    @cached_property
    def _parts(self) -> dict[str, Rows]:
        """What belongs to the proposal and to its signature (one query)."""
        parts = {name: compiled(ask, self.case) for name, ask in reads.OF_CASE.items()}
        if self.proposal:
            parts |= {name: compiled(ask, self.proposal) for name, ask in reads.OF_PROPOSAL.items()}
        ask_together(*parts.values(), *self.left_open)
        return parts

    def _of_case(self, name: str) -> list:
        """The rows of that part, none of which asks for its case again."""
        found = list(self._parts.get(name, ()))
        for row in found:
            row.case = self.case
            if isinstance(row, Handover | InformedParty):
                row.proposal = self.proposal
        return found

    @cached_property
    def goals(self) -> list[Goal]:
        """The goals of the plan that applies."""
        return self._of_case("goals")

    @cached_property
    def results(self) -> dict:
        """Line of a goal -> its result in this proposal."""
        return {row.line: row for row in self._parts.get("results", ())}

    @property
    def goals_without_result(self) -> list[Goal]:
        if self.proposal is None:
            return []
        return [goal for goal in self.goals if goal.line not in self.results]

    @cached_property
    def opinions(self) -> list[Opinion]:
        """What agencies think: disagreement first, then reserves (S80)."""
        order = {"against": 0, "with_reserve": 1, "none": 2, "for": 3}
        rows = self._parts.get("opinions", ())
        return sorted(rows, key=lambda one: (order[one.stance], sort_key(one.agency.name)))

    def opinion_of(self, user) -> Opinion | None:
        """What this person's agency thinks."""
        return next((one for one in self.opinions if one.agency_id == user.agency_id), None)

    @property
    def asked(self) -> list[Agency]:
        """The agencies that work on the case, whose opinion is asked."""
        return list(self._parts["asked"])

    @property
    def silent(self) -> list[Agency]:
        """The asked agencies that have given no opinion yet."""
        if self.proposal is None:
            return []
        heard = {one.agency_id for one in self.opinions}
        return [agency for agency in self.asked if agency.pk not in heard]

    @cached_property
    def silences(self) -> dict[int, Silence]:
        """Agency -> that it was asked once more, and why it is signed without it (X28)."""
        return {row.agency_id: row for row in self._parts.get("silences", ())}

    def there_of(self, agency_id: int | None) -> list[TeamMember]:
        """Who works on the case for that agency and can still be asked."""
        return [
            part
            for part in self._parts["workers"]
            if part.agency_id == agency_id
            and presence.has_joined(part.user)
            and not presence.is_gone(part.user, part.agency_id)
        ]

    def held_by(self, agency_id: int) -> list[str]:
        """What that agency holds, in words: it is asked once more before its silence is signed."""
        security = any(
            row.agency_id == agency_id and row.action.kind == Action.Kind.SECURITY
            for row in self.running
        )
        question = any(gap.finder_agency_id == agency_id for gap in self._parts["questions"])
        effect = any(
            agency_id in (row.agency_id, row.follow_up and row.follow_up.agency_id)
            for row in self.open_effects
        )
        held = (
            (security, _("a security action")),
            (question, _("an open question")),
            (effect, _("an open negative effect")),
        )
        return [words for holds, words in held if holds]

    @property
    def offices(self) -> list[TeamMember]:
        """Who answers for the risk or coordinates, and who did (X42)."""
        return list(self._parts["offices"])

    @cached_property
    def handovers(self) -> list[Handover]:
        return self._of_case("handovers")

    @cached_property
    def informed(self) -> list[InformedParty]:
        return self._of_case("informed")

    @property
    def read_before_signing(self) -> list[Versioned]:
        """The rows that whoever signs has read: the proposal and all that was written with it."""
        rows = [
            *self.results.values(), *self.opinions, *self.silences.values(), *self.handovers,
            *self.informed,
        ]  # fmt: skip
        return [self.proposal, *rows] if self.proposal else rows

    @property
    def edition(self) -> int:
        """A number that grows with every change of what whoever signs has read."""
        return sum(one.version for one in self.read_before_signing)


@once
def _on(proposal: ClosureProposal) -> ClosingSheet:
    return ClosingSheet.of(proposal.case, proposal)


@once
def _at_hand(case: Case) -> ClosingSheet:
    return ClosingSheet.of(case)


def cycle_of(case: Case) -> int:
    """1, and one more for each reopening."""
    return 1 + len(reopenings_of(case))
