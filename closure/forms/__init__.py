"""The forms of phase 4, by theme."""
