"""Plain Django that answers one constant page: no middleware, no database, no template."""

from __future__ import annotations

import os

PAGE = b"<!doctype html><title>Relais</title>" + b"<p>The same for everybody.</p>\n" * 800


def _application():
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    settings.configure(
        SECRET_KEY=os.environ["SECRET_KEY"],
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="plain",
        MIDDLEWARE=[],
    )
    return get_wsgi_application()


def _page(request):
    from django.http import HttpResponse

    return HttpResponse(PAGE)


if os.environ.get("PLAIN_DJANGO"):
    from django.urls import path

    urlpatterns = [path("constant/", _page)]
    application = _application()
