"""Every sentence of the sources that gettext translates, read without gettext's programs."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
APPS = (
    "common", "notices", "agencies", "casework", "intake", "plans", "closure",
    "worklist", "operations",
)  # fmt: skip
# name -> (place of the context, place of the sentence); the plural comes right after it.
CALLS = {
    "_": (None, 0),
    "gettext": (None, 0),
    "gettext_lazy": (None, 0),
    "gettext_noop": (None, 0),
    "ngettext": (None, 0),
    "ngettext_lazy": (None, 0),
    "pgettext": (0, 1),
    "pgettext_lazy": (0, 1),
    "npgettext": (0, 1),
    "npgettext_lazy": (0, 1),
}
TEMPLATE_CALL = re.compile(r"\b(?:gettext|ngettext|pgettext|npgettext|_)\(")


def of_the_code(calls: Collection[str] = CALLS) -> dict[tuple[str | None, str], str]:
    """(context, sentence) -> where it stands, for the apps and the templates.

    Of those alone that are translated by one of these ``calls``.
    """
    found: dict[tuple[str | None, str], str] = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                for sentence in _in_python(path.read_text(encoding="utf-8"), calls):
                    found.setdefault(sentence, str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.is_file():
            for sentence in _in_template(path.read_text(encoding="utf-8"), str(path), calls):
                found.setdefault(sentence, str(path.relative_to(ROOT)))
    return found


def other_names() -> list[str]:
    """Where a function that translates is imported under a name that is not looked for."""
    return [
        f"{path.relative_to(ROOT)}: {name.name} as {name.asname}"
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in CALLS and name.asname not in (None, "_")
    ]


def _in_python(source: str, calls: Collection[str]):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in CALLS and name in calls:
                yield from _sentence(name, node.args)


def _in_template(source: str, name: str, calls: Collection[str]):
    code = templatize(source, origin=name)
    for match in TEMPLATE_CALL.finditer(code):
        call = _whole_call(code[match.start() :])
        if call is not None and call.func.id in calls:
            yield from _sentence(call.func.id, call.args)


def _whole_call(text: str) -> ast.Call | None:
    """The call that the text begins with: the shortest piece that parses."""
    for match in re.finditer(r"\)", text):
        try:
            return ast.parse(text[: match.end()], mode="eval").body
        except SyntaxError:
            continue
    return None


def _sentence(name: str, args: list[ast.expr]):
    context_at, at = CALLS[name]
    texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in args]
    if len(texts) > at and isinstance(texts[at], str):
        context = texts[context_at] if context_at is not None else None
        yield context, texts[at]
