"""Refuses to start production on unsafe settings (F1), with one sentence for each.

Called by settings.py before anything is read; knows the environment alone, no Django setting.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import cast
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

from casework import env, server_urls

SHORTEST_KEY = 50
FEWEST_SIGNS = 12
FIELD_KEY_BYTES = 32
MOST_PROXIES = 5
POWERFUL_LOGINS = frozenset({"postgres", "root", "admin", "rdsadmin", "azure_pg_admin"})
ENCRYPTED_MAIL = ("smtps", "smtp+tls")


def refuse_unsafe() -> None:
    """Raise ImproperlyConfigured with every sentence at once when something is unsafe."""
    found = list(problems())
    if found:
        raise ImproperlyConfigured(
            "Relais does not start in production like this:\n"
            + "\n".join(f"- {sentence}" for sentence in found)
        )


def problems() -> Iterator[str]:
    """Yield a sentence for every missing or unsafe setting."""
    yield from _secret_keys()
    yield from _field_keys()
    yield from _databases()
    yield from _redis()
    yield from _addresses()
    yield from _mail()
    yield from _proxies()
    yield from _switches()


def _secret_keys() -> Iterator[str]:
    if not env.text("SECRET_KEY"):
        yield f"SECRET_KEY is missing: give at least {SHORTEST_KEY} random characters."
    named = [("SECRET_KEY", env.text("SECRET_KEY"))]
    named += [("SECRET_KEY_FALLBACKS", key) for key in env.words("SECRET_KEY_FALLBACKS")]
    for name, key in named:
        if not key:
            continue
        if key.startswith(("django-insecure", "only-for-")):
            yield f"{name} is an example key: make a random one."
        elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS:
            yield f"{name} is too short or too regular: {SHORTEST_KEY} random characters at least."


def _field_keys() -> Iterator[str]:
    keys = env.words("FIELD_KEYS")
    if not keys:
        yield "FIELD_KEYS is missing: give at least one key of 32 random bytes in base64."
    for key in keys:
        try:
            raw = base64.b64decode(key, validate=True)
        except binascii.Error:
            yield "FIELD_KEYS holds a key that is not base64."
            continue
        if len(raw) != FIELD_KEY_BYTES:
            yield f"FIELD_KEYS holds a key of {len(raw)} bytes: it must be {FIELD_KEY_BYTES}."
        elif raw.isascii() or len(set(raw)) < FEWEST_SIGNS:
            yield "FIELD_KEYS holds a key that is not random."
    if env.text("SECRET_KEY") in keys:
        yield "FIELD_KEYS repeats SECRET_KEY: each needs a secret of its own."


def _databases() -> Iterator[str]:
    if not env.text("DATABASE_URL").strip():
        yield "DATABASE_URL is missing: name the PostgreSQL server and the application's login."
    found = {}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_REPLICA_URL"):
        if env.text(name).strip():
            try:
                found[name] = server_urls.database(name, env.text(name))
            except ImproperlyConfigured as error:
                yield str(error)
            else:
                yield from _database(name, found[name])
    database, owner = found.get("DATABASE_URL"), found.get("DATABASE_OWNER_URL")
    if database and database.user in POWERFUL_LOGINS:
        yield (
            f"DATABASE_URL signs in as {database.user}: use a login without other rights"
            " (manage.py database_roles makes it)."
        )
    if database and owner and database.user == owner.user:
        yield "DATABASE_URL signs in as the owner of the tables: row-level security would not hold."
    replica = found.get("DATABASE_REPLICA_URL")
    if database and replica and replica.user != database.user:
        yield (
            f"DATABASE_REPLICA_URL signs in as {replica.user or 'nobody'}: it must be the login of"
            " DATABASE_URL, which row-level security binds."
        )


def _database(name: str, url: server_urls.Database) -> Iterator[str]:
    if not (url.host and url.user and url.password and url.name):
        yield f"{name} must hold a login, a password, a server and a database."
    elif not (url.proves_itself or server_urls.may_be_in_clear(url.host)):
        yield (
            f"{name} would talk to {url.host} without proof of who answers: add"
            f" ?sslmode=verify-full&sslrootcert=FILE, {_or_name(url.host)}."
        )


def _redis() -> Iterator[str]:
    text = env.text("REDIS_URL").strip()
    if not text:
        yield "REDIS_URL is missing: name the Redis server of the workers."
        return
    try:
        server_urls.redis("REDIS_URL", text)
    except ImproperlyConfigured as error:
        yield str(error)
        return
    url = cast(SplitResult, _url("REDIS_URL"))
    if url.scheme not in ("redis", "rediss"):
        yield f"REDIS_URL must begin with redis:// or rediss://, not {url.scheme or 'nothing'}."
    elif not url.hostname:
        yield "REDIS_URL names no server."
    elif not url.password:
        yield "REDIS_URL has no password."
    elif url.scheme == "redis" and not server_urls.may_be_in_clear(url.hostname):
        yield (
            f"REDIS_URL would talk to {url.hostname} in clear: use rediss://,"
            f" {_or_name(url.hostname)}."
        )


def _or_name(host: str) -> str:
    return f"or name {host} in RELAIS_CLEAR_TO if only your own machines are on the way"


def _addresses() -> Iterator[str]:
    hosts = env.words("ALLOWED_HOSTS")
    if not hosts:
        yield "ALLOWED_HOSTS is missing: list the exact host names."
    wildcards = any("*" in host or host.startswith(".") for host in hosts)
    if wildcards:
        yield "ALLOWED_HOSTS holds a wildcard: list the exact host names."
    site = _url("SITE_URL")
    if site is None:
        yield "SITE_URL is missing: mails need it for their links."
    elif site.scheme != "https":
        yield "SITE_URL must begin with https://."
    elif site.path.strip("/") or site.query or site.fragment:
        yield "SITE_URL must end after the host name."
    elif hosts and not wildcards and site.hostname not in hosts:
        yield "SITE_URL names a host that is not in ALLOWED_HOSTS."


def _mail() -> Iterator[str]:
    yield from _mail_server()
    if not env.text("DEFAULT_FROM_EMAIL"):
        yield "DEFAULT_FROM_EMAIL is missing: name the sender of the mails."


def _mail_server() -> Iterator[str]:
    if not env.text("EMAIL_URL").strip():
        yield "EMAIL_URL is missing: invitations and reminders need a mail server."
        return
    try:
        url = server_urls.mail("EMAIL_URL", env.text("EMAIL_URL"))
    except ImproperlyConfigured as error:
        yield str(error)
        return
    if url.scheme not in (*ENCRYPTED_MAIL, "smtp"):
        yield f"EMAIL_URL must name a mail server, not {url.scheme or 'nothing'}."
    elif not url.hostname:
        yield "EMAIL_URL names no server."
    elif url.scheme == "smtp" and not server_urls.may_be_in_clear(url.hostname):
        yield (
            f"EMAIL_URL would send unencrypted to {url.hostname}: use smtps:// or smtp+tls://,"
            f" {_or_name(url.hostname)}."
        )


def _proxies() -> Iterator[str]:
    text = env.text("PROXY_COUNT").strip()
    if not text:
        yield (
            "PROXY_COUNT is missing: say how many reverse proxies stand in front (0 for none),"
            " or anybody could invent the network address that a lockout counts."
        )
    elif not text.isdecimal() or int(text) > MOST_PROXIES:
        yield f"PROXY_COUNT must be a whole number from 0 to {MOST_PROXIES}."


def _switches() -> Iterator[str]:
    if env.text("DEBUG").strip().lower() not in ("", "0", "false", "no", "off"):
        yield "DEBUG is set: Relais has no debugging pages, and production asks for none."


def _url(name: str) -> SplitResult | None:
    text = env.text(name).strip()
    if not text:
        return None
    try:
        url = urlsplit(text)
        return url if url.port is None or url.port else SplitResult("", "", "", "", "")
    except ValueError:  # a port that is no number
        return SplitResult("", "", "", "", "")
