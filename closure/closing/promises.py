"""What becomes of each commitment that is open when a case closes (S59, X28)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from casework import journal
from casework.deciding import decides
from casework.rights import Right
from closure.closing import rules, rules_of_work
from common.dates import day as day_words
from common.refusals import is_written, refuse
from plans.analysis.decisions.lines import tell_author
from plans.carrying.decisions.commitments import settle
from plans.carrying.rules import commitment_is_open
from plans.models import Commitment


class Becomes(models.TextChoices):
    """What may become of it: kept under monitoring, handed on, or one of the ends of a promise."""

    GOES_ON = "goes_on", gettext_lazy("kept under monitoring, until a day")
    HANDED_ON = "handed_on", gettext_lazy("handed on to somebody")
    KEPT = "kept", pgettext_lazy("commitment", "kept")
    NOT_KEPT = "not_kept", pgettext_lazy("commitment", "not kept")
    TAKEN_BACK = "taken_back", pgettext_lazy("commitment", "taken back")


@decides(Right.PROPOSE_CLOSURE, when=(rules_of_work.closing_is_near, commitment_is_open))
def decide_promise(
    commitment: Commitment,
    *,
    by,
    becomes: str,
    words: str,
    until: date | None = None,
    to: str = "",
) -> Commitment:
    """Say what becomes of an open promise before the closure is signed; whoever promised is told.

    Kept under monitoring ``until`` a day, which is its day from then on; handed on ``to``
    somebody; or ended. Raises Refused: no words, no day to come, nobody it is handed on to.
    """
    becomes = Becomes(becomes)
    said = [*rules.words_are_written(words, *map(str, rules.NO_WORD_ON_PROMISE))]
    if becomes == Becomes.GOES_ON:
        said += rules.day_of_promise(until)
    if becomes == Becomes.HANDED_ON:
        said += is_written(to, _("To whom it is handed on is not written."), "S59")
    refuse(said)
    if becomes != Becomes.GOES_ON:
        handed = becomes == Becomes.HANDED_ON
        return settle(commitment, by, becomes.value, words, to=to.strip() if handed else "")
    commitment.goes_on, commitment.goes_on_until = words, until
    commitment.due_on = until
    commitment.save_changes(reason=words)
    journal.record(
        "commitment.goes_on", by=by, case=commitment.case, reason=words, day=day_words(until)
    )
    tell_author("commitment_goes_on", commitment, by)
    return commitment
