"""What people type is never lost, never doubled, never somebody else's (I2, A8, rulings 6)."""

import random
import threading
import time
from urllib.parse import quote

import pytest
from django.conf import settings as conf
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework.models import Record
from common import clock, drafts
from common.models import Draft
from common.scope import WORKER, Actor, bound
from common.typed import as_seen
from intake.models import Signal
from tests.browsing import paris, signal_url, text_of, token_of
from tests.people import acting, hotline, information, open_case, signal_from

NEW = "/signals/new/"
SAVE = "/drafts/save/"
WORDS = "Il dit qu’on verra samedi."


def signals() -> list[str]:
    with bound(WORKER):
        return list(Signal.objects.order_by("reference").values_list("words", flat=True))


def typed(page) -> str:
    """What stands in the form's big field."""
    return text_of(page).partition('name="words"')[2].partition(">")[2].partition("</textarea>")[0]


@pytest.fixture
def ines(people, sign_in):
    return sign_in(people["ines"])


# --- kept ---


def test_autosave_is_shown_at_the_next_visit(ines, people):
    """I2. Line: ``initial |= self._typed_before(draft)``."""
    page = ines.get(NEW)
    fields = {"draft": token_of(page), "words": WORDS, "caller": "family", "may_be_minor": "on"}
    answer = ines.post(SAVE, fields)
    assert answer.json()["saved"] is True
    assert WORDS not in answer.content.decode()
    again = ines.get(NEW)
    assert typed(again).strip() == WORDS
    assert again.context["form"].initial["may_be_minor"] is True
    with acting(people["ines"]):
        assert Draft.objects.count() == 1, "continued, not doubled"
    assert ines.post(NEW, fields | {"draft": token_of(again)}).status_code == 302
    assert WORDS not in typed(ines.get(NEW))
    assert signals() == [WORDS]


def test_the_latest_text_wins(ines, people):
    """I2: autosave after autosave. Line: ``draft.data = typed(data)``."""
    token = token_of(ines.get(NEW))
    for minute, words in enumerate(("Il", "Il dit", WORDS)):
        with clock.at(paris(2026, 6, 2, 10, minute)):
            ines.post(SAVE, {"draft": token, "words": words})
    assert typed(ines.get(NEW)).strip() == WORDS


@pytest.mark.parametrize("fields", [{"words": ""}, {"words": "  "}])
def test_a_faulty_and_a_refused_form_keep_the_text(ines, fields):
    """Rulings 4: the refusal is a savepoint inside. Line: ``drafts.keep`` in ``_kept``."""
    page = ines.get(NEW)
    answer = ines.post(NEW, {"draft": token_of(page), "about": "Le neveu", **fields})
    assert answer.status_code in (409, 422)
    for shown in (answer, ines.get(NEW)):
        assert 'value="Le neveu"' in text_of(shown)


def test_two_people_never_see_each_other_s(people, sign_in):
    """OWN in scope and in the policy: the same form, the same object, two texts."""
    signal = signal_from(people["sophie"], channel=hotline())
    url = signal_url("pass_on", signal)
    browsers = {key: sign_in(people[key]) for key in ("ines", "luc")}
    for key, browser in browsers.items():
        for address in (url, NEW):
            fields = {"reason": f"raison de {key}", "words": f"mots de {key}"}
            browser.post(SAVE, {"draft": token_of(browser.get(address)), **fields})
    for key, other in (("ines", "luc"), ("luc", "ines")):
        pages = [text_of(browsers[key].get(address)) for address in (url, NEW)]
        assert f"raison de {key}" in pages[0]
        assert f"mots de {key}" in pages[1]
        assert not [page for page in pages if f"de {other}" in page]


def test_another_s_token_opens_nothing(people, sign_in, ines):
    """A token names its person. Line: ``token.user_id != request.user.pk`` in SaveDraft."""
    luc = sign_in(people["luc"])
    token = token_of(luc.get(NEW))
    luc.post(SAVE, {"draft": token, "words": WORDS})
    for url in (SAVE, "/drafts/discard/"):
        assert ines.post(url, {"draft": token, "words": "Autre"}).status_code == 404
    assert typed(luc.get(NEW)).strip() == WORDS
    assert ines.post(NEW, {"draft": token, "words": "De moi"}).status_code == 302
    assert typed(luc.get(NEW)).strip() == WORDS, "sent by another, it ends nobody's draft"
    assert signals() == ["De moi"]


def test_discarded_it_is_gone_and_the_form_still_works(ines):
    """I2: what is typed after a discard is kept again. Line: discard leaves ``sent_at`` empty."""
    token = token_of(ines.get(NEW))
    ines.post(SAVE, {"draft": token, "words": "À jeter"})
    assert ines.post("/drafts/discard/", {"draft": token, "words": "À jeter"}).status_code == 302
    assert "À jeter" not in text_of(ines.get(NEW))
    assert ines.post(NEW, {"draft": token, "words": WORDS}).status_code == 302
    assert signals() == [WORDS]


# --- the session ends ---


def gone(browser) -> None:
    """End the session on the server; the browser keeps its cookie."""
    browser.session.flush()


def test_after_the_session_the_text_comes_back_to_its_author(people, sign_in, ines):
    """A8. Line: ``drafts.keep_for_absent`` in KeepTypedTextMiddleware."""
    fields = {"draft": token_of(ines.get(NEW)), "words": WORDS, "about": "Le neveu"}
    gone(ines)
    answer = ines.post(NEW, fields)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    assert answer.url.endswith(f"next={quote(NEW)}")
    assert signals() == []
    assert "Le neveu" not in text_of(sign_in(people["luc"]).get(NEW))
    back = sign_in(people["ines"])
    page = back.get(NEW)
    assert typed(page).strip() == WORDS
    assert 'value="Le neveu"' in text_of(page)
    assert back.post(NEW, fields | {"draft": token_of(page)}).status_code == 302
    assert signals() == [WORDS]


def test_the_idle_session_ends_with_the_text_kept(people, ines, sign_in):
    """A8: twenty minutes of listening, then the button. Line: the order in MIDDLEWARE."""
    fields = {"draft": token_of(ines.get(NEW)), "words": WORDS}
    with clock.at(paris(2026, 6, 2, 10, 20)):
        answer = ines.post(NEW, fields)
        assert answer.url.startswith(reverse("account_login"))
        assert typed(sign_in(people["ines"]).get(NEW)).strip() == WORDS
    assert signals() == []


def test_with_a_checked_cross_site_token_it_comes_back_too(people, sign_in):
    """A8 with CSRF as in a real browser: its cookie outlives the session."""
    browser = Client(enforce_csrf_checks=True, REMOTE_ADDR="127.0.0.1")
    browser.force_login(people["ines"], backend="agencies.backends.PasswordBackend")
    page = browser.get(NEW)
    fields = {"draft": token_of(page), "words": WORDS}
    gone(browser)
    assert browser.post(NEW, fields).status_code == 403, "without it nothing is kept"
    assert typed(sign_in(people["ines"]).get(NEW)).strip() == ""
    fields["csrfmiddlewaretoken"] = browser.cookies[conf.CSRF_COOKIE_NAME].value
    assert browser.post(NEW, fields).status_code == 302
    assert typed(sign_in(people["ines"]).get(NEW)).strip() == WORDS


def test_after_the_session_a_sent_form_is_not_sent_again(people, sign_in, ines):
    """I2 with A8: the answer was lost, the session too; one signal. Line: ``sent_at is None``."""
    fields = {"draft": token_of(ines.get(NEW)), "words": WORDS}
    ines.post(NEW, fields)
    gone(ines)
    assert ines.post(NEW, fields).status_code == 302
    back = sign_in(people["ines"])
    assert typed(back.get(NEW)).strip() == ""
    assert back.post(NEW, fields).url == signal_url("page", _only_signal())
    assert signals() == [WORDS]


def _only_signal():
    with bound(WORKER):
        return Signal.objects.get()


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c", "\x00", "é" * 5000])
def test_without_a_token_nothing_is_kept_and_nothing_breaks(db, client, token):
    """A forged token is nobody's. Line: ``token is None``."""
    answer = client.post(NEW, {"draft": token, "words": WORDS})
    assert answer.status_code == 302
    with bound(WORKER):
        assert not Draft.objects.exists()


# --- tokens ---


def test_a_token_of_two_days_ago_is_none(people, monkeypatch):
    """Line: ``max_age=MAX_AGE``."""
    token = drafts.mint(people["ines"], "intake.new_signal")
    assert drafts.read(token).user_id == people["ines"].pk
    monkeypatch.setattr(drafts, "MAX_AGE", -1)
    assert drafts.read(token) is None


def test_one_letter_changed_and_it_is_none(people):
    token = drafts.mint(people["ines"], "intake.new_signal")
    for place in range(0, len(token), 7):
        letter = "A" if token[place] != "A" else "B"
        assert drafts.read(token[:place] + letter + token[place + 1 :]) is None


def three_days_old(monkeypatch, browser, url) -> str:
    """The token of a form that was opened three days ago."""
    then = time.time() - 3 * 24 * 3600
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: then)
        return token_of(browser.get(url))


@pytest.mark.parametrize("of", ["another form", "another object", "too old", "forged"])
def test_a_correction_without_a_version_is_compared(people, sign_in, of, monkeypatch):
    """I1: nobody knows on what the text was written: 409 with both texts. Line: _fresh_token."""
    signal = signal_from(people["ines"], channel=hotline(), about="Avant")
    other = signal_from(people["ines"], channel=hotline())
    luc = sign_in(people["luc"])
    url = signal_url("correct", signal)
    tokens = {
        "another form": lambda: token_of(luc.get(NEW)),
        "another object": lambda: token_of(luc.get(signal_url("correct", other))),
        "too old": lambda: three_days_old(monkeypatch, luc, url),
        "forged": lambda: "nonsense",
    }
    answer = luc.post(url, {"draft": tokens[of](), "words": "Mes mots", "about": "Après"})
    assert answer.status_code == 409
    assert "Avant" in text_of(answer)
    assert "Mes mots" in text_of(answer)
    fields = {"draft": token_of(answer), "words": "Mes mots", "about": "Après"}
    assert luc.post(url, fields).status_code == 302


# --- once ---


def test_twice_is_once(ines):
    """I2. Line: ``if draft.sent_at is not None`` in FormView.post."""
    fields = {"draft": token_of(ines.get(NEW)), "words": WORDS, "caller": "anonymous"}
    first, second = ines.post(NEW, fields), ines.post(NEW, fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert signals() == [WORDS]


def test_back_and_other_words_are_kept_not_swallowed(ines):
    """I2: nothing is written twice, no word is lost. Lines: is_resent, _other_words."""
    fields = {"draft": token_of(ines.get(NEW)), "words": WORDS}
    ines.post(NEW, fields)
    answer = ines.post(NEW, fields | {"words": "Un autre appel, un autre neveu."})
    assert answer.status_code == 409
    assert "This form was sent already. Below is what you have typed since." in text_of(answer)
    assert signals() == [WORDS]
    assert typed(ines.get(NEW)).strip() == "Un autre appel, un autre neveu."
    again = {"draft": token_of(answer), "words": "Un autre appel, un autre neveu."}
    assert ines.post(NEW, again).status_code == 302
    assert signals() == [WORDS, "Un autre appel, un autre neveu."]


def test_two_windows_on_one_draft_lose_nothing(ines):
    """I2: the second window opened on the first one's draft; both calls stand at the end."""
    first = ines.get(NEW)
    ines.post(SAVE, {"draft": token_of(first), "words": "Premier appel"})
    second = ines.get(NEW)
    assert ines.post(NEW, {"draft": token_of(second), "words": "Second appel"}).status_code == 302
    answer = ines.post(NEW, {"draft": token_of(first), "words": "Premier appel"})
    assert answer.status_code == 409
    again = {"draft": token_of(answer), "words": "Premier appel"}
    assert ines.post(NEW, again).status_code == 302
    assert signals() == ["Second appel", "Premier appel"]


def test_a_second_form_is_a_second_signal(ines):
    """The token stands for one form, not for the words: the same words twice are two calls."""
    for _n in range(2):
        ines.post(NEW, {"draft": token_of(ines.get(NEW)), "words": WORDS})
    assert signals() == [WORDS, WORDS]


def test_twenty_at_once_are_one(committed_people, sign_in):
    """I2: twenty parallel submits of one form: one signal, one address for all twenty.

    Line: ``on conflict (id) do update`` in drafts._CLAIM.
    """
    people = committed_people
    token = token_of(sign_in(people["ines"]).get(NEW))
    browsers = [sign_in(people["ines"]) for _n in range(20)]
    start, answers = threading.Barrier(20), []

    def send(browser):
        try:
            start.wait()
            answer = browser.post(NEW, {"draft": token, "words": WORDS})
            answers.append((answer.status_code, answer.headers.get("Location")))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert signals() == [WORDS]
    assert answers == [(302, signal_url("page", _only_signal()))] * 20


def test_a_sent_draft_keeps_no_word(ines, people):
    """S25, F3: only a keyed mark stays. Line: ``draft.data = {"sent": …}``."""
    fields = {"draft": token_of(ines.get(NEW)), "words": WORDS, "caller_name": "Fabien"}
    ines.post(SAVE, fields)
    ines.post(NEW, fields)
    with acting(people["ines"]):
        draft = Draft.objects.get()
    assert list(draft.data) == ["sent"]
    assert len(draft.data["sent"]) == 64


def test_after_sending_autosave_keeps_nothing(ines, people, everything):
    """A late autosave brings no text back. Line: ``if draft.sent_at is None`` in keep."""
    token = token_of(ines.get(NEW))
    ines.post(NEW, {"draft": token, "words": WORDS})
    assert ines.post(SAVE, {"draft": token, "words": WORDS}).json()["saved"] is False
    assert list(Draft.objects.get().data) == ["sent"]
    assert typed(ines.get(NEW)).strip() == ""


# --- whatever is typed ---

NASTY = [
    "a\x00b",
    "\U0001f600\U0001f3f3\ufe0f\u200d\U0001f308 fin",  # emoji, joined ones too
    "\u200f\u0645\u0631\u062d\u0628\u0627\u200f \u05e2\u05d1\u05e8\u05d9\u05ea",  # right to left
    "<script>alert(1)</script> & </textarea>{{ x }}{% y %}",
    "\r\nligne\r\n\r\n  \tfin ",
    "' ; drop table intake_signal; --",
    "\ufeff\u202e\u2028\x1b[31m",
    "x" * 1_000_000,
]
HEALTH = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


def stored_or_said(browser, url, fields, name, last) -> None:
    """Post the text: it is stored as it is seen, or refused in words and kept. Never 500."""
    answer = browser.post(url, {"draft": token_of(browser.get(url)), **fields})
    assert answer.status_code in (302, 409, 422)
    if answer.status_code == 302:
        assert last() == as_seen(fields[name])
    else:
        assert answer.context["form"].errors or answer.context["obstacles"]
        assert browser.get(url).status_code == 200


def last_words() -> str:
    with bound(WORKER):
        return Signal.objects.order_by("-reference").first().words


@settings(max_examples=12, deadline=None, suppress_health_check=HEALTH)
@given(anything, anything)
@example("a\x00b", "c\x00")
def test_any_text_in_a_signal(ines, words, about):
    """I2, K7."""
    stored_or_said(ines, NEW, {"words": words, "about": about}, "words", last_words)


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_nasty_text_in_a_signal(ines, words):
    """I2, K7: and what is stored is shown as text, never as markup."""
    stored_or_said(ines, NEW, {"words": words}, "words", last_words)
    stored_or_said(ines, NEW, {"words": "x", "about": words[:150]}, "words", last_words)
    for url in (NEW, "/signals/"):
        assert "<script>alert(1)" not in ines.get(url).content.decode()


@settings(max_examples=10, deadline=None, suppress_health_check=HEALTH)
@given(anything)
@example("a\x00b")
@example("x" * 1_000_000)
def test_any_text_in_a_piece_of_information(people, sign_in, body):
    """I2, K7."""
    case = open_case(people)
    url = reverse("case_add_information", args=[case.pk])

    def last() -> str:
        with bound(WORKER):
            return Record.objects.get(case=case).body

    fields = {"kind": "fact", "audience": "team", "body": body}
    stored_or_said(sign_in(people["bruno"]), url, fields, "body", last)


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_nasty_text_in_a_draft(ines, words):
    """I2: kept as it is seen, but for NUL, which no database holds. Line: ``_storable``."""
    token = token_of(ines.get(NEW))
    assert ines.post(SAVE, {"draft": token, "words": words}).status_code == 200
    form = ines.get(NEW).context["form"]
    assert form.initial["words"] == as_seen(words).replace("\x00", "")


@pytest.mark.parametrize("url", [NEW, SAVE])
def test_lone_surrogates_in_bytes(ines, url):
    """Bytes that are no text: replaced by Django, never a 500."""
    body = f"draft={quote(token_of(ines.get(NEW)))}&words=a%ED%A0%80b%FFc"
    answer = ines.post(url, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302, 422)
    assert ines.get(NEW).status_code == 200


def test_a_lone_surrogate_is_taken_out():
    """Line: ``encode("utf-8", "ignore")``."""
    assert drafts._storable("a\ud800b\x00c") == "abc"


def test_too_much_at_once_is_said(ines):
    """K7: over the limit of a request: 4xx in words, not 500."""
    fields = {"draft": token_of(ines.get(NEW)), "words": "x" * 2_700_000}
    assert ines.post(NEW, fields).status_code in (400, 413)


def test_random_clicking_never_loses_the_last_kept_text(people, sign_in):
    """I2: any order of autosave, refusal, back, expired session: the last text is what opens."""
    chance = random.Random(20261123)
    for turn in range(4):
        browser = sign_in(people["luc"])
        words = ""
        for step in range(5):
            words = f"essai {turn}.{step}"
            with clock.at(paris(2026, 6, 2, 10, turn, step)):
                fields = {"draft": token_of(browser.get(NEW)), "words": words}
                act = chance.choice(["save", "faulty", "expire"])
                if act == "save":
                    browser.post(SAVE, fields)
                elif act == "faulty":
                    browser.post(NEW, fields | {"danger": "nonsense"})
                else:
                    gone(browser)
                    browser.post(NEW, fields)
                    browser = sign_in(people["luc"])
        assert typed(sign_in(people["luc"]).get(NEW)).strip() == words
    assert signals() == []


def test_drafts_of_a_person_are_that_person_s_in_the_database(people):
    """OWN: the policy on the table, whatever the manager says. Line: «draft» in POLICIES."""
    signal = signal_from(people["sophie"], channel=hotline())
    token = drafts.read(drafts.mint(people["luc"], "intake.pass_on", signal.pk))
    with bound(Actor(user_id=people["luc"].pk)):
        drafts.claim(token)
    with acting(people["ines"]):
        assert Draft.unscoped.count() == 0
    with acting(people["luc"]):
        assert Draft.unscoped.count() == 1


def test_information_is_not_kept_in_the_draft_once_sent(people, sign_in):
    """F3: an own-agency record leaves no copy in a draft."""
    case = open_case(people)
    url = reverse("case_add_information", args=[case.pk])
    bruno = sign_in(people["bruno"])
    fields = {"kind": "fact", "audience": "own", "body": "Pour nous seuls"}
    bruno.post(url, {"draft": token_of(bruno.get(url)), **fields})
    with bound(WORKER):
        assert Record.objects.get().body == "Pour nous seuls"
        assert "Pour nous seuls" not in str(list(Draft.objects.values_list("data", flat=True)))
    information(case, people["bruno"], "encore")


@pytest.mark.parametrize(("more", "stays"), [({}, False), ({"about": "Le neveu"}, True)])
def test_a_half_typed_form_that_was_left_gives_way_to_the_whole(ines, more, stays):
    """I2. Line: ``_adds_nothing`` in supersede: with a word of its own it is shown again."""
    left, sent = token_of(ines.get(NEW)), token_of(ines.get(NEW))
    half = {"words": "", "caller": "family"} | more
    ines.post(SAVE, {"draft": left} | half)
    answer = ines.post(NEW, {"draft": sent, "words": WORDS, "caller": "family"})
    assert answer.status_code == 302
    draft = ines.get(NEW).context["draft"]
    assert (draft is not None) == stays
