"""Typed reading of the environment: a value stands in NAME, or in the file NAME_FILE names."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import overload

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("dev", "test", "demo", "production")
# Whoever sets one of these means to run it for real people.
FOR_REAL = ("SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "EMAIL_URL", "PROXY_COUNT")


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


@overload
def number(name: str, default: int) -> int:
    """With a default there is always a number."""


@overload
def number(name: str, default: None = None) -> int | None:
    """Without a default an unset value is None."""


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
    """RELAIS_ENV: dev, test, demo or production; unnamed it is dev, where `make setup` was run.

    Raises ImproperlyConfigured anywhere else (X47): dev has published keys and refuses nothing.
    """
    name = text("RELAIS_ENV").strip() or _unnamed()
    if name not in ENVIRONMENTS:
        raise ImproperlyConfigured(
            f"RELAIS_ENV is {name!r}; it must be one of {', '.join(ENVIRONMENTS)}."
        )
    return name


def _unnamed() -> str:
    named = [name for name in FOR_REAL if text(name)]
    if named:
        raise ImproperlyConfigured(
            f"RELAIS_ENV is not set, but {', '.join(named)} is: set RELAIS_ENV=production, or "
            "RELAIS_ENV=dev if no real person is concerned."
        )
    if not _made_by_setup():
        raise ImproperlyConfigured(
            "RELAIS_ENV is not set: set RELAIS_ENV=production. It may be left out only with the "
            "Python that `make setup` makes in .venv, where it is dev."
        )
    return "dev"


def _made_by_setup() -> bool:
    """Whether this Python is the one of bootstrap.py, in this very folder; no deployment has it."""
    made = ROOT / ".venv"
    return (made / "installed.sha256").exists() and os.path.samefile(made, sys.prefix)
