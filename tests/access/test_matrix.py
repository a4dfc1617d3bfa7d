"""Who gets which answer: every address, method and persona (B1, B2, D1, D3, D4)."""

import re
from contextlib import nullcontext

import pytest
from django.test import Client

from common import drafts
from tests.access import asking, plain
from tests.access.answers.line import OUTSIDE, Line
from tests.access.matrix import MATRIX
from tests.world.people import PERSONAS

pytestmark = pytest.mark.access

READ_ONCE = list({(line.route, line.on, line.query): line for line in reversed(MATRIX)}.values())
NEVER = ("PUT", "PATCH", "DELETE")


def test_every_address_is_in_the_matrix():
    """B2. Red when a route is added in an urls.py without a line here, and when one goes."""
    assert asking.check_routes() >= 75


def test_no_number_stands_in_an_address_of_a_case_or_signal():
    """B10. Red when a path of ours takes an int: numbers can be counted up."""
    from django.urls import get_resolver

    found = str(get_resolver().url_patterns) + str(
        [p.pattern for p in get_resolver().url_patterns if hasattr(p, "pattern")]
    )
    assert "<int:" not in found


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_answer_is_the_declared_one(stage, together, method, persona):
    """B2, D4. Red when a view loses its right, its visible_to, or its obstacle.

    A reading writes nothing but its own trace; a refusal leaves nothing behind. The page of a
    refusal is looked at where it is read, not once more where it is sent.
    """
    browsers = asking.Browsers(stage, [persona], remember=True)
    wrong = []
    with plain.refusals() if method == "POST" else nullcontext():
        for line in READ_ONCE if method == "GET" else MATRIX:
            try:
                asking.check_cell(browsers, line, method, persona, asking.address(line, stage))
            except AssertionError as difference:
                wrong.append(str(difference))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("persona", ["partner", "receiver", "administrator", "stranger"])
def test_head_asks_the_same_questions(stage, together, persona):
    """B2. Red when a view answers HEAD before it asks its right."""
    browsers = asking.Browsers(stage, [persona])
    for line in READ_ONCE:
        if line.route in SUBJECTS:
            asking.check_cell(browsers, line, "HEAD", persona, asking.address(line, stage))


SUBJECTS = frozenset(
    {
        "intake:page", "intake:pass_on", "intake:correct", "intake:reveal_source",
        "intake:first_analysis", "intake:assess_source", "intake:security", "intake:minor",
        "intake:questions", "intake:security_answer", "intake:advice", "intake:to_conference",
        "intake:conference", "intake:open_case", "intake:matches", "intake:name_person",
        "intake:answer_match", "case", "case_team", "case_reading_log", "case_add_information",
        "case_member_add", "case_member_end", "reading_log", "case_correct_information",
        "case_correct_person", "case_statement", "case_declare", "case_start_analysis",
    }
)  # fmt: skip


TWO_KEYS = frozenset({"case_member_end", "case_correct_information", "intake:answer_match"})


@pytest.mark.parametrize("persona", ["partner", "administrator", "anonymous"])
@pytest.mark.parametrize("method", NEVER)
def test_no_other_method_does_anything(stage, together, method, persona):
    """B2. Red when a view answers to a method that no page of ours sends."""
    browsers = asking.Browsers(stage, [persona])
    for line in READ_ONCE:
        with plain.refusals():
            url = asking.address(line, stage)
            response, written = asking.ask(browsers, line, method, persona, url)
        name = f"{method} {line.name} as {persona}"
        allowed = {302, 403, 404, 405}
        if line.route.startswith(FRAMEWORK):
            allowed |= {200, 422}
        assert response.status_code in allowed, f"{name}: {response.status_code}"
        assert written <= asking.TRACES, f"{name} wrote {written}"


# Django's admin shows its page to any method but POST; its FormView takes a PUT for a POST
# without fields. Neither writes.
FRAMEWORK = ("account_", "agencies:", "admin:")


def test_a_post_without_the_forms_token_is_refused(stage, together):
    """D4. Red when a view is made csrf_exempt: every POST of everybody is 403 without it."""
    for persona in ("partner", "administrator", "anonymous"):
        browsers = asking.Browsers(stage, [persona])
        checking = Client(enforce_csrf_checks=True, raise_request_exception=False).handler
        for line in MATRIX:
            client = browsers.of(persona)
            client.handler = checking
            data = asking.typed(line, stage, stage.persona(persona))
            data.pop(drafts.FIELD, None)
            response = client.post(asking.address(line, stage), data)
            assert response.status_code == 403, f"POST {line.name} as {persona}"


def test_an_outdated_form_is_kept_and_decides_nothing(stage, db):
    """D4, A8. Red when a form whose token is too old does more than keep its author's words."""
    browsers = asking.Browsers(stage, ["partner"])
    line = Line("case_statement", "a", data="statement")
    client, url = browsers.of("partner"), asking.address(line, stage)
    client.handler = Client(enforce_csrf_checks=True).handler
    before = asking.writes()
    response = client.post(url, asking.typed(line, stage, stage.persona("partner")))
    after = asking.writes()
    assert (response.status_code, response["Location"]) == (302, url)
    written = {table for table, count in after.items() if count != before.get(table, 0)}
    assert written - asking.TRACES == {"common_draft"}


@pytest.mark.parametrize("persona", ["stranger", "former", "superuser", "administrator", "decider"])
def test_a_foreign_object_answers_like_none_at_all(stage, together, persona):
    """B9. Red when the page of a refusal says more of an object that exists than of none."""
    browsers = asking.Browsers(stage, [persona])
    for route in SUBJECTS - TWO_KEYS - {"reading_log"}:
        subject = "other" if route.startswith("intake") else "b"
        foreign = Line(route, subject)
        nothing = Line(route, "unknown")
        for method in ("GET", "POST"):
            one = asking.ask(browsers, foreign, method, persona, asking.address(foreign, stage))[0]
            two = asking.ask(browsers, nothing, method, persona, asking.address(nothing, stage))[0]
            assert one.status_code == two.status_code == 404
            assert _bare(one) == _bare(two), f"{method} {route} as {persona}"


def _bare(response) -> tuple:
    """The answer without reference of the request, form token and own address."""
    body = response.content.decode()
    body = body.replace(response.headers["X-Request-ID"], "")
    token = response.wsgi_request.META.get("CSRF_COOKIE")
    assert token is None or token not in body
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    body = body.replace(response.wsgi_request.path, "")
    body = re.sub(r'data-session-seconds="\d+"', "", body)  # a second may pass in between
    headers = {k: v for k, v in response.headers.items() if k != "X-Request-ID"}
    headers["Content-Length"] = ""
    return body, headers


def test_whoever_is_not_signed_in_learns_no_more_of_an_object(stage, db):
    """B9. Red when an address of an object that exists answers a visitor differently."""
    browsers = asking.Browsers(stage, sorted(OUTSIDE))
    for persona in OUTSIDE:
        for on in ("a", "unknown"):
            line = Line("case", on)
            url = asking.address(line, stage)
            response, _written = asking.ask(browsers, line, "GET", persona, url)
            assert response["Location"] == f"/account/login/?next={url}"


def test_more_than_is_taken_in_is_refused_in_words(stage, db):
    """K6, K7. Red when the limit of a request's size goes, or its page."""
    client = asking.Browsers(stage, ["receiver"]).of("receiver")
    response = client.post("/signals/new/", {"words": "x" * 3_000_000})
    assert response.status_code == 413
    asking.check_headers(response)
    assert "trop" in response.content.decode() or "too large" in response.content.decode()
