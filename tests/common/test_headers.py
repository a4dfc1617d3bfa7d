"""D3: the headers of every answer, whatever the answer."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from common.headers import SecurityHeadersMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/account/login/", 200),
        ("/me/profile/", 302),
        ("/admin/", 302),
        ("/nowhere/", 404),
        ("/account/password/reset/key/1-x/", 404),
        ("/privacy/", 200),
    ],
)
def test_every_answer_carries_them(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "Clear-Site-Data" not in response


def test_a_view_cannot_loosen_them(rf):
    def view(request):
        return HttpResponse(headers={"Cache-Control": "public, max-age=600"})

    assert SecurityHeadersMiddleware(view)(rf.get("/x/"))["Cache-Control"] == "no-store"


def test_nothing_of_the_device_is_for_a_page(client):
    """Static files too, since they may be opened as a page."""
    for path in ("/privacy/", f"/{settings.STATIC_URL.lstrip('/')}nothing.css"):
        policy = client.get(path)["Permissions-Policy"]
        assert {"camera", "geolocation", "microphone", "usb"} <= {
            feature.removesuffix("=()") for feature in policy.split(", ")
        }
        assert policy.count("=()") == len(policy.split(", ")) == 17


def test_static_files_may_be_kept(rf):
    def view(request):
        return HttpResponse(headers={"Cache-Control": "max-age=600"})

    path = f"/{settings.STATIC_URL.lstrip('/')}css/base.css"
    response = SecurityHeadersMiddleware(view)(rf.get(path))
    assert response["Cache-Control"] == "max-age=600"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("name", ["account_logout", "admin:logout"])
def test_signing_out_clears_the_browser(client, name):
    assert client.post(reverse(name))["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get(reverse(name))
