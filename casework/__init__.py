"""The project and the case file (docs/house.md)."""

from casework.celery import app as celery_app

__all__ = ["celery_app"]
