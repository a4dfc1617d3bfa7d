"""A setting that nothing reads promises what does not happen (X32)."""

import re
from pathlib import Path

from casework.models import TerritoryProfile

ROOT = Path(__file__).resolve().parents[2]
DEFINED = ROOT / "casework" / "models" / "territory.py"


def test_every_setting_of_the_territory_has_a_reader():
    """Red when an administrator may set what no page, rule or decision asks for."""
    sources = [
        path.read_text(encoding="utf-8")
        for app in ("agencies", "casework", "intake", "plans", "closure", "worklist")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and path != DEFINED
    ]
    sources += [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    own = re.findall(r"self\.(\w+)", DEFINED.read_text(encoding="utf-8"))
    read = " ".join(sources) + " ".join(f"profile.{name}" for name in own)
    settings = {field.name for field in TerritoryProfile._meta.fields} - {"id"}
    unread = {
        name
        for name in settings
        if not re.search(rf"(\bprofile\.|\bterritory\.|load\(\)\.|[\"']){name}\b", read)
    }
    assert not unread, f"Nothing reads {sorted(unread)}: take it out until something does."
