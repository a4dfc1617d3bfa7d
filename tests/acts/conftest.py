"""The one stage of the access tests, for what is asked of every act on it."""

from tests.access.conftest import plainly_rendered, stage

__all__ = ["plainly_rendered", "stage"]
