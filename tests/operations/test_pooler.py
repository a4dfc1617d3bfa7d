"""`make test-pooled`: what it asks, and what it says where PgBouncer is missing."""

from __future__ import annotations

import pytest

from operations import embedded, supervisor
from operations.hosting import pooler
from operations.hosting.errors import EmbeddedError

pytestmark = pytest.mark.setup


def test_without_pgbouncer_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(pooler, "program", lambda: None)
    for start in (
        lambda: supervisor.test_pooled([]),
        lambda: pooler.Pooler("postgresql://app:word@127.0.0.1:5432/relais"),
    ):
        with pytest.raises(EmbeddedError, match="apt-get install pgbouncer"):
            start()


def test_everything_it_asks_is_there(monkeypatch):
    """Red when a file of the list is renamed, or files that are named are not asked alone."""
    asked = []
    monkeypatch.setattr(pooler, "program", lambda: "/usr/sbin/pgbouncer")
    monkeypatch.setattr(supervisor, "test", asked.append)
    monkeypatch.setenv("RELAIS_POOLED", "")
    supervisor.test_pooled(["-q"])
    supervisor.test_pooled(["-q", "tests/stories"])
    assert asked == [["-q", *supervisor.POOLED], ["-q", "tests/stories"]]
    assert all((embedded.ROOT / name).exists() for name in supervisor.POOLED)
    pooled = embedded.ROOT.glob("tests/**/test_pooled_*.py")
    assert {str(path.relative_to(embedded.ROOT)) for path in pooled} <= set(supervisor.POOLED)


def test_the_deployed_configuration_is_the_one_that_is_tried():
    assert pooler.CONFIGURATION == embedded.ROOT / "deploy" / "pooler" / "pgbouncer.ini"
    assert "pool_mode = transaction" in pooler.CONFIGURATION.read_text()
