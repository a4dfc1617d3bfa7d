"""What the journal and the notices say of a closing without a year of checks."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from closure.models import ClosureProposal
from notices import telling

journal.register(
    closure__without_year_proposed=_(
        "proposed to close the case without a year of checks: %(why)s"
    ),
    closure__without_year_withdrawn=_("took the proposal to close without a year of checks back"),
    case__ended_without_year=_("signed the closure without a year of checks"),
    case__monitored_without_year=_("signed the closure; checks were asked for"),
)
journal.LABELS.update({f"closure_why.{code}": words for code, words in ClosureProposal.Why.choices})

PAGE = "closure:without_year"
telling.register(
    "without_year_proposed",
    _("It is proposed to close %(reference)s without a year of checks."),
    PAGE,
)
telling.register(
    "without_year_withdrawn",
    _("The proposal to close %(reference)s without a year of checks is taken back."),
    PAGE,
)
telling.register(
    "without_year_signed", _("%(reference)s is closed without a year of checks."), PAGE
)
reading_log.PAGES.update(
    {
        "closure:without_year": _("Closing without a year of checks"),
        "closure:without_year_sign": _("Signing a closure without a year of checks"),
    }
)
