"""What the journal and the notices say of carrying out."""

from django.utils.translation import gettext_lazy as _

from casework import journal, notices

journal.register(
    action__accepted=_("accepted an action for %(agency)s"),
    action__declined=_("declined an action for %(agency)s"),
    action__absence_answered=_("wrote what is done without an action of %(agency)s"),
    plan__started=_("began to carry out the plan"),
)
journal.STEP_TITLES["plan.started"] = _("Before the plan can be carried out")
notices.register("action_declined", _("An action of %(reference)s was declined."), "plans:plan")
notices.register(
    "carrying_out_started", _("The plan of %(reference)s is being carried out."), "plans:plan"
)
