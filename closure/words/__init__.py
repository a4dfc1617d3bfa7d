"""What the journal and the notices say of phase 4."""

from closure.words import closing, monitoring

__all__ = ["closing", "monitoring"]
