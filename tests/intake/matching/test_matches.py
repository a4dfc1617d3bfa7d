"""The one search among all persons, in SQL terms and as a panel (rulings 3, 2.1, S78)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils.translation import override

from agencies import mail
from agencies.models import Duty
from casework.models import Case, ReadingLog
from casework.rights import Role
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.matching.priors import priors
from intake.models import MatchSearch, NamedPerson
from tests import worlds
from tests.browsing import signal_url, text_of
from tests.casework.test_matching import BEGINNINGS, OTHERS, SAME
from tests.intake.matching.scenes import (
    DIFFERENT,
    answer,
    earlier,
    ended,
    found,
    fresh,
    name,
    sentences_of,
    taken,
)
from tests.people import acting, case_on, hotline, open_case, signal_from, team_of

YANIS = {"given_name": "Yanis", "family_name": "Belcourt"}
TYPED = {"given_name": "Yannis", "family_name": "Belcour"}
CALL = "select person_id, is_own from access.match_persons(%s, %s, 'x')"


@worlds.standing
def signal(people):
    """A call of today about Yannis Belcour."""
    signal = taken(people, place="rue du Pré")
    name(signal, people["claire"], **TYPED)
    return fresh(signal)


def called(signal, by) -> list:
    """The rows of a raw call under the application's login, as this person (None: nobody)."""
    who = fresh(signal).row
    with acting(by), connection.cursor() as cursor:
        cursor.execute(CALL, [who.pk if who else uuid4(), clock.now()])
        return cursor.fetchall()


def logged(signal) -> list[tuple]:
    with bound(WORKER):
        rows = ReadingLog.objects.filter(signal_id=signal.pk, route="intake:matches")
        return [(r.reader, r.agency, r.reference, r.case, r.at) for r in rows]


# --- in SQL terms --------------------------------------------------------------------------
def test_a_coordinator_is_answered_and_logged_once(people, signal):
    """Rulings 3: each call is logged. Line: ``insert into casework_readinglog``."""
    known = earlier(people, 40, **YANIS)[1]
    claire = people["claire"]
    assert called(signal, claire) == [(signal.person_id, True), (known.pk, False)]
    assert logged(signal) == [(claire, claire.agency, signal.reference, None, clock.now())]
    called(signal, claire)
    assert len(logged(signal)) == 2


@pytest.mark.parametrize("who", ["ines", "luc", "marc", "bruno", "sophie", "samuel", "nadia"])
def test_nobody_else_is_answered(people, signal, who):
    """Rulings 2, 3. Line: the duty in access.match_persons; a refused call leaves nothing."""
    open_case(people, given="Yanis", family="Belcourt")
    assert called(signal, people[who]) == []
    assert logged(signal) == []


def test_a_duty_that_is_over_opens_nothing(people, signal):
    """Line: ``d.until >= access.today()``."""
    claire = people["claire"]
    Duty.objects.filter(user=claire, kind="signal_coordinator").update(
        since=clock.today() - timedelta(days=90), until=clock.today() - timedelta(days=1)
    )
    assert called(signal, claire) == []


def test_the_worker_and_the_public_may_not_call(people, signal):
    """Line: ``revoke all ... from public; grant execute ... to app``."""
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with bound(WORKER), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CALL, [uuid4(), clock.now()])


def test_only_from_the_first_analysis(people, signal):
    """Rulings 3. Lines: ``s.state not in (...)``, ``s.case_id is null``, a name to look for."""
    claire = people["claire"]
    earlier(people, 40, **YANIS)
    assert called(taken(people), claire) == []  # nobody said who it is about
    assert called(signal_from(people["ines"], channel=hotline()), claire) == []
    case_on(signal, people)
    before = logged(signal)
    assert called(signal, claire) == []
    assert logged(signal) == before


def test_the_definer_looks_in_our_schemas_first(db):
    """A table of the same name that a caller makes is not read. Line: ``set search_path``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select prosecdef, proconfig from pg_proc where oid ="
            " 'access.match_persons(uuid, timestamptz, text)'::regprocedure"
        )
        assert cursor.fetchone() == (True, ["search_path=pg_catalog, public, pg_temp"])


def test_the_database_asks_as_the_table_of_names_does(people, everything):
    """casework.matching.may_be_one and access.match_persons are two spellings of one rule."""
    from casework.matching import keys_of, may_be_one

    def named(person, name):
        given, _space, family = name.partition(" ")
        person.given_name, person.family_name = given, family
        return keys_of(given, family)

    known_signal, known = earlier(people, 40, given_name="A")
    asking = taken(people)
    mine = name(asking, people["claire"], given_name="B")
    for a, b in SAME + OTHERS + BEGINNINGS:
        expected = may_be_one(named(mine, a), named(known, b))
        for person in (mine, known):
            person.save_changes()
        found_now = {pk for pk, own in called(asking, people["claire"]) if not own}
        assert (known.pk in found_now) is expected, (a, b)
    assert known_signal.pk != asking.pk


# --- not for fishing (X41) -----------------------------------------------------------------
def test_beginnings_on_an_invented_signal_find_nobody(people):
    """X41. Lines: ``p.match_keys && sounds``, ``sounds_of_word`` for the words of an alias."""
    claire = people["claire"]
    names = (("Mohamed", "Ziani"), ("Yanis", "Belcourt"), ("Khaled", "Mansouri"))
    known = {earlier(people, 40, given_name=g, family_name=f)[1].pk for g, f in names}
    for asked in (
        {"alias": "moh yan kha zia bel"},
        {"given_name": "moh", "family_name": "bel"},
        {"given_name": "Mohamedi", "alias": "court souri nsou"},
        {"given_name": "Yan", "alias": "Bel Man"},
        {"given_name": "Belm"},
    ):
        signal = taken(people)
        name(signal, claire, **asked)
        assert known.isdisjoint(one.pk for one in found(signal, claire).candidates), asked
    signal = taken(people)
    name(signal, claire, alias="ziani belcourt", birth_date=None)
    assert len(found(signal, claire).candidates) == 2  # whole words are still found


@pytest.mark.parametrize(
    ("here", "there", "shown"),
    [
        ({}, {}, False),
        ({"age_text": "22 ans"}, {"age_text": "environ 23 ans"}, True),
        ({"age_text": "22 ans"}, {"age_text": "40 ans"}, False),
        ({"age_text": "né en 2004"}, {"birth_date": date(2004, 2, 11)}, True),
        ({"age_text": "en 2e année"}, {"age_text": "en 2e année"}, False),
        ({"age_text": "né le 3 mai 2009"}, {"age_text": "en 2e année de CAP, 17 ans"}, True),
        ({"age_text": "vingt-deux ans"}, {"age_text": "20.9.04"}, True),
        ({"birth_date": date(2003, 2, 11)}, {"birth_date": date(2003, 2, 11)}, True),
        ({"birth_date": date(2003, 2, 11)}, {"birth_date": date(2003, 9, 1)}, False),
        ({"place": "Rue du Pré "}, {"place": "rue du Pré"}, True),
        ({"place": "12, RUE\u00a0DU PRE"}, {"place": "12 rue\u00ad du Pré"}, True),
    ],
)
def test_one_word_by_sound_asks_for_a_further_agreement(people, here, there, shown):
    """X41: «Belkart» alone is not Belcourt; with an age, a birth or a place it may be."""
    claire = people["claire"]
    there_signal = taken(people, place=there.pop("place", ""))
    name(there_signal, claire, **YANIS, **there)
    signal = taken(people, place=here.pop("place", ""))
    name(signal, claire, family_name="Belkart", **here)
    candidates = found(signal, claire).candidates
    assert len(candidates) == shown
    for candidate in candidates:  # and what is shown may be answered
        answer(signal, claire, candidate, DIFFERENT)


def test_an_age_counts_from_the_day_on_which_it_was_told(people):
    """X07: 23 three years ago is 26. Line: ``age_told_on`` in intake's ages_as_told."""
    claire, told_on = people["claire"], clock.today() - timedelta(days=3 * 365)
    with clock.at(clock.now() - timedelta(days=3 * 365)):
        known_signal = taken(people, about_age="23 ans")
    name(known_signal, claire, **YANIS, age_text="23 ans")
    signal = taken(people)
    name(signal, claire, family_name="Belkart", age_text="26 ans")
    (candidate,) = found(signal, claire).candidates
    assert candidate.known.told_on == told_on
    assert candidate.compared.agrees == ["age"]
    answer(signal, claire, candidate, DIFFERENT)
    name(known_signal, claire, **YANIS, age_text="23", expected=1)  # told today
    assert not found(signal, claire).candidates


def test_the_caller_s_age_has_the_day_of_the_signal(people):
    """X07: what was said then and is only copied now was told then. Line: ``Signal.told_on``."""
    claire = people["claire"]
    with clock.at(clock.now() - timedelta(days=3 * 365)):
        signal, day = taken(people, about_age="22 ans"), clock.today()
    assert name(signal, claire, **YANIS, age_text="22 ans").age_told_on == day
    assert name(signal, claire, **YANIS, age_text="25 ans", expected=1).age_told_on == clock.today()
    assert signal.age_words.startswith("22 ans, ")


def test_a_list_of_names_is_refused(people):
    """X41. Lines: ``few_words``, and the same limit of ``keys_of`` below every form."""
    signal, claire = taken(people), people["claire"]
    for changes, sentence in (
        ({"alias": "un deux trois quatre cinq six"}, "“Also known as” holds 5 words at most."),
        (
            {"given_name": "bil cor dan fel gus hal jim kol lam mir"},
            "A name has 8 words at most here.",
        ),
    ):
        with override("en"), pytest.raises(Refused) as refusal:
            name(signal, claire, **changes)
        assert sentences_of(refusal) == [sentence]


def test_what_was_asked_and_shown_is_kept_for_the_officer(people, signal, sign_in):
    """X41. Sealed; read by the officer alone. Line: ``_keep`` in look."""
    known = earlier(people, 40, **YANIS)[1]
    found(signal, people["claire"])
    with acting(people["nadia"]):
        rows = MatchSearch.objects.select_related("by").filter(signal_id=signal.pk)
        opened = sorted((row.unseal() for row in rows), key=lambda kept: len(kept[1]))
        row = rows[0]
    words = ["Yannis", "Belcour", "rue du Pré"]
    assert opened == [(words, []), (words, [str(known.pk)])]  # when it was written, and looked for
    assert b"Yannis" not in bytes(row.sealed)
    assert (row.by, row.reference) == (people["claire"], signal.reference)
    for who in ("claire", "ines", "samuel"):
        with acting(people[who]):
            assert not MatchSearch.unscoped.exists(), who
    page = text_of(sign_in(people["nadia"]).get(reverse("intake:searches")))
    assert "Yannis · Belcour · rue du Pré" in page
    assert str(known.pk) in page
    assert sign_in(people["claire"]).get(reverse("intake:searches")).status_code == 403


def test_naming_again_and_again_is_told_to_the_officer(people, monkeypatch):
    """X41. Above the territory's setting, 3 at first. Line: ``_tell_of_many_names``."""
    told, claire, signal = [], people["claire"], taken(people)
    monkeypatch.setattr(mail, "after_commit", lambda kind, user: told.append((kind, user)))
    person = name(signal, claire, given_name="A")
    for number in range(1, 5):
        person = name(signal, claire, expected=person.version, given_name=f"A{'b' * number}")
        assert told == [("searches", people["nadia"])] * (number > 3)


# --- what is found -------------------------------------------------------------------------
def test_a_file_exists_ask_whom(people, signal):
    """2.1, 2.5: of a foreign case that it exists and who to ask; on one's own team, the case."""
    team = team_of(people, process_coordinator=people["hugo"], content_coordinator=people["lea"])
    open_case(people, team=team, double_role_reason="Sous-effectif.")
    claire = people["claire"]
    one = found(signal, claire).candidates[0]
    assert (one.has_file, one.ask, one.case) == (True, people["hugo"].full_name, None)
    assert [s.state for s in one.signals] == ["to_conference"]
    own = open_case(people, given="Yanis", family="Bellecour")
    cases = {candidate.case for candidate in found(signal, claire).candidates}
    assert cases == {None, own}


def test_who_stands_in_no_file_is_not_shown(people, signal):
    """A row that nothing points at speaks of nobody. Line: ``n.taken_back_at is null``."""
    first = earlier(people, 40, **YANIS)[0]
    with bound(WORKER):  # the named row is left behind
        row = fresh(first).row
        row.taken_back_because, row.taken_back_by = "Une erreur.", people["claire"]
        row.taken_back_at = clock.now()
        row.save_changes()
    assert found(signal, people["claire"]).candidates == []


def test_a_merged_spelling_is_searched_too(people, signal):
    """2.1: what was joined keeps finding. Line: ``join casework_person r on r.head_id``."""
    claire = people["claire"]
    known = earlier(people, 90, given_name="Yanis", family_name="Belcourt", birth_date=None)[1]
    second = taken(people)
    name(second, claire, given_name="Yanis", family_name="Belcourt", alias="Zorro")
    answer(second, claire, known)
    third = taken(people)
    name(third, claire, alias="Zorro")
    assert [c.pk for c in found(third, claire).candidates] == [known.pk]


def test_the_same_birth_asks_for_one_word_only(people):
    """2.1: date of birth. Line: ``born and shared >= 1``; first in the order."""
    born, claire = date(2004, 2, 29), people["claire"]
    known = earlier(people, 30, given_name="Yanis", family_name="Dumont", birth_date=born)[1]
    signal = taken(people)
    name(signal, claire, given_name="Yanis", family_name="Belcourt", birth_date=born)
    one = found(signal, claire).candidates[0]
    assert one.pk == known.pk
    assert one.compared.agrees == ["given_name", "born"]


def test_the_likeliest_fifty(people, signal, everything, sign_in):
    """X06: ranked, cut, said. Lines: ``limit 50``, ``f.written desc``, ``count(*) over``."""
    first, person = earlier(people, 50, **TYPED)
    _copies(first, person, 1)
    first, person = earlier(people, 40, **YANIS)
    _copies(first, person, 58)
    claire = people["claire"]
    shown = found(signal, claire)
    assert (len(shown.candidates), shown.more) == (50, 11)
    assert [c.compared.agrees for c in shown.candidates[:3]] == [["name"], ["name"], ["sound"]]
    page = text_of(sign_in(claire).get(signal_url("matches", signal)))
    assert "There are 11 more, who sound less alike and are not shown." in page
    name(signal, claire, expected=1, given_name="Zoé", family_name="Nobody")
    assert found(signal, claire).more == 0


def _copies(first, person, number):
    """So many more of that name, each with a signal; newer ones, so that the day does not rank."""
    for _number in range(number):
        person.pk = person.head_id = uuid4()
        person.created_at = clock.now()
        person.save(force_insert=True)
        first.pk, first.reference = uuid4(), f"S-{uuid4().hex[:12]}"
        first.save(force_insert=True)
        NamedPerson(signal=first, person=person, named_at=clock.now()).save(force_insert=True)


# --- earlier signals -----------------------------------------------------------------------
def test_the_third_signal_in_a_year_goes_to_the_conference(people, signal, everything):
    """2.1. Line: ``self.recent + 1 < MANY``; malicious and advice are shown, never counted."""
    claire = people["claire"]
    first, known = earlier(people, 300, **YANIS)
    answer(signal, claire, known)
    others = []
    for days, state in ((200, "oriented"), (100, "malicious"), (500, "no_action")):
        one, _person = earlier(people, days, **TYPED)
        answer(one, claire, known)
        ended(one, state)
        others.append(one)
    with acting(claire), override("en"):
        got = priors(known, fresh(signal), by=claire)
        assert [s.pk for s in got.counted] == [others[0].pk, others[2].pk]
        assert [s.pk for s in got.shown] == [others[1].pk]
        assert got.proposal is None  # the first is still looked at, the third is over a year old
        ended(first, "no_action")
        proposal = priors(known, fresh(signal), by=claire).proposal
    assert proposal.sentence == "This is signal 3 about the same person within 12 months."
    assert priors(None, signal, by=claire).counted == []


# --- the page ------------------------------------------------------------------------------
def test_the_panel_in_its_states(people, sign_in):
    """2.1, ux 2b. Asked, nothing found, found, answered; in the wrong state the sentence."""
    claire, browser = people["claire"], sign_in(people["claire"])
    signal = taken(people)
    url = signal_url("matches", signal)
    assert "Nobody has said yet" in text_of(browser.get(url))
    name(signal, claire, **TYPED)
    assert "No possible match, searched by sound, date of birth, alias" in text_of(browser.get(url))
    known = earlier(people, 40, **YANIS)[1]
    page = text_of(browser.get(url))
    assert "1 possible match, 1 not answered yet" in page
    assert 'role="status"' in page
    answer(signal, claire, known, DIFFERENT, reason="Autre rue.")
    page = text_of(browser.get(url))
    assert "Another person" in page
    assert "Autre rue." in page
    waits = signal_from(people["ines"], channel=hotline())
    assert "Nobody has acknowledged this signal yet." in text_of(
        browser.get(signal_url("matches", waits))
    )


def test_each_look_is_one_row_of_the_log(people, signal, sign_in):
    """Rulings 3, G2: the page logs once, before a name and after. Line: ``log_reading`` in get."""
    browser = sign_in(people["claire"])
    assert browser.get(signal_url("matches", signal)).status_code == 200
    assert len(logged(signal)) == 1
    unnamed = taken(people)
    assert browser.get(signal_url("matches", unnamed)).status_code == 200
    assert len(logged(unnamed)) == 1


def test_a_foreign_case_stays_without_reference(people, signal, sign_in):
    """2.5. The reference of a case that is not the reader's stands nowhere on the panel."""
    team = team_of(people, process_coordinator=people["hugo"], content_coordinator=people["lea"])
    case = open_case(people, team=team, double_role_reason="Sous-effectif.")
    page = text_of(sign_in(people["claire"]).get(signal_url("matches", signal)))
    assert "A file exists." in page
    assert f"Ask {people['hugo'].full_name}." in page
    assert case.reference not in page
    assert case.grounds not in page
    with bound(WORKER):
        assert Case.objects.get().members.filter(role=Role.PROCESS_COORDINATOR).exists()


def test_the_signals_page_loads_it_for_coordinators_alone(people, signal, sign_in):
    """ux 2b: after the page, with a real link. Line: the include in signal_page.html."""
    url, panel = signal_url("page", signal), signal_url("matches", signal)
    assert f'hx-get="{panel}"' in text_of(sign_in(people["claire"]).get(url))
    assert panel not in text_of(sign_in(people["ines"]).get(url))
