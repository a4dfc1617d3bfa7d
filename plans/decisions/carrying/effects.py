"""What the work itself made worse: recorded, answered, closed (S67)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from casework import clock, journal
from casework.models import Case, Code
from casework.rights import Role
from plans.decisions.analysis.lines import change, locked_line, refuse, signed, tell_author
from plans.decisions.carrying.base import tell
from plans.models import AdverseEffect, FollowUp
from plans.rules import analysis
from plans.rules import carrying as rules

COORDINATORS = (Role.PROCESS_COORDINATOR, Role.CONTENT_COORDINATOR)


@transaction.atomic
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
    """Write down harm that the work did; the coordinators are told, of high harm the risk owner.

    Raises Refused: nothing is carried out, a day ahead, no words.
    """
    case = Case.locked(case.pk)
    refuse(rules.has_actions(case), _effect(noticed_on, words))
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
    roles = (*COORDINATORS, Role.RISK_OWNER) if high else COORDINATORS
    tell(case, "effect_recorded", f"effect:{effect.pk}:recorded", by, roles=roles)
    return effect


def _effect(noticed_on: date, words: str):
    yield from rules.not_ahead(noticed_on, "S67")
    yield from rules.is_said(words, _("Write what happened."), "S67")


@transaction.atomic
def respond_to_effect(effect: AdverseEffect, *, by, expected: int, response: str) -> AdverseEffect:
    """Say what is done about it, or say it anew; whoever recorded it is told.

    Raises Conflict when a colleague answered meanwhile, Refused: closed, no words.
    """
    effect = locked_line(effect)
    refuse(
        rules.has_actions(effect.case),
        rules.effect_is_open(effect),
        rules.is_said(response, _("Write what is done about it."), "S67"),
    )
    effect.response, effect.responded_by = response, by
    effect.save_changes(expected=expected)
    journal.record("effect.answered", by=by, case=effect.case, reason=response)
    tell_author("effect_changed", effect, by)
    return effect


@transaction.atomic
def close_effect(effect: AdverseEffect, *, by, reason: str) -> AdverseEffect:
    """Close what was answered, by a coordinator; whoever recorded it is told.

    Raises Refused: no response, closed, no reason, not a coordinator.
    """
    effect = locked_line(effect)
    refuse(
        rules.has_actions(effect.case),
        rules.effect_is_open(effect),
        rules.coordinates(effect.case, by, "S67"),
        rules.effect_has_response(effect),
        rules.is_said(reason, _("Write why it is closed."), "S67"),
    )
    effect.closed_at, effect.closed_by, effect.closed_because = clock.now(), by, reason
    effect.save_changes(reason=reason)
    journal.record("effect.closed", by=by, case=effect.case, reason=reason)
    tell_author("effect_changed", effect, by)
    return effect


@transaction.atomic
def correct_effect(
    effect: AdverseEffect, *, by, expected: int, changes: dict, reason: str = ""
) -> AdverseEffect:
    """Correct what was recorded; what stood before is kept.

    Raises Conflict, or Refused: another agency's, closed, a day ahead, no words.
    """
    effect = locked_line(effect)
    refuse(
        rules.has_actions(effect.case),
        rules.effect_is_open(effect),
        analysis.own_line(effect, by),
        _effect(changes["noticed_on"], changes["words"]),
    )
    change(effect, changes)
    effect.save_changes(expected=expected, reason=reason)
    journal.record("effect.corrected", by=by, case=effect.case, reason=reason)
    return effect
