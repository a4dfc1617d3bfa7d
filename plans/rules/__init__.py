"""The rules of phases 2 and 3, hung on the moves of a case when they are imported."""

from plans.rules import plan

__all__ = ["plan"]
