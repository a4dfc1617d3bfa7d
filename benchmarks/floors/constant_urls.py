"""The project's addresses, and a page that says the same to everybody who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from plain import PAGE

from casework import urls


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("constant/", constant), *urls.urlpatterns]
for _name in ("handler400", "handler403", "handler404", "handler500"):
    if hasattr(urls, _name):
        globals()[_name] = getattr(urls, _name)
