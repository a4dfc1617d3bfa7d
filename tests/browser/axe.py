"""axe-core, the rules of WCAG 2.2 A and AA."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

from tests.browser.pictures import SETTLED

SCRIPT = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Without preload: axe would fetch stylesheets by itself, where the page's policy forbids it.
OPTIONS = {"resultTypes": ["violations"], "preload": False, "iframes": False}
WHOLE = OPTIONS | {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def inject(tab) -> None:
    """Bring axe into the page; it stays until the page is left."""
    tab.evaluate(SCRIPT)


def trouble_of(tab, options: dict, where: str) -> list[str]:
    """One line for each element that axe complains about, once every transition has ended."""
    tab.evaluate(SETTLED)
    answer = tab.evaluate("options => axe.run(document, options)", options)
    return [
        f"{where} {rule['id']}: {node['html'][:200]}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]
