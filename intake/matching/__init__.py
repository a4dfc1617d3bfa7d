"""Is this person known already? Looking at all persons by one logged search (2.1, S78)."""
