"""The acts on an outcome that is proposed or in force: read, answered, taken back."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from casework.acts import RowAct
from casework.rows import Rows
from intake.first_analysis.views import analysis_frame
from intake.models import Outcome
from intake.outcomes import forms
from intake.outcomes.decisions import joining, merging, outcome, reopening
from intake.signals.base import WITH_PEOPLE

OUTCOME = Rows(
    Outcome,
    of="signal",
    of_related=WITH_PEOPLE,
    related=("proposed_by", "second_reader", "into"),
    tab="intake:first_analysis",
    nav="signals",
    template="intake/first_analysis/first_analysis.html",
    frame=analysis_frame,
)
MERGED = replace(OUTCOME, only={"kind": Outcome.Kind.MERGED})
JOINED = replace(OUTCOME, only={"kind": Outcome.Kind.JOINED_TO_CASE})


class SecondReading(RowAct):
    """Agree or disagree as the named second reader."""

    on, decision = OUTCOME, outcome.read_second
    open, note = "second", ""
    form_class = forms.SecondReadingForm
    button, kind, size = _("Read it a second time"), "main", "m"
    action = _("Record the second reading")
    done = _("Your reading is recorded. Whoever proposed it has been told.")
    example = {"agrees": "yes"}

    def values(self, form) -> dict:
        typed = super().values(form)
        return typed | {"agrees": typed["agrees"] == "yes"}


class WithdrawProposal(RowAct):
    """Take back an outcome that waits for its second reader."""

    on, decision = OUTCOME, outcome.withdraw_proposal
    button, size = _("Take the proposal back"), "m"
    done = _("The proposal is taken back.")


class NoteAnswer(RowAct):
    """Note the answer to a question."""

    on, decision = OUTCOME, outcome.note_answer
    open, note = "answer", ""
    form_class = forms.AnswerForm
    button, kind, size, icon = _("Note the answer"), "main", "m", "pen-line"
    action = _("Note the answer")
    done = _("The answer is noted. The first analysis goes on.")
    example = {"answer": "Oui, mardi."}


class Separate(RowAct):
    """Separate two signals that were brought together."""

    on, decision = MERGED, merging.separate_signal
    open, note = "separate", ""
    form_class = forms.SeparateForm
    button, size = _("Separate them again"), "m"
    action = _("Separate them again")
    done = _("They are apart again; the first analysis of this signal is open.")
    example = {"reason": "Deux jeunes différents."}


class TakeOff(RowAct):
    """Take a signal off the file to which it was joined."""

    on, decision = JOINED, joining.take_off_case
    open, note = "separate", ""
    form_class = forms.TakeOffForm
    button, size = _("Take it off the file"), "m"
    action = _("Take it off the file")
    done = _("It is off the file; the first analysis of this signal is open.")
    example = {"reason": "Un homonyme."}


class UndoOutcome(RowAct):
    """Take back an outcome in force, while nobody else has read the signal since."""

    on, decision = OUTCOME, outcome.undo_outcome
    button, size = _("Take it back"), "m"
    done = _("The outcome is taken back; the first analysis is open again.")


class ReopenSignal(RowAct):
    """Look again at a signal that has its outcome."""

    on, decision = OUTCOME, reopening.reopen_signal
    open, note = "reopen", ""
    form_class = forms.ReopenForm
    button, size = _("Reopen the signal"), "m"
    action = _("Reopen the signal")
    done = _("The signal is open again. Whoever decided it has been told.")
    example = {"why": "new_information", "reason": "Le lycée a rappelé."}
