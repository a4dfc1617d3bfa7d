"""What the journal and the notices say of a file from paper."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from notices import telling

journal.register(
    case__taken_over=_(
        "brought the file in from paper: opened by %(decider)s, typed by %(who)s; the paper lies"
        " here: %(place)s"
    ),
    case__paper_signed=_("signed the plan in force that came from paper"),
)
telling.register(
    "paper_to_type", _("A file from paper waits to be typed: %(reference)s."), "papers:list"
)
telling.register(
    "paper_to_confirm", _("A file from paper waits to be confirmed: %(reference)s."), "papers:list"
)
telling.register(
    "paper_given_back", _("A file from paper was given back to you: %(reference)s."), "papers:list"
)
telling.register(
    "paper_turn_late",
    _("A file from paper still waits for its next step: %(reference)s."),
    "papers:list",
)
telling.register(
    "paper_turn_escalated",
    _("A file from paper has waited long for its next step: %(reference)s."),
    "papers:list",
)
telling.register(
    "paper_called_off", _("A file from paper was called off: %(reference)s."), "papers:list"
)
telling.register(
    "paper_signed", _("The plan of %(reference)s that came from paper was signed."), "plans:plan"
)
reading_log.PAGES.update(
    {"papers:page": _("File from paper"), "papers:new": _("Taking over a file from paper")}
)
