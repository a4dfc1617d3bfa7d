"""The acts on the sections of the first analysis: answer a section, take the answer back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import RowAct
from casework.rows import Rows
from common import clock
from intake.first_analysis import sheet
from intake.first_analysis.base import AnalysisAct
from intake.first_analysis.decisions import security, source, triage
from intake.first_analysis.decisions.take_back import TAKE_BACK
from intake.first_analysis.forms import (
    MinorForm,
    QuestionsForm,
    SecurityAnswerForm,
    SecurityForm,
    SourceForm,
)
from intake.first_analysis.views import analysis_frame
from intake.matching.rules import words_of
from intake.models import NamedPerson
from intake.signals.base import WITH_PEOPLE

ANSWER, CHANGE = _("Answer"), _("Change")
ROW = Rows(
    NamedPerson,
    of="signal",
    of_related=WITH_PEOPLE,
    related=("person", "outcome"),
    tab="intake:first_analysis",
    nav="signals",
    words=words_of,
    about=lambda row: row.desk_name,
    template="intake/first_analysis/first_analysis.html",
    frame=analysis_frame,
)
SAVE = _("Save this answer")
KEPT = _("Kept. What stood before is in the history.")
DESK = _("signals desk only")


class AssessSource(AnalysisAct):
    """Assess the source, apart from what it says (S38)."""

    decision = source.assess_source
    open, holds = "source", "source_said"
    form_class = SourceForm
    form_name = "intake.source"
    fields = tuple(SourceForm.base_fields)
    action, note, done = SAVE, DESK, KEPT
    example = {"reliability": "fairly", "basis": "Connu.", "credibility": "likely"}

    @classmethod
    def button_words(cls, row):
        return CHANGE if sheet.of(row).source else ANSWER


class Security(AnalysisAct):
    """Say whether it is a security matter, and whom we ask (S34)."""

    decision = security.ask_deconfliction
    open = "security"
    form_class = SecurityForm
    action, note, done = SAVE, DESK, _("Kept, with its hour.")
    example = {"concern": "possible", "reason": "Un couteau.", "asked_of": "Police nationale"}

    @classmethod
    def button_words(cls, row):
        return CHANGE if sheet.of(row).deconfliction else ANSWER


class SecurityAnswer(AnalysisAct):
    """Note the answer of the security services (S34)."""

    decision = security.note_security_answer
    open = "security"
    form_class = SecurityAnswerForm
    button = ANSWER
    action, note, done = SAVE, DESK, _("The answer is noted, with its hour.")
    example = {"answer": "with_limits"}

    def initial(self) -> dict:
        return {"answered_on": clock.today()}


class MinorSection(AnalysisAct):
    """Say whether the person is a minor (S35)."""

    decision = triage.answer_minor
    open, holds = "minor", "triage"
    form_class = MinorForm
    fields = tuple(MinorForm.base_fields)
    action, note, done = SAVE, DESK, KEPT
    example = {"minor": "no", "minor_basis": "23 ans."}

    @classmethod
    def button_words(cls, row):
        return CHANGE if sheet.of(row).triage.minor else ANSWER


class MinorOf(RowAct):
    """Say of one of several persons whether they are a minor."""

    on, decision = ROW, triage.answer_minor_of
    open, note = "minor", DESK
    form_class = MinorForm
    fields = tuple(MinorForm.base_fields)
    size = "s"
    action, done = SAVE, KEPT
    example = {"minor": "no", "minor_basis": "23 ans."}

    @classmethod
    def button_words(cls, row):
        return CHANGE if row.minor else ANSWER


class Questions(AnalysisAct):
    """Answer the two questions and the prompts against one's own bias (S22, S36, S41)."""

    decision = triage.answer_questions
    open, holds = "questions", "triage"
    form_class = QuestionsForm
    fields = tuple(QuestionsForm.base_fields)
    action, note, done = SAVE, DESK, KEPT
    example = {"radicalised": "unclear", "radicalised_grounds": "Se replie."}

    @classmethod
    def button_words(cls, row):
        return CHANGE if sheet.of(row).answers_both else ANSWER


class TakeBackSource(AnalysisAct):
    """Take back the last assessment of the source."""

    decision, word = TAKE_BACK["source"], "source"
    button, icon, size, about = _("Undo"), "undo-2", "s", _("Source")
    done = _("Taken back. What stood before stands again.")


class TakeBackMinor(AnalysisAct):
    """Take back the last answer to «a minor?»."""

    decision, word = TAKE_BACK["minor"], "minor"
    button, icon, size, about = _("Undo"), "undo-2", "s", _("Minor")
    done = TakeBackSource.done


class TakeBackQuestions(AnalysisAct):
    """Take back the last answer to the two questions."""

    decision, word = TAKE_BACK["questions"], "questions"
    button, icon, size, about = _("Undo"), "undo-2", "s", _("The two questions")
    done = TakeBackSource.done


class TakeBack(AnalysisAct):
    """Take back the last answer to the section that the address names."""

    among = (TakeBackSource, TakeBackMinor, TakeBackQuestions)
    told_by = "section"

    def find(self, **kwargs):
        return None
