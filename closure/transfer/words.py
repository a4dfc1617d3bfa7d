"""What the journal and the notices say of a transfer."""

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from notices import telling

journal.register(
    transfer__asked=_("asked another authority to take the case over"),
    transfer__accepted=_("noted that the other authority accepts the case"),
    transfer__called_off=_("called the transfer to another authority off"),
    transfer__declined=_("did not sign the transfer to another authority"),
    case__transferred=_("signed the transfer to another authority"),
)

PAGE = "closure:transfer"
telling.register(
    "transfer_asked", _("Another authority is asked to take %(reference)s over."), PAGE
)
telling.register(
    "transfer_accepted", _("The other authority accepts %(reference)s; it is to be signed."), PAGE
)
telling.register("transfer_stopped", _("The transfer of %(reference)s does not take place."), PAGE)
telling.register("transfer_signed", _("%(reference)s is transferred to another authority."), PAGE)
reading_log.PAGES.update(
    {
        "closure:transfer": _("Transfer to another authority"),
        "closure:transfer_sign": _("Signing a transfer to another authority"),
    }
)
