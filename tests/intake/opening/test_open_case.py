"""open_case: from a conference's record to a case and its first team (S22, S29, S34, S54, S71)."""

import pytest
from django.urls import reverse

from agencies.models import Agency, Duty
from casework.models import (
    Case,
    CaseUserObjectPermission,
    Conference,
    Deconfliction,
    JournalEntry,
    Person,
    TeamMember,
    TerritoryProfile,
)
from casework.rights import Role
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.first_analysis.decisions import security
from intake.matching import decisions as matching
from intake.models import Signal, SignalHop
from intake.opening import decisions as opening
from intake.signals.named import first_of
from notices import telling
from notices.models import Notice
from tests import worlds
from tests.browsing import paris, signal_url, snapshot, text_of, token_of
from tests.people import (
    acknowledged,
    acting,
    analysed,
    at_the_conference,
    case_on,
    conference_on,
    hotline,
    named,
    others_answered,
    person_named,
    signal_from,
    table_of,
    team_of,
    to_the_conference,
)

GROUNDS = "Isolement et menaces se tiennent."


@worlds.standing
def acked(people):
    return acknowledged(signal_from(people["ines"], channel=hotline()), people["ines"])


@worlds.standing
def signal(people, acked):
    return at_the_conference(acked, people)


def by_alias_alone(people, signal) -> None:
    """Nobody knows the name of the person any more, only how they are called."""
    with acting(people["claire"]) as claire:
        read = Signal.objects.get(pk=signal.pk)
        changes = dict.fromkeys(("given_name", "family_name", "age_text"), "")
        changes |= {"alias": "Le Grand", "birth_date": None}
        row = first_of(read)
        matching.correct_named(row, by=claire, expected=row.person.version, changes=changes)


def refused(people, signal, grounds=GROUNDS, **more) -> list[str]:
    before = snapshot()
    with acting(people["claire"]), pytest.raises(Refused) as refusal:
        opening.open_case(
            signal,
            by=people["claire"],
            reason=grounds,
            team_named=team_of(people, **more.pop("team", {})),
            **more,
        )
    assert snapshot() == before
    return [o.row for o in refusal.value.obstacles]


def test_a_case_stands_with_its_team(people, signal, everything):
    """S22, S40. Lines: ``_write``, ``_close_the_way_in`` and the notices of open_case."""
    case = case_on(signal, people)
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.phase, case.reference) == ("gathering", 1, "SA-2026-001")
    assert (case.opened_by, case.opened_at) == (people["claire"], paris(2026, 6, 2, 10))
    assert case.subject.full_name == "Yanis Belcourt"
    team = TeamMember.objects.filter(case=case).values_list("user__full_name", "role")
    assert sorted(team) == [
        ("Bruno Faure", Role.PARTNER),
        ("Claire Morvan", Role.PROCESS_COORDINATOR),
        ("Hugo Séverin", Role.CONTENT_COORDINATOR),
        ("Léa Fontaine", Role.PARTNER),
        ("Paul Rivoire", Role.RISK_OWNER),
    ]
    signal = Signal.objects.get(pk=signal.pk)
    assert (signal.state, signal.case, person_named(signal)) == (
        "to_conference",
        case,
        case.subject,
    )
    assert signal.hops.last().kind == SignalHop.Kind.OPENED
    assert JournalEntry.objects.get(event="case.opened").case == case
    assert JournalEntry.objects.get(event="signal.case_opened").case is None
    told = Notice.objects.filter(kind="team_joined").values_list("recipient__full_name", flat=True)
    assert sorted(told) == ["Bruno Faure", "Hugo Séverin", "Léa Fontaine", "Paul Rivoire"]
    rights = CaseUserObjectPermission.objects.filter(content_object=case)
    assert rights.values("user").distinct().count() == 5


def test_only_on_an_acknowledged_signal(people):
    """S24. Line: ``is_acknowledged`` of open_case."""
    signal = signal_from(people["ines"], channel=hotline())
    assert refused(people, signal) == ["S24"]


def test_only_on_what_was_taken_to_the_conference(people, acked):
    """S40. Line: rules.taken_to_the_conference."""
    assert refused(people, acked) == ["S40"]
    assert refused(people, analysed(acked, people["claire"])) == ["S40"]


def test_only_after_the_conference(people, acked):
    """S22. Line: ``conference is None`` in rules.conference_is_recorded."""
    signal = named(analysed(acked, people["claire"]), people["claire"], "Yanis", "Belcourt")
    signal = to_the_conference(signal, people["thomas"])
    assert refused(people, signal) == ["S22"]


def test_a_table_that_said_no_opens_nothing(people, signal):
    """S22. Line: ``useful == NO`` in rules.conference_is_recorded; the newest conference counts."""
    with clock.at(paris(2026, 6, 2, 11)):
        conference_on(signal, people["claire"], table_of(people), useful="no")
    assert refused(people, signal) == ["S22"]
    with clock.at(paris(2026, 6, 2, 12)):
        conference_on(signal, people["claire"], table_of(people), useful="yes")
    case_on(signal, people)


def test_the_security_services_have_answered(people, acked):
    """S34. Line: ``waits`` in rules.security_has_answered."""
    claire = people["claire"]
    signal = named(analysed(acked, claire), claire, "Yanis", "Belcourt")
    with clock.at(paris(2026, 6, 2, 11)), acting(claire):
        security.ask_deconfliction(
            signal, by=claire, concern="none", reason="Par précaution.", asked_of="Police"
        )
    signal = to_the_conference(signal, claire)
    conference_on(signal, claire, table_of(people))
    assert refused(people, signal) == ["S34"]
    with acting(claire):
        security.note_security_answer(signal, by=claire, answer="wait")
    assert refused(people, signal) == ["S34"]


def test_what_the_desk_asked_and_the_table_said_becomes_the_teams(people, signal, everything):
    """Need-to-know before a case: the desk; from then on the team. Lines: ``row.case = case``."""
    case = case_on(signal, people)
    for model in (Conference, Deconfliction):
        row = model.objects.get(signal_id=signal.pk)
        assert row.case == case
        assert [model.objects.visible_to(people[k]).count() for k in ("hugo", "ines")] == [1, 0]


def test_a_known_person_is_the_cases(people, acked, sign_in, everything):
    """2.1. Line: ``subject=opening.person``; the form does not ask who it is."""
    known = Person(given_name="Yanis", family_name="Belcourt", created_at=clock.now())
    known.save(force_insert=True)
    again = at_the_conference(acked, people)
    with bound(WORKER):
        row = first_of(again)
        row.person = known
        row.save_changes()
    claire = sign_in(people["claire"])
    url = signal_url("open_case", again)
    page = claire.get(url)
    assert 'name="given_name"' not in text_of(page)
    answer = claire.post(url, form_fields(people, given_name="Autre", draft=token_of(page)))
    assert answer.status_code == 302
    assert Case.objects.get(pk=answer.url.split("/")[2]).subject == known


def test_one_signal_one_file(people, signal):
    """S78. Line: ``has_no_case`` of open_case."""
    case_on(signal, people)
    assert refused(people, signal) == ["S78"]


def test_grounds_are_written(people, signal):
    """2.3. Line: rules.grounds_are_written."""
    assert refused(people, signal, grounds=" ") == ["2.3"]


def test_the_person_has_a_name(people, signal):
    """S05. Line: rules.person_is_named."""
    by_alias_alone(people, signal)
    assert refused(people, signal) == ["S05"]


def test_a_file_is_on_somebody_named(people, acked):
    """X03: at the conference without a name; then a match came up. Line: ``somebody_is_said``."""
    claire = people["claire"]
    signal = to_the_conference(analysed(acked, claire), claire)
    conference_on(signal, claire, table_of(people))
    assert refused(people, signal) == ["S78"]
    signal = named(signal, claire, "Yanis", "Belcourt")
    other = acknowledged(signal_from(people["ines"], channel=hotline()), people["ines"])
    named(other, claire, "Yannis", "Belcour")
    assert refused(people, signal) == ["2.1"]
    case_on(others_answered(signal, claire), people)


def test_a_first_team_has_several_agencies(people, signal):
    """S29: the number is the territory's. Line: rules.several_agencies."""
    TerritoryProfile.objects.filter(pk=1).update(first_team_agencies=3)
    assert refused(people, signal, team={"partners": []}) == ["S29"]
    TerritoryProfile.objects.filter(pk=1).update(first_team_agencies=2)
    case_on(signal, people, team=team_of(people, partners=[]))


@pytest.mark.parametrize("role", ["process_coordinator", "content_coordinator", "risk_owner"])
def test_coordination_and_risk_have_names(people, signal, role):
    """S54, S81. Line: rules.coordinators_and_owner_are_named."""
    partners = [people["bruno"], people["lea"], people["julie"], people["odile"]]
    assert refused(people, signal, team={role: None, "partners": partners}) == ["S54"]


def test_one_person_for_both_gives_a_reason(people, signal, everything):
    """S71. Lines: rules.split_coordination; ``double_role_reason`` kept with both posts."""
    team = {
        "process_coordinator": people["thomas"],
        "content_coordinator": people["thomas"],
        "partners": [people["lea"], people["hugo"]],
    }
    assert refused(people, signal, team=team) == ["S71"]
    case = case_on(signal, people, team=team_of(people, **team), double_role_reason="Été")
    reasons = TeamMember.objects.filter(case=case).values_list("user", "double_role_reason")
    assert {why for user, why in reasons if user == people["thomas"].pk} == {"Été"}
    assert {why for user, why in reasons if user != people["thomas"].pk} == {""}


def test_any_second_role_gives_a_reason(people, signal):
    """S71. Line: rules.second_role."""
    team = {"partners": [people["bruno"], people["lea"], people["hugo"]]}
    assert refused(people, signal, team=team) == ["S71"]
    case_on(signal, people, team=team_of(people, **team), double_role_reason="Il le suit.")


def test_nobody_without_an_agency(people, signal):
    """2.5: need-to-know is held by agency. Line: rules.everyone_has_an_agency."""
    team = {"partners": [people["bruno"], people["lea"], people["samuel"]]}
    assert refused(people, signal, team=team) == ["2.5"]


def test_every_sentence_at_once(people, signal):
    """A refusal says all that stands in the way, not the first of it."""
    by_alias_alone(people, signal)
    with acting(people["claire"]), pytest.raises(Refused) as refusal:
        opening.open_case(
            signal,
            by=people["claire"],
            reason="",
            team_named=opening.OpeningTeam(),
        )
    rows = [o.row for o in refusal.value.obstacles]
    assert rows == ["2.3", "S05", "S29", "S54", "S54", "S54"]


@pytest.mark.parametrize(
    ("who", "status"), [("ines", 403), ("sophie", 404), ("paul", 404), ("samuel", 404)]
)
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2: a decider alone; the desk knows of it (403), others do not (404)."""
    before = snapshot()
    browser = sign_in(people[who])
    url = signal_url("open_case", signal)
    assert browser.get(url).status_code == status
    assert browser.post(url, {"grounds": GROUNDS}).status_code == status
    assert snapshot() == before


def test_all_or_nothing(people, signal, fails):
    """I5: person, team, case, signal, reference.

    The decorator and the block ``with elevated()`` hold each alone; without both it is red.
    """
    before = snapshot()
    claire = people["claire"]
    with acting(claire), fails(telling, "queue"):
        opening.open_case(
            signal,
            by=claire,
            reason=GROUNDS,
            team_named=team_of(people),
        )
    assert snapshot() == before


def form_fields(people, **changes) -> dict:
    return {
        "level": "individual",
        "grounds": GROUNDS,
        "process_coordinator": people["claire"].pk,
        "content_coordinator": people["hugo"].pk,
        "risk_owner": people["paul"].pk,
        "partners": [people["bruno"].pk, people["lea"].pk],
    } | changes


def test_the_same_words_before_and_after(people, signal, sign_in):
    """S29, 2.3: listed before the button, said again on refusal, the form kept, then sent.

    Lines: ``needed`` in OpenCase.context; ``refused`` and ``blocked`` in FormView.form_page.
    """
    claire = sign_in(people["claire"])
    url = signal_url("open_case", signal)
    page = claire.get(url)
    answer = claire.post(
        url,
        form_fields(people, grounds="", partners=[people["bruno"].pk], draft=token_of(page)),
    )
    assert answer.status_code == 409
    for sentence in ("The grounds for opening are not written yet.",):
        assert sentence in text_of(page)
        assert sentence in text_of(answer)
    assert f'value="{people["claire"].pk}" selected' in text_of(answer)
    assert "data-primary" in text_of(answer)
    again = claire.post(url, form_fields(people, draft=token_of(answer)))
    assert again.status_code == 302


def test_the_number_of_agencies_in_the_same_words(people, signal, sign_in):
    """S29. The sentence names what is needed and what there is."""
    claire = sign_in(people["claire"])
    url = signal_url("open_case", signal)
    page = claire.get(url)
    assert "The first team needs 3 agencies; it has 0." in text_of(page)
    answer = claire.post(url, form_fields(people, partners=[], draft=token_of(page)))
    assert "The first team needs 3 agencies; it has 2." in text_of(answer)


def test_not_acknowledged_is_said_before_the_button(people, sign_in):
    """S24. Line: ``standing`` of Act."""
    signal = signal_from(people["ines"], channel=hotline())
    claire = sign_in(people["claire"])
    url = signal_url("open_case", signal)
    page = claire.get(url)
    sentence = "Nobody has acknowledged this signal yet."
    assert sentence in text_of(page)
    assert "data-primary" not in text_of(page)
    answer = claire.post(url, form_fields(people, draft=token_of(page)))
    assert answer.status_code == 409
    assert sentence in text_of(answer)


def test_an_opener_outside_the_team_sees_nothing_of_it(people, signal, sign_in):
    """S66: deciding gives no access. Line: ``mine`` in OpenCase.success_url."""
    thomas = sign_in(people["thomas"])
    page = thomas.get(signal_url("open_case", signal))
    answer = thomas.post(signal_url("open_case", signal), form_fields(people, draft=token_of(page)))
    assert answer.url == signal_url("page", signal)
    with acting(people["claire"]):
        case = Case.objects.get()
    assert thomas.get(reverse("case", args=[case.pk])).status_code == 404
    assert case.reference not in text_of(thomas.get(answer.url))


def test_a_decider_who_only_reported_may_open(people, sign_in, everything):
    """Rulings 2: DE opens; the lock must not ask for the desk's right. Line: elevated around it."""
    Duty.objects.create(user=people["sophie"], kind="decider", since=paris(2026, 1, 1).date())
    signal = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
    at_the_conference(signal, people)
    sophie = sign_in(people["sophie"])
    url = signal_url("open_case", signal)
    answer = sophie.post(url, form_fields(people, draft=token_of(sophie.get(url))))
    assert answer.status_code == 302
    assert Case.objects.get().opened_by == people["sophie"]


def test_an_opener_on_the_team_comes_to_the_case(people, signal, sign_in, everything):
    """S40. The record of the form is the case's page."""
    claire = sign_in(people["claire"])
    page = claire.get(signal_url("open_case", signal))
    answer = claire.post(signal_url("open_case", signal), form_fields(people, draft=token_of(page)))
    case = Case.objects.get()
    assert answer.url == reverse("case", args=[case.pk])
    assert claire.get(answer.url).status_code == 200
    assert Agency.objects.filter(pk__in=case.members.values("agency")).count() == 4


def test_a_faulty_form_keeps_the_text(people, signal, sign_in):
    """A faulty form answers 422 and keeps the text."""
    claire = sign_in(people["claire"])
    page = claire.get(signal_url("open_case", signal))
    answer = claire.post(
        signal_url("open_case", signal),
        form_fields(people, level="weather", draft=token_of(page)),
    )
    assert answer.status_code == 422
    assert GROUNDS in text_of(answer)
