"""The acts on a note in the wrong file: marked as not about this person, and undone (X26)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.acts import RowAct
from casework.information import misplaced
from casework.information.acts import TAB
from casework.models import Record
from casework.rows import Rows

RECORD = Rows(
    Record,
    tab=TAB,
    related=("author", "agency"),
    words=lambda row: row.body,
    about=lambda row: row.get_kind_display(),
)


class _ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Its author and the coordinators read the reason."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )
    marks = {"reason": ""}


class MarkMisplaced(RowAct):
    """Mark a piece of information as not about the person of the case."""

    on, decision = RECORD, misplaced.mark_misplaced
    form_class, form_name = _ReasonForm, "casework.misplaced"
    button = heading = _("Not about this person")
    lede = _(
        "Nobody reads these words in this file any more; they are sealed in its history. Whoever"
        " could read them is told to leave them out of account."
    )
    action, note = _("Mark it"), _("its author and the coordinators")
    done = _("Marked. Those who could read it have been told.")
    example = {"reason": "Il s’agit de son cousin."}


class PutBack(RowAct):
    """Undo the mark."""

    on, decision = RECORD, misplaced.put_back
    form_class, form_name = _ReasonForm, "casework.put_back"
    button = heading = _("It is about this person")
    lede = _("The words are read again by those for whom they were written, who are told.")
    action, note = _("Undo the mark"), _("its author and the coordinators")
    done = _("Undone. Those who may read it have been told.")
    example = {"reason": "C’était bien lui."}


ON_MISPLACED = (MarkMisplaced, PutBack)
