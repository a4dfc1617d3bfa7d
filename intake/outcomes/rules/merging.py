"""The rules of bringing two signals together and of separating them (rulings 1)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.refusals import Obstacle
from intake.models import Outcome, Signal

Kind = Outcome.Kind


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def is_joined(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Only signals that are brought together are separated (2.3)."""
    if outcome.kind != Kind.MERGED or outcome.status != Outcome.Status.IN_FORCE:
        yield Obstacle(_("This signal is not brought together with another any more."), row="2.3")


def nobody_was_joined_to_it(signal: Signal, by) -> Iterator[Obstacle]:
    """Whoever followed one signal to this one would be led on: one way, never two (rulings 1)."""
    behind = _joined_to(signal)
    if behind:
        yield Obstacle(
            _("%(references)s was brought together with this signal.")
            % {"references": ", ".join(behind)},
            row="2.1",
            todo=_(
                "Bring the other signal together with this one instead, or separate them first."
            ),
        )


def nothing_leans_on_both(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Nothing was decided on the other signal since: it rests on the words of both (2.3)."""
    into = outcome.into
    if into is None:
        return
    later = Outcome.objects.filter(
        signal=into, status=Outcome.Status.IN_FORCE, in_force_at__gte=outcome.in_force_at
    ).first()
    if later or into.case_id:
        yield Obstacle(
            _("%(reference)s was decided on meanwhile, with the words of both.")
            % {"reference": into.reference},
            row="2.3",
            todo=_("Speak to whoever decided; a new signal can be written for what is apart."),
        )


# --- of what was typed: asked by the decision alone -----------------------------------------
def may_be_joined(signal: Signal, into: Signal) -> Iterator[Obstacle]:
    """The two differ, and neither is part of another pair: one of them goes on (rulings 1)."""
    if signal.pk == into.pk:
        yield Obstacle(
            _("A signal cannot be brought together with itself."),
            row="2.1",
            todo=_("Write the reference of the other signal."),
        )
        return
    onward = Outcome.objects.filter(
        signal=into, kind=Kind.MERGED, status=Outcome.Status.IN_FORCE
    ).first()
    if onward:
        yield Obstacle(
            _("%(reference)s was itself brought together with %(other)s.")
            % {"reference": into.reference, "other": onward.into.reference},
            row="2.1",
            todo=_("Choose %(other)s.") % {"other": onward.into.reference},
        )


def _joined_to(signal: Signal) -> list[str]:
    rows = Outcome.objects.filter(
        into=signal, kind=Kind.MERGED, status=Outcome.Status.IN_FORCE
    ).select_related("signal")
    return sorted(row.signal.reference for row in rows)
