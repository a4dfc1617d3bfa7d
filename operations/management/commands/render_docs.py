"""manage.py render_docs: the pages of docs/ that are made from the code, never by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from casework import acts
from casework.glossary import CHAPTERS
from casework.rights import GRANTS, Grant, Holder, Right

DOCS = Path(settings.BASE_DIR) / "docs"
MADE = (
    "<!-- Made by `manage.py render_docs` from {source}: change that, then run the command. -->\n"
)
BEFORE = (
    "One table decides: `GRANTS` in `casework/rights.py`. Pages, the rows that django-guardian"
    " keeps and the access tests are made from it. Where no route stands, the right is settled and"
    " no page asks it by itself.\n"
)
NARROWER = (
    "\nThe audience of a single piece of information narrows this further:"
    " [need-to-know.md](need-to-know.md).\n"
)
AFTER = (
    "\nA page may ask further rights for what it does: naming somebody and ending their part ask"
    " `manage_team`, or `replace_coordinator` for a coordinator's post. The administration asks for"
    " the administrator's duty (`operations/admin_site.py`).\n"
)
ACTS = (
    "## Acts\n\nWhat a person does and answers for, each from its declaration"
    " ([decisions.md](decisions.md)). What its moment is and what stands in its way say the"
    " sentences on its page.\n"
)
SHORT = {
    Holder.EVERYONE: "all",
    Holder.REPORTER: "reporter",
    Holder.RECEIVER: "RC",
    Holder.TAKER: "taker",
    Holder.SIGNAL_COORDINATOR: "SC",
    Holder.DECIDER: "DE",
    Holder.DPO: "DPO",
    Holder.ADMINISTRATOR: "AD",
    Holder.PROCESS_COORDINATOR: "PR",
    Holder.CONTENT_COORDINATOR: "CO",
    Holder.PARTNER: "PA",
    Holder.RISK_OWNER: "RO",
    Holder.EVALUATOR: "EV",
    Holder.CHECK_PERSON: "named",
    Holder.DESK: "desk",
    Holder.COORDINATES: "PR or CO of a case",
}


class Command(BaseCommand):
    help = "Renders docs/rights.md and docs/glossary.md. --check writes nothing, fails when stale."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only compare")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [name for name, text in pages().items() if _present(name) != text]
        if options["check"] and stale:
            raise CommandError(f"Stale: {', '.join(stale)}. Run manage.py render_docs.")
        for name in stale:
            (DOCS / name).write_text(pages()[name], encoding="utf-8")
        self.stdout.write(f"{len(stale)} rendered" if stale else "Unchanged")


def pages() -> dict[str, str]:
    """Each rendered page by its file name in docs/."""
    return {"rights.md": rights(), "glossary.md": glossary()}


def _present(name: str) -> str:
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def rights() -> str:
    """Rights by holders, and the routes that ask each right today."""
    asked = routes_by_right()
    lines = [
        MADE.format(source="`casework/rights.py`"),
        "# Who may what\n",
        BEFORE,
        "Who:\n",
        *_english(lambda: [f"- **{short}**: {holder.label}" for holder, short in SHORT.items()]),
        NARROWER,
        "| right | who | asked by |",
        "|---|---|---|",
        *_english(lambda: [_grant_row(grant, asked) for grant in GRANTS]),
        AFTER,
        ACTS,
        "| act | what | right | whose it is, beyond the right |",
        "|---|---|---|---|",
        *_english(lambda: [_act_row(act) for act in acts.every()]),
        "",
    ]
    return "\n".join(lines)


def _act_row(act: type[acts.Act]) -> str:
    whose = " ".join(_first_line(rule) for rule in act.decision.whose)
    name, right = acts.route_of(act), act.right.value
    return f"| `{name}` | {_first_line(act)} | `{right}` | {whose or '–'} |"


def _first_line(documented) -> str:
    return (documented.__doc__ or "").strip().partition("\n\n")[0].replace("\n    ", " ")


def _grant_row(grant: Grant, asked: dict[Right, list[str]]) -> str:
    who = " ".join(SHORT[holder] for holder in grant.holders)
    routes = ", ".join(f"`{name}`" for name in asked.get(grant.right, ()))
    return f"| {grant.right.label} (`{grant.right.value}`) | {who} | {routes or '–'} |"


def routes_by_right() -> dict[Right, list[str]]:
    """The names of the routes whose view names the right, in alphabetical order."""
    found: dict[Right, set[str]] = {}
    for name, view in _routes(get_resolver()):
        right = getattr(getattr(view, "view_class", None), "right", None)
        if right is not None and name:
            found.setdefault(right, set()).add(name)
    return {right: sorted(names) for right, names in found.items()}


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}" if pattern.name else "", pattern.callback
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _routes(pattern, inner)


def glossary() -> str:
    """The terms in both languages, chapter by chapter."""
    lines = [
        MADE.format(source="`casework/glossary.py`"),
        "# Glossary\n",
        "Code, pages, tests and documentation use these terms and no others.\n",
    ]
    for chapter in CHAPTERS:
        lines += [
            f"## {_in('en', chapter.title)} · {_in('fr', chapter.title)}\n",
            "| code | English | français | meaning | sens |",
            "|---|---|---|---|---|",
            *(
                f"| `{term.code}` | {term.english} | {term.french} |"
                f" {_in('en', term.meaning)} | {_in('fr', term.meaning)} |"
                for term in chapter.terms
            ),
            "",
        ]
    return "\n".join(lines)


def _in(language: str, words) -> str:
    with translation.override(language):
        return str(words)


def _english(lines) -> list[str]:
    with translation.override("en"):
        return lines()
