"""`make lint`: style, types, templates, migrations, and production's deployment checks."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys

from operations import embedded
from operations.hosting.errors import EmbeddedError

# What production asks for before it starts; the keys are new for every run and open nothing.
PRODUCTION = {
    "RELAIS_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "FIELD_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
    "ALLOWED_HOSTS": "relais.example",
    "SITE_URL": "https://relais.example",
    "DATABASE_URL": "postgresql://app:a-long-password-for-lint-only@127.0.0.1:5432/relais",
    "DATABASE_OWNER_URL": "",
    "REDIS_URL": "redis://:a-long-password-for-lint-only@127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://relais:password@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Relais <relais@relais.example>",
    "PROXY_COUNT": "1",
}
DEVELOPMENT = PRODUCTION | {"RELAIS_ENV": "dev"}


def run() -> int:
    """Every check, all of them even when one fails; 0 when all are clean."""
    python = sys.executable
    django = [python, "-W", "ignore::RuntimeWarning", "manage.py"]
    checks = [
        ("ruff check", [python, "-m", "ruff", "check", "."], {}),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."], {}),
        ("mypy", [python, "-m", "mypy", "--no-pretty"], DEVELOPMENT),
        ("djlint", [python, "-m", "djlint", "--lint", "--quiet", "templates"], {}),
        ("migrations", [*django, "makemigrations", "--check", "--dry-run"], DEVELOPMENT),
        (
            "deployment",
            [*django, "check", "--deploy", "--fail-level", "WARNING"],
            PRODUCTION,
        ),
    ]
    faulty = []
    for name, argv, env in checks:
        done = subprocess.run(
            argv,
            cwd=embedded.ROOT,
            env=dict(os.environ) | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        print(f"{name:<14} {'clean' if done.returncode == 0 else 'FAULTY'}", flush=True)
        if done.returncode:
            faulty.append(name)
            print(done.stdout, flush=True)
    if faulty:
        raise EmbeddedError(f"To mend: {', '.join(faulty)}.")
    return 0
