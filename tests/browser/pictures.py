"""Takes pictures of pages: var/pictures/<page>.<language>-<width>.png.

They are to be looked at. Where nobody looks (CI set) none is taken, unless RELAIS_PICTURES is set.
"""

from __future__ import annotations

import os
from base64 import b64decode
from weakref import WeakKeyDictionary

from tests.browser.server import ROOT

PICTURES = ROOT / "var" / "pictures"
LOOKED_AT = not os.environ.get("CI") or bool(os.environ.get("RELAIS_PICTURES"))
# A moment without transitions; what moves for ever (a loading sign) is not waited for.
SETTLED = """Promise.all(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().iterations !== Infinity)
    .map(one => one.finished.catch(() => null)))"""

# Kept as long as the page: the end of one puts back what the page was told to be, such as paper.
_SESSIONS: WeakKeyDictionary = WeakKeyDictionary()
AT_ONCE = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": True}


def take(tab, name: str, language: str, width: int | str) -> None:
    """A picture of the whole page as it is now; larger than it could be, for half the time."""
    tab.evaluate(SETTLED)
    if not LOOKED_AT:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    if tab not in _SESSIONS:
        _SESSIONS[tab] = tab.context.new_cdp_session(tab)
    chromium = _SESSIONS[tab]
    whole = chromium.send("Page.getLayoutMetrics")["cssContentSize"]
    taken = chromium.send("Page.captureScreenshot", AT_ONCE | {"clip": whole | {"scale": 1}})
    path = PICTURES / f"{name}.{language}-{width}.png"
    path.write_bytes(b64decode(taken["data"]))


SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def wide(tab, width: int) -> int:
    """By how many pixels the page scrolls sideways at this width."""
    size = {"width": width, "height": 844}
    if tab.viewport_size != size:
        tab.set_viewport_size(size)
    return max(0, tab.evaluate(SIDEWAYS))
