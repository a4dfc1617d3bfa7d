"""The stage of the access tests, for the tests of every act."""

from tests.access.conftest import plainly_rendered, stage, together

__all__ = ["plainly_rendered", "stage", "together"]
