"""The proposal to close without a year of checks: the newest of the case."""

from __future__ import annotations

from closure.closing.rows import PEOPLE, Newest
from closure.models import ClosureProposal

TAB = "closure:without_year"
PROPOSAL = Newest(ClosureProposal, tab=TAB, related=PEOPLE, only={"way": "without_year"})
