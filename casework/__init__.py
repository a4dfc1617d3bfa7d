"""The case file (foundation) and the project (roof).

Foundation: models/, access, rights, scope, access_backend, phases, refusals, journal, notices,
outbox, drafts, calendar, clock, watch, sealing, readings, references, views/, forms/,
templatetags/. Roof, which may see all apps: settings, urls, celery, wsgi, embedded, supervisor,
worklist, context, hosting/, backup/, demo/, management/. The foundation never imports upward
(tests/test_house.py).
"""

from casework.celery import app as celery_app

__all__ = ["celery_app"]
