"""One transaction per request: whole or not at all (rulings 4, I5, K1)."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connections,
)
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import include, path

from casework import reading_log
from casework.models import ReadingLog, Record
from casework.urls import handler500  # noqa: F401  named by the URLconf of these tests
from casework.views import base
from common.models import Draft
from common.scope import WORKER, bound
from intake.models import Signal
from tests.browsing import send, signal_url, snapshot, text_of, token_of
from tests.people import acknowledged, hotline, information, open_case, signal_from

EVERYTHING = ()


def writes(then):
    """A view that writes a signal, a notice, a draft and a reading, and then …"""

    def view(request):
        signal = signal_from(request.user, "Écrit à moitié", channel=hotline())
        reading_log.log(request, signal)
        Draft.unscoped.create(user=request.user, form="x", saved_at=signal.received_at)
        return then()

    return view


def _raise(error):
    raise error


ENDS = {
    "bug": (lambda: _raise(ZeroDivisionError("Yanis Belcourt")), 500),
    "quiet": (lambda: HttpResponse("half", status=500), 500),
    "unavailable": (lambda: HttpResponse("half", status=503), 503),
    "away": (lambda: _raise(OperationalError("server closed the connection")), 503),
    "closed": (lambda: _raise(InterfaceError("connection already closed")), 503),
    "faulty": (lambda: _raise(DatabaseError("broken")), 500),
}
KEPT = {
    "fine": (lambda: HttpResponse("ok"), 200),
    "refused": (lambda: HttpResponse("no", status=409), 409),
    "forbidden": (lambda: _raise(PermissionDenied), 403),
    "missing": (lambda: _raise(Http404), 404),
}
urlpatterns = [
    *(path(f"half/{name}/", writes(end)) for name, (end, _status) in (ENDS | KEPT).items()),
    path("", include("casework.urls")),
]


@pytest.fixture
def browser(people, sign_in, settings):
    """Inès, who has clicked before, on a server with these views; 500 is answered, not raised."""
    settings.ROOT_URLCONF = __name__
    opened = sign_in(people["ines"])
    opened.raise_request_exception = False
    opened.get("/help/")
    return opened


@pytest.mark.parametrize("name", ENDS)
def test_a_request_that_fails_leaves_nothing(browser, name):
    """Rulings 4. Lines: ``set_rollback(True)`` and ``request.failed`` in the middleware."""
    before = snapshot(EVERYTHING)
    answer = browser.get(f"/half/{name}/")
    assert answer.status_code == ENDS[name][1]
    assert "Yanis" not in text_of(answer)
    assert snapshot(EVERYTHING) == before


@pytest.mark.parametrize("name", KEPT)
def test_what_is_answered_stays(browser, name):
    """The positive control, and: a refusal keeps the log and what was typed."""
    assert browser.get(f"/half/{name}/").status_code == KEPT[name][1]
    with bound(WORKER):
        assert Signal.objects.get().words == "Écrit à moitié"
        assert ReadingLog.objects.count() == 1
        assert Draft.objects.count() == 1


def test_a_failed_request_really_committed_nothing(committed_people, sign_in, settings):
    """The same with real commits, and the next request works on the same connection."""
    settings.ROOT_URLCONF = __name__
    browser = sign_in(committed_people["ines"])
    browser.raise_request_exception = False
    before = snapshot(EVERYTHING)
    for name in ("bug", "quiet", "away"):
        assert browser.get(f"/half/{name}/").status_code == ENDS[name][1]
    assert snapshot(EVERYTHING) == before
    assert browser.get("/half/fine/").status_code == 200
    with bound(WORKER):
        assert Signal.objects.count() == 1


def test_a_refusal_keeps_the_reading_and_the_draft(people, sign_in):
    """Rulings 4: the refused decision is a savepoint inside. Line: atomic around ``decide``."""
    case = open_case(people)
    url = f"/cases/{case.pk}/information/"
    bruno = sign_in(people["bruno"])
    page = bruno.get(url)
    with bound(WORKER):
        logged_before = ReadingLog.objects.count()
    fields = {"draft": token_of(page), "kind": "need", "audience": "own", "body": "Un créneau"}
    assert bruno.post(url, fields).status_code == 409
    with bound(WORKER):
        assert not Record.objects.exists()
        assert Draft.objects.get().data["body"] == ["Un créneau"]
        assert logged_before == 1
        assert ReadingLog.objects.count() == 2  # the refusal is a page too (X44)


def test_what_a_refused_decision_wrote_is_undone(people, sign_in, monkeypatch):
    """A rule that speaks late: what the decision wrote until then goes, the draft stays."""
    from common.refusals import Obstacle, Refused
    from intake.signals import acts
    from intake.signals import decisions as signals

    signal = acknowledged(signal_from(people["ines"], channel=hotline()), people["ines"])

    def late(self, form):
        signals.correct_signal(
            self.subject, by=self.request.user, expected=2, changes={"words": "À moitié"}
        )
        raise Refused(Obstacle("Trop tard.", "S24"))

    monkeypatch.setattr(acts.Correct, "decide", late)
    before = snapshot()
    answer = send(sign_in(people["ines"]), signal_url("correct", signal), words="Mes mots")
    assert answer.status_code == 409
    assert "Trop tard." in text_of(answer)
    assert snapshot() == before
    with bound(WORKER):
        assert Draft.objects.get().data["words"] == ["Mes mots"]


def test_a_page_without_its_reading_is_no_page(people, sign_in, monkeypatch):
    """G2: the log fails, the page fails, nothing is shown. Line: ``self.log_reading()``."""
    signal = signal_from(people["ines"], "Mots à lire", channel=hotline())
    ines = sign_in(people["ines"])
    ines.raise_request_exception = False

    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(base.reading_log, "log", broken)
    answer = ines.get(signal_url("page", signal))
    assert answer.status_code == 500
    assert "Mots à lire" not in text_of(answer)


@pytest.fixture
def database_away(committed_people):
    """The database cannot be reached: nobody listens at its address."""
    link = connections["default"]
    link.close()
    right = link.settings_dict["PORT"]

    def away():
        link.close()
        link.settings_dict["PORT"] = "1"

    yield away
    link.close()
    link.settings_dict["PORT"] = right


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_database_that_is_away_answers_503(committed_people, sign_in, database_away, signed_in):
    """K1: wherever in the request it is noticed. Lines: server_error; handler500 in urls."""
    browser = sign_in(committed_people["ines"]) if signed_in else Client()
    browser.raise_request_exception = False
    database_away()
    for url in ("/", "/signals/new/"):
        answer = browser.get(url)
        assert answer.status_code == 503
        assert "Relais" in text_of(answer)
    if signed_in:
        assert browser.post("/signals/new/", {"words": "x"}, bare=True).status_code == 503


def test_back_again_the_next_request_works(committed_people, sign_in, database_away):
    """K1: one connection was lost; the next request opens another."""
    browser = sign_in(committed_people["ines"])
    assert browser.get("/signals/new/").status_code == 200
    right = connections["default"].settings_dict["PORT"]
    database_away()
    browser.raise_request_exception = False
    assert browser.get("/signals/new/").status_code == 503
    connections["default"].settings_dict["PORT"] = right
    assert browser.get("/signals/new/").status_code == 200


def test_a_connection_cut_between_two_requests(committed_people, sign_in):
    """K1: PostgreSQL restarted: no request is lost. Line: CONN_HEALTH_CHECKS in settings."""
    browser = sign_in(committed_people["ines"])
    assert browser.get("/signals/new/").status_code == 200
    pid = connections["default"].connection.info.backend_pid
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [pid])
        assert cursor.fetchone()[0]
    other.close()
    close_old_connections()  # what the server does at the start of each request
    answer = browser.post("/signals/new/", {"words": "Après la coupure"})
    assert answer.status_code == 302
    with bound(WORKER):
        assert Signal.objects.get().words == "Après la coupure"


def test_information_is_whole_under_the_same_rule(people, browser):
    """I5: the positive control on a record."""
    case = open_case(people)
    assert information(case, people["bruno"], "x").pk


def test_after_a_quiet_minute_nobody_pays_a_new_connection():
    """Line: ``CONN_MAX_AGE`` in settings. One that died is noticed before it is used."""
    login = settings.DATABASES["default"]
    assert (login["CONN_MAX_AGE"], login["CONN_HEALTH_CHECKS"]) == (3600, True)
