"""The pages of phases 2 and 3."""
