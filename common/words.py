"""The type of a sentence: text, or text that is translated when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words  # checking alone knows what can be put off
else:
    Words = str | Promise

__all__ = ["Words"]
