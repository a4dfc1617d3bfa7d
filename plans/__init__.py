"""Phases 2 and 3: the in-depth analysis, the SMART plan, its carrying out and checkpoints."""
