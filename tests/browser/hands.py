"""Filling in forms as a person does: choose, write, send."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from common import clock


def pick(page, **chosen) -> None:
    """Choose chips by the name of their field and their value."""
    for name, value in chosen.items():
        page.locator(f'[name="{name}"][value="{value}"]').check(force=True)


def fill(page, **written) -> None:
    """Write into fields by their names."""
    for name, text in written.items():
        page.locator(f"#id_{name}").fill(text)


def choose(page, field: str, words: str) -> None:
    """Choose in a list by words of the line."""
    texts = page.locator(f"#id_{field} option").all_inner_texts()
    label = next(text for text in texts if words in text)
    page.locator(f"#id_{field}").select_option(label=label)


def send(page) -> None:
    """Send the form of the page and wait for another page."""
    asked = page.url
    page.locator("form[data-draft-url] [type=submit]").first.click()
    expect(page).not_to_have_url(asked)


def day(ahead: int) -> str:
    """A day so far from today, as a date field takes it."""
    return (clock.today() + timedelta(days=ahead)).isoformat()
