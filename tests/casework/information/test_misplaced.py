"""X26: a note in the wrong file leaves it, whoever wrote it; its words are sealed (P8)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from casework.information import decisions as information
from casework.information import misplaced
from casework.information.readers import readers_of
from casework.models import JournalEntry, Record
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from notices.models import Notice
from tests import worlds
from tests.browsing import paris, text_of
from tests.people import acting, open_case
from tests.people import information as write

Audience = Record.Audience
WORDS = "Habite chez sa tante."
WHY = "Il s’agit de son cousin."
LATER = paris(2026, 6, 2, 11)


@worlds.standing
def case(people):
    return open_case(people)


@worlds.standing
def record(case, people):
    with clock.at(LATER):
        return write(case, people["bruno"], WORDS)


def mark(record, person, reason=WHY):
    with acting(person), clock.at(LATER + timedelta(days=5)):
        row = Record.objects.get(pk=record.pk)
        return misplaced.mark_misplaced(row, by=person, reason=reason)


def back(record, person, reason="C’était bien lui."):
    with acting(person), clock.at(LATER + timedelta(days=6)):
        return misplaced.put_back(Record.objects.get(pk=record.pk), by=person, reason=reason)


def told(kind: str) -> set[str]:
    with bound(WORKER):
        return set(Notice.objects.filter(kind=kind).values_list("recipient__full_name", flat=True))


def said_before(person) -> list[str]:
    """What the history says to this person, asked of the database."""
    with acting(person), connection.cursor() as cursor:
        cursor.execute("select body from casework_historicalrecord order by history_date")
        return [body for (body,) in cursor.fetchall()]


@pytest.mark.parametrize("key", ["claire", "hugo"])
def test_author_and_coordinators_know_of_the_mark_and_nobody_of_the_words(
    people, case, record, sign_in, key
):
    """Lines: ``in_its_file`` in narrowing and in the policies; ``sealed`` on the history."""
    assert WORDS in said_before(people["lea"])
    mark(record, people[key])
    for who, knows in (("bruno", True), ("claire", True), ("hugo", True), ("lea", False)):
        page = text_of(sign_in(people[who]).get(reverse("case", args=[case.pk])))
        assert WORDS not in page, who
        assert (WHY in page) is knows, who
        with acting(people[who]):
            assert Record.objects.filter(pk=record.pk).exists() is knows, who
            assert JournalEntry.objects.filter(record=record).exists() is knows, who
        assert WORDS not in said_before(people[who]), who
    with bound(WORKER):
        bodies = Record.history.filter(id=record.pk).values_list("body", flat=True)
        assert sorted(bodies) == ["", WORDS]


def test_of_what_is_marked_its_author_and_the_coordinators_alone_would_be_told(people, record):
    """X26. Line: ``misplaced_at`` in readers_of."""
    marked = mark(record, people["claire"])
    with acting(people["claire"]):
        found = {user.pk for user in readers_of(marked)}
    assert found == {people[key].pk for key in ("bruno", "claire", "hugo")}


def test_whoever_could_read_it_is_told(people, record):
    """P8. Line: ``readers_of`` before the mark."""
    mark(record, people["claire"])
    team = {people[key].full_name for key in ("bruno", "hugo", "lea", "paul")}
    assert told("information_misplaced") == team


def test_it_does_not_need_its_author(people, record):
    """X26: with the author gone nobody is sent in a circle. Line: ``is_gone`` in own_words."""
    with bound(WORKER):
        type(people["bruno"]).objects.filter(pk=people["bruno"].pk).update(is_active=False)
    with acting(people["hugo"]) as hugo:
        row = Record.objects.get(pk=record.pk)
        with pytest.raises(Refused) as refusal:
            information.correct_information(row, by=hugo, body="Autre.", reason="Faux.")
    assert refusal.value.obstacles[0].todo.startswith("Cette personne n’est plus là")
    mark(record, people["hugo"])
    back(record, people["claire"])


def test_it_is_undone_with_a_reason_and_read_again(people, record):
    """Lines: ``put_back``; its notice."""
    mark(record, people["claire"])
    with pytest.raises(Refused):
        back(record, people["hugo"], reason=" ")
    row = back(record, people["hugo"])
    assert (row.body, row.misplaced_at) == (WORDS, None)
    with acting(people["lea"]):
        assert Record.objects.get(pk=record.pk).body == WORDS
    assert people["lea"].full_name in told("information_put_back")
    assert WORDS in said_before(people["lea"])


@pytest.mark.parametrize("key", ["bruno", "lea", "paul"])
def test_coordinators_alone_do_it(people, record, key):
    """Line: ``coordinates``."""
    with pytest.raises(Refused):
        mark(record, people[key])
    with bound(WORKER):
        assert Record.objects.get(pk=record.pk).body == WORDS


def test_it_needs_a_reason_and_is_marked_once(people, record):
    """All or nothing. Lines: ``_is_explained``; ``not_misplaced``; ``is_misplaced``."""
    with pytest.raises(Refused):
        mark(record, people["claire"], reason=" ")
    with pytest.raises(Refused):
        back(record, people["claire"])
    assert not told("information_misplaced")
    mark(record, people["claire"])
    with pytest.raises(Refused):
        mark(record, people["hugo"])


def test_its_author_corrects_and_withdraws_it_no_more(people, record):
    """Line: ``not_misplaced`` in both decisions."""
    mark(record, people["claire"])
    with acting(people["bruno"]) as bruno:
        row = Record.objects.get(pk=record.pk)
        with pytest.raises(Refused):
            information.correct_information(row, by=bruno, body="Autre.", reason="Faux.")
        with pytest.raises(Refused):
            information.withdraw_information(row, by=bruno)


def test_what_the_coordinators_cannot_read_they_cannot_mark(people, case):
    """Line: ``locked_unseen``."""
    own = write(case, people["bruno"], "Rien que nous.", audience=Audience.OWN)
    with pytest.raises(Record.DoesNotExist):
        mark(own, people["claire"])
