"""What happened on a case, in one stream, as its reader may see it (S32, S66)."""

from datetime import timedelta

from django.urls import reverse

from casework.models import Record
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from tests.browsing import paris, text_of
from tests.people import acting, information, open_case
from worklist import feed

START = paris(2026, 6, 2, 11)
Audience = Record.Audience


def see(case, user, before=None):
    with acting(user):
        return feed.of(case, user, before)


def walk(case, user) -> list:
    """Every event, page by page, as the links lead."""
    events, before = [], None
    for _turn in range(50):
        page, more = see(case, user, before)
        events += page
        if not more:
            return events
        before = (page[-1].at, page[-1].pk)
    raise AssertionError("the feed has no end")


def test_newest_first_both_kinds_in_one_stream(people):
    """Lines: the sort in feed.of; ``_of_entry`` and ``_of_record``."""
    case = open_case(people)
    with clock.at(START):
        information(case, people["bruno"], "Un fait")
    with clock.at(START + timedelta(hours=1)), acting(people["claire"]):
        team.join(case, by=people["claire"], user=people["karim"], role=Role.PARTNER)
    events, more = see(case, people["hugo"])
    assert [event.kind for event in events] == ["decision", "fact", "decision"]
    assert [event.at for event in events] == sorted((e.at for e in events), reverse=True)
    assert not more
    agency = people["bruno"].agency.short_name
    assert (events[1].by, events[1].holder) == (f"Bruno Faure, {agency}", agency)


def test_the_same_number_of_queries_for_three_and_for_fifty(people, django_assert_num_queries):
    """Two, one for the names when a page has named agencies, and three that an app registered:
    reports, effects and commitments. Line: the slices.
    """
    case = open_case(people)
    for minute in range(60):
        with clock.at(START + timedelta(minutes=minute)):
            named = [people["lea"].agency]
            information(case, people["bruno"], "x", Audience.NAMED, agencies=named)
    with acting(people["hugo"]), django_assert_num_queries(6):
        events, more = feed.of(case, people["hugo"])
    assert (len(events), more) == (feed.SIZE, True)
    assert people["lea"].agency.short_name in events[0].audience


def test_page_by_page_nothing_is_lost_even_within_one_moment(people):
    """Events of one moment at the edge of a page. Line: ``pk__lt`` in earlier_than."""
    case = open_case(people)
    for number in range(60):
        with clock.at(START + timedelta(minutes=number // 40)):
            information(case, people["bruno"], f"n{number}")
    seen = [event.text for event in walk(case, people["hugo"]) if event.kind == "fact"]
    assert sorted(seen) == sorted(f"n{number}" for number in range(60))
    assert len(seen) == 60


def test_no_gap_where_something_may_not_be_read(people, sign_in):
    """Rulings 2: an own-agency record leaves no trace for others: no line, no count, no page."""
    case = open_case(people)
    for number in range(feed.SIZE + 5):
        with clock.at(START + timedelta(minutes=number)):
            information(case, people["bruno"], f"secret {number}", Audience.OWN)
    for key in ("claire", "hugo", "paul", "lea"):
        events, more = see(case, people[key])
        assert ([e.kind for e in events], more) == (["decision"], False)
        page = text_of(sign_in(people[key]).get(reverse("case", args=[case.pk])))
        assert "secret" not in page
        assert "?before=" not in page
    assert len(walk(case, people["bruno"])) == feed.SIZE + 6


def test_audiences_in_words(people):
    """Who may read it stands beside each piece. Line: audience_words."""
    case = open_case(people)
    lea = [people["lea"].agency]
    information(case, people["bruno"], "a")
    information(case, people["bruno"], "b", Audience.NAMED, agencies=lea)
    information(case, people["bruno"], "c", Audience.OWN)
    events, _more = see(case, people["bruno"])
    words = {event.text: event.audience for event in events if event.kind == "fact"}
    own, other = (people[key].agency.short_name for key in ("bruno", "lea"))
    assert words["b"].startswith(f"{own}, {other}")
    assert words["c"].startswith(own)
    assert len(set(words.values())) == 3


def test_a_nonsensical_place_is_the_first_page(people, sign_in):
    """K7. Line: the except in front_page._place."""
    case = open_case(people)
    hugo = sign_in(people["hugo"])
    for text in ("x", "%00", "a:b:c"):
        answer = hugo.get(reverse("case", args=[case.pk]), {"before": text})
        assert answer.status_code == 200
        assert len(answer.context["events"]) == 1
