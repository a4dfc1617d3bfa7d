"""Items of My work of teams: a missing colleague, an interest to declare."""

from __future__ import annotations

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import absent, access, neutrality
from casework.models import Case, LeftAlone
from casework.rights import Right
from common import clock
from common.compiled import compiled
from common.together import Asking
from worklist.item import MOST, Item

FEW = 4


def away(user) -> Asking[list[Item]]:
    """Who is missed on the cases that the reader oversees, due before the absence begins.

    Whoever is no longer there is due now. One item for a person and part, however many cases it is
    about.
    """
    now = clock.now()
    found: dict[str, list] = {}
    missed = yield from absent.missed_by(user, MOST)
    for member in missed:
        found.setdefault(absent.away_words(member), []).append(member)
    items = []
    for title, members in found.items():
        absence, many = members[0].absence, len(members) > 1
        first = timezone.make_aware(datetime.combine(absence.first_day, time())) if absence else now
        items.append(
            Item(
                title=title,
                href=reverse("case_team", args=[members[0].case_id]),
                reference=_references(
                    [member.case.reference for member in members], len(missed) == MOST
                ),
                due_at=max(now, first),
                kind="person",
                meta=_("Hand this part over on the team page of each, or name a second person.")
                if many
                else absent.todo_words(members[0]),
                act=_("Hand over"),
            )
        )
    return items


def declarations(user) -> Asking[list[Item]]:
    """The reader's own interest, where they have not said yet whether they have one (S55).

    One item for all their cases; it leads to the one that has waited longest.
    """
    cases = yield from neutrality.cases_of(user, MOST)
    if not cases:
        return []
    return [
        Item(
            title=_("Say whether you have an interest of your own"),
            href=reverse("case_declare", args=[cases[0][0]]),
            reference=_references([reference for _pk, reference in cases], len(cases) == MOST),
            due_at=None,
            kind="question",
            act=_("Declare"),
        )
    ]


def left_alone(user) -> Asking[list[Item]]:
    """Files that nobody who is there can name anybody to, for those who name a risk owner (X24).

    One item for all of them. Of what ended nothing is due: the page lists it too.
    """
    if not access.may(user, Right.NAME_RISK_OWNER):
        return []
    asked = compiled(_left_alone, most=MOST, columns=("reference",))
    yield [asked]
    references = [reference for (reference,) in asked]
    if not references:
        return []
    return [
        Item(
            title=_("Nobody answers for a file any more: name a risk owner"),
            href=reverse("left_alone"),
            reference=_references(references, len(references) == MOST),
            due_at=clock.now(),
            kind="person",
            act=_("Name somebody"),
        )
    ]


def _left_alone():
    return LeftAlone.objects.exclude(state=Case.State.ENDED).order_by("reference")


def _references(references: list[str], is_cut: bool) -> str:
    """The first of these references, and how many others; at least so many where ``is_cut``."""
    shown = ", ".join(references[:FEW])
    more = len(references) - FEW
    if more <= 0:
        return shown
    if is_cut:
        words = _("%(shown)s and at least %(more)d others")
    else:
        words = ngettext("%(shown)s and %(more)d other", "%(shown)s and %(more)d others", more)
    return words % {"shown": shown, "more": more}
