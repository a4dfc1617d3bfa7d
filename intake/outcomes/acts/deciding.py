"""The acts that decide what becomes of a signal, one for each kind of outcome."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from common import clock
from intake.conference.base import CONFERENCE_ACT, conference_frame, onward
from intake.first_analysis import sheet
from intake.first_analysis.base import AnalysisAct
from intake.models import Outcome
from intake.outcomes import forms
from intake.outcomes.decisions import joining, merging, outcome
from intake.signals.base import SignalAct
from intake.signals.rules import whole_desk

Kind = Outcome.Kind
DESK = _("signals desk only; whoever reported is not told the outcome")
RECORD = _("Record the decision")
RECORDED = _("The decision is recorded, with its grounds.")
PROPOSED = _("Proposed. The second reader has been told.")


def _about_all(example):
    """For the tests: that example of a form, about each of several persons (X10)."""

    def about_all(row, user) -> dict:
        said = example(row, user) if callable(example) else dict(example)
        waiting = sheet.for_decider(row, user).undecided if row else ()
        return said | ({"whom": [str(one.pk) for one in waiting]} if len(waiting) > 1 else {})

    return about_all


class NeedMore(AnalysisAct):
    """Ask a question, of whom, by when (S40)."""

    decision, word = outcome.need_more, Kind.NEED_MORE.value
    form_class = forms.NeedMoreForm
    form_name = "intake.decide_need_more"
    button = heading = _("Ask for more information first")
    hint = _("With a question, an addressee and a date. It comes back here.")
    action, note, done = RECORD, DESK, RECORDED

    @staticmethod
    def example(row, user) -> dict:
        due = clock.today() + timedelta(days=7)
        asked = {"question": "Vient-il encore ?", "addressee": "Le lycée"}
        return asked | {"due_on": due.isoformat(), "reason": "On en sait trop peu."}


class Orient(AnalysisAct):
    """Orient to a service of ordinary help that has accepted (S36)."""

    decision, word = outcome.orient, Kind.ORIENTED.value
    form_class = forms.OrientedForm
    form_name = "intake.decide_oriented"
    button = heading = _("Pass to ordinary help")
    hint = _("A service has accepted. No case, no mark on the person.")
    action, note, done = RECORD, DESK, RECORDED

    @staticmethod
    @_about_all
    def example(row, user) -> dict:
        taken = {"service": "CMP", "accepted_by": "H. Séverin", "reason": "Le CMP le reçoit."}
        return taken | {"accepted_on": clock.today().isoformat()}


class HandToSecurity(AnalysisAct):
    """Hand the signal over to the competent service, with a note (S34)."""

    decision, word = outcome.hand_to_security, Kind.HANDED_TO_SECURITY.value
    form_class = forms.SecurityHandoverForm
    form_name = "intake.decide_handed_to_security"
    button = heading = _("Hand to the competent service")
    hint = _(
        "A security matter. What was written stays on this signal; the note says what was handed"
        " over."
    )
    action, note, done = RECORD, DESK, RECORDED
    example = staticmethod(
        _about_all({"service": "Police", "note": "Par téléphone.", "reason": "Une menace."})
    )


@_about_all
def _with_second(row, user) -> dict:
    """For the tests: grounds, and a second reader who is there."""
    others = [one.pk for one in whole_desk(row) if one.pk != user.pk]
    return {"reason": "Une dispute de voisinage.", "second": others[-1] if others else ""}


class NoAction(AnalysisAct):
    """Propose that nothing follows; a second reader decides (S41)."""

    decision, word = outcome.no_action, Kind.NO_ACTION.value
    form_class = forms.TwoPeopleForm
    form_name = "intake.decide_no_action"
    button = heading = _("No further action")
    hint = _("Read by two people. Kept for a while to recognise a repeat.")
    action, note, done = RECORD, DESK, PROPOSED
    example = staticmethod(_with_second)


class Malicious(AnalysisAct):
    """Propose that it was reported to do harm; a second signal coordinator decides (S41)."""

    decision, word = outcome.malicious, Kind.MALICIOUS.value
    form_class = forms.TwoPeopleForm
    form_name = "intake.decide_malicious"
    button = heading = _("Malicious report")
    hint = _("Two signal coordinators. It does not count against the person.")
    action, note, done = RECORD, DESK, PROPOSED
    example = staticmethod(_with_second)


class Merge(AnalysisAct):
    """Bring the signal together with another one that tells the same, which goes on."""

    decision, word = merging.merge_signal, Kind.MERGED.value
    form_class = forms.MergedForm
    form_name = "intake.decide_merged"
    button = heading = _("Typed twice: bring it together with another signal")
    hint = _("Both stay as they are; the other one goes on.")
    action, note, done = RECORD, DESK, RECORDED

    @staticmethod
    def example(row, user) -> dict:
        rows = type(row).objects.visible_to(user).exclude(pk=row.pk)
        free = rows.exclude(state=Kind.MERGED).order_by("reference").first()
        return {"into": free.reference if free else "", "reason": "Le même appel."}


class JoinToCase(AnalysisAct):
    """Join the signal to the file of its person, whatever became of it so far (S86)."""

    decision, word = joining.join_to_case, Kind.JOINED_TO_CASE.value
    form_class = forms.JoinedToCaseForm
    form_name = "intake.decide_joined_to_case"
    button = heading = _("Join this signal to the file")
    icon = "plus"
    size = "m"
    hint = _("For a person who has a file here: its coordinators are told at once.")
    action, note = RECORD, DESK
    done = _("Joined to the file. Those who answer for the file have been told.")
    example = {"reason": "C’est la même personne."}


class Decide(AnalysisAct):
    """Decide the outcome that the address names."""

    among = (NeedMore, Orient, HandToSecurity, NoAction, Malicious, Merge, JoinToCase)
    told_by = "kind"

    def prepare(self, **kwargs) -> None:
        raise Http404


class ToConference(SignalAct):
    """Take the signal to the conference; a decider does."""

    decision = outcome.take_to_conference
    template_name, framed = CONFERENCE_ACT, conference_frame
    form_class = forms.ToConferenceForm
    button = heading = _("Take it to the conference")
    lede = _("Several agencies look at it together. Whether a case is opened is decided there.")
    hint = _("Both questions are answered. The conference says whether a case opens.")
    action, note = _("Take it to the conference"), DESK
    done = _("The conference will examine this signal.")
    example = staticmethod(_about_all({"reason": "À regarder ensemble."}))

    def form_options(self) -> dict:
        return {"signal": self.row, "user": self.request.user}

    def success_url(self, result) -> str:
        return onward(self.request.user, self.row)


class GiveAdvice(SignalAct):
    """Close a call that asked for advice, about nobody in particular."""

    decision = outcome.give_advice
    form_class = forms.AdviceForm
    button, icon = _("Advice given"), "message-square"
    heading = _("Advice given")
    lede = _(
        "For a call that asked for advice, about nobody in particular. A receiver alone decides it."
    )
    action, note = _("Keep as advice given"), DESK
    done = _("Kept as advice given. No person is recorded.")
    example = {"reason": "Comment parler à son fils."}
