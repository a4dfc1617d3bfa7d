#!/usr/bin/env python3
"""The secrets of docker-compose.yml: random, made once, in the folder secrets/.

`--scale` adds those of docker-compose.scale.yml to a folder that is there. Containers read the
files as users of their own, so the files are readable and the folder is closed to everybody else on
the host.
"""

from __future__ import annotations

import argparse
import base64
import secrets
import sys
from pathlib import Path


def contents(email_url: str) -> dict[str, str]:
    """What each file holds, by name."""
    app, owner, superuser, redis = (secrets.token_urlsafe(32) for _ in range(4))
    return {
        "secret_key": secrets.token_urlsafe(64),
        "field_keys": base64.b64encode(secrets.token_bytes(32)).decode(),
        "postgres_password": superuser,
        "owner_password": owner,
        "database_url": f"postgresql://app:{app}@db:5432/relais",
        "database_owner_url": f"postgresql://relais_owner:{owner}@db:5432/relais",
        "redis_password": redis,
        "redis_conf": f'requirepass {redis}\nsave ""\nappendonly no\n',
        "redis_url": f"redis://:{redis}@redis:6379/0",
        "email_url": email_url,
    }


def further(folder: Path) -> dict[str, str]:
    """What the larger deployment needs beside: the same login at the pooler, and a copy's own."""
    login = (folder / "database_url").read_text().partition("@")[0]
    user, password = login.partition("://")[2].split(":")
    return {
        "pooled_url": f"{login}@pooler:6432/relais",
        "replica_url": f"{login}@pooler:6432/relais_replica",
        "pooler_users": f'"{user}" "{password}"\n',
        "replication_password": secrets.token_urlsafe(32),
    }


def write(folder: Path, made: dict[str, str]) -> None:
    for name, text in made.items():
        path = folder / name
        path.write_text(text)
        path.chmod(0o644)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--email-url", help="smtp+tls://user:password@host:587")
    parser.add_argument("--folder", type=Path, default=Path("secrets"))
    parser.add_argument("--scale", action="store_true", help="add what the larger file needs")
    given = parser.parse_args()
    if given.scale:
        if (given.folder / "pooled_url").exists():
            sys.stderr.write(f"{given.folder} holds them already: nothing is replaced.\n")
            return 1
        if not (given.folder / "database_url").exists():
            sys.stderr.write(f"{given.folder} holds no secrets yet: make those first.\n")
            return 1
        write(given.folder, further(given.folder))
        return 0
    if not given.email_url:
        parser.error("--email-url is needed")
    try:
        given.folder.mkdir(mode=0o700)
    except FileExistsError:
        sys.stderr.write(f"{given.folder} exists: its keys open your data and are not replaced.\n")
        return 1
    write(given.folder, contents(given.email_url))
    return 0


if __name__ == "__main__":
    sys.exit(main())
