"""Decisions on negative effects of the work: recorded, answered, closed (S67)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from casework import journal
from casework.deciding import decides
from casework.models import Case, Code
from casework.rights import COORDINATORS, OVERSEERS, Right
from common import clock
from common.refusals import is_written, refuse
from plans.analysis import rules as analysis_rules
from plans.analysis.decisions.lines import change, signed, tell_author
from plans.carrying import rules
from plans.carrying.decisions.base import tell
from plans.models import AdverseEffect, FollowUp

_OPEN = (rules.has_actions, rules.effect_is_open)


@decides(Right.RECORD_EFFECT, when=(rules.has_actions,), adds=True)
def record_effect(
    case: Case,
    *,
    by,
    kind: Code,
    noticed_on: date,
    severity: str,
    words: str,
    follow_up: FollowUp | None = None,
) -> AdverseEffect:
    """Write down a negative effect; coordinators are told, the risk owner too when it is serious.

    Raises Refused: a day ahead, no words.
    """
    refuse(_effect(noticed_on, words))
    effect = signed(
        AdverseEffect(
            case=case,
            kind=kind,
            noticed_on=noticed_on,
            severity=severity,
            words=words,
            follow_up=follow_up,
        ),
        by,
    )
    journal.record("effect.recorded", by=by, case=case)
    high = severity == AdverseEffect.Severity.HIGH
    roles = OVERSEERS if high else COORDINATORS
    tell(case, "effect_recorded", f"effect:{effect.pk}:recorded", by, roles=roles)
    return effect


def _effect(noticed_on: date, words: str):
    yield from rules.not_ahead(noticed_on, "S67")
    yield from is_written(words, _("Write what happened."), "S67")


@decides(Right.RECORD_EFFECT, when=_OPEN, at=Case.IN_HAND)
def respond_to_effect(effect: AdverseEffect, *, by, response: str) -> AdverseEffect:
    """Write what is done about a negative effect, or write it anew; its author is told.

    Raises Refused without words.
    """
    refuse(is_written(response, _("Write what is done about it."), "S67"))
    effect.response, effect.responded_by = response, by
    effect.save_changes()
    journal.record("effect.answered", by=by, case=effect.case, reason=response)
    tell_author("effect_changed", effect, by)
    return effect


@decides(
    Right.RECORD_EFFECT,
    whose=(rules.not_a_coordinator,),
    when=_OPEN,
    rules=(rules.effect_has_response,),
    at=Case.IN_HAND,
)
def close_effect(effect: AdverseEffect, *, by, reason: str) -> AdverseEffect:
    """Close an effect that has a response; its author is told. Raises Refused without a reason."""
    refuse(is_written(reason, _("Write why it is closed."), "S67"))
    effect.closed_at, effect.closed_by, effect.closed_because = clock.now(), by, reason
    effect.save_changes(reason=reason)
    journal.record("effect.closed", by=by, case=effect.case, reason=reason)
    tell_author("effect_changed", effect, by)
    return effect


@decides(Right.RECORD_EFFECT, whose=(analysis_rules.own_line,), when=_OPEN)
def correct_effect(effect: AdverseEffect, *, by, changes: dict, reason: str = "") -> AdverseEffect:
    """Correct a recorded effect, with its history. Raises Refused: a day ahead, no words."""
    refuse(_effect(changes["noticed_on"], changes["words"]))
    change(effect, changes)
    effect.save_changes(reason=reason)
    journal.record("effect.corrected", by=by, case=effect.case, reason=reason)
    return effect
