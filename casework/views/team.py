"""The base of a decision on a case that is no declared act yet (casework.acts)."""

from __future__ import annotations

from typing import Any, ClassVar

from casework.views.base import DecisionView
from casework.views.case import CaseView


class CaseDecisionView(DecisionView, CaseView):
    """A decision on a case, inside the case's frame."""

    related: ClassVar[tuple[str, ...]] = ("subject",)

    def context(self) -> dict[str, Any]:
        return super().context() | self.frame()
