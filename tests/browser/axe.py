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
# Reading a colour is a quarter of its time, and a page has few: each is read once.
READ_ONCE = """() => {
    const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
    colour.parseString = function (text) {
        if (known.has(text)) {
            [this.r, this.g, this.b, this.alpha] = known.get(text);
        } else {
            read.call(this, text);
            known.set(text, [this.r, this.g, this.b, this.alpha]);
        }
        return this;
    };
}"""
FOUND = "options => axe.run(document, options).then(answer => answer.violations)"


def inject(tab) -> None:
    """Bring axe into the page; it stays until the page is left."""
    tab.evaluate(SCRIPT)
    tab.evaluate(READ_ONCE)


def trouble_of(tab, options: dict, where: str) -> list[str]:
    """One line for each element that axe complains about, once every transition has ended."""
    tab.evaluate(SETTLED)
    return [
        f"{where} {rule['id']}: {node['html'][:200]}"
        for rule in tab.evaluate(FOUND, options)
        for node in rule["nodes"]
    ]
