"""What the journal and the notices say of the first analysis."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from casework.models import Deconfliction

journal.register(
    signal__analysis_begun=_("began the first analysis"),
    signal__source_assessed=_("assessed the source"),
    signal__security_looked_at=_("looked at whether it is a security matter: %(concern)s"),
    signal__security_asked=_("asked the security services: %(concern)s"),
    signal__security_answered=_("noted the answer of the security services: %(answer)s"),
    signal__minor_answered=_("answered whether the person is a minor"),
    signal__minor_answered_of=_("answered whether one of the persons is a minor"),
    signal__questions_answered=_("answered the two questions"),
    signal__answer_taken_back=_("took the last answer to a check back at once"),
)
journal.LABELS.update((f"concern_{code}", words) for code, words in Deconfliction.Concern.choices)
journal.LABELS.update(Deconfliction.Answer.choices)
reading_log.PAGES.update(
    {
        "intake:first_analysis": _("First analysis"),
        "intake:assess_source": _("First analysis: the source"),
        "intake:security": _("First analysis: a security matter?"),
        "intake:security_answer": _("First analysis: answer of the security services"),
        "intake:minor": _("First analysis: a minor?"),
        "intake:minor_of": _("First analysis: a minor, of one person"),
        "intake:questions": _("First analysis: the two questions"),
        "intake:take_back": _("First analysis: an answer taken back"),
    }
)
