"""The front of a case: the overview of its coordinators, and the page of a partner."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from casework import absent, access, conferences, journal, phases, statements
from casework.acts import Button, buttons
from casework.information.acts import AddInformation, CorrectInformation, EndHeld
from casework.information.misplaced_acts import ON_MISPLACED
from casework.models import Case, JournalEntry, TeamMember, TerritoryProfile
from casework.persons.acts import CorrectPerson
from casework.rights import Role
from casework.team.acts import RemindToDeclare
from casework.views.case import CaseView
from closure.absorbed.acts import Ask as AskAboutAnother
from closure.closing.sheet import ClosingSheet
from closure.transfer.acts import Ask as AskTransfer
from closure.without_year.acts import Propose as CloseWithoutYear
from common import dates
from common.compiled import asked_once
from common.portions import Portion, portion
from worklist import feed, front
from worklist.answers import Asked, Task
from worklist.event import SALT, Event, Place, stream_before

# So many of the team stand on the front; the rest is one click away.
TEAM_SHOWN = 12
# So many tasks of a partner, and sentences before a step, at a time.
TASKS, POINTS = 40, 8


class CasePage(CaseView):
    """The overview; whoever takes part as a partner alone gets the partner's page."""

    related = ("subject", "paper")

    def get(self, request, pk):
        show_name = "name" in request.GET
        self.log_reading(route="case_name" if show_name else "")
        frame = self.frame()
        case, user, members = self.subject, request.user, frame["members"]
        asked = Asked(case, user, members)
        self._ask(frame["roles"] == [Role.PARTNER], asked)
        gates = _gates(case, user)
        said = statements.statements(case)
        held_back = feed.held_back(case, user)
        more_held = len(held_back) > feed.HELD_SHOWN
        page = {
            "show_name": show_name,
            "held_back": held_back[: feed.HELD_SHOWN],
            "more_held": more_held,
            "held_count": None if more_held else len(held_back),
            "profile": TerritoryProfile.load(),
            "gates": gates,
            "began": conferences.beginning(case),
            "steps": _phases(case, gates, _passages(case, user)),
            "shown_members": _team_rows(members)[:TEAM_SHOWN],
            "more_members": max(0, len(members) - TEAM_SHOWN),
        }
        if frame["roles"] == [Role.PARTNER]:
            self.template_name = "worklist/partner_page.html"
            part = self._tasks(front.tasks_of(asked, said))
            page |= {"tasks": part.rows, "tasks_part": part} | self.share_form()
        else:
            self.template_name = "worklist/case_page.html"
            page |= self.overview(asked, said, frame["roles"])
        return self.page(**frame, **self.stream(), **page)

    def _ask(self, is_partner: bool, asked: Asked) -> None:
        """What the page is made of, in one statement."""
        case, user = asked.case, asked.user
        questions = [
            statements.statements(case), _passage_rows(case, user), *conferences.questions(case),
            *feed.questions(case, user, *self._narrowed()), *ClosingSheet.at_hand(case).questions,
        ]  # fmt: skip
        questions += front.of_tasks(asked) if is_partner else front.of_answers(asked)
        TerritoryProfile.read(*questions)

    def overview(self, asked: Asked, said: list, roles: list) -> dict:
        """What the coordinators and the risk owner look at beyond the stream."""
        case, user, members = asked.case, asked.user, asked.members
        return {
            "answers": front.answers(asked),
            "warnings": absent.warnings(case, user, members, roles)
            + statements.not_said(members, said),
            "remind": self._buttons(RemindToDeclare),
            "correct": self._buttons(CorrectPerson, CloseWithoutYear, AskTransfer, AskAboutAnother),
        }

    def _tasks(self, found: list[Task]) -> Portion[Task]:
        """What needs the reader, the soonest first: of many a part at a time."""
        return portion(
            self.request, found, "tasks", key=lambda task: task.href, size=TASKS, place="needs"
        )

    def _buttons(self, *declared) -> list[Button]:
        return buttons(self.request.user, self.subject, declared)

    def share_form(self) -> dict:
        case = self.subject
        if not AddInformation.is_offered(self.request.user, case):
            return {}
        act = AddInformation.standing_on(self.request, case, pk=case.pk)
        return act.opened() | {"share": AddInformation.address(case)}

    def stream(self) -> dict:
        """What happened: narrowed to ``?only=``, from ``?before=`` on."""
        before, only = self._narrowed()
        events, earlier = feed.of(self.subject, self.request.user, before, only)
        return {
            "events": [self._with_buttons(event) for event in events],
            "before": before,
            "only": only,
            "earlier": _earlier(events, only) if earlier else "",
            "chips": _chips(self.subject, only),
        }

    def _narrowed(self) -> tuple[Place | None, str]:
        only = self.request.GET.get("only", "")
        before = _place(self.request.GET.get("before", ""))
        return before, only if only in feed.ONLY else ""

    def _with_buttons(self, event: Event) -> Event:
        """The same line, with what this reader may do about its piece of information."""
        if event.record is None:
            return event
        user, record = self.request.user, event.record
        return replace(
            event,
            correct=CorrectInformation.button_for(user, record),
            end=EndHeld.button_for(user, record),
            misplaced=next(iter(buttons(user, record, ON_MISPLACED)), None),
        )


CHIPS = (
    ("", gettext_noop("All")),
    ("decisions", gettext_noop("Decisions")),
    ("information", gettext_noop("Information")),
    ("held", gettext_noop("Held back")),
)


def _chips(case: Case, only: str) -> list[dict]:
    """The filters of the stream, as links."""
    url = reverse("case", args=[case.pk])
    return [
        {
            "text": _(text),
            "href": f"{url}?only={name}#feed" if name else f"{url}#feed",
            "current": name == only,
        }
        for name, text in CHIPS
    ]


def _not_there(member: TeamMember) -> str:
    if member.gone:
        return _("No longer there")
    return _("Has never signed in") if member.unused else ""


def _team_rows(members: list[TeamMember]) -> list[dict]:
    """The rows of the team for ``team_list``, with neutrality (S55) and absence."""
    rows = []
    for member in members:
        state = {"": "missing", TeamMember.Interest.NONE: "neutral"}.get(
            member.interest, "interest"
        )
        away = ""
        if member.away_until:
            away = _("Away until %(day)s.") % {"day": dates.day(member.away_until)}
        rows.append(
            {
                "name": member.user.display,
                "agency": member.agency,
                "role": member.get_role_display(),
                "state": "" if member.role == Role.EVALUATOR else state,
                "note": member.interest_words if state == "interest" else "",
                "away": away,
                "gone": _not_there(member),
            }
        )
    return rows


PHASES = (
    gettext_noop("Intake and first analysis"),
    gettext_noop("Analysis and plan"),
    gettext_noop("Carrying out"),
    gettext_noop("Closure and monitoring"),
)


# The event by which a phase is left.
PASSAGES = {
    "case.analysis_started": 1,
    "plan.started": 2,
    "closure.signed": 3,
    # Without a year of checks, from whichever phase (X25).
    "case.ended_without_year": 3,
    "case.monitored_without_year": 3,
}
AGAIN = "case.reopened"


def _passages(case: Case, user) -> dict[int, JournalEntry]:
    """Phase -> the decision that ended it, the latest of its kind.

    Under 0 the latest reopening: the second phase begins anew with it (S78).
    """
    found: dict[int, JournalEntry] = {}
    for row in _passage_rows(case, user):
        if row.event == AGAIN:  # what was passed in the cycle before begins anew
            found = {number: known for number, known in found.items() if number == 1}
        found[PASSAGES.get(row.event, 0)] = row
    return found


@asked_once
def _passage_rows(case: Case, user) -> QuerySet[JournalEntry]:
    rows = JournalEntry.objects.visible_to(user).filter(case=case, event__in=[*PASSAGES, AGAIN])
    return rows.select_related("by").order_by("at", "id")


def _phases(case: Case, gates: list[dict], passages: dict) -> list[dict]:
    """The four phases: done (when, by whom), now (what stands before the next step), to come."""
    steps = []
    for number, name in enumerate(PHASES, start=1):
        state = "done" if number < case.phase else "now" if number == case.phase else "todo"
        step = {"name": _(name), "state": state, "when": "", "gate": "", "gate_href": ""}
        before = passages.get(number - 1)
        if number == 2 and 0 in passages:
            before = passages[0]
        began = case.opened_at if number == 1 else journal.moment_of(before) if before else None
        if state == "now":
            step["when"] = _("since %(day)s") % {"day": dates.day(began or case.state_since)}
            step |= _next_gate(gates)
        elif state == "done":
            step["when"] = _("from %(day)s") % {"day": dates.day(began)} if began else ""
            step["gate"] = _passed(passages.get(number), _was_left_out(number, passages))
        steps.append(step)
    return steps


def _was_left_out(number: int, passages: dict) -> bool:
    """Whether the case ended before that phase was over, without a year of checks (X25)."""
    left = passages.get(3)
    return left is not None and left.event.endswith("_without_year") and number not in passages


def _passed(entry: JournalEntry | None, was_left_out: bool) -> str:
    if was_left_out:
        return _("not gone through")
    if entry is None:
        return _("passed")
    words = {
        "day": dates.day(journal.moment_of(entry)),
        "who": entry.then.by.display if entry.by else "",
    }
    return _("passed on %(day)s by %(who)s") % words


def _next_gate(gates: list[dict]) -> dict:
    """How many obstacles stand before the next step, with a link to them."""
    if not gates:
        return {}
    count = len(gates[0]["obstacles"])
    if not count:
        return {"gate": _("Nothing stands before the next step"), "gate_href": "#gate"}
    words = ngettext(
        "%(count)s point before the next step", "%(count)s points before the next step", count
    )
    return {"gate": words % {"count": count}, "gate_href": "#gate"}


def _gates(case: Case, user) -> list[dict]:
    """The next steps of the case: obstacles, and who takes the step."""
    return [
        {
            "title": journal.STEP_TITLES[step.event],
            "obstacles": phases.obstacles(case, step.event),
            "verdict": access.may(user, step.right, case),
            "href": reverse(phases.STEPS[step.event], args=[case.pk]),
            "anchor": "" if number else "gate",
            "most": POINTS,
        }
        for number, step in enumerate(phases.next_steps(case))
    ]


def _place(text: str) -> Place | None:
    try:
        at, pk = signing.loads(text, salt=SALT)
        return datetime.fromisoformat(at), UUID(pk)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _earlier(events, only: str) -> str:
    place = {"before": stream_before(events[-1].at, events[-1].pk)}
    return "?" + urlencode(place | ({"only": only} if only else {}))
