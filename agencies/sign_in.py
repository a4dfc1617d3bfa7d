"""What django-axes asks of us: the account, the network address, the answer when locked."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies.models import User

NAME_KEPT = 255


def account_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Return the account that somebody tries to open, whatever the blanks and the case (A6)."""
    credentials = credentials or {}
    typed = credentials.get("email") or credentials.get("username")
    if typed is None and request is not None:
        typed = request.POST.get("login")
    return User.objects.normalize_email(typed)[:NAME_KEPT]


def network_address(request: HttpRequest) -> str | None:
    """Return the address of the caller, with the known number of proxies only (A7).

    None when there is none to be had: such callers share one count.
    """
    try:
        address: str | None = get_adapter(request).get_client_ip(request)
        return address
    except PermissionDenied:
        return None


def nobody_in_logs(*_args: object) -> str:
    """Return what axes may log of the caller: nothing (F4)."""
    return "-"


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer 429, in the same words for a known and for an unknown account."""
    return render(request, "agencies/locked_out.html", status=429)
