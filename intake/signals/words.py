"""What the journal and the notices say of a signal on its way."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from intake.models import Signal, SignalHop
from notices import outbox, telling

journal.register(
    signal__received=_("received the signal"),
    signal__acknowledged=_("acknowledged the signal"),
    signal__passed_on=_("passed the signal on to %(name)s"),
    signal__corrected=_("corrected the words of the signal"),
    signal__source_read=_("read the identity of the source"),
    signal__source_corrected=_("corrected who called"),
    signal__escalated=_("passed the signal on to %(name)s: %(why)s"),
    signal__unattended=_(
        "found nobody to take the signal and told everybody who answers for the channel"
    ),
)
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
    "signal_moved", _("Signal %(reference)s has been passed on to somebody else."), "intake:page"
)


telling.register(
    "source_corrected",
    _("Who called on signal %(reference)s was corrected: what you have read may not hold."),
    "intake:page",
)


@outbox.entitlement("signal")
def may_still_know(user, signal_id) -> bool:
    """Whether this person may still read the signal (asked when its mail is about to leave)."""
    return Signal.objects.visible_to(user).filter(pk=signal_id).exists()


journal.LABELS.update(SignalHop.Why.choices)
reading_log.PAGES.update(
    {
        "intake:page": _("Signal"),
        "intake:reveal_source": _("Who called"),
        "intake:correct_source": _("Correcting who called"),
        "intake:acknowledge": _("Acknowledging a signal"),
        "intake:pass_on": _("Passing a signal on"),
        "intake:correct": _("Correcting a signal"),
        "intake:before": _("What stood before"),
    }
)
