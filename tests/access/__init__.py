"""Tests of need-to-know: routes by personas, canaries, policies, mutants."""
