"""Who was shown something of a case or signal stands in the log, however the page came (X44).

The sweep over every address is tests/access/asking.py::check_reading.
"""

import pytest

from casework import reading_log
from casework.models import ReadingLog
from casework.views.base import SubjectView
from common.scope import WORKER, bound
from tests.browsing import send, signal_url, text_of
from tests.people import acknowledged, hotline, open_case, signal_from

# An address that names one row and is no page of a case or signal -> why it leaves no reading.
NO_SUBJECT = {
    "search_words": "of no file; it logs itself by the mark of the search",
    "left_alone_name": "of the file its reference alone; it logs itself by it",
    "notice_read": "leads on to the page of the notice, which is logged",
    "admin": "people, channels, settings: no case content",
    "agencies": "an invitation, by its own token",
    "account": "the reset of a passphrase, by its own token",
}
# A page of a subject that shows nothing of it says why, and stands here.
# A turn on the duty roster is part of nobody's file.
SHOWS_NOTHING = frozenset({"intake:turn_change", "intake:turn_remove"})


def rows_of(user) -> list[tuple]:
    with bound(WORKER):
        return list(ReadingLog.objects.filter(reader=user).values_list("route", "reason"))


def test_every_address_of_a_case_or_signal_is_a_page_that_is_logged():
    """X44. Red when a view loads a subject by itself, or says that its page shows nothing."""
    from django.urls import get_resolver

    def named(patterns, space=""):
        for one in patterns:
            if hasattr(one, "url_patterns"):
                yield from named(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
            elif one.pattern.converters:
                yield f"{space}{one.name}"

    views = reading_log.views()
    silent = set()
    for route in named(get_resolver().url_patterns):
        view = views.get(route)
        if view and issubclass(view, SubjectView):
            silent |= {route} if view.shows_nothing else set()
        else:
            assert (
                NO_SUBJECT.get(route)
                or NO_SUBJECT.get(route.partition(":")[0])
                or (route.startswith("account_"))
            ), f"{route} names a row: make it a SubjectView, or say here why nobody reads by it."
    assert silent == SHOWS_NOTHING


@pytest.mark.parametrize(("fields", "status"), [({"given_name": "x" * 500}, 422), ({}, 409)])
def test_a_form_that_comes_back_with_the_name_is_a_reading(people, sign_in, fields, status):
    """X44: a faulty correction shows the name, and says who was shown it.

    Line: ``self.log_reading()`` in SubjectView.page.
    """
    case = open_case(people)
    hugo = sign_in(people["hugo"])
    answer = hugo.post(f"/cases/{case.pk}/person/", fields)
    assert answer.status_code in (409, 422)
    assert rows_of(people["hugo"]) == [("case_correct_person", "")]


def test_one_page_is_one_reading_with_its_reason(people, sign_in):
    """X44, B7. Line: ``if self.logged``."""
    signal = acknowledged(signal_from(people["ines"], channel=hotline()), people["ines"])
    ines, url = sign_in(people["ines"]), signal_url("reveal_source", signal)
    answer = send(ines, url, reason="Rappeler demain.")
    assert answer.status_code == 200
    assert rows_of(people["ines"]) == [
        ("intake:reveal_source", ""),
        ("intake:reveal_source", "Rappeler demain."),
    ]
    assert "Inès" in text_of(answer)


def test_a_refused_act_is_a_page_too(people, sign_in):
    """X44: the sentence of a refusal speaks of the signal. A click that is done shows no page."""
    signal = signal_from(people["ines"], channel=hotline())
    luc = sign_in(people["luc"])
    url = signal_url("acknowledge", signal)
    assert luc.post(url).status_code == 302
    assert rows_of(people["luc"]) == []
    assert luc.post(url).status_code == 409
    assert rows_of(people["luc"]) == [("intake:acknowledge", "")]
