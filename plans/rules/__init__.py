"""The rules of phases 2 and 3, by theme. Importing them hangs them on their moves."""

from plans.rules import analysis, carrying, plan, security

__all__ = ["analysis", "carrying", "plan", "security"]
