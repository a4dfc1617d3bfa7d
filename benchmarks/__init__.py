"""Timed runs, apart from the tests: figures live here, never in an assertion."""
