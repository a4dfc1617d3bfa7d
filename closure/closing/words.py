"""What the journal and the notices say of a closing."""

from django.utils.translation import gettext_lazy as _

from casework import journal, phases, reading_log
from closure.closing.decisions import PROPOSED, SIGNED
from notices import telling

journal.register(
    closure__proposed=_("proposed to close the case"),
    closure__withdrawn=_("took the proposal of closure back"),
    closure__signed=_("signed the closure"),
    closure__corrected=_("corrected the proposal of closure"),
    closure__result_written=_("wrote how far a goal was reached"),
    closure__opinion_given=_("gave the opinion of %(agency)s on closing"),
    closure__asked_again=_("asked %(agency)s once more for its opinion, %(name)s by name"),
    closure__without_opinion=_("wrote why it is signed without the opinion of %(agency)s"),
    action__goes_on=_("said that an action of %(agency)s goes on under monitoring"),
    commitment__goes_on=_("said that a commitment is kept under monitoring until %(day)s"),
    closure__handover_offered=_("offered a hand-over to general care"),
    closure__handover_accepted=_("noted that a hand-over was accepted"),
    closure__handover_refused=_("noted that a hand-over was refused"),
    closure__informed=_("wrote who knows that the file may be reopened"),
)
journal.STEP_TITLES[PROPOSED] = _("Before closure can be proposed")
journal.STEP_TITLES[SIGNED] = _("Before the closure can be signed")
phases.STEPS[PROPOSED] = "closure:propose"
phases.STEPS[SIGNED] = "closure:sign"

PAGE = "closure:closing"
telling.register("closure_proposed", _("Closure of %(reference)s is proposed."), PAGE)
telling.register("closure_withdrawn", _("Closure of %(reference)s is taken back."), PAGE)
telling.register("closure_opinion", _("An opinion on %(reference)s has a reserve."), PAGE)
telling.register("closure_signed", _("Closure of %(reference)s is signed."), PAGE)
telling.register(
    "opinion_asked_again",
    _("You are asked by name for your agency’s opinion on closing %(reference)s."),
    PAGE,
)
telling.register(
    "action_goes_on",
    _("An action of yours on %(reference)s goes on after the closure."),
    "plans:carrying",
)
telling.register(
    "commitment_goes_on",
    _("A commitment of yours on %(reference)s is kept after the closure."),
    "plans:carrying",
)
telling.register(
    "handover_access_ended", _("A part in %(reference)s has ended as planned."), "case_team"
)
reading_log.PAGES.update(
    {
        "closure:closing": _("Closure"),
        "closure:print": _("Decision of closure, to print"),
        "closure:sign": _("Signing the closure"),
        "closure:promise": _("What becomes of a commitment"),
        "closure:ask_again": _("Asking an agency once more for its opinion"),
        "closure:without_opinion": _("Signing without the opinion of an agency"),
    }
)
