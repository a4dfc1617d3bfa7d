"""Files from paper that wait too long for their next step: who is told of it (X14, X23).

Before it is a case such a file is no case's and no signal's, so it is no reminder of
``casework.reminders``; the steps, and that each is told once, are the same.
"""

from __future__ import annotations

from datetime import date

from agencies import presence
from agencies.models import User
from common import clock
from common.windows import shifted
from notices import telling
from plans.models import PaperFile
from plans.paper.due import WITHIN

# So many days after its day whoever opened it hears of it too.
PATIENCE = 5


def due_on(paper: PaperFile) -> date:
    """The day by which it is typed, or confirmed once it is handed over."""
    return shifted(clock.day_of(paper.handed_at or paper.opened_at), WITHIN.days)


def tell() -> tuple[int, int]:
    """Tell whose turn it is of each file that is past its day. Bound as the worker.

    Returns how many notices are new, and how many files have nobody who is there. Whoever is away
    is told when they are back; meanwhile whoever opened the file is, who can name others, or else
    the third of them, who can call it off.
    """
    today = clock.today()
    rows = PaperFile.objects.filter(file=None).order_by("opened_at", "pk")
    late = [paper for paper in rows if due_on(paper) < today]
    here = _here(late, today)
    letters = [_letter(paper, today, here) for paper in late]
    new = telling.queue_all([letter for letter in letters if letter.to]) if letters else 0
    return new, sum(not letter.to for letter in letters)


def _here(papers: list[PaperFile], today: date) -> set[int]:
    asked = {pk for p in papers for pk in (p.opened_by_id, p.types_id, p.confirms_id)}
    there = presence.joined() & ~presence.away(today, "pk")
    return set(User.objects.filter(there, pk__in=asked).values_list("pk", flat=True))


def _letter(paper: PaperFile, today: date, here: set[int]) -> telling.Letter:
    due = due_on(paper)
    step = "escalated" if today >= shifted(due, PATIENCE) else "late"
    turn, whose = ("confirm", paper.confirms_id) if paper.handed_at else ("type", paper.types_id)
    people = {whose} & here
    if not people or step == "escalated":
        people |= {paper.opened_by_id} & here
    people = people or {paper.types_id, paper.confirms_id} & here
    again = "again" if paper.given_back_because else ""
    return telling.Letter(
        kind=f"paper_turn_{step}",
        key=f"paper:{paper.pk}:{turn}{again}:{step}:{due.isoformat()}",
        to=frozenset(people),
        reference=paper.reference,
        due_at=clock.end_of(due),
    )
