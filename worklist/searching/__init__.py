"""The one search: persons, cases, signals and words, among what the reader may read (X13)."""
