"""The cast on a Tuesday morning, as in tests/intake."""

from tests.intake.conftest import committed_people, fails, people, tuesday

__all__ = ["committed_people", "fails", "people", "tuesday"]
