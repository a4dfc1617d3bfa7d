"""The pages of a file from paper: what is kept, what is logged, whose turn it is (X14)."""

import pytest
from django.urls import reverse

from casework.models import ReadingLog
from common.scope import WORKER, bound
from plans.models import PaperFile
from tests import people as town
from tests.browsing import send, text_of
from tests.plans.paper import scenes


@pytest.fixture
def as_person(client, who):
    """The client, signed in as this person, who reads English."""

    def signed_in(key):
        client.force_login(who[key], backend="agencies.backends.PasswordBackend")
        return client

    return signed_in


def url(name: str, *args) -> str:
    return reverse(f"papers:{name}", args=args)


def plain(response) -> str:
    """The text of the page on one line, no-break spaces as spaces."""
    return " ".join(text_of(response).split())


def opening(who, **more) -> dict:
    said = {name: value for name, value in scenes.OPENING.items() if value}
    said |= {"types": who["claire"].pk, "confirms": who["hugo"].pk, "risk_owner": who["paul"].pk}
    return said | more


def test_who_is_told_of_a_file_leaves_a_trace_on_it(monday, who, as_person, db):
    """X41, X44: the decider is named whom to ask, and the coordinators read that he asked."""
    case = town.open_case(who, given="Idriss", family="Vauquelin")
    answer = send(as_person("thomas"), url("new"), **opening(who))
    assert answer.status_code == 409
    assert "Ask Claire Morvan" in text_of(answer)
    with bound(WORKER):
        row = ReadingLog.objects.get(route="papers:new")
    assert (row.case_id, row.reader) == (case.pk, who["thomas"])


def test_a_name_that_nobody_has_leaves_none(monday, who, as_person, db):
    """Only what was told is logged. Line: ``status == 409`` in OpenPaper._kept."""
    answer = send(as_person("thomas"), url("new"), **opening(who, grounds=""))
    assert answer.status_code == 409
    with bound(WORKER):
        assert not ReadingLog.objects.filter(route="papers:new").exists()


def test_reading_it_is_logged_by_its_own_reference(handed, who, as_person, db):
    """G2: before it is a case the officer reads who looked, and no name."""
    assert as_person("hugo").get(url("page", handed.pk)).status_code == 200
    with bound(WORKER):
        row = ReadingLog.objects.get(route="papers:page")
    assert (row.reference, row.case_id, row.signal_id) == (handed.reference, None, None)


def test_what_is_typed_stands_in_the_form_again(paper, who, as_person, db):
    """A row more is there after each save; a faulty day comes back with its sentence."""
    claire = as_person("claire")
    answer = send(
        claire, url("type", paper.pk), goal_1_statement="Il revient.", next_on="2026-04-07"
    )
    assert answer.status_code == 302
    page = text_of(claire.get(url("type", paper.pk)))
    assert "Il revient." in page
    assert 'value="2026-04-07"' in page
    assert 'name="goal_3_statement"' in page
    assert 'name="goal_4_statement"' not in page
    answer = send(claire, url("type", paper.pk), held_on="2027-01-01")
    assert answer.status_code == 422
    assert "still to come" in text_of(answer)


def test_more_rows_than_are_shown_are_kept(paper, who, as_person, db):
    """Line: ``self.data`` in PaperForm._rows: what is sent has its fields."""
    claire = as_person("claire")
    said = {f"goal_{n}_statement": f"But {n}." for n in range(1, 6)}
    assert send(claire, url("type", paper.pk), **said).status_code == 302
    with bound(WORKER):
        assert len(PaperFile.objects.get().typed) == 5


def test_it_waits_on_my_work_of_whose_turn_it_is(handed, who, as_person, db):
    """X23: handed over it waits for Hugo, given back for Claire."""
    assert "waits for your confirmation" in text_of(as_person("hugo").get("/"))
    assert handed.reference not in text_of(as_person("claire").get("/"))
    send(as_person("hugo"), url("give_back", handed.pk), reason="Le plan est du 17.")
    page = text_of(as_person("claire").get("/"))
    assert "waits to be typed" in page
    assert "Le plan est du 17." in page


def test_the_signature_waits_on_my_work_and_on_the_plan(brought_in, who, as_person, db):
    """Rulings 7. Lines: ``to_sign`` in items.OF_CASES, the alert in _head.html."""
    assert "came from paper and waits for your signature" in text_of(as_person("paul").get("/"))
    plan = reverse("plans:plan", args=[brought_in.pk])
    page = text_of(as_person("paul").get(plan))
    assert "is not signed yet" in page
    assert reverse("plans:paper_sign", args=[brought_in.pk]) in page
    send(as_person("paul"), reverse("plans:paper_sign", args=[brought_in.pk]), read="on")
    assert "signed by Paul Rivoire" in text_of(as_person("bruno").get(plan))
    assert "came from paper" not in text_of(as_person("paul").get("/"))


def test_page_and_journal_show_both_days(brought_in, who, as_person, db):
    """X14. Lines: ``happened_on`` in feed._of_entry, approval_entered_at in _head.html."""
    page = plain(as_person("claire").get(reverse("case", args=[brought_in.pk])))
    assert "Happened on Mon 24 Feb 2025, entered on Mon 2 Mar" in page
    assert "by way of: taken over from paper" in page
    assert f"the paper lies here: {scenes.PLACE}" in page
    plan = plain(as_person("claire").get(reverse("plans:plan", args=[brought_in.pk])))
    assert "Approved by Hugo Séverin, Mon 24 Feb 2025" in plan
    assert "entered on Mon 2 Mar" in plan


def test_once_confirmed_its_page_leads_to_the_case(brought_in, handed, who, as_person, db):
    answer = as_person("hugo").get(url("page", handed.pk))
    assert answer["Location"] == reverse("case", args=[brought_in.pk])
    answer = send(as_person("hugo"), url("call_off", handed.pk), sure="on")
    assert answer.status_code == 409
