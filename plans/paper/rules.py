"""The rules of the acts on a file from paper: ``(paper, by)`` (X14)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.models import Case
from common.dates import day as day_words
from common.once import once
from common.refusals import Obstacle
from plans.models import PaperFile
from plans.paper import content as read
from plans.paper.content import Content
from plans.paper.content_rules import OF_CONTENT
from plans.paper.opening_rules import of_opening


# --- whose, and when ------------------------------------------------------------------------
def types_it(paper: PaperFile, by) -> Iterator[Obstacle]:
    """Whoever will coordinate the process types it, and nobody else."""
    if paper.types_id != by.pk:
        yield _of_another(_("%(who)s types this file."), paper.types)


def confirms_it(paper: PaperFile, by) -> Iterator[Obstacle]:
    """Whoever will coordinate the content confirms it, and nobody else."""
    if paper.confirms_id != by.pk:
        yield _of_another(_("%(who)s confirms this file."), paper.confirms)


def opened_it(paper: PaperFile, by) -> Iterator[Obstacle]:
    """The decider who opened it corrects what they wrote."""
    if paper.opened_by_id != by.pk:
        yield _of_another(_("%(who)s opened this file."), paper.opened_by)


def has_it_in_hand(paper: PaperFile, by) -> Iterator[Obstacle]:
    """Each of the three may call it off: nothing of it stands yet."""
    if by.pk not in (paper.opened_by_id, paper.types_id, paper.confirms_id):
        yield _of_another(_("%(who)s types this file."), paper.types)


def _of_another(sentence: str, user) -> Obstacle:
    return Obstacle(
        sentence % {"who": user.display},
        row="X14",
        todo=_("Ask %(who)s.") % {"who": user.display},
    )


def not_confirmed(paper: PaperFile, by) -> Iterator[Obstacle]:
    """Once confirmed it is a case like any other."""
    if paper.file_id is not None:
        yield Obstacle(
            _("This file was confirmed: it goes on as %(case)s.") % {"case": paper.reference},
            row="X14",
            todo=_("Correct it there, on its own pages."),
        )


def is_handed(paper: PaperFile, by) -> Iterator[Obstacle]:
    """It is confirmed when whoever types it says that it is whole."""
    if paper.handed_at is None:
        yield Obstacle(
            _("%(who)s has not handed it over yet.") % {"who": paper.types.display},
            row="X14",
            todo=_("Ask %(who)s whether it is whole.") % {"who": paper.types.display},
        )


def not_handed(paper: PaperFile, by) -> Iterator[Obstacle]:
    """It is handed over once, and again after each change."""
    if paper.handed_at is not None:
        yield Obstacle(
            _("It was handed over: %(who)s confirms it.") % {"who": paper.confirms.display},
            row="X14",
        )


def opening_holds(paper: PaperFile, by) -> Iterator[Obstacle]:
    """What stood in the way of the opening is asked again: meanwhile a file may be there (S78)."""
    yield from of_opening(paper)


@once
def content_of(paper: PaperFile) -> Content:
    """What was typed, read once of this instance."""
    return read.of(paper)


def whole(paper: PaperFile, by) -> Iterator[Obstacle]:
    """Everything that is missing in what was typed, section by section."""
    content = content_of(paper)
    for rule in OF_CONTENT:
        yield from rule(content)


# --- the signature of the risk owner ----------------------------------------------------------
def waits_for_signature(case: Case, by) -> Iterator[Obstacle]:
    """The plan that came from paper applies and is not signed yet (rulings 7)."""
    paper = paper_of(case)
    if paper is None:
        yield Obstacle(_("This file was not brought in from paper."), row="X14")
    elif paper.signed_at is not None:
        yield Obstacle(
            _("The plan that came from paper was signed on %(day)s.")
            % {"day": day_words(paper.signed_at)},
            row="X14",
        )


def signer_stands_apart(case: Case, by) -> Iterator[Obstacle]:
    """Who typed or confirmed the file does not sign its plan (X42)."""
    paper = paper_of(case)
    if paper and by.pk in (paper.opened_by_id, paper.types_id, paper.confirms_id):
        yield Obstacle(
            _("Who brought the file in does not sign its plan."),
            row="X42",
            todo=_("Ask the risk owner."),
        )


def paper_of(case: Case) -> PaperFile | None:
    """The paper that the case came from; nothing is asked of a case that came another way."""
    if case.entry_route != Case.Route.PAPER:
        return None
    found: PaperFile | None = getattr(case, "paper", None)
    return found
