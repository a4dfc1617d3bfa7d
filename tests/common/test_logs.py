"""F4: log lines say what happened and to which request; never with which words."""

import json
import logging

import pytest
from django.http import HttpResponse
from django.urls import reverse

from common import logs

CANARY = "canary-Moreau"


@pytest.fixture
def lines():
    """Collect what is logged, as it would be written. Call it for the lines so far."""

    class Kept(logging.Handler):
        written = []

        def emit(self, record):
            self.written.append(self.format(record))

    kept = Kept()
    kept.written = []
    kept.setFormatter(logs.ContentFreeFormatter())
    root = logging.getLogger()
    root.addHandler(kept)
    yield lambda: [json.loads(line) for line in kept.written]
    root.removeHandler(kept)


def test_our_own_sentence_is_kept_and_what_filled_it_is_not(lines):
    logging.getLogger("casework.x").warning("mail to %s not sent", CANARY)
    (line,) = lines()
    assert line["event"] == "mail to %s not sent"
    assert line["level"] == "warning"
    assert CANARY not in json.dumps(line)


def test_somebody_elses_sentence_is_not_kept(lines):
    filled = f"somebody filled it in already: {CANARY}"
    logging.getLogger("axes.helpers").warning(filled)
    logging.getLogger("django.security.DisallowedHost").error(filled)
    assert CANARY not in json.dumps(lines())
    assert [line["logger"] for line in lines()] == [
        "axes.helpers",
        "django.security.DisallowedHost",
    ]


def test_an_exception_is_its_type_and_its_way(lines):
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("casework.x").exception("went wrong")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert line["came_through"][-1].startswith("tests/common/test_logs.py:")
    assert CANARY not in json.dumps(line)


def test_known_fields_are_kept_and_others_are_not(lines):
    extra = {"user_id": 7, "status": 200, "body": CANARY, "name_shown": CANARY}
    logging.getLogger("casework.x").info("done", extra=extra)
    (line,) = lines()
    assert (line["user_id"], line["status"]) == (7, 200)
    assert CANARY not in json.dumps(line)


def test_a_task_is_named_without_its_arguments(lines):
    data = {"name": "notices.tasks.deliver_waiting", "args": CANARY, "id": "1"}
    logging.getLogger("celery.app.trace").error("failed", extra={"data": data})
    (line,) = lines()
    assert line["task"] == "notices.tasks.deliver_waiting"
    assert CANARY not in json.dumps(line)


def test_a_line_is_one_line():
    record = logging.makeLogRecord({"name": "casework.x", "msg": "a\r\nlevel: fake\u2028b"})
    written = logs.ContentFreeFormatter().format(record)
    assert len(written.splitlines()) == 1


@pytest.mark.django_db
class TestRequests:
    def test_each_has_its_line(self, client, lines):
        response = client.get(reverse("account_login"), {"next": f"/{CANARY}"})
        (line,) = [line for line in lines() if line["logger"] == "relais.requests"]
        assert line["event"] == "request"
        assert line["request"] == response["X-Request-ID"]
        assert (line["method"], line["route"], line["status"]) == ("GET", "account_login", 200)
        assert CANARY not in json.dumps(lines())

    def test_the_reference_is_ours_and_never_the_callers(self, client):
        response = client.get(reverse("account_login"), headers={"X-Request-ID": CANARY})
        assert CANARY not in response["X-Request-ID"]
        assert response["X-Request-ID"] != client.get("/account/login/")["X-Request-ID"]

    def test_nothing_typed_is_in_any_line(self, client, lines):
        typed = {"login": f"{CANARY}@exemple.fr", "password": f"{CANARY}-passphrase", "x": CANARY}
        for path in ("account_login", "account_reset_password"):
            client.post(reverse(path), typed | {"email": f"{CANARY}@exemple.fr"})
        client.get(f"/nowhere/{CANARY}/?q={CANARY}", headers={"User-Agent": CANARY})
        client.get("/", headers={"Host": f"{CANARY}.example"})
        client.generic(CANARY.upper(), "/")
        assert len(lines()) >= 5
        assert CANARY.lower() not in json.dumps(lines()).lower()

    def test_somebody_signed_in_is_a_number(self, client, lines, django_user_model):
        user = django_user_model.objects.create_user("a@exemple.fr", full_name=CANARY)
        client.force_login(user, backend="agencies.backends.PasswordBackend")
        client.get(reverse("agencies:profile"))
        assert [line["user_id"] for line in lines() if "user_id" in line] == [user.pk]
        assert CANARY not in json.dumps(lines())

    def test_an_unhandled_error_tells_its_type_alone(self, client, lines, monkeypatch):
        from agencies.views.account import SignIn

        def broken(self, request, *args, **kwargs):
            raise RuntimeError(f"{CANARY} {request.POST}")

        monkeypatch.setattr(SignIn, "dispatch", broken)
        client.raise_request_exception = False
        response = client.post(reverse("account_login"), {"login": CANARY})
        assert response.status_code == 500
        assert CANARY not in response.content.decode()
        errors = [line for line in lines() if line.get("error")]
        assert [line["error"] for line in errors] == ["RuntimeError"]
        assert errors[0]["request"] == response["X-Request-ID"]
        assert CANARY not in json.dumps(lines())


def test_outside_a_request_there_is_no_reference(rf):
    assert logs.request_id() == ""
    seen = []
    answer = logs.RequestIdMiddleware(
        lambda request: seen.append(logs.request_id()) or HttpResponse()
    )
    answer(rf.get("/"))
    assert len(seen[0]) == 32
    assert logs.request_id() == ""
