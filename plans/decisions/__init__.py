"""The decisions of phases 2 and 3, each one function: lock, ask, write, record, tell."""
