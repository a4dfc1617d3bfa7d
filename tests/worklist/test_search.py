"""The one search, told by the people of Saint-Aubrac: found is what its reader may read (X13)."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Duty
from casework.models import Case, Person, ReadingLog, Record, SearchedWords, TeamMember
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from common.scope import WORKER, bound
from intake.signals import decisions as signals
from tests import worlds
from tests.browsing import away, send, text_of
from tests.people import (
    acknowledged,
    acting,
    hotline,
    information,
    named,
    open_case,
    signal_from,
    team_of,
)
from worklist.searching import found

# Where the stream begins, signed with the moment.
PLACE = re.compile(r"before=[^#]+")
CONSTANT = "Relais does not say whether anything else exists."


@worlds.standing
def scene(people):
    """Nadir’s file with Claire, Hugo, Paul, Bruno and Léa; and a call about somebody else."""
    case = open_case(people, given="Nadir", family="Rahmani")
    call = acknowledged(
        signal_from(
            people["ines"], "Elle a peur de son frère, près du club de boxe.",
            channel=hotline(), about="le frère", place="rue des Tanneurs",
        ),
        by=people["ines"],
    )  # fmt: skip
    return {"case": case, "call": call}


def asked(browser, text):
    """What the browser shows for it: typed into the frame, sent, shown."""
    return browser.post("/search/", {"q": text}, follow=True)


def shown(browser, text) -> str:
    answer = asked(browser, text)
    assert answer.status_code == 200
    return text_of(answer)


def count(response) -> dict[str, int]:
    answer = response.context["found"]
    return {name: getattr(answer, name).count for name in ("persons", "cases", "signals", "texts")}


NOTHING = {"persons": 0, "cases": 0, "signals": 0, "texts": 0}


@pytest.mark.parametrize(
    "text", ["Rahmani", "rahmani nadir", "RAMANI", "Nadïr", "Рахмани", "رحماني"]
)
def test_a_name_however_it_is_spelt_for_the_team_alone(people, sign_in, scene, text):
    """X13, X05, B9. Lines: ``_is_named``; ``own_memberships`` in ``_parts``."""
    page = asked(sign_in(people["bruno"]), text)
    assert count(page)["persons"] == count(page)["cases"] == 1
    assert f'href="/cases/{scene["case"].pk}/"' in text_of(page)
    assert "Nadir Rahmani" in text_of(page)
    stranger = asked(sign_in(people["marc"]), text)
    assert count(stranger) == NOTHING
    assert "Nadir" not in text_of(stranger).replace(text, "")


def test_exact_names_stand_before_those_that_sound_alike(people, sign_in, scene):
    """Rulings 7. Line: ``is_exact`` in the order of ``_persons``."""
    open_case(people, given="Yasmine", family="Ramani")
    page = asked(sign_in(people["hugo"]), "Ramani")
    rows = page.context["found"].persons.rows
    assert [(row.name, row.is_exact) for row in rows] == [
        ("Yasmine Ramani", True), ("Nadir Rahmani", False),
    ]  # fmt: skip
    assert text_of(page).index("the name as written") < text_of(page).index("sounds alike")


@pytest.mark.parametrize(
    ("text", "there"),
    [("N. R.", 1), ("R N", 1), ("N. R. 23", 1), ("N. R. 51", 0), ("R", None), ("N. B.", 0)],
)
def test_initials_with_an_age(people, sign_in, scene, text, there):
    """X13, X07. Lines: ``_has_initials``, ``_is_of_age``. The name stays initials."""
    answer = sign_in(people["bruno"]).post("/search/", {"q": text}, follow=True)
    if there is None:
        assert answer.status_code == 422  # a letter alone is no search
        return
    assert count(answer)["cases"] == there
    assert count(answer)["persons"] == 0
    assert "Rahmani" not in text_of(answer).split("Searching more exactly")[0]
    assert count(asked(sign_in(people["marc"]), text)) == NOTHING


def test_a_reference_leads_straight_there(people, sign_in, scene):
    """As Ctrl+K did: any spelling; another's is searched, and nothing is found."""
    case = scene["case"]
    for typed in (case.reference, case.reference.lower(), f" {case.reference[3:]} "):
        answer = sign_in(people["hugo"]).post("/search/", {"q": typed})
        assert (answer.status_code, answer.url) == (302, f"/cases/{case.pk}/")
    assert count(asked(sign_in(people["marc"]), case.reference)) == NOTHING
    part = asked(sign_in(people["hugo"]), case.reference[-3:])
    assert count(part)["cases"] == 1


def test_a_case_stands_once_whatever_the_roles_held_on_it(people, sign_in, scene):
    """S71. Line: ``_once_each``."""
    with acting(people["claire"]) as claire:
        team.join(
            scene["case"], by=claire, user=people["bruno"], role=Role.RISK_OWNER,
            reason="Remplace le maire cet été.",
        )  # fmt: skip
    assert count(asked(sign_in(people["bruno"]), "Rahmani")) == NOTHING | {"persons": 1, "cases": 1}


@pytest.mark.parametrize("text", ["lycée", "LYCEE professeur", "« le lycee l’appelle »"])
def test_words_within_information_by_its_audience(people, sign_in, scene, text):
    """X13, rulings 2: each reads what they may. Line: ``visible_to`` in ``_records``."""
    said = "Le professeur demande que le Lycée l’appelle avant mardi."
    information(scene["case"], people["bruno"], said, audience=Record.Audience.OWN)
    own = asked(sign_in(people["bruno"]), text)
    assert count(own)["texts"] == 1
    assert "<mark>" in own.content.decode()
    for other in ("claire", "lea", "marc"):
        page = asked(sign_in(people[other]), text)
        assert count(page) == NOTHING, other
        assert "appelle avant" not in text_of(page)


def test_words_together_are_another_question_than_words(people, sign_in, scene):
    """Line: phrases in ``parts`` of ``asked.read``."""
    information(scene["case"], people["bruno"], "De la boxe, au club.")
    browser = sign_in(people["bruno"])
    assert count(asked(browser, "boxe club"))["texts"] == 1
    assert count(asked(browser, "boxe piscine"))["texts"] == 0  # all of them
    assert count(asked(browser, "« club boxe »"))["texts"] == 0


def test_what_is_found_stands_first_where_the_link_leads(people, sign_in, scene):
    """The stream begins with it. Line: ``after`` in ``_in_text``."""
    said = information(scene["case"], people["bruno"], "Un mot sur la péniche.")
    information(scene["case"], people["bruno"], "Plus récent.")
    browser = sign_in(people["bruno"])
    (row,) = asked(browser, "peniche").context["found"].texts.rows
    events = browser.get(row.url.partition("#")[0]).context["events"]
    assert events[0].pk == said.pk


def test_withdrawn_and_misplaced_words_are_not_found(people, sign_in, scene):
    """X26. Lines: ``withdrawn_at`` in ``_records``; ``words_key`` in Record.save."""
    from casework.information.decisions import withdraw_information
    from casework.information.misplaced import mark_misplaced

    kept, wrong = (
        information(scene["case"], people["bruno"], f"{word} vu au port.")
        for word in ("Hier", "Ensuite")
    )
    browsers = [sign_in(people[key]) for key in ("bruno", "hugo")]
    assert [count(asked(browser, "au port"))["texts"] for browser in browsers] == [2, 2]
    with acting(people["bruno"]):
        withdraw_information(kept, by=people["bruno"])
    with acting(people["hugo"]):
        mark_misplaced(wrong, by=people["hugo"], reason="C’est un autre.")
    assert [count(asked(browser, "au port"))["texts"] for browser in browsers] == [0, 0]
    with bound(WORKER):
        assert Record.objects.get(pk=wrong.pk).words_key == ""


def test_a_signal_by_its_words_for_its_desk_alone(people, sign_in, scene):
    """X13, X45. Lines: ``desk_rows`` in ``_told_in``; ``words_key`` in Signal.save."""
    call = scene["call"]
    for text in ("club de boxe", "tanneurs", "« pres du club »"):
        for who in ("ines", "thomas", "claire"):
            assert count(asked(sign_in(people[who]), text))["signals"] == 1, (who, text)
        for who in ("bruno", "marc"):
            assert count(asked(sign_in(people[who]), text)) == NOTHING, (who, text)
    assert str(call.pk) in shown(sign_in(people["ines"]), "tanneurs")


def test_whoever_reported_searches_nothing_that_the_desk_added(people, sign_in):
    """X45. Sophie reported; Inès corrected. Line: ``desk_rows`` in ``_told_in``."""
    signal = signal_from(people["sophie"], "Il dessine des symboles.", channel=hotline())
    with acting(people["ines"]) as ines:
        signals.correct_signal(
            signal, by=ines, expected=1, changes={"words": "Il dessine au gymnase."},
            reason="Rappel.",
        )  # fmt: skip
    assert count(asked(sign_in(people["ines"]), "gymnase"))["signals"] == 1
    assert count(asked(sign_in(people["sophie"]), "gymnase")) == NOTHING


def test_a_name_on_a_signal_is_found_by_its_coordinators(people, sign_in, scene):
    """2.1. Inès reads initials on the desk; Claire the name. Line: ``by_name`` in ``_named``."""
    named(scene["call"], people["claire"], "Soraya", "Belkacem", "19 ans")
    claire = asked(sign_in(people["claire"]), "belkasem")
    assert [row.name for row in claire.context["found"].persons.rows] == ["Soraya Belkacem"]
    assert count(claire)["signals"] == 1
    ines = asked(sign_in(people["ines"]), "belkacem")
    assert count(ines) == NOTHING
    for text in ("S. B. 19", "S. B. 51"):  # the age is not for her: it changes nothing
        (row,) = asked(sign_in(people["ines"]), text).context["found"].signals.rows
        assert row.who == ["S. B."]
    assert count(asked(sign_in(people["claire"]), "S. B. 51"))["signals"] == 0
    assert count(asked(sign_in(people["marc"]), "S. B. 19")) == NOTHING


def test_once_there_is_a_file_its_team_alone_searches_name_and_age(
    people, sign_in, scene, monkeypatch
):
    """2.5. Luc coordinates signals and is not on the team, which corrects name and age.

    Line: ``is_elsewhere`` in ``_reads_who``; ``theirs`` in ``_named``.
    """
    Duty.objects.create(user=people["luc"], kind="signal_coordinator", since=date(2020, 1, 1))
    luc = sign_in(people["luc"])
    for text in ("Rahmani", "Ramani", "Nadir Rahmani"):
        assert count(asked(luc, text)) == NOTHING
    with monkeypatch.context() as patch:
        patch.setattr(found, "READ", 0)  # nor is it said that there would be more
        assert not asked(luc, "Rahmani").context["found"].signals.is_cut
    for text in ("N. R.", "N. R. 23", "N. R. 51"):  # whatever the age
        page = asked(luc, text)
        assert [one.who for one in page.context["found"].signals.rows] == [["N. R."]]
        assert count(page) == NOTHING | {"signals": 1}


@pytest.mark.parametrize("text", ["Rahmani", "N. R.", "SA-2026", "« au port »", "nothing of it"])
def test_it_ends_with_the_same_sentence_whatever_is_found(people, sign_in, scene, text):
    """B9, P2. Nobody is named in it, and no reference."""
    for who in ("claire", "bruno", "marc"):
        page = shown(sign_in(people[who]), text)
        assert page.count(CONSTANT) == 1
        assert "ask the signal coordination" in page


def test_strangers_files_change_nothing(people, sign_in, scene):
    """B9. Answer, counts, order and statements are the same whatever others have.

    Line: ``own_memberships`` in ``_parts``, with the policies switched off (tests/access).
    """
    information(scene["case"], people["bruno"], "Vu au port avec son cousin.")
    texts = ("Rahmani", "N. R.", "N. R. 23", "« au port »", "port cousin", "2026")

    def look():
        browser = sign_in(people["bruno"])
        browser.get("/search/")
        seen = []
        for text in texts:
            with CaptureQueriesContext(connection) as statements:
                answer = asked(browser, text)
            page = text_of(answer).replace(answer.request["QUERY_STRING"], "")
            page = PLACE.sub("", page)
            seen.append((count(answer), page, len(statements)))
        return seen

    before = look()
    for number in range(3):
        others = team_of(people, partners=[people["lea"]])
        foreign = open_case(people, given=f"Nadia{number}", family="Rahmani", team=others)
        information(foreign, people["lea"], "Vu au port avec son cousin.")
    assert look() == before
    assert count(asked(sign_in(people["lea"]), "Rahmani"))["cases"] == 4  # the control


def later(minutes):
    """So many minutes after the scene."""
    return clock.at(clock.now() + timedelta(minutes=minutes))


def page_of(browser, answer, only="", rel="next"):
    """The next page by its link."""
    (link,) = re.findall(r'href="(\?[^"]+)" rel="next"', answer.content.decode())
    return browser.get(f"/search/{html.unescape(link).partition('#')[0]}")


def test_each_kind_goes_on_by_key_to_its_end(people, sign_in, scene, monkeypatch):
    """X13. Nothing is cut, nothing stands twice. Lines: ``following`` in section; ``beyond``."""
    for number in range(7):
        with later(number):
            information(scene["case"], people["bruno"], f"Au port, fois {number}.")
    monkeypatch.setattr(found, "SHOWN", 2)
    for read in (200, 3):  # so that what is read for a page ends before what is found
        monkeypatch.setattr(found, "READ", read)
        browser = sign_in(people["bruno"])
        answer = asked(browser, "au port")
        seen = []
        while True:
            seen += [row.record.body for row in answer.context["found"].texts.rows]
            assert "au port" in text_of(answer).lower()  # the words stay in the box
            if not answer.context["found"].texts.following:
                break
            answer = page_of(browser, answer)
        assert seen == [f"Au port, fois {number}." for number in range(6, -1, -1)], read
        assert 'rel="next"' not in answer.content.decode()
        assert "Back to the first ones" in text_of(answer)


def test_persons_and_cases_go_on_as_written_first(people, sign_in, scene, monkeypatch):
    """Rulings 7, X06: exact before alike, over the pages. Line: ``exact`` in Place.beyond."""
    for number, given in enumerate(("Yasmine", "Ines", "Adam"), 1):
        with later(number):
            open_case(people, given=given, family="Ramani")
    with later(4):
        open_case(people, given="Karim", family="Rahmani")
    monkeypatch.setattr(found, "SHOWN", 1)
    for read in (200, 1):
        monkeypatch.setattr(found, "READ", read)
        for kind in ("persons", "cases"):
            browser = sign_in(people["hugo"])
            start = asked(browser, "Ramani")
            assert start.context["found"].count == (10 if read == 200 else 2)
            answer = browser.get(
                f"{start.request['PATH_INFO']}?{start.request['QUERY_STRING']}&only={kind}"
            )
            seen = []
            while True:
                rows = getattr(answer.context["found"], kind).rows
                seen += [
                    (row.person if kind == "persons" else row.part.case.subject) for row in rows
                ]
                if not getattr(answer.context["found"], kind).following:
                    break
                answer = page_of(browser, answer)
            assert [one.given_name for one in seen] == ["Adam", "Ines", "Yasmine", "Karim", "Nadir"]


def test_signals_go_on_by_names_and_by_words_together(people, sign_in, scene, monkeypatch):
    """Two questions, one order. Line: ``end`` in ``section``."""
    calls = [scene["call"]]
    for number in range(1, 5):
        with later(number):
            call = signal_from(people["ines"], f"Club de boxe, appel {number}.", channel=hotline())
            calls.append(acknowledged(call, by=people["ines"]))
            named(call, people["claire"], "Soraya", "Boxe", "19 ans")
    monkeypatch.setattr(found, "SHOWN", 1)
    for read in (200, 2):
        monkeypatch.setattr(found, "READ", read)
        browser = sign_in(people["claire"])
        answer = browser.get(f"{browser.post('/search/', {'q': 'boxe'}).url}&only=signals")
        seen = []
        while True:
            seen += [row.signal.pk for row in answer.context["found"].signals.rows]
            if not answer.context["found"].signals.following:
                break
            answer = page_of(browser, answer)
        assert seen == [call.pk for call in reversed(calls)], read


def test_a_place_that_is_nonsense_is_the_beginning(people, sign_in, scene):
    """D7. Lines: ``place_in``; ``only in KINDS``."""
    browser = sign_in(people["bruno"])
    url = browser.post("/search/", {"q": "Rahmani"}).url
    for query in ("only=persons&after=x", "only=nothing", "after=x", "only=\x00", "after=\x00"):
        answer = browser.get(f"{url}&{query}")
        assert answer.status_code == 200
        assert count(answer) == NOTHING | {"persons": 1, "cases": 1}


def test_chips_narrow_what_is_shown_with_counts_of_what_may_be_read(people, sign_in, scene):
    """X13, B9. Lines: ``_chips`` in Search; ``replace(…, rows=())`` in search."""
    information(scene["case"], people["bruno"], "Chez les Rahmani, le soir.")
    browser = sign_in(people["bruno"])
    url = browser.post("/search/", {"q": "Rahmani"}).url
    chips = [(chip["text"], chip.get("total")) for chip in browser.get(url).context["chips"]]
    assert chips == [
        ("Everything", None), ("Persons", "1"), ("Cases", "1"), ("Within information", "1"),
    ]  # fmt: skip
    only = browser.get(f"{url}&only=texts")
    assert "le soir" in text_of(only)
    assert "Nadir" not in text_of(only)
    assert [chip["text"] for chip in only.context["chips"] if chip["current"]] == [
        "Within information"
    ]
    assert "The search is logged at" in text_of(only)  # no name is shown
    stranger = sign_in(people["marc"])
    assert "chips" not in text_of(stranger.post("/search/", {"q": "Rahmani"}, follow=True))
    with bound(WORKER):
        names = ReadingLog.objects.filter(reader=people["bruno"], route="search_name")
        assert names.count() == 1  # where names were not shown none is logged


def test_a_search_by_name_is_a_reading(people, sign_in, scene):
    """G1, X13. Each search is logged, and whose name was shown; never what was typed.

    Lines: ``_log`` in Search.get.
    """
    browser = sign_in(people["bruno"])
    page = shown(browser, "Rahmani")
    assert "Search by name, logged at 10:00 with your name" in page
    for text in ("Nobodyofthisname", "N. R."):
        assert "The search is logged at 10:00 with your name." in shown(browser, text)
    with bound(WORKER):
        rows = list(ReadingLog.objects.filter(reader=people["bruno"], route__startswith="search"))
    logged = [(row.route, row.case_id, row.reference) for row in rows]
    case: Case = scene["case"]
    assert logged.count(("search", None, "")) == 3
    assert logged.count(("search_name", case.pk, case.reference)) == 1
    assert len(logged) == 4
    hugo = text_of(sign_in(people["hugo"]).get(f"/cases/{case.pk}/readings/"))
    assert "Search, name shown" in hugo
    nadia = text_of(sign_in(people["nadia"]).get("/readings/"))
    assert "The search" in nadia
    assert "Rahmani" not in nadia


def test_what_is_typed_stands_in_no_address_and_opens_for_its_session_alone(
    people, sign_in, scene, caplog
):
    """X13: not in the address, nor readable in the session; back and reload answer again.

    Lines: ``kept.keep`` in Search.post; ``seal`` in kept.
    """
    browser = sign_in(people["bruno"])
    sent = browser.post("/search/", {"q": "Rahmani"})
    assert sent.status_code == 302
    assert "ahmani" not in sent.url
    for _again in range(2):
        assert "Nadir Rahmani" in text_of(browser.get(sent.url))
    assert "ahmani" not in str(dict(browser.session))
    assert browser.session["searches"]
    assert all("ahmani" not in row.session_data for row in Session.objects.all())
    other = sign_in(people["hugo"]).get(sent.url)
    assert other.status_code == 200
    assert "found" not in other.context
    assert "ahmani" not in caplog.text
    assert browser.get("/search/?of=unknown").context.get("found") is None
    for number in range(12):
        browser.post("/search/", {"q": f"word {number}"})
    assert len(browser.session["searches"]) == 8


HOSTILE = [
    "a\x00b", "x" * 10_000, "   ", "%", "_", "''", "\\", "é" * 201, "a b c d e f g h i j",
    "\u202e\u200b", "«»", "x",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_cannot_be_searched_is_said_and_kept(people, sign_in, scene, text):
    """Never a 500. Lines: ``clean_q``."""
    answer = sign_in(people["bruno"]).post("/search/", {"q": text})
    assert answer.status_code == 422
    assert "This did not go through" in text_of(answer)
    assert CONSTANT in text_of(answer)


@pytest.mark.parametrize(
    "text",
    [
        "ab%",
        "100 %",
        "<b>fort</b>",
        "' or 1=1 --",
        "🕊️🕊️ aa",
        "[a-z]+ (",
        "\\d\\d",
        "中文字",
        "é́́é",
        "__ __aa",
    ],
)
def test_odd_words_are_words(people, sign_in, scene, text):
    """Never a 500, no sign with a meaning of its own, nothing written as markup."""
    answer = asked(sign_in(people["bruno"]), text)
    assert answer.status_code == 200
    assert count(answer) == NOTHING
    assert "<b>fort</b>" not in answer.content.decode()


def test_the_words_searched_follow_the_words(people, scene):
    """Lines: ``words_key`` at each save, whichever fields are saved."""
    row = information(scene["case"], people["bruno"], "Été.")
    with bound(WORKER):
        record = Record.objects.get(pk=row.pk)
        assert record.words_key == "ete"
        record.body = "Hiver"
        record.save_changes()
        assert Record.objects.get(pk=row.pk).words_key == "hiver"
        record.body, record.version = "Automne", record.version + 1
        record.save(update_fields=["body", "version"])
        assert Record.objects.get(pk=row.pk).words_key == "automne"
        assert not hasattr(record.history.first(), "words_key")
        assert Person.objects.count()


def test_what_was_opened_lately_stands_beside_an_empty_box(people, sign_in, scene):
    """X13. One's own, what may still be read, the latest first; statements do not grow.

    Lines: ``reader_id`` in access.opened_lately; ``own_memberships`` and ``visible_to`` in opened.
    """
    case, call = scene["case"], scene["call"]
    claire, bruno, marc = (sign_in(people[who]) for who in ("claire", "bruno", "marc"))
    assert claire.get("/search/").context["lately"] == []
    bruno.get(f"/cases/{case.pk}/")
    with CaptureQueriesContext(connection) as first:
        rows = bruno.get("/search/").context["lately"]
    assert [row.reference for row in rows] == [case.reference]
    claire.get(f"/cases/{case.pk}/")
    with clock.at(clock.now() + timedelta(minutes=1)):
        claire.get(f"/signals/{call.pk}/")
        claire.get(f"/signals/{call.pk}/")
    page = claire.get("/search/")
    assert [row.reference for row in page.context["lately"]] == [call.reference, case.reference]
    assert "Opened lately" in text_of(page)
    assert "N. R." in text_of(page)
    assert "Nadir" not in text_of(page)
    assert marc.get("/search/").context["lately"] == []
    for _number in range(3):
        other = open_case(people, given="Yann")
        bruno.get(f"/cases/{other.pk}/")
    with CaptureQueriesContext(connection) as then:
        assert len(bruno.get("/search/").context["lately"]) == 4
    assert len(then) == len(first)
    with bound(WORKER):
        part = TeamMember.objects.get(case=case, user=people["bruno"])
    with acting(people["claire"]) as by:
        team.leave(part, by=by, reason="Fin de mission.")
    assert len(bruno.get("/search/").context["lately"]) == 3
    # a name that a search showed is no opening
    hugo = sign_in(people["hugo"])
    asked(hugo, "Rahmani")
    assert hugo.get("/search/").context["lately"] == []


def test_words_that_are_no_longer_kept_are_said_to_be_gone(people, sign_in, scene):
    """Line: ``forgotten`` in Search.get."""
    page = text_of(sign_in(people["bruno"]).get("/search/?of=unknown"))
    assert "These words are no longer kept" in page


def test_what_was_typed_for_a_person_is_sealed_for_the_officer(people, sign_in, scene):
    """X13, X41. Once a search, nothing readable in the row; words and references are not kept.

    Lines: ``seal`` in ``_keep_sealed``; ``is_of_person``.
    """
    browser = sign_in(people["bruno"])
    answer = asked(browser, "Rahmani")
    browser.get(f"/search/?{answer.request['QUERY_STRING']}")  # going back is no other search
    asked(browser, "N. R. 23")
    for text in ("« club de boxe »", scene["case"].reference, "2026-9999"):
        asked(browser, text)
    with bound(WORKER):
        rows = list(SearchedWords.objects.order_by("at", "id"))
        assert {row.unseal() for row in rows} == {"Rahmani", "N. R. 23"}
    assert len(rows) == 2
    assert all(b"ahmani" not in bytes(row.sealed) for row in rows)
    assert {(row.by, row.agency) for row in rows} == {(people["bruno"], people["bruno"].agency)}


def test_the_officer_reads_who_searched_and_opens_the_words_for_a_reason(people, sign_in, scene):
    """X13. Nobody else; without a reason nothing; the opening is in the reading log.

    Lines: ``reading_log.log`` in OpenWords.page; ``right`` of both pages.
    """
    asked(sign_in(people["bruno"]), "Rahmani")
    with bound(WORKER):
        row = SearchedWords.objects.get()
    nadia = sign_in(people["nadia"])
    listed = text_of(nadia.get("/search/log/"))
    assert "Bruno" in listed
    assert row.mark in listed
    assert "ahmani" not in listed
    url = f"/search/log/{row.pk}/"
    assert "ahmani" not in text_of(nadia.get(url))
    refused = send(nadia, url, reason=" ")
    assert refused.status_code == 422
    assert "ahmani" not in text_of(refused)
    opened = send(nadia, url, reason="Une plainte du 3 mars.")
    assert opened.status_code == 200
    assert "Rahmani" in text_of(opened)
    assert "ahmani" not in text_of(nadia.get(url))
    with bound(WORKER):
        rows = ReadingLog.objects.filter(route="search_words")
        assert rows.filter(reason="").exists()  # the form before it, where nothing was opened
        logged = rows.get(reason__gt="")
        assert (logged.reader, logged.reference, logged.reason) == (
            people["nadia"], row.mark, "Une plainte du 3 mars.",
        )  # fmt: skip
    log = text_of(nadia.get("/readings/", {"q": row.mark}))
    assert "Searches by name, words opened" in log
    assert nadia.get("/search/log/00000000-0000-0000-0000-000000000000/").status_code == 404
    for who in ("bruno", "claire", "marc", "hugo"):
        other = sign_in(people[who])
        assert other.get("/search/log/").status_code == 403, who
        assert other.get(url).status_code == 403, who
        assert other.post(url, {"reason": "Par curiosité."}).status_code == 403, who
        with acting(people[who]):
            assert not SearchedWords.objects.exists()


def test_the_empty_page_has_the_box_and_the_same_sentence(people, sign_in):
    page = text_of(sign_in(people["marc"]).get("/search/"))
    assert CONSTANT in page
    assert page.count('role="search"') == 2
    assert 'method="post"' in page


def test_an_old_address_with_a_reference_still_leads_there(people, sign_in, scene):
    """Rulings 7: paths of pages stay. Anything else opens the search, and is not in it."""
    case = scene["case"]
    assert sign_in(people["hugo"]).get("/jump/", {"q": case.reference}).url == f"/cases/{case.pk}/"
    page = sign_in(people["marc"]).get("/jump/", {"q": case.reference})
    assert page.status_code == 200
    assert "Nothing that is shared with you has this reference" in text_of(page)


def test_whom_to_ask_is_named_for_a_reason_to_those_who_take_in_signals(people, sign_in, scene):
    """Rulings 7, P2. The signal coordination, whatever exists; the reason is logged.

    Lines: ``is_told`` in Whom.prepare; ``reading_log.log`` in Whom.decide; ``may_ask``.
    """
    for who in ("ines", "thomas", "claire"):
        browser = sign_in(people[who])
        assert "/search/whom/" in shown(browser, "Rahmani"), who
        answer = send(browser, "/search/whom/", reason="Une école demande conseil.")
        assert (answer.status_code, answer.url) == (302, "/search/"), who
        page = text_of(browser.get(answer.url))
        assert "Ask Claire Morvan" in page
        assert "Your question is logged with its reason." in page
    with bound(WORKER):
        rows = ReadingLog.objects.filter(route="search_whom")
        assert {(row.reason, row.reference, row.case_id) for row in rows} == {
            ("Une école demande conseil.", "", None)
        }
        assert len(rows) == 3
    assert send(sign_in(people["ines"]), "/search/whom/", reason=" ").status_code == 422
    for who in ("bruno", "marc"):
        assert "/search/whom/" not in shown(sign_in(people[who]), "Rahmani"), who
        assert sign_in(people[who]).get("/search/whom/").status_code == 403, who


def test_nobody_there_is_said(people, sign_in, scene):
    """X18. Whoever is away today is not named. Line: ``coordinators_present``."""
    away(people["claire"], clock.today())
    browser = sign_in(people["ines"])
    answer = send(browser, "/search/whom/", reason="Une école demande conseil.")
    assert "Ask Thomas Leclercq. Your question" in text_of(browser.get(answer.url))
