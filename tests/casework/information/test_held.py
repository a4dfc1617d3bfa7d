"""Something held back, with its effect alone; a day to ask again (S31, S32)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.models import Record
from common.refusals import Refused
from common.scope import WORKER, bound
from common.typed import as_seen
from notices.models import Notice
from tests import worlds
from tests.browsing import snapshot, text_of, token_of
from tests.people import acting, information, open_case
from worklist import feed

Audience, Kind = Record.Audience, Record.Kind
EFFECT = "Ne pas aller seul au domicile."


@worlds.standing
def case(people):
    return open_case(people)


def held(case, people, by="bruno", body=EFFECT, **more):
    return information(case, people[by], body, kind=Kind.HELD, **more)


def test_its_effect_is_shown_hatched_to_its_audience_alone(people, case, sign_in):
    """S31: in the stream and in its panel; no gap for who may not know. Line: feed.held_back."""
    lea = [people["lea"].agency]
    held(case, people, audience=Audience.NAMED, agencies=lea, ask_again_on=date(2026, 6, 30))
    url = reverse("case", args=[case.pk])
    for key, seen in (("lea", True), ("bruno", True), ("claire", True), ("paul", False)):
        page = sign_in(people[key]).get(url)
        assert text_of(page).count(EFFECT) == (2 if seen else 0), key
        assert ('class="held"' in page.content.decode()) is seen
    page = text_of(sign_in(people["claire"]).get(url))
    assert "holds information that it cannot share" in page
    assert "Asked again on" in page


def test_it_is_written_and_told(people, case, everything):
    """State, history and notices of the right people. Line: ``ask_again_on=`` in the Record."""
    record = held(case, people, ask_again_on=date(2026, 6, 30))
    record = Record.objects.get(pk=record.pk)
    assert (record.kind, record.body, record.ask_again_on) == ("held", EFFECT, date(2026, 6, 30))
    assert record.history.get().history_user == people["bruno"]
    told = Notice.objects.filter(key=f"record:{record.pk}")
    names = set(told.values_list("recipient__full_name", flat=True))
    assert names == {people[key].full_name for key in ("claire", "hugo", "paul", "lea")}


def test_no_field_holds_a_cause():
    """S32. Red when somebody adds a column for what is not to be typed."""
    assert not [f.name for f in Record._meta.get_fields() if "cause" in f.name]


@pytest.mark.parametrize(
    ("more", "row"),
    [
        ({"audience": Audience.OWN}, "S31"),
        ({"body": "  "}, "S31"),
        ({"ask_again_on": date(2026, 6, 1)}, "S31"),
        ({"audience": Audience.NAMED}, "S31"),
    ],
)
def test_what_does_not_fit_is_refused_with_nothing_written(people, case, more, row):
    """Lines: the last rule of _in_the_way; ``day < clock.today()``."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        held(case, people, **more)
    assert [o.row for o in refusal.value.obstacles] == [row]
    assert snapshot() == before


def test_a_day_to_ask_again_is_for_what_is_held(people, case):
    """Line: ``kind != Record.Kind.HELD``."""
    with pytest.raises(Refused):
        information(case, people["bruno"], "Vu mardi.", ask_again_on=date(2026, 6, 30))


def test_the_database_holds_it_too(people, case):
    """Constraints record_held_is_shared and record_only_held_is_asked_again."""
    record = held(case, people)
    with bound(WORKER):
        for changes in ({"audience": "own"}, {"kind": "fact", "ask_again_on": date(2026, 7, 1)}):
            row = Record.objects.get(pk=record.pk)
            for name, value in changes.items():
                setattr(row, name, value)
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save_changes()


def test_the_form_keeps_what_was_typed_and_says_why(people, case, sign_in):
    """409 with its sentence, the text kept; sent again it stands."""
    url = reverse("case_add_information", args=[case.pk])
    bruno = sign_in(people["bruno"])
    fields = {"kind": "held", "body": EFFECT, "audience": "own"}
    answer = bruno.post(url, fields | {"draft": token_of(bruno.get(url))})
    assert answer.status_code == 409
    assert "tells nobody that something is held back" in text_of(answer)
    assert EFFECT in text_of(answer)
    again = fields | {"audience": "team", "draft": token_of(answer)}
    assert bruno.post(url, again).status_code == 302


@pytest.mark.parametrize("day", ["2026-02-29", "x", "\x00", "30/02/2027"])
def test_a_day_that_does_not_exist(people, case, sign_in, day):
    """422 with a sentence at the field."""
    url = reverse("case_add_information", args=[case.pk])
    bruno = sign_in(people["bruno"])
    fields = {"kind": "held", "body": EFFECT, "audience": "team", "ask_again_on": day}
    answer = bruno.post(url, fields | {"draft": token_of(bruno.get(url))})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"ask_again_on"}


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("a\x00b", 422),
        ("x" * 100_001, 422),
        ("🕊️ \u202eabc <b>fort</b> & “x”", 302),
        ("é" * 100_000, 302),
    ],
)
def test_odd_words_are_stored_exactly_or_refused(people, case, sign_in, typed, status):
    """I7: never a 500; kept as it is seen (X05)."""
    url = reverse("case_add_information", args=[case.pk])
    bruno = sign_in(people["bruno"])
    fields = {"kind": "held", "body": typed, "audience": "team"}
    answer = bruno.post(url, fields | {"draft": token_of(bruno.get(url))})
    assert answer.status_code == status
    with bound(WORKER):
        bodies = list(Record.objects.values_list("body", flat=True))
    assert bodies == ([as_seen(typed)] if status == 302 else [])


def test_the_stream_is_narrowed_by_links_kept_in_the_address(people, case, sign_in):
    """Decisions, information, held back; the word travels with «earlier». Line: ONLY in feed."""
    for number in range(feed.SIZE + 5):
        information(case, people["bruno"], f"n{number}")
    held(case, people)
    information(case, people["hugo"], "Un toit.", kind=Kind.NEED)
    url, browser = reverse("case", args=[case.pk]), sign_in(people["claire"])
    with acting(people["claire"]):
        kinds = {only: {e.kind for e in feed.of(case, people["claire"], None, only)[0]}
                 for only in feed.ONLY}  # fmt: skip
    assert kinds["decisions"] == {"decision"}
    assert "held" not in kinds["information"]
    assert kinds["held"] == {"held", "need"}
    page = browser.get(url, {"only": "information"})
    assert "only=information" in page.context["earlier"]
    assert [c["current"] for c in page.context["chips"]] == [False, False, True, False]
    assert browser.get(url, {"only": "\x00king"}).context["only"] == ""
