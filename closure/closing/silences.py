"""Agencies that give no opinion: asked once more by name, signed without them (S80, X28)."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from agencies.models import Agency, User
from casework import journal
from casework.calendar import WorkingDays
from casework.deciding import decides
from casework.rights import Right
from closure.closing import rules, rules_of_silence, signing
from closure.closing.sheet import ClosingSheet
from closure.models import ClosureProposal, Silence
from common import clock
from common.guarded import Versioned
from common.refusals import refuse, refuse_unless
from notices import telling


def _said_so_far(proposal: ClosureProposal, by) -> list[Versioned]:
    """For ``rests_on``: the proposal, every opinion and what stands for those that are missing."""
    sheet = ClosingSheet.on(proposal)
    return [proposal, *sheet.opinions, *sheet.silences.values()]


@decides(
    Right.READ_CASE,
    whose=(rules_of_silence.oversees,),
    when=(
        rules.proposal_is_open,
        rules_of_silence.an_agency_is_silent,
        rules_of_silence.somebody_can_be_asked,
    ),
    rests_on=_said_so_far,
)
def ask_once_more(proposal: ClosureProposal, *, by, person: User) -> Silence:
    """Ask somebody of a silent agency by name; they have until the end of the next working day.

    Raises Refused: their agency has given its opinion, they do not work on the case for it.
    """
    sheet, case = ClosingSheet.on(proposal), proposal.case
    refuse(rules_of_silence.of_a_silent_agency(sheet, person.agency_id))
    refuse_unless(
        person.pk in {part.user_id for part in sheet.there_of(person.agency_id)},
        _("%(who)s is not on the team.") % {"who": person.display},
        "S80",
    )
    days = WorkingDays()
    agency = next(one for one in sheet.silent if one.pk == person.agency_id)
    row = _of(proposal, agency)
    row.asked, row.asked_by, row.asked_at = person, by, clock.now()
    row.answer_by = days.next_working(clock.today() + timedelta(days=1))
    row.save_changes()
    journal.record(
        "closure.asked_again", by=by, case=case, agency=row.agency.short_name, name=person.full_name
    )
    if person.pk != by.pk:
        key = f"silence:{row.pk}:v{row.version}"
        telling.queue("opinion_asked_again", key=key, to=[person], case=case)
    return row


@decides(
    Right.SIGN_OFF,
    whose=(signing.signer_stands_apart,),
    when=(rules.proposal_is_open, rules_of_silence.an_agency_is_silent),
    rules=(rules_of_silence.a_silence_is_ripe,),
    rests_on=_said_so_far,
)
def sign_without(proposal: ClosureProposal, *, by, agency: Agency, words: str) -> Silence:
    """Write why it is signed without this agency: after the day of the opinions, for it alone.

    Raises Refused: no words, the day is not past, an agency that is asked once more first.
    """
    sheet = ClosingSheet.on(proposal)
    refuse(
        [
            *rules_of_silence.of_a_silent_agency(sheet, agency.pk),
            *rules_of_silence.silence_is_ripe(sheet, agency),
            *rules.words_are_written(words, *map(str, rules.NO_REASON_WITHOUT)),
        ]
    )
    row = _of(proposal, agency)
    row.words, row.written_by, row.written_at = words, by, clock.now()
    row.save_changes()
    journal.record(
        "closure.without_opinion", by=by, case=proposal.case, reason=words,
        agency=agency.short_name,
    )  # fmt: skip
    return row


def _of(proposal: ClosureProposal, agency: Agency) -> Silence:
    row = Silence.objects.filter(proposal=proposal, agency=agency).first()
    return row or Silence(case=proposal.case, proposal=proposal, agency=agency, version=0)
