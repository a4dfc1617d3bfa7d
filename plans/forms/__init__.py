"""The forms of phases 2 and 3."""
