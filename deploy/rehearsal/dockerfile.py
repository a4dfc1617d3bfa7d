"""Runs the steps of a Dockerfile in roots of the workshop."""

from __future__ import annotations

import json
import re
import shutil
import time
from contextlib import ExitStack
from pathlib import Path

from deploy.rehearsal.images import Image, Workshop
from deploy.rehearsal.machine import Failed, say

# What a RUN asks of the world outside that is not asked here, and what is done instead.
INSTEAD = (
    (r"/usr/share/postgresql-common/pgdg/apt\.postgresql\.org\.sh -y", "true"),
    (r"\bpostgresql-client-18\b", ""),
)


def instructions(path: Path) -> list[tuple[str, str]]:
    """Word and rest of each instruction, lines that go on joined, comments left out."""
    lines = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [
        (word.upper(), rest.strip())
        for word, _blank, rest in (line.strip().partition(" ") for line in whole.splitlines())
        if word
    ]


def build(workshop: Workshop, context: Path, name: str) -> Image:
    """The image of the last stage. Raises Failed at the first step that fails."""
    stages: dict[str, tuple[Image, Path]] = {}
    with ExitStack() as mounts:
        image, mounted, stage = Image([]), Path(), 0
        for word, rest in instructions(context / "Dockerfile"):
            begin = time.monotonic()
            if word == "FROM":
                source, _as, alias = re.split(r"\s+(as|AS)\s+|$", rest)[:3]
                stage += 1
                image, mounted = mounts.enter_context(
                    workshop.layer(workshop.of(source), f"{name}-{stage}")
                )
                stages[alias or str(stage)] = (image, mounted)
            elif word == "RUN":
                _run(workshop, image, mounted, rest)
            elif word == "COPY":
                _copy(context, stages, image, mounted, rest)
            elif word == "ENV":
                for key, value in re.findall(r"(\w+)=(\S+)", rest):
                    image.environment[key] = _filled(value, image.environment)
            elif word == "WORKDIR":
                image.folder = rest
                (mounted / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
            elif word == "USER":
                image.user = rest
            elif word in ("CMD", "ENTRYPOINT"):
                setattr(image, {"CMD": "command"}.get(word, "entrypoint"), json.loads(rest))
            elif word != "EXPOSE":
                raise Failed(f"{context}/Dockerfile: the rehearsal knows no {word}.")
            if word in ("RUN", "FROM"):
                said = f"{word} {rest}"
                said = said if len(said) < 84 else f"{said[:80]} …"
                say(f"          {time.monotonic() - begin:6.1f} s  {name}: {said}")
    return image


def _run(workshop: Workshop, image: Image, mounted: Path, words: str) -> None:
    outside = any(re.search(pattern, words) for pattern, _other in INSTEAD)
    for pattern, other in INSTEAD:
        words = re.sub(pattern, other, words)
    workshop.shell(mounted, words, image.environment, image.folder)
    if outside:
        workshop.programs(mounted)


def _copy(
    context: Path, stages: dict[str, tuple[Image, Path]], image: Image, mounted: Path, rest: str
) -> None:
    """Files of the context that .dockerignore lets through, or of an earlier stage."""
    given = re.match(r"--from=(\w+)\s+(.*)", rest)
    base = stages[given[1]][1] if given else context
    *sources, target = (given[2] if given else rest).split()
    place = mounted / (target if target.startswith("/") else f"{image.folder}/{target}").lstrip("/")
    for source in sources:
        path = base / source.lstrip("/")
        if not given and not allowed(context, source):
            raise Failed(f"COPY {source}: .dockerignore of {context} leaves it out.")
        if path.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.pyc") if not given else None
            shutil.copytree(path, place, symlinks=True, dirs_exist_ok=True, ignore=ignored)
        else:
            into = place / path.name if len(sources) > 1 or target.endswith("/") else place
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, into)


def allowed(context: Path, source: str) -> bool:
    """Whether .dockerignore lets the file or folder into the context."""
    rules = context / ".dockerignore"
    lines = rules.read_text().split() if rules.exists() else []
    return "*" not in lines or f"!{source.rstrip('/')}" in lines


def _filled(value: str, environment: dict[str, str]) -> str:
    return re.sub(r"\$(\w+)", lambda name: environment.get(name[1], ""), value)
