"""The documentation is true: what it names exists, and what is rendered is fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

from operations.hosting import catalogue
from operations.management.commands import render_docs

pytestmark = pytest.mark.house

ROOT = Path(settings.BASE_DIR)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
RENDERED = {"rights.md", "glossary.md"}
# Files that a run or a deployment makes: named in the text, absent from the repository.
MADE = ("var/", ".venv/", "secrets/", ".env")
ENDINGS = (".py", ".md", ".html", ".css", ".js", ".po", ".yml", ".toml", ".sh", ".lock")


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def quoted(page: Path) -> list[str]:
    """What stands between backticks, code blocks left out."""
    plain = re.sub(r"```.*?```", "", text(page), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", plain)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_named_exists(page):
    """A page that names a file of the repository names one that is there."""
    named = {
        word.rstrip("/")
        for word in quoted(page)
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", word)
        and ("/" in word or word.endswith(ENDINGS))
        and not word.startswith(MADE)
    }
    missing = sorted(
        word
        for word in named
        if not (ROOT / word).exists()
        and not (list(ROOT.glob(f"*/{word}")) + list(ROOT.glob(f"*/*/{word}")))
    )
    assert not missing, f"{page.name} names {missing}: mend the page or the name."


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    """Links between pages are relative and alive."""
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text(page))
    dead = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not dead, f"{page.name} links to {dead}."


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_named_exists(page):
    """`manage.py x` is a command, `make x` a target."""
    words = text(page)
    commands = set(re.findall(r"manage\.py ([a-z_]+)", words))
    assert commands <= set(get_commands()), page.name
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), flags=re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", words, flags=re.MULTILINE))
    assert named <= targets, page.name


def test_every_page_is_reached_from_the_readme():
    """No page of docs/ that nobody would find."""
    readme = text(ROOT / "README.md")
    lost = [page.name for page in PAGES[1:] if f"docs/{page.name}" not in readme]
    assert not lost


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "house.md"], ids=str)
def test_the_map_lists_the_folders_that_are_there(page):
    """Every folder of the repository stands on the map, and every folder on the map is there."""
    lines = re.findall(r"^([\w]+)/\s", text(page), flags=re.MULTILINE)
    mapped = set(lines) - {"var"}
    real = {
        folder.name
        for folder in ROOT.iterdir()
        if folder.is_dir()
        and not folder.name.startswith((".", "_"))
        and folder.name not in ("var", "secrets", "node_modules")
        and any(path.is_file() for path in folder.rglob("*"))
    }
    assert mapped == real


def test_every_setting_of_the_environment_is_explained():
    """The table of operations.md has one line for each variable that the code reads."""
    read = {"RELAIS_ENV", "BIND", "PORT", "WEB_WORKERS"}
    for folder in ("agencies", "casework", "common", "intake", "notices", "operations"):
        for source in (ROOT / folder).rglob("*.py"):
            read |= set(re.findall(r"env\.(?:text|words|number)\(\s*\"([A-Z_]+)\"", text(source)))
    table = text(ROOT / "docs" / "operations.md").partition("## Settings")[2].partition("\n## ")[0]
    told = set()
    for line in table.splitlines():
        if line.startswith("| `"):
            told |= set(re.findall(r"`([A-Z_]+)`", line.split("|")[1]))
    assert told == read


def test_every_row_is_there_once_with_its_state():
    """S01 to S92, 2.1 to 2.30, P1 to P14: built, part or later, and what stands when not later."""
    wanted = [f"S{n:02}" for n in range(1, 93)]
    wanted += [f"2.{n}" for n in range(1, 31)]
    wanted += [f"P{n}" for n in range(1, 15)]
    rows = re.findall(
        r"^\| (S\d\d|2\.\d+|P\d+) \| ([^|]+) \| (\w+) \| ([^|]*)\|$",
        text(ROOT / "docs" / "requirements.md"),
        flags=re.MULTILINE,
    )
    assert [row[0] for row in rows] == wanted
    assert {row[2] for row in rows} == {"built", "part", "later"}
    assert all(row[3].strip() for row in rows if row[2] != "later")


def test_the_rendered_pages_are_fresh():
    """docs/rights.md and docs/glossary.md say what the code says."""
    catalogue.compile_catalogue()
    call_command("render_docs", check=True, verbosity=0)
    assert set(render_docs.pages()) == RENDERED


def test_a_stale_page_is_found(tmp_path, monkeypatch):
    """The check of the line above can fail."""
    monkeypatch.setattr(render_docs, "DOCS", tmp_path)
    with pytest.raises(render_docs.CommandError, match=r"rights\.md, glossary\.md"):
        call_command("render_docs", check=True)
    call_command("render_docs", verbosity=0)
    call_command("render_docs", check=True, verbosity=0)


def test_the_decision_of_the_handbook_is_the_one_in_the_code():
    """decisions.md follows the code of `accept_action`: rule, decision and act are quoted whole."""
    page = text(ROOT / "docs" / "decisions.md")
    for begins, *place in (
        ("def own_agency", "plans", "carrying", "rules.py"),
        ("@decides(", "plans", "carrying", "decisions", "answers.py"),
        ("class Accept", "plans", "carrying", "acts.py"),
    ):
        quoted = re.search(rf"{re.escape(begins)}.*?```", page, flags=re.DOTALL)
        assert quoted
        assert quoted[0].removesuffix("```").strip() in text(ROOT.joinpath(*place))
