"""The type of a sentence: text, or text that is translated when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words  # the type checker alone has it
else:
    Words = str | Promise

__all__ = ["Words"]
