"""What the journal and the notices say of phase 4."""

from closure.words import monitoring

__all__ = ["monitoring"]
