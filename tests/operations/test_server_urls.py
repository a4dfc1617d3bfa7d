"""X47: a server that cannot prove who it is is not talked to, whichever way we connect."""

from __future__ import annotations

import datetime
import queue
import socket
import ssl
import subprocess
import threading

import psycopg2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from kombu import Connection
from kombu.exceptions import OperationalError

from casework import server_urls
from operations.backup import BackupError, programs, restore

SSL_REQUEST = 8  # bytes: what libpq asks first; the server answers S


def certificate(path):
    """A certificate of `localhost` that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    closed = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *closed))
    return path


@pytest.fixture
def files(tmp_path):
    """The certificate of the one who answers, and of the one that is expected."""
    return certificate(tmp_path / "answers.pem"), certificate(tmp_path / "expected.pem")


@pytest.fixture
def listening(files):
    """Somebody on the loopback with a certificate; what became of each handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[0])
    results = queue.Queue()

    def answer():
        while True:
            try:
                link, _address = server.accept()
            except OSError:
                return
            with link:
                try:
                    if link.recv(1, socket.MSG_PEEK) == b"\0":  # PostgreSQL's way to begin
                        link.recv(SSL_REQUEST)
                        link.sendall(b"S")
                    with context.wrap_socket(link, server_side=True) as safe:
                        results.put("talked" if safe.recv(1) else "left")
                except OSError:
                    results.put("left")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1], results
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def login(url):
    """What settings.py makes of a URL, as far as a connection asks."""
    read = server_urls.database("DATABASE_URL", url)
    return {
        "HOST": read.host,
        "PORT": read.port,
        "NAME": read.name,
        "USER": read.user,
        "PASSWORD": read.password,
        "OPTIONS": read.options | {"options": "-c statement_timeout=1"},
    }


def knock(database):
    with restore.as_owner(database):
        pass


@pytest.mark.parametrize(("which", "result"), [(0, "talked"), (1, "left")])
def test_a_connection_of_ones_own_asks_for_the_certificate(files, listening, which, result):
    port, results = listening
    proof = f"sslmode=verify-full&sslrootcert={files[which]}"
    with pytest.raises(psycopg2.OperationalError) as told:
        knock(login(f"postgresql://app:x@localhost:{port}/relais?{proof}"))
    assert ("certificate verify failed" in str(told.value)) == (result == "left")
    assert results.get(timeout=10) == result


@pytest.mark.parametrize(("which", "result"), [(0, "talked"), (1, "left")])
def test_celery_asks_for_the_certificate(files, listening, which, result):
    port, results = listening
    url = f"rediss://:x@localhost:{port}/0?ssl_ca_certs={files[which]}"
    url = server_urls.redis("REDIS_URL", url)
    once = {"max_retries": 0, "interval_start": 0, "interval_step": 0}
    with Connection(url, transport_options=once) as link, pytest.raises(OperationalError) as told:
        link.default_channel.client.ping()
    assert ("certificate verify failed" in str(told.value)) == (result == "left")
    assert results.get(timeout=10) == result


def test_the_programs_of_a_backup_ask_for_it_too():
    """pg_dump against the tests' own server, which has no certificate."""
    database = settings.DATABASES["owner"]
    asked = database | {"OPTIONS": {"sslmode": "verify-full", "sslrootcert": "/nowhere"}}
    argv = [programs.find("pg_dump", 18), "--schema-only", "--no-password"]
    running = programs.Running(argv, asked, reads=False)
    running.child.stdout.read()
    with pytest.raises(BackupError, match=r"(?i)ssl"):
        running.end()
    running.stop()
    with pytest.raises(psycopg2.OperationalError, match="SSL"):
        knock(asked)
    plain = subprocess.run(
        [*argv, "--table=nothing*"], env=programs._environment(database), capture_output=True
    )
    assert b"no matching tables" in plain.stderr


def test_a_socket_keeps_its_name():
    for url in ("postgresql://app:x@%2Frun%2FPG/r", "postgresql://app:x@/r?host=/run/PG"):
        assert server_urls.database("DATABASE_URL", url).host == "/run/PG"
