"""The rules of phase 4, by theme. Importing them hangs them on their moves."""

from closure.rules import monitoring

__all__ = ["monitoring"]
