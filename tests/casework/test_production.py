"""F1: production starts on safe settings or not at all."""

import ast
import base64
import os
import secrets
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from casework import env, production

ROOT = Path(__file__).resolve().parents[2]
FIELD_KEY = base64.b64encode(bytes(range(100, 228, 4))).decode()
GOOD = {
    "RELAIS_ENV": "production",
    "SECRET_KEY": "q8Zr-2vXw7_Lm4Tn9Yb1Kc6Hd3Jf5Gs0Pa8Ue2Ri7Ot4Wq1Zx9Vy6",
    "FIELD_KEYS": FIELD_KEY,
    "DATABASE_URL": "postgres://app:s3cret@db:5432/relais",
    "DATABASE_OWNER_URL": "postgres://relais_owner:0ther@db:5432/relais",
    "REDIS_URL": "redis://:s3cret@redis:6379/0",
    "RELAIS_CLEAR_TO": "db redis",
    "ALLOWED_HOSTS": "relais.saint-aubrac.example",
    "SITE_URL": "https://relais.saint-aubrac.example",
    "EMAIL_URL": "smtp+tls://relais:s3cret@mail.saint-aubrac.example:587",
    "DEFAULT_FROM_EMAIL": "Relais <relais@saint-aubrac.example>",
    "PROXY_COUNT": "1",
}

FAR = "postgres://app:s3cret@db.example/relais"

BAD = [
    # (setting, value or None for missing, what the sentence says)
    ("SECRET_KEY", None, "SECRET_KEY is missing"),
    ("SECRET_KEY", "short", "too short"),
    ("SECRET_KEY", "ab" * 40, "too regular"),
    ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"], "example key"),
    ("SECRET_KEY", "only-for-dev-" + GOOD["SECRET_KEY"], "example key"),
    ("SECRET_KEY_FALLBACKS", "old", "SECRET_KEY_FALLBACKS is too short"),
    ("FIELD_KEYS", None, "FIELD_KEYS is missing"),
    ("FIELD_KEYS", "not-base64!", "not base64"),
    ("FIELD_KEYS", base64.b64encode(b"\xf0" * 16).decode(), "key of 16 bytes"),
    ("FIELD_KEYS", base64.b64encode(b"dev-and-test-only-01234567890123").decode(), "not random"),
    ("FIELD_KEYS", base64.b64encode(b"\xff" * 32).decode(), "not random"),
    ("DATABASE_URL", None, "DATABASE_URL is missing"),
    ("DATABASE_URL", "sqlite:///relais.db", "must name a PostgreSQL server, not sqlite"),
    ("DATABASE_URL", "postgres://postgres:s3cret@db/relais", "signs in as postgres"),
    ("DATABASE_URL", "postgres://app@db/relais", "a login, a password, a server and a database"),
    ("DATABASE_URL", "postgres://app:s3cret@db/", "a login, a password, a server and a database"),
    ("DATABASE_URL", "postgres://relais_owner:x@db/relais", "owner of the tables"),
    ("DATABASE_URL", "postgres://app:s3cret@db:port/relais", "must name a PostgreSQL server"),
    ("DATABASE_OWNER_URL", "postgres://relais_owner@db/relais", "DATABASE_OWNER_URL must hold"),
    ("DATABASE_URL", FAR, "db.example without proof of who answers"),
    ("DATABASE_URL", f"{FAR}?sslmode=require", "without proof"),
    ("DATABASE_URL", f"{FAR}?sslmode=verify-ca", "without proof"),
    ("DATABASE_URL", FAR.replace("@", "@db,"), "without proof"),
    ("DATABASE_URL", f"{FAR}?sslmod=verify-full", "asks for sslmod: known are sslmode"),
    ("DATABASE_URL", f"{FAR}?sslmode=", "an option without a value"),
    ("DATABASE_URL", f"{FAR}?sslmode=verify-full&options=-c+statement_timeout=0", "for options"),
    ("DATABASE_URL", "postgres://app:s3cret@/relais?host=db.example", "must name one server"),
    ("DATABASE_URL", "postgres://app:s3cret@db/relais?host=/run", "must name one server"),
    ("DATABASE_OWNER_URL", FAR.replace("app", "relais_owner"), "DATABASE_OWNER_URL would talk to"),
    ("DATABASE_REPLICA_URL", FAR, "DATABASE_REPLICA_URL would talk to db.example without proof"),
    ("DATABASE_REPLICA_URL", GOOD["DATABASE_OWNER_URL"], "signs in as relais_owner: it must be"),
    ("REDIS_URL", None, "REDIS_URL is missing"),
    ("REDIS_URL", "redis://:s3cret@redis.example/0", "to redis.example in clear: use rediss://"),
    ("REDIS_URL", "rediss://:s3cret@redis/0?ssl_cert_reqs=none", "asks for ssl_cert_reqs"),
    ("REDIS_URL", "rediss://:s3cret@redis/0?ssl_check_hostname=false", "for ssl_check_hostname"),
    ("REDIS_URL", "redis://:s3cret@redis/0?db=2", "asks for db: none is known there"),
    ("REDIS_URL", "redis://:s3cret@/0", "names no server"),
    ("REDIS_URL", "redis://redis:6379/0", "no password"),
    ("REDIS_URL", "memory://", "redis://"),
    ("ALLOWED_HOSTS", None, "ALLOWED_HOSTS is missing"),
    ("ALLOWED_HOSTS", "*", "wildcard"),
    ("ALLOWED_HOSTS", ".saint-aubrac.example", "wildcard"),
    ("SITE_URL", None, "SITE_URL is missing"),
    ("SITE_URL", "http://relais.saint-aubrac.example", "https://"),
    ("SITE_URL", "https://other.example", "not in ALLOWED_HOSTS"),
    ("SITE_URL", "https://relais.saint-aubrac.example/relais", "end after the host name"),
    ("EMAIL_URL", None, "EMAIL_URL is missing"),
    ("EMAIL_URL", "console://", "must name a mail server, not console"),
    ("EMAIL_URL", "file:///var/mail", "must name a mail server, not file"),
    ("EMAIL_URL", "smtp+tls://", "names no server"),
    ("EMAIL_URL", "smtp://mail.saint-aubrac.example", "unencrypted to mail.saint-aubrac.example"),
    ("EMAIL_URL", "smtp://mail", "unencrypted to mail: use smtps:// or smtp+tls://, or name mail"),
    ("EMAIL_URL", "smtp+tls://mail.saint-aubrac.example?tls=no", "asks for tls: none is known"),
    ("DEFAULT_FROM_EMAIL", None, "DEFAULT_FROM_EMAIL is missing"),
    ("PROXY_COUNT", None, "PROXY_COUNT is missing"),
    ("PROXY_COUNT", "-1", "whole number from 0 to 5"),
    ("PROXY_COUNT", "two", "whole number from 0 to 5"),
    ("PROXY_COUNT", "99", "whole number from 0 to 5"),
    ("DEBUG", "1", "DEBUG is set"),
    ("DEBUG", "true", "DEBUG is set"),
]


@pytest.fixture
def environment(monkeypatch):
    """Set the environment to GOOD with changes; a value of None takes the setting away."""

    def set_to(**changes):
        for name in (*GOOD, "SECRET_KEY_FALLBACKS", "DEBUG"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(f"{name}_FILE", raising=False)
        for name, value in (GOOD | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)

    return set_to


def test_a_good_configuration_passes(environment):
    environment()
    assert list(production.problems()) == []
    assert production.refuse_unsafe() is None


@pytest.mark.parametrize(("name", "value", "said"), BAD)
def test_a_bad_one_is_refused_with_one_sentence(environment, name, value, said):
    environment(**{name: value})
    (sentence,) = production.problems()
    assert said in sentence
    assert sentence.endswith(".")
    with pytest.raises(ImproperlyConfigured, match="does not start in production"):
        production.refuse_unsafe()


def test_no_sentence_repeats_a_secret(environment):
    for name, value, _said in BAD:
        environment(**{name: value})
        text = " ".join(production.problems())
        for secret in ("s3cret", GOOD["SECRET_KEY"], FIELD_KEY):
            assert secret not in text


def test_every_fault_is_told_at_once(environment):
    environment(SECRET_KEY=None, REDIS_URL=None, PROXY_COUNT=None)
    assert len(list(production.problems())) == 3


def test_the_same_secret_twice_is_refused(environment):
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    environment(SECRET_KEY=key + key, FIELD_KEYS=key + key)
    assert any("secret of its own" in sentence for sentence in production.problems())


def test_a_value_may_stand_in_a_file(environment, monkeypatch, tmp_path):
    environment(SECRET_KEY=None)
    secret = tmp_path / "secret"
    secret.write_text(GOOD["SECRET_KEY"] + "\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(secret))
    assert list(production.problems()) == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "Mail"])
def test_mail_to_a_server_beside_ours_needs_no_tls(environment, host):
    environment(EMAIL_URL=f"smtp://{host}:25", RELAIS_CLEAR_TO="db, redis, mail")
    assert list(production.problems()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"{FAR}?sslmode=verify-full"),
        ("DATABASE_URL", f"{FAR}?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=5"),
        ("DATABASE_URL", f"{FAR}?sslmode=verify-ca&sslrootcert=/etc/ca.pem"),
        ("DATABASE_URL", "postgres://app:s3cret@127.0.0.2:6432/relais"),
        ("DATABASE_URL", "postgres://app:s3cret@[::1]/relais"),
        ("DATABASE_URL", "postgres://app:s3cret@%2Fvar%2Frun%2FPG/relais"),
        ("DATABASE_URL", "postgres://app:s3cret@/relais?host=/var/run/PG"),
        ("REDIS_URL", "rediss://:s3cret@redis.example/0"),
        ("REDIS_URL", "rediss://:s3cret@redis.example/0?ssl_ca_certs=/etc/ca.pem"),
        ("REDIS_URL", "redis://:s3cret@localhost/0"),
    ],
)
def test_what_nobody_can_listen_to_is_accepted(environment, name, value):
    """X47: a server with a certificate, or one that no network lies before."""
    environment(**{name: value})
    assert list(production.problems()) == []


def test_in_clear_only_to_hosts_that_are_named(environment):
    """X47: an unencrypted server elsewhere is refused in a sentence."""
    environment(RELAIS_CLEAR_TO=None)
    said = list(production.problems())
    assert [sentence.split()[0] for sentence in said] == [
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "REDIS_URL",
    ]


def test_the_owner_is_not_needed_to_run(environment):
    environment(DATABASE_OWNER_URL=None)
    assert list(production.problems()) == []


# --- from outside, as it would be started ------------------------------------------------------


def manage(*words, python=sys.executable, **changes):
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {name: value for name, value in (GOOD | changes).items() if value is not None}
    packages = {"PYTHONPATH": sysconfig.get_path("purelib")}
    return subprocess.run(
        [python, "manage.py", *words],
        cwd=ROOT,
        env=inherited | packages | given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_does_not_start_on_a_bad_configuration():
    done = manage("check", SECRET_KEY="short", ALLOWED_HOSTS="*")
    assert done.returncode != 0
    assert "SECRET_KEY is too short" in done.stderr
    assert "wildcard" in done.stderr


def test_what_the_urls_ask_arrives():
    """X47: `sslmode=verify-full` reaches libpq, and Celery asks for a valid certificate."""
    proof = "sslmode=verify-full&sslrootcert=/etc/My%20CA.pem"
    done = manage(
        "shell",
        "-c",
        "from django.conf import settings as s; from casework.celery import app;"
        "print([s.DATABASES[n]['OPTIONS'] for n in ('default', 'owner')]);"
        "print({word: getattr(x, 'name', x) for word, x in app.connection().ssl.items()})",
        DATABASE_URL=f"{FAR}?{proof}&connect_timeout=5",
        DATABASE_OWNER_URL=f"{FAR.replace('app', 'relais_owner')}?{proof}",
        REDIS_URL="rediss://:s3cret@redis.example/0?ssl_ca_certs=/etc/My%20CA.pem",
    )
    assert done.returncode == 0, done.stderr
    databases, broker = (ast.literal_eval(line) for line in done.stdout.splitlines()[-2:])
    asked = {"sslmode": "verify-full", "sslrootcert": "/etc/My CA.pem"}
    assert databases == [asked | {"connect_timeout": "5"}, asked]
    assert broker == {
        "ssl_ca_certs": "/etc/My CA.pem",
        "ssl_cert_reqs": "CERT_REQUIRED",
        "ssl_check_hostname": True,
    }


SERVERS = {name: GOOD[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
NOTHING = dict.fromkeys(GOOD) | SERVERS
SAY = ("shell", "-c", "from django.conf import settings as s; print('runs as', s.RELAIS_ENV)")


@pytest.mark.parametrize("named", [None, "", " "])
def test_no_environment_is_a_refusal_outside_a_prepared_checkout(named):
    """X47: dev has published keys. The Python here is another one than `make setup` made."""
    done = manage(*SAY, **NOTHING | {"RELAIS_ENV": named}, python=sys._base_executable)
    assert done.returncode != 0
    assert done.stderr.startswith("RELAIS_ENV is not set: set RELAIS_ENV=production."), done.stderr


def test_no_environment_is_dev_in_a_prepared_checkout():
    done = manage(*SAY, **NOTHING)
    assert "runs as dev" in done.stdout, done.stderr


@pytest.mark.parametrize("name", env.FOR_REAL)
def test_what_is_meant_for_real_people_needs_its_environment_named(name):
    """X47: production's own settings without RELAIS_ENV."""
    done = manage(*SAY, **NOTHING | {name: GOOD[name]})
    assert done.returncode != 0
    assert done.stderr.startswith(f"RELAIS_ENV is not set, but {name} is"), done.stderr


def test_a_good_one_passes_the_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_demonstrations_shortcut_has_no_route_there():
    done = manage(
        "shell",
        "-c",
        "from django.urls import get_resolver as r; from django.conf import settings as s;"
        "names = [n for n in r().reverse_dict if isinstance(n, str)];"
        "print(s.RELAIS_ENV, 'home' in names, [n for n in names if 'demo' in n])",
    )
    assert "production True []" in done.stdout, done.stdout + done.stderr
