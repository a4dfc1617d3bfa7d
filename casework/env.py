"""Typed reading of the environment: a value stands in NAME, or in the file NAME_FILE names."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ENVIRONMENTS = ("dev", "test", "demo", "production")


def text(name: str, default: str = "") -> str:
    """The value of NAME, else the stripped content of the file in NAME_FILE, else ``default``."""
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {path}, which cannot be read ({error.strerror}). "
            f"Give the file to the user that runs Relais, or set {name}."
        ) from error


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas or blanks."""
    return text(name, default).replace(",", " ").split()


def number(name: str, default: int | None = None) -> int | None:
    """A whole number, or ``default`` when unset. Raises ImproperlyConfigured on anything else."""
    value = text(name).strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def environment() -> str:
    """RELAIS_ENV: dev (default), test, demo or production."""
    name = text("RELAIS_ENV", "dev")
    if name not in ENVIRONMENTS:
        raise ImproperlyConfigured(
            f"RELAIS_ENV is {name!r}; it must be one of {', '.join(ENVIRONMENTS)}."
        )
    return name
