"""The sections of the first analysis: source, security matter, minor, the two questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import journal
from casework.models import Deconfliction, JournalEntry
from common import clock
from common.refusals import Conflict, Refused
from intake.first_analysis.decisions import security, source, triage
from intake.models import Signal, SourceAssessment, Triage
from intake.outcomes.decisions import outcome as outcome_decisions
from tests import worlds
from tests.browsing import paris, send, signal_url, snapshot, text_of, token_of
from tests.people import acknowledged, acting, analysed, hotline, signal_from

SOURCE = {"reliability": "doubtful", "credibility": "likely", "basis": "Deuxième appel."}


@worlds.standing
def signal(people):
    return acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])


def rows_of(refused) -> list[str]:
    return [o.row for o in refused.value.obstacles]


def assess(people, signal, expected=0, **changes):
    with acting(people["claire"]):
        return source.assess_source(
            signal, by=people["claire"], expected=expected, **(SOURCE | changes)
        )


def test_the_source_is_assessed_and_the_analysis_begun(people, signal, everything):
    """S38. Lines: the fields in assess_source; ``begin`` moves acknowledged to in_triage."""
    row = assess(people, signal, motive="Un différend sur un logement.")
    row = SourceAssessment.objects.get(pk=row.pk)
    assert (row.reliability, row.credibility, row.motive) == (
        "doubtful",
        "likely",
        "Un différend sur un logement.",
    )
    assert (row.assessed_by, row.assessed_at) == (people["claire"], paris(2026, 6, 2, 10))
    assert Signal.objects.get(pk=signal.pk).state == "in_triage"
    events = JournalEntry.objects.filter(signal_id=signal.pk).values_list("event", flat=True)
    assert {"signal.source_assessed", "signal.analysis_begun"} <= set(events)


def test_a_later_assessment_keeps_the_first(people, signal, everything):
    """2.3. Line: ``row.save_changes()``: the history holds what stood before."""
    assess(people, signal)
    row = assess(people, signal, expected=1, reliability="reliable")
    assert [h.reliability for h in row.history.order_by("history_id")] == ["doubtful", "reliable"]


def test_two_writers_do_not_overwrite_each_other(people, signal):
    """I1. Line: ``same_since`` in assess_source."""
    assess(people, signal)
    before = snapshot()
    with pytest.raises(Conflict):
        assess(people, signal, reliability="reliable")
    assert snapshot() == before


def test_another_section_saved_meanwhile_is_no_conflict(people, signal, everything):
    """I1. Line: the comparison by fields in common.sections.same_since."""
    claire = people["claire"]
    with acting(claire):
        triage.answer_minor(signal, by=claire, expected=0, minor="no", minor_basis="23 ans")
        triage.answer_questions(
            signal, by=claire, expected=0, radicalised="no", radicalised_grounds="Une fanfaronnade."
        )
    row = Triage.objects.get(signal=signal)
    assert (row.minor, row.radicalised, row.version) == ("no", "no", 2)


def test_nothing_is_analysed_before_somebody_has_it(people):
    """S24. Line: ``is_acknowledged`` in rules.OPEN."""
    signal = signal_from(people["sophie"], channel=hotline())
    before = snapshot()
    with pytest.raises(Refused) as refused:
        assess(people, signal)
    assert rows_of(refused) == ["S24"]
    assert snapshot() == before


def test_a_basis_is_written(people, signal):
    """2.3. Line: ``words_are_written(said["basis"])``."""
    with pytest.raises(Refused) as refused:
        assess(people, signal, basis=" ")
    assert rows_of(refused) == ["2.3"]


def test_all_or_nothing(people, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with acting(people["claire"]), fails(journal, "record"):
        source.assess_source(signal, by=people["claire"], expected=0, **SOURCE)
    assert snapshot() == before


# --- security matter ---------------------------------------------------------------------------
def ask(people, signal, concern="possible", **more):
    with acting(people["claire"]):
        return security.ask_deconfliction(
            signal,
            by=people["claire"],
            concern=concern,
            reason=more.pop("reason", "Il parle d’une date."),
            asked_of=more.pop("asked_of", "Marc Delmas, Police"),
        )


@pytest.mark.parametrize(
    ("concern", "due"), [("none", (2026, 6, 7, 10)), ("possible", (2026, 6, 3, 10))]
)
def test_the_answer_is_due_in_days_or_hours(people, signal, everything, concern, due):
    """S34: five days, or 24 hours when a danger is possible; settings. Line: ``_due``."""
    asked = ask(people, signal, concern)
    assert Deconfliction.objects.get(pk=asked.pk).due_at == paris(*due)


def test_the_answer_is_noted_with_its_wording(people, signal, everything):
    """S34. Lines: the fields in note_security_answer."""
    asked = ask(people, signal)
    with clock.at(paris(2026, 6, 2, 15)), acting(people["thomas"]):
        security.note_security_answer(
            signal, by=people["thomas"], answer="with_limits", wording="Pas d’entretien seul."
        )
    asked = Deconfliction.objects.get(pk=asked.pk)
    assert (asked.answer, asked.wording) == ("with_limits", "Pas d’entretien seul.")
    assert (asked.noted_by, asked.answered_at) == (people["thomas"], paris(2026, 6, 2, 15))


def test_a_possible_danger_is_told_to_somebody(people, signal):
    """S34. Line: rules.somebody_is_asked."""
    with pytest.raises(Refused) as refused:
        ask(people, signal, "imminent", asked_of=" ")
    assert rows_of(refused) == ["S34"]


def test_no_second_asking_before_the_answer(people, signal):
    """S34. Line: ``asked.waits`` in nobody_is_waited_for: no way round an open question."""
    ask(people, signal)
    before = snapshot()
    with pytest.raises(Refused) as refused:
        ask(people, signal, "none", asked_of="")
    assert rows_of(refused) == ["S34"]
    assert snapshot() == before


def test_who_forbade_it_alone_lifts_it(people, signal):
    """2.9. Line: ``asked.forbids`` in they_lift_it."""
    ask(people, signal)
    with acting(people["claire"]):
        security.note_security_answer(signal, by=people["claire"], answer="wait")
    with pytest.raises(Refused) as refused:
        ask(people, signal, "none", asked_of="")
    assert rows_of(refused) == ["S34"]
    with clock.at(paris(2026, 6, 9, 10)):
        ask(people, signal, "none")


def test_an_answer_nobody_asked_for(people, signal):
    """S34. Line: rules.answer_is_expected; a second answer as well."""
    with acting(people["claire"]), pytest.raises(Refused) as refused:
        security.note_security_answer(signal, by=people["claire"], answer="wait")
    assert rows_of(refused) == ["S34"]


# --- minor, questions --------------------------------------------------------------------------
def test_each_answer_has_its_author_and_its_hour(people, signal, everything):
    """S22. Line: ``_sign``: who answered one question is not the author of the other."""
    claire, thomas = people["claire"], people["thomas"]
    with acting(claire):
        triage.answer_questions(
            signal, by=claire, expected=0, radicalised="no", radicalised_grounds="Une provocation."
        )
    with clock.at(paris(2026, 6, 3, 9)), acting(thomas):
        triage.answer_questions(
            signal,
            by=thomas,
            expected=1,
            radicalised="no",
            radicalised_grounds="Une provocation.",
            useful="yes",
            useful_grounds="Trois services.",
        )
    row = Triage.objects.get(signal=signal)
    assert (row.radicalised_by, row.radicalised_at) == (claire, paris(2026, 6, 2, 10))
    assert (row.useful_by, row.useful_at) == (thomas, paris(2026, 6, 3, 9))


def test_an_answer_has_its_grounds(people, signal):
    """2.3. Line: ``grounds_of_decision`` in answer_questions."""
    with acting(people["claire"]), pytest.raises(Refused) as refused:
        triage.answer_questions(signal, by=people["claire"], expected=0, useful="yes")
    assert rows_of(refused) == ["2.3"]


@pytest.mark.parametrize("minor", ["yes", "no", "unknown"])
def test_a_minor(people, signal, everything, minor):
    """S35. Lines: the fields in answer_minor."""
    with acting(people["claire"]):
        triage.answer_minor(
            signal, by=people["claire"], expected=0, minor=minor, minor_basis="Dit l’appelant."
        )
    row = Triage.objects.get(signal=signal)
    assert (row.minor, row.minor_by) == (minor, people["claire"])


# --- the page ----------------------------------------------------------------------------------
def test_the_page_folds_what_is_answered(people, signal, sign_in):
    """Screen 2b: answered sections show their answer; the open one holds its form."""
    claire = sign_in(people["claire"])
    page = text_of(claire.get(signal_url("first_analysis", signal)))
    assert "0 of 4 checks answered" in page
    assert "Il dit qu’on verra samedi." in page
    answer = send(claire, signal_url("assess_source", signal), **SOURCE)
    assert answer.url == signal_url("first_analysis", signal)
    page = text_of(claire.get(answer.url))
    assert "1 of 4 checks answered" in page
    assert "Deuxième appel." in page


def test_a_section_keeps_what_is_typed(people, signal, sign_in):
    """Drafts: faulty (422) or refused (409), the text stays."""
    claire = sign_in(people["claire"])
    url = signal_url("minor", signal)
    answer = send(claire, url, minor="", minor_basis="Il a l’air jeune 🙂 \u202eabc")
    assert answer.status_code == 422
    assert "Il a l’air jeune 🙂 abc" in text_of(answer)
    answer = send(claire, url, minor="yes", minor_basis=" ")
    assert answer.status_code == 409
    assert "Nothing is written yet." in text_of(answer)


def test_sent_twice_makes_one(people, signal, sign_in, everything):
    """I2. Line: ``is_resent`` in FormView."""
    claire = sign_in(people["claire"])
    url = signal_url("security", signal)
    typed = {"concern": "none", "reason": "Rien.", "draft": token_of(claire.get(url))}
    assert [claire.post(url, typed).status_code for _n in range(2)] == [302, 302]
    assert Deconfliction.objects.filter(signal_id=signal.pk).count() == 1


@pytest.mark.parametrize("section", ["assess_source", "security", "minor", "questions"])
@pytest.mark.parametrize(("who", "status"), [("ines", 403), ("sophie", 403), ("marc", 404)])
def test_the_wrong_person(people, signal, sign_in, section, who, status):
    """Rulings 2: signal coordinators alone. Line: the right of each decision."""
    before = snapshot()
    browser = sign_in(people[who])
    assert browser.get(signal_url(section, signal)).status_code == status
    assert browser.post(signal_url(section, signal), SOURCE).status_code == status
    assert snapshot() == before


def test_the_reporter_learns_no_more(people, signal, sign_in):
    """Need-to-know: what follows «acknowledged» is not the reporter's. Line: SECOND_READ."""
    analysed(signal, people["claire"])
    sophie = sign_in(people["sophie"])
    assert sophie.get(signal_url("first_analysis", signal)).status_code == 403
    page = text_of(sophie.get(signal_url("page", signal)))
    assert "in first analysis" not in page
    assert "acknowledged" in page


def test_the_page_asks_as_much_for_one_outcome_as_for_twenty(people, signal, sign_in):
    """The number of queries does not grow with the rows. Line: ``select_related`` in ``of``."""
    signal = analysed(signal, people["claire"])
    claire = sign_in(people["claire"])
    url, counts = signal_url("first_analysis", signal), []
    for more in (1, 19):
        for _n in range(more):
            with acting(people["claire"]):
                outcome = outcome_decisions.decide_outcome(
                    signal,
                    by=people["claire"],
                    kind="no_action",
                    reason="Rien.",
                    second=people["ines"],
                )
                outcome_decisions.withdraw_proposal(outcome, by=people["claire"])
        claire.get(url)
        with CaptureQueriesContext(connection) as queries:
            claire.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
