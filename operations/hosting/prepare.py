"""The steps between running servers and an answering web, in one process.

`python -m operations.hosting.prepare demo 4 10 FILE` (steps 4 to 8 of 10; FILE is made as soon as
the web server can load) or `… roles 2 3`.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from operations.garbage import collected_rarely
from operations.hosting.progress import Progress


def main(what: str, first: str, total: str, loadable: str = "") -> int:
    """Run the steps; 0, or 1 after one sentence. The full story goes to RELAIS_PREPARE_LOG."""
    import django
    from django.core.management import call_command

    def command(name: str, **options: object) -> Callable[[], object]:
        return lambda: call_command(name, verbosity=0, stdout=io.StringIO(), **options)

    steps = [("Database roles", command("database_roles"))]
    if what == "demo":
        steps += [
            ("French catalogue", command("compile_catalogue")),
            ("Static files", command("collectstatic", interactive=False)),
            ("Migrations", command("migrate", database="owner", interactive=False)),
            ("Fictional people, agencies and cases", command("load_demo")),
        ]
    progress = Progress(int(first), int(total))
    name = "Settings"
    try:
        django.setup()
        for name, work in steps:
            with progress.step(name), collected_rarely():
                work()
            if name == "Static files":
                Path(loadable).touch()
    except Exception as error:
        log = Path(os.environ["RELAIS_PREPARE_LOG"])
        log.write_text(traceback.format_exc())
        line = str(error).strip().split("\n")[0] or type(error).__name__
        sys.stderr.write(f"\n{name} failed: {line}\nMore: {log}\n")
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
    sys.exit(main(*sys.argv[1:]))
