"""The rules of phase 4, by theme. Importing them hangs them on their moves."""

from closure.rules import closing, monitoring

__all__ = ["closing", "monitoring"]
