"""The page of the first analysis (screen 2b), on which the forms of its acts open.

Imported by the acts, whose forms stand on it; it names them by their addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar

from django.utils.translation import gettext, gettext_noop

from casework import access
from casework.acts import Button, buttons, named
from casework.conferences import earlier_of, sat
from casework.models import Code
from casework.rights import Right
from casework.views.base import SubjectView
from intake.first_analysis import rules, sheet
from intake.models import Outcome, Signal
from intake.signals import same_source
from intake.signals.base import WITH_PEOPLE

Kind = Outcome.Kind


@dataclass(frozen=True)
class Section:
    """A section on the page: its heading, its content, the buttons of the reader."""

    key: str
    title: str
    short: str
    template: str
    done: bool
    buttons: list[Button] = field(default_factory=list)
    undo: list[Button] = field(default_factory=list)


SECTIONS = (
    (
        "source",
        gettext_noop("Can the source be relied on?"),
        gettext_noop("Source"),
        "intake/first_analysis/sections/source.html",
        ("intake:assess_source",),
    ),
    (
        "security",
        gettext_noop("Is it a security matter?"),
        gettext_noop("Security matter"),
        "intake/first_analysis/sections/security.html",
        ("intake:security_answer", "intake:security"),
    ),
    (
        "minor",
        gettext_noop("Is the person a minor?"),
        gettext_noop("Minor"),
        "intake/first_analysis/sections/minor.html",
        ("intake:minor",),
    ),
    (
        "questions",
        gettext_noop("Does it look like radicalisation, and is working together useful?"),
        gettext_noop("The two questions"),
        "intake/first_analysis/sections/questions.html",
        ("intake:questions",),
    ),
)


@dataclass(frozen=True)
class Choice:
    """An outcome to choose from: its button, what follows from it, whether its form is open."""

    button: Button
    hint: str
    current: bool


def analysis_frame(view: SubjectView) -> dict:
    """What every page of the first analysis shows: the report, the sections, what becomes of it."""
    signal, user, found = view.subject, view.request.user, sheet.of(view.subject)
    opened = getattr(view, "open", "")
    return {
        "subject": signal,
        "signal": signal,
        "found": found,
        **_sections(signal, user),
        "open": opened,
        "closed": [one for rule in rules.OPEN for one in rule(signal, user)],
        "repeated": list(same_source.unfounded_again(signal, user)),
        "lacking": rules.lacking(signal, user),
        "shows_matches": bool(access.may(user, Right.MATCH_PERSONS, signal)),
        "alternatives": _alternatives(found.triage.alternatives),
        **_conference(found),
        **_decisions(signal, user, found, type(view)),
    }


def _sections(signal: Signal, user) -> dict:
    found = sheet.of(signal)
    asked = [row for row in found.named if row.is_asked_of]
    done = {
        "source": found.source is not None,
        "security": found.deconfliction is not None and not found.deconfliction.waits,
        "minor": bool(found.triage.minor),
        "questions": found.answers_both,
    }
    undo = {act.word: act for act in named("intake:take_back")}
    if len(found.named) > 1:
        done["minor"] = all(row.minor for row in asked)
    sections = [
        Section(
            key=key,
            title=gettext(title),
            short=gettext(short),
            template=template,
            done=done[key],
            buttons=buttons(user, signal, named(*routes)),
            undo=buttons(user, signal, (undo[key],)) if key in undo else [],
        )
        for key, title, short, template, routes in SECTIONS
    ]
    minors = [(row, buttons(user, row, named("intake:minor_of"))) for row in asked]
    return {
        "sections": sections,
        "answered": sum(done.values()),
        "minors": minors if len(found.named) > 1 else [],
    }


def _conference(found: sheet.FirstAnalysis) -> dict:
    if found.conference is None:
        return {"seats": [], "earlier": []}
    rows = found.conference.seats.select_related("agency")
    seats = list(rows.order_by("agency__short_key", "pk"))
    return {"seats": sat(seats), "earlier": earlier_of(found.conference, seats)}


def _decisions(signal: Signal, user, found: sheet.FirstAnalysis, opened: type) -> dict:
    """What the page shows of outcomes: those to choose from, the one that waits or holds."""
    chosen = {
        act: button
        for act in named("intake:to_conference", "intake:decide")
        for button in buttons(user, signal, (act,))
    }

    def on(row, *routes: str) -> list[Button]:
        return buttons(user, row, named(*routes)) if row else []

    return {
        "choices": [Choice(button, act.hint, act is opened) for act, button in chosen.items()],
        "joining": [
            replace(button, url=f"{button.url}#decision")
            for act, button in chosen.items()
            if act.word == Kind.JOINED_TO_CASE
        ],
        "reading": on(found.proposal, "intake:second_reading"),
        "withdrawing": on(found.proposal, "intake:withdraw"),
        "answering": [one for row in found.holding for one in on(row, "intake:answer")],
        "opening": on(signal, "intake:open_case", "intake:conference"),
        "parting": [
            one for row in found.holding for one in on(row, "intake:separate", "intake:take_off")
        ],
        "reopening": [one for row in found.holding for one in on(row, "intake:reopen")],
        "undoing": [one for row in found.holding for one in on(row, "intake:undo")],
        "no_file": [one for row in found.to_open for one in on(row, "intake:no_file")],
        "correcting": on(found.conference, "intake:correct_conference"),
    }


def _alternatives(codes: list[str]) -> list[str]:
    if not codes:
        return []
    known = Code.objects.filter(kind=Code.List.ALTERNATIVE, code__in=codes)
    return [code.label for code in known]


class FirstAnalysisPage(SubjectView):
    """The first analysis of a signal, for its desk."""

    model = Signal
    related: ClassVar[tuple[str, ...]] = WITH_PEOPLE
    right = Right.SECOND_READ
    template_name = "intake/first_analysis/first_analysis.html"
    nav = "signals"

    def get(self, request, pk):
        return self.page(**analysis_frame(self))
