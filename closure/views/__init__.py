"""The pages of phase 4, by theme."""
