"""Is this person known already? Looking at all persons through one logged door (2.1, S78)."""
