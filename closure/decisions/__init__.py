"""The decisions of phase 4, each one function: lock, ask, write, record, tell."""
