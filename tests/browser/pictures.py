"""Takes pictures of pages: var/pictures/<page>.<language>-<width>.png."""

from __future__ import annotations

from tests.browser.server import ROOT

PICTURES = ROOT / "var" / "pictures"
# A moment without transitions; what moves for ever (a loading sign) is not waited for.
SETTLED = """Promise.all(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().iterations !== Infinity)
    .map(one => one.finished.catch(() => null)))"""


def take(tab, name: str, language: str, width: int | str) -> None:
    """A picture of the whole page as it is now."""
    tab.evaluate(SETTLED)
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.{language}-{width}.png"
    tab.screenshot(path=path, full_page=True, animations="disabled")


SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def wide(tab, width: int) -> int:
    """By how many pixels the page scrolls sideways at this width."""
    tab.set_viewport_size({"width": width, "height": 844})
    return max(0, tab.evaluate(SIDEWAYS))
