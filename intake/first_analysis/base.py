"""The base of the acts of the first analysis."""

from __future__ import annotations

from typing import ClassVar

from casework.acts import Act
from intake.first_analysis import sheet
from intake.first_analysis.views import analysis_frame
from intake.models import Signal
from intake.signals.base import WITH_PEOPLE


class AnalysisAct(Act):
    """An act whose form stands on the page of the first analysis, in the section ``open``."""

    model = Signal
    related: ClassVar[tuple[str, ...]] = WITH_PEOPLE
    nav = "signals"
    tab = "intake:first_analysis"
    template_name = "intake/first_analysis/first_analysis.html"
    framed = analysis_frame
    open: ClassVar[str] = "decision"
    holds: ClassVar[str] = ""  # which part of the first analysis the fields are of

    @property
    def held(self):
        return getattr(sheet.of(self.row), self.holds) if self.holds else self.row

    def form_options(self) -> dict:
        """Options of the form of an outcome: the signal and who decides."""
        if not self.word:
            return {}
        return {"signal": self.row, "user": self.request.user, "kind": self.word}
