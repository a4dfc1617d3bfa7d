"""Celery's application. It stores no results: what is due or was told stands in PostgreSQL."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")

# The modules that define tasks.
TASKS = (
    "agencies.mail",
    "notices.tasks",
    "intake.signals.tasks",
    "plans.paper.tasks",
    "closure.closing.tasks",
    "worklist.tasks",
)
app = Celery("relais", include=TASKS)
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.on_after_finalize.connect
def _schedule(sender: Celery, **kwargs: Any) -> None:
    from django.conf import settings

    every = float(settings.SWEEP_SECONDS)
    sender.conf.beat_schedule = {
        "pass-on-unanswered-signals": {
            "task": "intake.signals.tasks.pass_on_unanswered",
            "schedule": every,
        },
        "remind-of-urgent-signals": {
            "task": "intake.signals.tasks.remind_of_urgent",
            "schedule": every,
        },
        "remind": {"task": "worklist.tasks.remind", "schedule": every},
        "remind-of-papers": {"task": "plans.paper.tasks.remind_of_papers", "schedule": every},
        "end-access-as-planned": {"task": "closure.closing.tasks.end_access", "schedule": every},
        "deliver-waiting-mail": {"task": "notices.tasks.deliver_waiting", "schedule": every},
    }


@worker_init.connect
def _refuse_wrong_login(**kwargs: Any) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from casework.database import refuse_wrong_login

    try:
        refuse_wrong_login()
    except ImproperlyConfigured as error:  # Celery logs an exception of a signal and goes on
        raise SystemExit(str(error)) from None
