"""What the journal and the notices say of what becomes of a signal."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from intake.models import Outcome
from notices import telling

journal.register(
    signal__outcome_proposed=_("proposed an outcome to a second reader: %(kind)s"),
    signal__outcome_decided=_("decided: %(kind)s"),
    signal__second_agreed=_("read it a second time and agreed: %(kind)s"),
    signal__second_disagreed=_("read it a second time and disagreed: %(kind)s"),
    signal__proposal_withdrawn=_("took the proposal back: %(kind)s"),
    signal__outcome_undone=_("took the outcome back at once: %(kind)s"),
    signal__reopened=_("reopened the signal, which had its outcome: %(kind)s"),
    signal__joined=_("brought %(reference)s together with this signal"),
    signal__separated=_("separated this signal from %(reference)s again"),
    signal__taken_off_file=_("took the signal off the file again"),
    signal__answer_noted=_("noted the answer that was asked for"),
    case__signal_joined=_("joined a signal to this file; ask %(name)s what it tells"),
    case__signal_taken_off=_("took a signal off this file again; ask %(name)s why"),
)
telling.register(
    "second_reading",
    _("You are asked to read %(reference)s a second time."),
    "intake:first_analysis",
)
telling.register(
    "second_read", _("The second reading of %(reference)s is done."), "intake:first_analysis"
)
telling.register(
    "signal_reopened",
    _("%(reference)s, which had its outcome, was reopened."),
    "intake:first_analysis",
)
telling.register(
    "signal_joined",
    _("Another signal was brought together with %(reference)s."),
    "intake:first_analysis",
)
telling.register("file_signal_joined", _("A signal was joined to %(reference)s."), "case")
telling.register(
    "file_signal_urgent",
    _("Urgent: a signal was joined to %(reference)s, and a danger is possible. Ask at once."),
    "case",
)
telling.register(
    "file_urgent_waits",
    _("Urgent: nobody has looked yet at the signal that was joined to %(reference)s. Ask at once."),
    "case",
)
telling.register(
    "urgent_file",
    _(
        "Urgent: signal %(reference)s was joined to a file, a danger is possible, and nobody of the"
        " file has looked at it yet."
    ),
    "intake:page",
)
telling.register(
    "file_signal_taken_off",
    _("A signal that was joined to %(reference)s does not belong to it and was taken off."),
    "case",
)
journal.LABELS.update(Outcome.Kind.choices)
reading_log.PAGES.update(
    {
        "intake:decide": _("First analysis: the outcome"),
        "intake:advice": _("Advice given"),
        "intake:to_conference": _("First analysis: to the conference"),
        "intake:second_reading": _("Second reading"),
        "intake:answer": _("Noting an answer"),
        "intake:undo": _("First analysis: the outcome taken back"),
        "intake:reopen": _("Reopening a signal"),
        "intake:withdraw": _("First analysis: the proposal taken back"),
        "intake:separate": _("Taking two signals apart"),
        "intake:take_off": _("Taking a signal off a file"),
    }
)
