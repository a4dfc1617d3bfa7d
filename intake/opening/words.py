"""What the journal and the notices say of opening a case, and of starting its analysis."""

from django.utils.translation import gettext_lazy as _

from casework import journal, phases, reading_log
from notices import telling

journal.register(
    signal__case_opened=_("opened a case on the signal"),
    signal__case_opened_on=_("opened a case on one of the persons of the signal"),
    signal__no_file=_("said why no file is opened on one of the persons"),
    case__analysis_started=_("started the in-depth analysis"),
)
journal.STEP_TITLES["case.analysis_started"] = _("Before the analysis can start")
phases.STEPS["case.analysis_started"] = "case_start_analysis"
telling.register(
    "decider_coordinates",
    _("Whoever decided to open %(reference)s named themselves process coordinator."),
    "case_team",
)
telling.register(
    "analysis_started", _("The in-depth analysis of %(reference)s has started."), "case"
)
reading_log.PAGES.update(
    {
        "intake:open_case": _("Opening a case"),
        "intake:no_file": _("No file on one of several persons"),
    }
)
