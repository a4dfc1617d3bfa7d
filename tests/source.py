"""The source as data: files, imports, calls. What tests/test_house.py reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "common", "notices", "agencies", "casework", "intake", "plans", "closure",
    "worklist", "operations",
)  # fmt: skip


@cache
def modules(*, migrations: bool = False) -> dict[str, ast.Module]:
    """Dotted name -> tree of every module of ours."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if migrations or "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of everything imported, wherever it stands in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def attributes(tree: ast.AST) -> Iterator[tuple[ast.Attribute, int]]:
    """Every «something.name» with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node, node.lineno


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """(last name of what is called, call)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def first_text(call: ast.Call) -> str | None:
    """The first argument, when it is a plain string."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def texts(tree: ast.AST) -> set[str]:
    """Every plain string of the file."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@cache
def templates() -> dict[str, str]:
    """Name -> text of every template."""
    folder = ROOT / "templates"
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
