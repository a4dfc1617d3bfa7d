"""The forms of phases 2 and 3. They check form, never rules (plans.rules does)."""
