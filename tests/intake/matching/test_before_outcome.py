"""X03: the search stands in the way of every outcome but advice and joining."""

import pytest
from django.db import ProgrammingError, connection, transaction

from casework import journal, one_file
from casework.matching import keys_of
from casework.models import JournalEntry
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from intake.first_analysis import sheet
from intake.matching import decisions as matching
from intake.matching import told
from intake.models import MatchAnswer, Outcome, Signal, Triage
from intake.outcomes.decisions import joining, merging, outcome
from tests import people as cast
from tests import worlds
from tests.browsing import send, signal_url, snapshot, text_of
from tests.intake.matching.scenes import (
    DIFFERENT,
    SAME,
    answer,
    earlier,
    ended,
    found,
    fresh,
    name,
    taken,
)
from tests.people import acting, open_case

YANIS = {"given_name": "Yanis", "family_name": "Belcourt"}
TYPED = {"given_name": "Yannis", "family_name": "Belcour"}
REASON = "L’appelant ne veut pas le dire."
DETAILS = {
    "need_more": {"question": "Qui ?", "addressee": "Le lycée", "due_on": "soon"},
    "oriented": {"service": "CMP", "accepted_by": "Hugo", "accepted_on": "today"},
    "handed_to_security": {"service": "Police", "note": "Au téléphone."},
    "no_action": {"second": "thomas"},
    "malicious": {"second": "thomas"},
}


@worlds.standing
def signal(people):
    """A signal with every check answered but for whom it is about."""
    signal = taken(people, about="un grand, en terminale")
    cast.analysed(signal, people["claire"])
    with bound(WORKER):
        row = Triage.objects.get(signal=signal)
        row.unnamed_because = ""
        row.save_changes()
    return fresh(signal)


def decided(people, signal, kind):
    """The outcome of that kind; «to_conference» by a decider."""
    claire = people["claire"]
    if kind == "to_conference":
        return cast.to_the_conference(signal, claire)
    days = {"today": clock.today(), "soon": clock.today()}
    more = {k: people.get(v, days.get(v, v)) for k, v in DETAILS[kind].items()}
    with acting(claire):
        read = Signal.objects.get(pk=signal.pk)
        return outcome.decide_outcome(read, by=claire, kind=kind, reason="Vu.", **more)


def refused(decide, *args, **more) -> list[tuple[str, str]]:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        decide(*args, **more)
    assert snapshot() == before
    return [(one.row, one.url) for one in refusal.value.obstacles]


def left(signal, by, reason=REASON, expected=None):
    with acting(by):
        read = Signal.objects.get(pk=signal.pk)
        version = sheet.of(read).triage.version if expected is None else expected
        return matching.leave_unnamed(read, by=by, expected=version, unnamed_because=reason)


EVERY = (*DETAILS, "to_conference")


@pytest.mark.parametrize("kind", EVERY)
def test_no_outcome_about_nobody_without_a_reason(people, signal, kind):
    """X03. Lines: ``is_said_about_whom`` in CHECKED and take_to_conference."""
    way = f"/signals/{signal.pk}/matches/"
    assert refused(decided, people, signal, kind) == [("2.1", way)]
    left(signal, people["claire"])
    assert decided(people, signal, kind)


@pytest.mark.parametrize("kind", EVERY)
def test_no_outcome_over_a_match_that_nobody_answered(people, signal, kind):
    """X03. Line: ``matches_are_answered`` in is_said_about_whom."""
    known = earlier(people, 40, **YANIS)[1]
    name(signal, people["claire"], **TYPED)
    assert refused(decided, people, signal, kind) == [("2.1", f"/signals/{signal.pk}/matches/")]
    answer(signal, people["claire"], known, "cannot_tell")
    assert decided(people, signal, kind)


def test_advice_and_joining_ask_nobody(people, signal):
    """X03: the same report typed twice, and the file of the person, need no second search."""
    again = taken(people)
    with acting(people["claire"]) as claire:
        assert merging.merge_signal(again, by=claire, into=signal, reason="Deux fois.")
    case = open_case(people)
    earlier(people, 3, given_name="Yanis", family_name="Bellecour")
    name(signal, people["claire"], **TYPED)
    answer(signal, people["claire"], case.subject, SAME)
    with acting(people["claire"]) as claire:
        assert joining.join_to_case(fresh(signal), by=claire, reason="Elle a un dossier.")


def test_the_second_reader_is_told_of_a_match_that_came_up(people, signal):
    """X03. Line: ``is_still_said_about_whom`` of read_second."""
    name(signal, people["claire"], **TYPED)
    proposed = decided(people, signal, "no_action")
    known = earlier(people, 1, **YANIS)[1]
    thomas = people["thomas"]

    def read():
        with acting(thomas):
            row = Outcome.objects.get(pk=proposed.pk)
            return outcome.read_second(row, by=thomas, agrees=True)

    assert refused(read) == [("2.1", f"/signals/{signal.pk}/matches/")]
    answer(signal, people["claire"], known, DIFFERENT)
    assert read().status == "in_force"


def test_it_stands_before_the_button_with_its_link(people, signal, sign_in):
    """X03: in words, with its page. Line: ``url`` in components/obstacles.html."""
    claire = sign_in(people["claire"])
    page = text_of(claire.get(signal_url("first_analysis", signal)))
    assert "Nobody has said who this signal is about." in page
    link = f'<a href="/signals/{signal.pk}/matches/">Say who it is about, or write why'
    assert link in page
    assert link in text_of(claire.get(signal_url("to_conference", signal)))


# --- why nobody is named --------------------------------------------------------------------
def test_the_reason_is_kept_journalled_and_shown(people, signal, sign_in, everything):
    """X03. Lines: ``unnamed_by``, journal.record in leave_unnamed."""
    claire = people["claire"]
    left(signal, claire)
    row = Triage.objects.get(signal=signal)
    assert (row.unnamed_because, row.unnamed_by) == (REASON, claire)
    assert (
        JournalEntry.objects.filter(signal_id=signal.pk, event="signal.left_unnamed").count() == 2
    )
    page = text_of(sign_in(claire).get(signal_url("matches", signal)))
    assert "Why nobody is named" in page
    assert REASON in page


def test_it_is_written(people, signal):
    """X03. Line: ``says_why_nobody``."""
    assert refused(left, signal, people["claire"], " ") == [("2.1", "")]


def test_not_of_somebody_named_nor_after_the_outcome(people, signal):
    """X03. Lines: ``nobody_is_named``, ``*OPEN`` of leave_unnamed."""
    claire = people["claire"]
    other = taken(people)
    name(other, claire, **YANIS)
    assert refused(left, other, claire) == [("2.1", "")]
    ended(signal, Signal.State.NO_ACTION)
    assert [row for row, _url in refused(left, signal, claire)] == ["2.3"]


def test_a_colleague_wrote_meanwhile(people, signal):
    """I1. Line: same_since in leave_unnamed."""
    with acting(people["claire"]):
        version = sheet.of(fresh(signal)).triage.version
    left(signal, people["claire"])
    with pytest.raises(Conflict):
        left(signal, people["thomas"], "Autre chose.", version)


@pytest.mark.parametrize(("who", "status"), [("ines", 403), ("marc", 404), ("samuel", 404)])
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2. Line: ANALYSE_SIGNAL's holders."""
    before, url = snapshot(), f"/signals/{signal.pk}/nobody/"
    assert sign_in(people[who]).get(url).status_code == status
    assert sign_in(people[who]).post(url, {"unnamed_because": REASON}).status_code == status
    assert snapshot() == before


def test_all_or_nothing(people, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with fails(journal, "record"):
        left(signal, people["claire"])
    assert snapshot() == before


def test_through_the_page(people, signal, sign_in):
    """The reason is sent, and opens the form again; an empty one is refused and said."""
    claire, url = sign_in(people["claire"]), f"/signals/{signal.pk}/nobody/"
    assert send(claire, url, unnamed_because="").status_code == 409
    assert send(claire, url, unnamed_because=REASON).status_code == 302
    assert REASON in text_of(claire.get(url))


# --- what is told of nobody named -----------------------------------------------------------
def closed(people, about, others="", place=""):
    """A signal that was closed without a name."""
    signal = taken(people, about=about, others=others, place=place)
    ended(signal, Signal.State.NO_ACTION)
    return fresh(signal)


NAMED, PLACE = keys_of("Yannis", "Belcour", "Le Grand"), "rue du Pré"
TEXTS = (
    ("Yanis Belcourt, en terminale", "", True),
    ("un grand", "avec le frère, BELCOURT Yanis", True),
    ("Янис Белкур", "", True),
    ("Yanis B.", "", False),
    ("Yanis, du lycée", "", False),
    ("grand", "le", False),
    ("un jeune du quartier", "", False),
    ("Bertrand Colomb", "Yan", False),
)


@pytest.mark.parametrize(("about", "others", "holds"), TEXTS)
def test_a_signal_closed_without_a_name_is_found_by_its_words(people, about, others, holds):
    """X03, X41. Two spellings of one rule, access.matches_of and told.is_told_in."""
    assert told.is_told_in(NAMED, told.keys_of_text(about, others)) == holds
    old, now = closed(people, about, others), taken(people)
    name(now, people["claire"], alias="Le Grand", **TYPED)
    assert [c.pk for c in found(now, people["claire"]).candidates] == [old.pk] * holds


@pytest.mark.parametrize(
    ("about", "place", "holds"),
    [("Yanis, en seconde", PLACE, True), ("Yanis", "ailleurs", False), ("Ya", PLACE, False),
     ("le grand", PLACE, False)],
)  # fmt: skip
def test_one_word_and_the_same_place(people, about, place, holds):
    """X41. Line: ``written_words``: an alias alone reads no register. Both spellings."""
    text = told.keys_of_text(about, "")
    assert told.is_told_in(NAMED, text, same_place=place == PLACE) == holds
    old, now = closed(people, about, place=place), taken(people, place=PLACE)
    name(now, people["claire"], alias="Le Grand", **TYPED)
    assert [c.pk for c in found(now, people["claire"]).candidates] == [old.pk] * holds


def test_the_same_names_them_there_and_joins(people, everything):
    """X03. Lines: ``_named_there``; the journal of the other signal says by whom."""
    old, now = closed(people, "Yanis Belcourt"), taken(people)
    name(now, people["claire"], **TYPED)
    (candidate,) = found(now, people["claire"]).candidates
    assert candidate.compared.agrees == ["told"]
    answer(now, people["claire"], candidate, SAME, reason="Le même.")
    row = MatchAnswer.objects.get()
    assert (row.candidate, row.told_on) == (fresh(old).person, old)
    assert fresh(old).person.full_name == "Yannis Belcour"
    assert JournalEntry.objects.filter(signal_id=old.pk, event="signal.person_named").exists()
    assert fresh(now).person_id in one_file.same_as(fresh(old).person_id)


def test_another_person_is_kept_and_another_signal_is_no_match(people, everything):
    """X03. Lines: ``told_on`` of MatchAnswer; ``_is_told``."""
    old, now = closed(people, "Yanis Belcourt"), taken(people)
    name(now, people["claire"], **TYPED)
    (candidate,) = found(now, people["claire"]).candidates
    answer(now, people["claire"], candidate, DIFFERENT)
    assert (MatchAnswer.objects.get().told_on, fresh(old).person) == (old, None)
    assert found(now, people["claire"]).unanswered == 0
    stranger = closed(people, "Karim Haddad")
    assert refused(answer, now, people["claire"], stranger, SAME) == [("2.1", "")]


def test_what_was_typed_twice_is_no_other_person(people):
    """X03: the signal that was brought together with this one. Line: ``o.into_id`` in told."""
    twice, now = taken(people, about="Yanis Belcourt"), taken(people, about="Yanis Belcourt")
    with acting(people["claire"]) as claire:
        merging.merge_signal(twice, by=claire, into=now, reason="Le même appel.")
    name(now, people["claire"], **TYPED)
    assert found(now, people["claire"]).candidates == []


def test_named_after_the_end_and_what_is_found_is_said(people, sign_in):
    """X03. Lines: NOT_LOOKING; ``late`` in _matches.html."""
    earlier(people, 20, **YANIS)
    old = closed(people, "le grand")
    name(old, people["claire"], **TYPED)
    page = text_of(sign_in(people["claire"]).get(signal_url("matches", old)))
    assert "Found after the outcome was decided: no further action" in page


def test_the_number_is_asked_by_the_worker_alone(people, signal):
    """X41. Lines: the grants of matches_unanswered and matches_of."""
    for function in ("matches_unanswered", "matches_of", "looked_for"):
        denied = pytest.raises(ProgrammingError, match="permission denied")
        with acting(people["claire"]), connection.cursor() as cursor, denied, transaction.atomic():
            cursor.execute(f"select * from access.{function}(%s)", [signal.pk])
