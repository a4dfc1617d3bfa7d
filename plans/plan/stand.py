"""Where a plan stands, in words: by the state of its case, never by its own row alone (X29).

A version that was approved stays the last one after the closure, and in a file that was opened
again until the next one is approved; it is carried out in neither.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework.models import Case
from common.words import Words


def applies(case: Case) -> bool:
    """Whether the approved version of the plan is in force."""
    return case.state in Case.WITH_PLAN


def title_of(case: Case) -> Words:
    """The title over the approved version of the plan."""
    if case.state in Case.CLOSED:
        return _("Last plan")
    return _("Plan before the reopening") if not applies(case) else _("Plan that applies")


def in_words(case: Case) -> Words:
    """The state of the approved version, in the words of a tag."""
    if case.state in Case.CLOSED:
        return (
            _("applied until the end")
            if case.state in Case.OVER
            else _("applied until the closure")
        )
    return _("applies") if applies(case) else _("applied before the reopening")
