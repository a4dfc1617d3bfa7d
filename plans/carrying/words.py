"""What the journal and the notices say of carrying out."""

from django.utils.translation import gettext_lazy as _

from casework import journal, phases, reading_log
from notices import telling

PAGE = "plans:carrying"

journal.register(
    plan__started=_("began to carry out the plan"),
    action__accepted=_("accepted an action for %(agency)s"),
    action__declined=_("declined an action for %(agency)s"),
    action__absence_answered=_("wrote what is done without an action of %(agency)s"),
    action__reported=_("reported on an action of %(agency)s"),
    action__report_corrected=_("corrected a report on an action of %(agency)s"),
    action__done=_("ended an action of %(agency)s: done"),
    action__not_done=_("ended an action of %(agency)s: not done"),
    action__outcome_corrected=_("corrected the outcome of an action of %(agency)s"),
    action__stopped=_("stopped an action of %(agency)s"),
    action__checked=_("verified the outcome of an action of %(agency)s"),
    effect__recorded=_("recorded a negative effect"),
    effect__answered=_("wrote what is done about a negative effect"),
    effect__corrected=_("corrected a negative effect"),
    effect__closed=_("closed a negative effect"),
    commitment__recorded=_("wrote down a commitment"),
    commitment__corrected=_("corrected a commitment"),
    commitment__moved=_("moved the day of a commitment"),
    commitment__settled=_("settled a commitment: %(state)s"),
    case__paused=_("paused the carrying out of the plan"),
    case__resumed=_("resumed the carrying out of the plan"),
)
journal.LABELS.update(
    {
        "commitment.kept": _("kept"),
        "commitment.not_kept": _("not kept"),
        "commitment.taken_back": _("taken back"),
        "commitment.handed_on": _("handed on"),
    }
)
journal.STEP_TITLES["plan.started"] = _("Before the plan can be carried out")
phases.STEPS["plan.started"] = PAGE

for _kind, _sentence in {
    "action_declined": _("An action of %(reference)s was declined."),
    "action_difficulty": _("Something is in the way of an action of %(reference)s."),
    "action_ended": _("An action of %(reference)s has ended; its outcome is to be verified."),
    "action_stopped": _("An action of yours on %(reference)s was stopped."),
    "action_checked": _("The outcome of an action of yours on %(reference)s was verified."),
    "carrying_out_started": _("The plan of %(reference)s is being carried out."),
    "effect_recorded": _("A negative effect was recorded on %(reference)s."),
    "effect_changed": _("A negative effect that you recorded on %(reference)s has an answer."),
    "commitment_settled": _("A commitment that you wrote down on %(reference)s is settled."),
    "commitment_moved": _("The day of a commitment that you wrote down on %(reference)s is moved."),
    "case_paused": _("The work on %(reference)s is paused: nobody meets the person."),
    "case_resumed": _("The work on %(reference)s goes on."),
}.items():
    telling.register(_kind, _sentence, PAGE)
reading_log.PAGES.update({PAGE: _("Carrying out")})
