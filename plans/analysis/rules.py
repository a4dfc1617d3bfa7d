"""The rules of the in-depth analysis. Each yields sentences; silence is consent.

The first part is asked before single acts, the last before a plan is approved.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from casework.deciding import case_of
from casework.models import Case, Code, TeamMember
from casework.phases import guards
from casework.rights import Role
from common import clock, dates
from common.refusals import Obstacle, Strength, is_written
from common.windows import shifted
from plans.models import Factor, Gap, Viewpoint

# How long before the opening a level may lie: older ones are evidence, not a level.
LOOKS_BACK = 366


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def case_is_open(row, by) -> Iterator[Obstacle]:
    """The analysis of a closed case is read alone: it stays as it was on that day (2.3)."""
    case = case_of(row)
    if case.state in Case.CLOSED:
        yield Obstacle(
            _("The case is at “%(now)s”; its analysis can be read and no longer changed.")
            % {"now": case.get_state_display()},
            row="2.3",
            todo=_("What is new belongs to a case that is reopened, or to a new signal."),
        )


def gap_is_open(gap: Gap, by) -> Iterator[Obstacle]:
    """A settled question is not settled twice: the second answer would hide the first (S44)."""
    if not gap.is_open:
        yield Obstacle(
            _("This question is settled already: %(status)s.")
            % {"status": gap.get_status_display()},
            row="S44",
            todo=_("Reopen it first if it has to be asked again."),
        )


def gap_is_settled(gap: Gap, by) -> Iterator[Obstacle]:
    """Only what was settled can be reopened (S44)."""
    if gap.is_open:
        yield Obstacle(_("This question is open already."), row="S44")


def own_line(line, by) -> Iterator[Obstacle]:
    """The agency that wrote the line, or the content coordinator (2.8)."""
    own = line.agency_id == by.agency_id
    if not own and Role.CONTENT_COORDINATOR not in line.case.roles_of(by):
        yield Obstacle(
            _("%(agency)s wrote this.") % {"agency": line.agency.name},
            row="2.8",
            todo=_("Ask them to change it, or add what your agency sees as a line of its own."),
        )


def factor_stands(factor: Factor, by) -> Iterator[Obstacle]:
    """A withdrawn factor is put back before it is changed (2.3)."""
    if factor.withdrawn_at:
        yield Obstacle(_("This factor was withdrawn."), row="2.3", todo=_("Put it back first."))


def factor_is_withdrawn(factor: Factor, by) -> Iterator[Obstacle]:
    """Only a withdrawn factor is put back."""
    if not factor.withdrawn_at:
        yield Obstacle(_("This factor stands already."), row="2.3")


# --- of what was typed: asked by the decision alone -----------------------------------------
def gap_is_looked_for(gap: Gap, finder, due_on: date) -> Iterator[Obstacle]:
    """A question is asked of somebody who is there, until a day that can still be kept (S44)."""
    there = gap.case.members.running().filter(user=finder, agency_id=finder.agency_id)
    if not there.exists():
        yield Obstacle(
            _("%(who)s is not on this team.") % {"who": finder.display},
            row="2.5",
            todo=_("Ask the process coordinator to name this person first."),
        )
    if due_on < clock.today():
        yield Obstacle(
            _("The day by which it should be known is over."),
            row="S44",
            todo=_("Choose today or a later day."),
        )


def answer_reaches_the_team(audience: str) -> Iterator[Obstacle]:
    """The audience of an answer is wider than the own agency (S32, S44)."""
    if audience == "own":
        yield Obstacle(
            _("An answer that only your own agency can read answers nobody’s question."),
            row="S32",
            todo=_("Share what the team needs to know, or say that the question was refused."),
        )


def reason_is_written(reason: str) -> Iterator[Obstacle]:
    """Refuses an empty reason: it stays on file (2.3)."""
    yield from is_written(
        reason,
        _("The reason is not written yet."),
        row="2.3",
        todo=_("Write it: it stays on file."),
    )


def day_is_past(day: date) -> Iterator[Obstacle]:
    """``day`` is today or earlier: nobody was heard on a day to come (2.8)."""
    if day > clock.today():
        yield Obstacle(
            _("%(day)s lies ahead.") % {"day": dates.long_day(day)},
            row="2.8",
            todo=_("Write today or an earlier day."),
        )


def level_is_of_this_case(case: Case, day: date) -> Iterator[Obstacle]:
    """A level is of a day at most a year before the opening: further back one only remembers."""
    if day < shifted(dates.local_day(case.opened_at), -LOOKS_BACK):
        yield Obstacle(
            _("%(day)s lies more than a year before the case was opened.")
            % {"day": dates.long_day(day)},
            row="2.7",
            todo=_("Write what was known then into the evidence."),
        )


def something_speaks_against(words: str) -> Iterator[Obstacle]:
    """An interpretation needs something that speaks against it: one finds what one seeks (S41)."""
    yield from is_written(
        words,
        _("Nothing speaks against this interpretation yet."),
        row="S41",
        todo=_("Look for one fact at least that does not fit it, and write it down."),
    )


# --- before the plan -----------------------------------------------------------------------
@guards("plan.approved")
def a_root_cause_is_named(case: Case) -> Iterator[Obstacle]:
    """A plan needs one root cause: without it only what shows is treated (S45)."""
    if not _factors(case).filter(kind=Factor.Kind.ROOT_CAUSE).exists():
        yield Obstacle(
            _("The analysis names no root cause yet."),
            row="S45",
            todo=_("Add one to “What drives it, what protects”."),
        )


@guards("plan.approved")
def something_protects(case: Case) -> Iterator[Obstacle]:
    """A plan needs one protective factor to build on (S09)."""
    if not _factors(case).filter(kind=Factor.Kind.PROTECTIVE).exists():
        yield Obstacle(
            _("The analysis names nothing that protects."),
            row="S09",
            strength=Strength.WARNING,
            todo=_("Ask each agency what holds this person."),
        )


@guards("plan.approved")
def important_gaps_have_a_finder(case: Case) -> Iterator[Obstacle]:
    """A question that would change the plan has been asked of somebody (S44)."""
    on_team = TeamMember.objects.filter(case=case, active=True, user=OuterRef("finder"))
    waiting = case.gaps.filter(importance=Gap.Importance.HIGH).filter(
        Q(status=Gap.Status.UNKNOWN) | Q(status=Gap.Status.TO_FIND_OUT) & ~Exists(on_team)
    )
    count = waiting.count()
    if count:
        yield Obstacle(
            ngettext(
                "%(count)d question that would change the plan has nobody who looks for the"
                " answer.",
                "%(count)d questions that would change the plan have nobody who looks for the"
                " answer.",
                count,
            )
            % {"count": count},
            row="S44",
            strength=Strength.WARNING,
            todo=_("Name a person and a day, or accept that it stays open, with a reason."),
        )


@guards("plan.approved")
def several_agencies_contributed(case: Case) -> Iterator[Obstacle]:
    """Several agencies have written lines of the analysis: one expertise sees one side (S42)."""
    agencies = set(_factors(case).values_list("agency_id", flat=True))
    agencies |= set(case.ratings.filter(joint=False).values_list("agency_id", flat=True))
    agencies |= set(case.gaps.values_list("agency_id", flat=True))
    if len(agencies) < 2:
        yield Obstacle(
            _("Several agencies compared what they see: no."),
            row="S42",
            strength=Strength.REASON,
            todo=_(
                "Let another agency add factors, levels or questions, or write why it is alone."
            ),
        )


@guards("plan.approved")
def the_online_side_is_looked_at(case: Case) -> Iterator[Obstacle]:
    """Something is noted of the online domain, which is forgotten first (S10)."""
    online = Code.objects.filter(kind=Code.List.DOMAIN, code="online", active=True).first()
    if online is None:
        return
    looked_at = (
        case.records.filter(domain=online, audience="team"),
        case.factors.filter(domain=online, withdrawn_at=None),
        case.ratings.filter(domain=online),
        case.gaps.filter(domain=online),
    )
    if not any(rows.exists() for rows in looked_at):
        yield Obstacle(
            _("Of the life online nothing is known, rated or asked."),
            row="S10",
            strength=Strength.REASON,
            todo=_("Write down what is known, ask somebody, or say why it plays no part."),
        )


@guards("plan.approved")
def mental_health_is_heard(case: Case) -> Iterator[Obstacle]:
    """The point of view of mental health was heard: it is noticed too late (S29)."""
    kind = Agency.Kind.MENTAL_HEALTH
    members = case.members.running().filter(agency__kind=kind)
    if not members.exists() and not case.viewpoints.filter(voice=kind).exists():
        yield Obstacle(
            _("Mental health is not on the team, and was not heard."),
            row="S29",
            strength=Strength.WARNING,
            todo=_("Name somebody, or hear their point of view."),
        )


@guards("plan.approved")
def the_person_is_heard(case: Case) -> Iterator[Obstacle]:
    """The person was heard before a plan about them is approved (2.21)."""
    if not case.viewpoints.filter(voice=Viewpoint.PERSON).exists():
        yield Obstacle(
            _("The person was not heard yet."),
            row="2.21",
            strength=Strength.WARNING,
            todo=_("Let whoever is closest ask, and write down what the person says."),
        )


@guards("plan.approved")
def local_work_may_go_on(case: Case) -> Iterator[Obstacle]:
    """The security services, where asked, have answered and did not ask to wait (2.9)."""
    asked = case.deconflictions.exclude(asked_of="").order_by("-stated_at", "-id").first()
    if asked is None:
        return
    if asked.waits:
        yield Obstacle(
            _("%(service)s was asked and has not answered yet.") % {"service": asked.asked_of},
            row="2.9",
            todo=_("Wait for the answer, or remind them."),
        )
    elif asked.forbids:
        yield Obstacle(
            _("%(service)s answered: %(answer)s.")
            % {"service": asked.asked_of, "answer": asked.get_answer_display()},
            row="2.9",
            todo=_("Speak to them before anything local is planned."),
        )


def _factors(case: Case):
    return case.factors.filter(withdrawn_at=None, level__in=Factor.PRESENT)
