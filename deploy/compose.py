"""Reads compose files as Compose does: one over the other, and filled in from the environment.

What the files of Relais use, no more: mappings are merged, a command, an entrypoint and a test are
replaced, other lists are joined; ``!override`` replaces, ``!reset`` takes away; ``${NAME}``,
``${NAME:?why}`` and ``$$`` are filled in. Raises ValueError on anything that a service names and
the files do not declare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
FIRST, SCALE = ROOT / "docker-compose.yml", ROOT / "docker-compose.scale.yml"
REPLACED = ("command", "entrypoint", "test")
_NAME = re.compile(r"\$(?:\$|\{(\w+)(?::?\?([^}]*))?\})")


@dataclass
class Instead:
    """A value that stands in the place of what an earlier file said."""

    value: Any


class _Loader(yaml.SafeLoader):
    pass


def _override(loader: _Loader, node: yaml.Node) -> Instead:
    if isinstance(node, yaml.MappingNode):
        return Instead(loader.construct_mapping(node, deep=True))
    if isinstance(node, yaml.SequenceNode):
        return Instead(loader.construct_sequence(node, deep=True))
    return Instead(loader.construct_scalar(node))  # type: ignore[arg-type]


_Loader.add_constructor("!override", _override)
_Loader.add_constructor("!reset", lambda _loader, _node: Instead(None))


def read(*paths: Path) -> dict[str, Any]:
    """The files, each over the one before, without their ``x-`` parts; nothing filled in yet."""
    found: dict[str, Any] = {}
    for path in paths:
        with open(path) as file:
            found = _over(found, yaml.load(file, _Loader))  # noqa: S506  a SafeLoader
    whole = {name: part for name, part in found.items() if not name.startswith("x-")}
    _refuse_undeclared(whole)
    return whole


def filled(part: Any, environment: Mapping[str, str]) -> Any:
    """The same with names of the environment filled in. Raises ValueError where one is not set."""
    if isinstance(part, Mapping):
        return {name: filled(value, environment) for name, value in part.items()}
    if isinstance(part, list):
        return [filled(value, environment) for value in part]
    if not isinstance(part, str):
        return part

    def value(match: re.Match[str]) -> str:
        if match[0] == "$$":
            return "$"
        if not environment.get(match[1]):
            raise ValueError(f"{match[1]} is not set: {match[2] or 'it is needed'}")
        return environment[match[1]]

    return _NAME.sub(value, part)


def in_order(services: Mapping[str, Any]) -> list[str]:
    """The services, each after those that it depends on. Raises ValueError in a circle."""
    order: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"{name} depends on itself: {' -> '.join((*above, name))}")
        if name not in order:
            for needed in services[name].get("depends_on", {}):
                visit(needed, (*above, name))
            order.append(name)

    for name in services:
        visit(name, ())
    return order


def replicas(service: Mapping[str, Any]) -> int:
    return int(service.get("deploy", {}).get("replicas", 1))


def _over(below: Any, above: Any, key: str = "") -> Any:
    """What stands where both files say something."""
    if isinstance(above, Instead):
        return _plain(above.value)
    if isinstance(below, dict) and isinstance(above, dict):
        merged = dict(below)
        for name, value in above.items():
            if isinstance(value, Instead) and value.value is None:
                merged.pop(name, None)
            else:
                merged[name] = _over(merged[name], value, name) if name in merged else _plain(value)
        return merged
    if isinstance(below, list) and isinstance(above, list) and key not in REPLACED:
        return _joined(below, above, key)
    return _plain(above)


def _joined(below: Sequence[Any], above: Sequence[Any], key: str) -> list[Any]:
    """Both lists; of two volumes at one place in the container the later one."""
    if key != "volumes":
        return [*below, *(one for one in above if one not in below)]
    by_place = {str(one).split(":")[1]: one for one in (*below, *above)}
    return list(by_place.values())


def _plain(part: Any) -> Any:
    if isinstance(part, Instead):
        return _plain(part.value)
    if isinstance(part, dict):
        return {name: _plain(value) for name, value in part.items()}
    return [_plain(value) for value in part] if isinstance(part, list) else part


def _refuse_undeclared(whole: Mapping[str, Any]) -> None:
    wrong = [
        f"{name} names {kind} {one}, which no file declares"
        for name, service in whole["services"].items()
        for kind in ("secrets", "networks", "volumes", "depends_on")
        for one in _named(service, kind)
        if one not in (whole["services"] if kind == "depends_on" else whole.get(kind, {}))
    ]
    if wrong:
        raise ValueError("; ".join(wrong))


def _named(service: Mapping[str, Any], kind: str) -> list[str]:
    """What a service names of that kind; a volume that is a path names nothing."""
    named = [str(one).split(":")[0] for one in service.get(kind, ())]
    return [one for one in named if kind != "volumes" or not one.startswith((".", "/"))]
