"""What the journal and the notices say of phases 2 and 3."""

from plans.words import analysis, carrying, checking, plan

__all__ = ["analysis", "carrying", "checking", "plan"]
