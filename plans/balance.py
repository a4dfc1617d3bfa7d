"""Security and social work side by side (S47, S19)."""

from __future__ import annotations

from dataclasses import dataclass

from plans.models import Action

TOO_MUCH = 3


@dataclass(frozen=True)
class Balance:
    """How many actions stand on each side."""

    security: int
    social: int

    @property
    def total(self) -> int:
        return self.security + self.social

    @property
    def leans(self) -> bool:
        """One side is three times the other, or empty beside a filled one."""
        low, high = sorted((self.security, self.social))
        return high > 0 and high >= TOO_MUCH * low


def of(actions: list[Action]) -> Balance:
    """Count the actions of a version."""
    security = sum(action.kind == Action.Kind.SECURITY for action in actions)
    return Balance(security, len(actions) - security)
