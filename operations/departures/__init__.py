"""Somebody leaves, by an administrator: what they hold is seen before, and handed over (X18)."""
