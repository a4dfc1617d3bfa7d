"""What the journal and the notices say of monitoring."""

from django.utils.translation import gettext_lazy as _

from casework import journal, phases, reading_log
from closure.models import MonitoringCheck
from notices import telling

journal.register(
    check__named=_("named %(name)s for check %(number)s after closure"),
    check__held=_("entered check %(number)s after closure: %(result)s"),
    check__not_held=_("wrote that check %(number)s after closure was not held"),
    check__corrected=_("corrected check %(number)s after closure"),
    check__answered=_("answered the proposal of check %(number)s to reopen: not reopened"),
    monitoring__ended=_("ended the monitoring after closure"),
    case__reopened=_("reopened the case"),
    informed__told_again=_("noted that somebody was told of the reopening"),
)
# Under a name of their own: another app may mean something else by «stable».
journal.LABELS.update(
    {f"check_result.{code}": words for code, words in MonitoringCheck.Result.choices}
)
journal.STEP_TITLES["monitoring.ended"] = _("Before monitoring can end")
phases.STEPS["monitoring.ended"] = "closure:end"

_PAGE = "closure:monitoring"
telling.register("check_named", _("You are named for a check of %(reference)s."), _PAGE)
telling.register("check_concern", _("A check of %(reference)s raised a concern."), _PAGE)
telling.register("reopening_proposed", _("A check proposes to reopen %(reference)s."), _PAGE)
telling.register(
    "reopening_declined", _("Your proposal to reopen %(reference)s has an answer."), _PAGE
)
telling.register("monitoring_ended", _("The monitoring of %(reference)s has ended."), _PAGE)
telling.register(
    "monitoring_ended_early",
    _("The monitoring of %(reference)s was ended before its last check."),
    _PAGE,
)
telling.register("case_reopened", _("%(reference)s has been reopened."), _PAGE)
reading_log.PAGES.update(
    {
        "closure:monitoring": _("Monitoring after closure"),
        "closure:check": _("Entering a check after closure"),
        "closure:not_held": _("A check after closure that was not held"),
        "closure:correct": _("Correcting a check after closure"),
        "closure:person": _("Naming who holds a check"),
        "closure:answer": _("Answering a proposal to reopen"),
        "closure:end": _("Ending monitoring"),
        "closure:end_early": _("Ending monitoring early"),
        "closure:reopen": _("Reopening"),
        "closure:told_again": _("Telling somebody of the reopening"),
    }
)
