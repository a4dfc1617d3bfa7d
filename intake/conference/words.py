"""What the journal and the notices say of the conference."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from notices import telling

journal.register(
    signal__conference_recorded=_("recorded the conference"),
    signal__conference_corrected=_("corrected the record of the conference"),
    case__conference_corrected=_("corrected the record of the conference"),
)
telling.register(
    "conference_corrected",
    _("The record of the conference on %(reference)s was corrected."),
    "case",
)
reading_log.PAGES.update(
    {
        "intake:conference": _("Recording the conference"),
        "intake:correct_conference": _("Correcting the record of the conference"),
    }
)
