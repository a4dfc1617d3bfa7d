"""What the journal and the notices say of the plan."""

from django.utils.translation import gettext_lazy as _

from casework import journal, notices, phases, readings

journal.register(
    plan__begun=_("began version %(number)s of the plan"),
    plan__texts=_("wrote the texts of version %(number)s"),
    plan__discarded=_("discarded the draft of version %(number)s"),
    plan__asked=_("approved version %(number)s; a second approval is waited for"),
    plan__approved=_("approved the plan"),
    plan__version_approved=_("approved version %(number)s of the plan"),
    action__proposed=_("proposed an action"),
    action__taken_in=_("took a proposed action into the plan"),
    action__declined=_("declined a proposed action"),
)
journal.STEP_TITLES["plan.approved"] = _("Before the plan can be approved")
phases.STEPS["plan.approved"] = "plans:approve"

notices.register("plan_approved", _("A plan of %(reference)s has been approved."), "plans:plan")
notices.register("plan_waits", _("A plan of %(reference)s waits for your approval."), "plans:plan")
notices.register(
    "action_proposed", _("A partner proposes an action in %(reference)s."), "plans:plan"
)
notices.register(
    "proposal_answered", _("What you proposed in %(reference)s has its answer."), "plans:plan"
)
readings.PAGES.update({"plans:plan": _("Plan")})
