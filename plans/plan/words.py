"""What the journal and the notices say of a plan."""

from django.utils.translation import gettext_lazy as _

from casework import journal, phases, reading_log
from notices import telling
from plans.models import Plan

journal.register(
    plan__draft_started=_("began the draft of version %(number)s of the plan"),
    plan__version_started=_("began version %(number)s of the plan: %(trigger)s"),
    plan__texts_written=_("wrote the texts of version %(number)s of the plan"),
    plan__line_added=_("added to version %(number)s of the plan: %(kind)s"),
    plan__line_changed=_("changed in version %(number)s of the plan: %(kind)s"),
    plan__line_removed=_("took out of version %(number)s of the plan: %(kind)s"),
    plan__line_restored=_("put back into version %(number)s of the plan: %(kind)s"),
    plan__action_proposed=_("proposed an action of %(agency)s for version %(number)s of the plan"),
    plan__proposal_taken=_("took the proposal of %(agency)s into version %(number)s of the plan"),
    plan__proposal_declined=_(
        "declined the proposal of %(agency)s for version %(number)s of the plan"
    ),
    plan__draft_discarded=_("gave up the draft of version %(number)s of the plan"),
    plan__approval_asked=_("approved version %(number)s of the plan and asked for a second person"),
    plan__approved=_("approved the plan"),
    plan__version_approved=_("approved version %(number)s of the plan"),
)
journal.LABELS.update(Plan.Trigger.choices)
journal.LABELS.update(
    {
        "plan_goal": _("a goal"),
        "plan_action": _("an action"),
        "plan_checkpoint": _("a checkpoint"),
    }
)
journal.STEP_TITLES["plan.approved"] = _("Before the plan can be approved")
phases.STEPS["plan.approved"] = "plans:approve"

telling.register("plan_approved", _("A plan of %(reference)s was approved."), "plans:plan")
telling.register(
    "plan_approval_asked",
    _("A plan of %(reference)s waits for a second person to approve it."),
    "plans:plan",
)
telling.register("plan_proposal", _("An action was proposed for %(reference)s."), "plans:plan")
telling.register(
    "plan_proposal_answered", _("Your proposal for %(reference)s has an answer."), "plans:plan"
)
reading_log.PAGES.update({"plans:plan": _("Plan"), "plans:print": _("Plan, to print")})
