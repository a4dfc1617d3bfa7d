"""The URLs of the database, Redis and the mail server: read here, for use and for judgement (X47).

What casework/production.py judges is what casework/settings.py uses. Nothing that a URL says is
dropped: an option that is not known is refused. Knows the environment alone, no Django setting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured

from casework import env

# What a database's URL may ask of libpq -> the variable by which its programs are asked the same.
# Not among them: `options`, which holds our own limits of time.
LIBPQ = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslcrl": "PGSSLCRL",
    "ssl_min_protocol_version": "PGSSLMINPROTOCOLVERSION",
    "channel_binding": "PGCHANNELBINDING",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "application_name": "PGAPPNAME",
}
SOCKET = "host"  # …@/relais?host=/var/run/postgresql
REDIS_FILES = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")


@dataclass(frozen=True)
class Database:
    """A PostgreSQL server, a login and what libpq is asked besides."""

    user: str
    password: str = field(repr=False)
    host: str
    port: str
    name: str
    options: dict[str, str]

    @property
    def proves_itself(self) -> bool:
        """Whether a server that cannot show the right certificate is refused by libpq."""
        mode = self.options.get("sslmode")
        return mode == "verify-full" or (mode == "verify-ca" and "sslrootcert" in self.options)


def database(name: str, url: str) -> Database:
    """Read the URL in the setting ``name``. Raises ImproperlyConfigured, without its secrets."""
    parts = _parts(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"{name} must name a PostgreSQL server, not {parts.scheme or 'nothing'}."
        )
    options = _options(name, parts, (*LIBPQ, SOCKET))
    socket = options.pop(SOCKET, "")
    if socket and (parts.hostname or not socket.startswith("/")):
        raise ImproperlyConfigured(
            f"{name} must name one server: before the database, or as host=/FOLDER of its socket."
        )
    return Database(
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=socket or _host(parts),
        port=str(parts.port or ""),
        name=unquote(parts.path.lstrip("/")),
        options=options,
    )


def libpq(login: dict) -> dict[str, str]:
    """Keywords of psycopg2 for an entry of DATABASES, its TLS included."""
    asked = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER"}
    given = {word: login[name] for word, name in asked.items()} | {"password": login["PASSWORD"]}
    given |= {word: value for word, value in login["OPTIONS"].items() if word in LIBPQ}
    return {word: value for word, value in given.items() if value}


def redis(name: str, url: str) -> str:
    """The URL for Celery and redis-py; by rediss:// the certificate is always asked for.

    Without that word Celery would take any certificate. Raises ImproperlyConfigured.
    """
    parts = _parts(url)
    if parts.scheme not in ("redis", "rediss"):
        return url
    options = _options(name, parts, REDIS_FILES if parts.scheme == "rediss" else ())
    if parts.scheme == "rediss":
        options |= {"ssl_cert_reqs": "required", "ssl_check_hostname": "true"}
    return parts._replace(query=urlencode(options, quote_via=quote, safe="/")).geturl()


def mail(name: str, url: str) -> SplitResult:
    """The parts of the mail server's URL, which has no options. Raises ImproperlyConfigured."""
    parts = _parts(url)
    _options(name, parts, ())
    return parts


def may_be_in_clear(host: str) -> bool:
    """Whether nobody can listen on the way: this machine, or a host that RELAIS_CLEAR_TO names."""
    named = {word.lower() for word in env.words("RELAIS_CLEAR_TO")}
    return bool(host) and all(_is_here(one) or one.lower() in named for one in host.split(","))


def _is_here(host: str) -> bool:
    if host.startswith("/") or host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _parts(url: str) -> SplitResult:
    """The parts; of a URL that cannot be read, none."""
    try:
        parts = urlsplit(url.strip())
        return parts if parts.port != 0 else urlsplit("")
    except ValueError:  # a port that is no number, half an IPv6 address
        return urlsplit("")


def _host(parts: SplitResult) -> str:
    """The server's name, or the folder of its socket, written with %2F."""
    raw = parts.netloc.rpartition("@")[2]
    return unquote(raw.partition(":")[0]) if raw.lower().startswith("%2f") else parts.hostname or ""


def _options(name: str, parts: SplitResult, known: tuple[str, ...]) -> dict[str, str]:
    found = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(found) - set(known))
    if unknown:
        allowed = f"known are {', '.join(known)}" if known else "none is known there"
        raise ImproperlyConfigured(f"{name} asks for {', '.join(unknown)}: {allowed}.")
    if "" in found.values():
        raise ImproperlyConfigured(f"{name} names an option without a value.")
    return found
