"""The stage stands committed; each test then works in a transaction of its own."""

import pytest
from django.template import Template

from tests import stages
from tests.sent_together import sent_together


@pytest.fixture(scope="package", autouse=True)
def plainly_rendered():
    """Render without the signal for which Django's test client copies every context."""
    instrumented = Template._render
    Template._render = lambda template, context: template.nodelist.render(context)
    yield
    Template._render = instrumented


@pytest.fixture(scope="package")
def stage(django_db_setup, django_db_blocker):
    """The committed stage of the whole folder, in a copy of its own."""
    with django_db_blocker.unblock(), stages.lent() as made:
        yield made


@pytest.fixture
def together(db, settings):
    """Savepoints and bindings are sent with the next statement: for thousands of requests.

    What is asked again and again is prepared, as it is in use (common/prepared.py).
    """
    settings.PREPARED_AFTER = 2
    with sent_together():
        yield
