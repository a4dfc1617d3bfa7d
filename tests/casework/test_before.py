"""X30: what was corrected can be read, by whoever could read it then and may read the row now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from casework import before
from casework.information.decisions import correct_information
from casework.information.misplaced import mark_misplaced
from casework.models import AgencyStatement, Case, ReadingLog, Record
from casework.persons.decisions import correct_person
from casework.team.decisions import state_agency
from common import clock
from common.guarded import Versioned
from common.scope import WORKER, bound
from intake.signals.decisions import correct_signal
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from tests.cast import in_english

# Rows that are written once, or whose changes stand in the journal as moves.
NEVER_CORRECTED = {
    "case": "its moves stand in the journal",
    "levelrating": "earlier levels stay, as the course",
    "viewpoint": "written once",
    "namedperson": "its person is what is corrected; who was taken back is shown with the reason",
    "silence": "asked, then written once; both stand on the page",
    "transfer": "its steps stand in the journal",
    "absorption": "its steps stand in the journal, and on its page",
    "formerpart": "written once: why somebody does not join",
    "turn": "a turn on the duty roster is about nobody; whoever is on it is told of each change",
    "paperfile": "it has no history before it is a case; what it became has one",
}


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return town.open_case(who)


@worlds.standing
def record(case, who):
    return town.information(case, who["bruno"], "Vient le lundi.")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def models() -> list[type[Versioned]]:
    found, open_ = [], [Versioned]
    while open_:
        for model in open_.pop().__subclasses__():
            open_.append(model)
            if not model._meta.abstract and not model.__module__.startswith("tests"):
                found.append(model)
    return found


# --- the house ----------------------------------------------------------------------------------
def test_every_kind_of_row_has_its_page():
    """Red when a new model with a history is not registered. Line: ``register`` of each app."""
    known = {kind.model for kind in before.KINDS.values()}
    missing = {model._meta.model_name for model in models() if model not in known}
    assert missing == set(NEVER_CORRECTED)


def test_every_column_that_is_typed_is_shown():
    """Red when a column of text, day or choice that people fill has no label."""
    silent = set()
    for kind in before.KINDS.values():
        shown = {field.name for field in before.shown(kind.model)}
        for field in kind.model._meta.concrete_fields:
            is_typed = isinstance(field._verbose_name, Promise) and field.name != "version"
            if is_typed and field.name not in shown:
                silent.add(f"{kind.word}.{field.name}")
    assert not silent


# --- its page -----------------------------------------------------------------------------------
def page(sign_in, person, row, subject=None, query=""):
    url = before.address(row, subject)
    assert url
    return sign_in(person).get(url + query)


def corrected(record, who, body="Vient le mardi.", reason="Erreur de jour."):
    with town.acting(who["bruno"]) as bruno:
        row = Record.objects.get(pk=record.pk)
        return correct_information(row, by=bruno, body=body, reason=reason)


def test_line_by_line_with_who_and_when(record, who, sign_in):
    """Lines: ``steps``, ``_step``."""
    row = corrected(record, who)
    shown = text_of(page(sign_in, who["hugo"], row))
    for words in ("Vient le lundi.", "Vient le mardi.", "Erreur de jour.", who["bruno"].display):
        assert words in shown
    assert shown.index("Vient le mardi.") < shown.index("first written")


def test_what_says_what_was_first_written_has_no_page(record):
    """Line: ``row.version < 2`` in address."""
    assert before.address(record) == ""


def test_the_page_of_the_case_leads_to_it(case, record, who, sign_in):
    """Line: ``{% before item.record … %}``, and ``success_words``."""
    url = reverse("case_correct_information", args=[case.pk, record.pk])
    client = sign_in(who["bruno"])
    done = client.post(url, {"body": "Vient le mardi.", "reason": "Erreur."}, follow=True)
    with bound(WORKER):
        record.refresh_from_db()
    link = f'href="{before.address(record)}"'
    assert f"{link}>Read what stood before" in done.content.decode()
    front = sign_in(who["hugo"]).get(reverse("case", args=[case.pk])).content.decode()
    assert link in front


def test_each_reading_is_logged(record, who, sign_in, everything):
    """G2. Line: ``SubjectView.page``."""
    page(sign_in, who["hugo"], corrected(record, who))
    (row,) = ReadingLog.objects.filter(route="case_before")
    assert row.reader == who["hugo"]


def test_whoever_may_not_read_the_row_reads_no_earlier_state(case, record, who, sign_in):
    """2.5. Lines: ``visible_to`` in find, ``load`` of the case."""
    own = town.information(case, who["bruno"], "Pour nous seuls.", audience="own")
    row = corrected(own, who, "Pour nous, corrigé.")
    assert page(sign_in, who["bruno"], row).status_code == 200
    for name in ("hugo", "claire", "paul"):
        assert page(sign_in, who[name], row).status_code == 404
    assert page(sign_in, who["sophie"], row).status_code == 404


def test_a_narrower_audience_hides_what_was_wider(record, who, sign_in):
    """2.5: the history follows the live row. Line: the policies of histories, and ``find``."""
    row = corrected(record, who)
    assert page(sign_in, who["hugo"], row).status_code == 200
    with bound(WORKER):
        row.audience = Record.Audience.OWN
        row.save_changes()
    assert page(sign_in, who["hugo"], row).status_code == 404
    assert "Vient le lundi." in text_of(page(sign_in, who["bruno"], row))


def test_what_was_narrower_then_stays_with_whom_it_was_for(case, who, sign_in):
    """Line: ``could_read``: the words of its own agency are not opened by sharing the new ones."""
    own = town.information(case, who["bruno"], "Dit en confiance.", audience="own")
    row = corrected(own, who, "Peut être su de tous.")
    with bound(WORKER):
        row.audience = Record.Audience.TEAM
        row.save_changes()
    shown = page(sign_in, who["hugo"], row)
    assert shown.status_code == 200
    assert "Dit en confiance." not in shown.content.decode()
    assert "Peut être su de tous." in text_of(shown)
    assert "Dit en confiance." in text_of(page(sign_in, who["bruno"], row))


def test_what_was_sealed_stays_sealed(case, record, who, sign_in):
    """X26. Line: the policy ``sealed`` on the history."""
    corrected(record, who)
    with town.acting(who["hugo"]) as hugo:
        mark_misplaced(Record.objects.get(pk=record.pk), by=hugo, reason="C’est son cousin.")
    with bound(WORKER):
        record.refresh_from_db()
    for name in ("hugo", "bruno"):
        shown = page(sign_in, who[name], record).content.decode()
        assert "Vient le" not in shown
    assert page(sign_in, who["lea"], record).status_code == 404


def test_names_and_statements_too(case, who, sign_in):
    """Lines: ``of=("cases", "signals")``; the kind of a statement."""
    with town.acting(who["hugo"]) as hugo:
        case = Case.objects.select_related("subject").get(pk=case.pk)
        said = {name: getattr(case.subject, name) for name in _FIELDS}
        person = correct_person(
            case, by=hugo, expected=case.subject.version,
            changes=said | {"alias": "Le Grand"}, reason="Dit par sa tante.",
        )  # fmt: skip
        assert "Le Grand" in text_of(page(sign_in, hugo, person, case))
    with town.acting(who["bruno"]) as bruno:
        state_agency(case, by=bruno, expected=0, goal="Un toit.")
        state_agency(case, by=bruno, expected=1, goal="Un toit, et du travail.")
        row = AgencyStatement.objects.get(case=case, agency=bruno.agency)
        assert "Un toit." in text_of(page(sign_in, bruno, row))


_FIELDS = ("given_name", "family_name", "birth_date", "age_text", "alias")


def test_of_a_signal_its_desk_alone(who, sign_in):
    """Line: ``right`` of SignalBefore: whoever reported it reads their own words alone."""
    signal = town.signal_from(who["sophie"], "Il a un couteau.", channel=town.hotline())
    with town.acting(who["ines"]) as ines:
        changed = {"words": "Il a un canif."}
        row = correct_signal(
            signal, by=ines, expected=signal.version, changes=changed, reason="Mal entendu."
        )
    assert "Il a un couteau." in text_of(page(sign_in, who["ines"], row, row))
    assert page(sign_in, who["sophie"], row, row).status_code == 403
    assert page(sign_in, who["marc"], row, row).status_code == 404


@pytest.mark.parametrize("word", ["weather", "report", "signal"])
def test_another_kind_is_nothing(case, record, who, sign_in, word):
    """Lines: ``KINDS.get``, ``of`` in find."""
    url = reverse("case_before", args=[case.pk, word, record.pk])
    assert sign_in(who["hugo"]).get(url).status_code == 404


def test_a_row_of_another_case_is_nothing(case, who, sign_in):
    """Line: ``filter(**{name: subject})`` in find: the reader is on both teams."""
    signal = town.acknowledged(town.signal_from(who["ines"], channel=town.hotline()), who["ines"])
    other = town.case_on(signal, who)
    row = corrected(town.information(other, who["bruno"], "Ailleurs."), who)
    assert page(sign_in, who["hugo"], row).status_code == 200
    url = reverse("case_before", args=[case.pk, "information", row.pk])
    assert sign_in(who["hugo"]).get(url).status_code == 404


def test_many_states_are_paged(record, who, sign_in):
    """Line: ``portion`` in CaseBefore."""
    for turn in range(12):
        with clock.at(clock.now() + timedelta(minutes=turn + 1)):
            row = corrected(record, who, f"Vient le {turn}.")
    first = page(sign_in, who["hugo"], row)
    assert "1 to 10 of 13" in text_of(first)
    assert "Vient le lundi." not in text_of(first)
