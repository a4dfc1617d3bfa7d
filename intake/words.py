"""What the journal and the notices say of phase 1."""

from django.utils.translation import gettext_lazy as _

from casework import journal, phases, readings
from casework.models import Deconfliction
from intake.models import Outcome, Signal, SignalHop
from notices import outbox, telling

journal.register(
    signal__received=_("received the signal"),
    signal__acknowledged=_("acknowledged the signal"),
    signal__passed_on=_("passed the signal on to %(name)s"),
    signal__corrected=_("corrected the words of the signal"),
    signal__source_read=_("read the identity of the source"),
    signal__escalated=_("passed the signal on to %(name)s: %(why)s"),
    signal__unattended=_(
        "found nobody to take the signal and told everybody who answers for the channel"
    ),
    signal__case_opened=_("opened a case on the signal"),
)

journal.register(
    signal__analysis_begun=_("began the first analysis"),
    signal__source_assessed=_("assessed the source"),
    signal__security_looked_at=_("looked at whether it is a security matter: %(concern)s"),
    signal__security_asked=_("asked the security services: %(concern)s"),
    signal__security_answered=_("noted the answer of the security services: %(answer)s"),
    signal__minor_answered=_("answered whether the person is a minor"),
    signal__questions_answered=_("answered the two questions"),
    signal__outcome_proposed=_("proposed an outcome to a second reader: %(kind)s"),
    signal__outcome_decided=_("decided: %(kind)s"),
    signal__second_agreed=_("read it a second time and agreed: %(kind)s"),
    signal__second_disagreed=_("read it a second time and disagreed: %(kind)s"),
    signal__proposal_withdrawn=_("took the proposal back: %(kind)s"),
    signal__outcome_undone=_("took the outcome back at once: %(kind)s"),
    signal__answer_taken_back=_("took the last answer to a check back at once"),
    signal__conference_corrected=_("corrected the day of the conference"),
    signal__joined=_("brought %(reference)s together with this signal"),
    signal__separated=_("separated this signal from %(reference)s again"),
    signal__taken_off_file=_("took the signal off the file again"),
    signal__answer_noted=_("noted the answer that was asked for"),
    signal__conference_recorded=_("recorded the conference"),
)

journal.register(
    case__analysis_started=_("started the in-depth analysis"),
    case__conference_corrected=_("corrected the day of the conference"),
    case__signal_joined=_("joined a signal to this file; ask %(name)s what it tells"),
    case__signal_taken_off=_("took a signal off this file again; ask %(name)s why"),
)
telling.register("file_signal_joined", _("A signal was joined to %(reference)s."), "case")
telling.register(
    "file_signal_urgent",
    _("Urgent: a signal was joined to %(reference)s, and a danger is possible. Ask at once."),
    "case",
)
telling.register(
    "file_signal_taken_off",
    _("A signal that was joined to %(reference)s does not belong to it and was taken off."),
    "case",
)
telling.register(
    "conference_corrected", _("The day of the conference on %(reference)s was corrected."), "case"
)
journal.STEP_TITLES["case.analysis_started"] = _("Before the analysis can start")
phases.STEPS["case.analysis_started"] = "case_start_analysis"

telling.register(
    "signal_waits", _("Signal %(reference)s waits for your acknowledgement."), "intake:page"
)
telling.register(
    "signal_escalated",
    _("Signal %(reference)s was not acknowledged in time and has come to you."),
    "intake:page",
)
telling.register(
    "signal_unattended",
    _("Nobody could take signal %(reference)s. Please see that somebody does."),
    "intake:page",
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
    "signal_joined",
    _("Another signal was brought together with %(reference)s."),
    "intake:first_analysis",
)
telling.register(
    "signal_moved", _("Signal %(reference)s has been passed on to somebody else."), "intake:page"
)

telling.register(
    "decider_coordinates",
    _("Whoever decided to open %(reference)s named themselves process coordinator."),
    "case_team",
)
telling.register(
    "analysis_started", _("The in-depth analysis of %(reference)s has started."), "case"
)


@outbox.entitlement("signal")
def may_still_know(user, signal_id) -> bool:
    """Whether this person may still read the signal (asked when its mail is about to leave)."""
    return Signal.objects.visible_to(user).filter(pk=signal_id).exists()


journal.LABELS.update(SignalHop.Why.choices)
journal.LABELS.update(Outcome.Kind.choices)
journal.LABELS.update((f"concern_{code}", words) for code, words in Deconfliction.Concern.choices)
journal.LABELS.update(Deconfliction.Answer.choices)
readings.PAGES.update(
    {
        "intake:page": _("Signal"),
        "intake:reveal_source": _("Who called"),
        "intake:first_analysis": _("First analysis"),
        "intake:assess_source": _("First analysis: the source"),
        "intake:security": _("First analysis: a security matter?"),
        "intake:security_answer": _("First analysis: answer of the security services"),
        "intake:minor": _("First analysis: a minor?"),
        "intake:questions": _("First analysis: the two questions"),
        "intake:decide": _("First analysis: the outcome"),
        "intake:advice": _("Advice given"),
        "intake:to_conference": _("First analysis: to the table"),
        "intake:second_reading": _("Second reading"),
        "intake:answer": _("Noting an answer"),
        "intake:conference": _("Recording the conference"),
        "intake:correct_conference": _("Correcting the day of the conference"),
        "intake:acknowledge": _("Acknowledging a signal"),
        "intake:pass_on": _("Passing a signal on"),
        "intake:correct": _("Correcting a signal"),
        "intake:open_case": _("Opening a case"),
        "intake:take_back": _("First analysis: an answer taken back"),
        "intake:undo": _("First analysis: the outcome taken back"),
        "intake:withdraw": _("First analysis: the proposal taken back"),
        "intake:separate": _("Taking two signals apart"),
        "intake:take_off": _("Taking a signal off a file"),
    }
)
