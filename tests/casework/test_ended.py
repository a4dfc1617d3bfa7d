"""X27: what ended is read-only. Its mistakes are corrected, nobody new reads it."""

import pytest
from django.urls import reverse

from casework.information import decisions as information
from casework.models import Case, Person, Record, TeamMember
from casework.persons import decisions as persons
from casework.team import decisions as teams
from common.refusals import Refused
from common.scope import WORKER, bound
from tests import people as town
from tests.acts.putting import put

State = Case.State


def _at(people, state: str) -> tuple[Case, Record]:
    case = town.open_case(people)
    with town.acting(people["bruno"]) as bruno:
        record = information.write_information(
            case, by=bruno, kind="fact", body="Vu lundi.", audience="team"
        )
    put(Case, case.pk, state=state)
    with bound(WORKER):
        return Case.objects.get(pk=case.pk), Record.objects.get(pk=record.pk)


def _gone(user) -> None:
    with bound(WORKER):
        type(user).objects.filter(pk=user.pk).update(is_active=False)


def _refused(act, *args, **values) -> str:
    with pytest.raises(Refused) as refusal:
        act(*args, **values)
    return refusal.value.obstacles[0].row


def test_nothing_new_is_written_and_mistakes_are_corrected(people):
    """Line: ``at`` of ``write_information``, ``declare``, ``state_agency``."""
    case, record = _at(people, State.ENDED)
    with town.acting(people["bruno"]) as bruno:
        said = {"kind": "fact", "body": "Revu mardi.", "audience": "team"}
        assert _refused(information.write_information, case, by=bruno, **said) == "S78"
        assert _refused(teams.declare, case, by=bruno, interest="none") == "S78"
        stated = {"expected": 0, "goal": "L’aider."}
        assert _refused(teams.state_agency, case, by=bruno, **stated) == "S78"
        information.correct_information(record, by=bruno, body="Vu mardi.", reason="Jour.")
    with bound(WORKER):
        assert [row.body for row in Record.objects.filter(case=case)] == ["Vu mardi."]


def test_information_for_the_checks_is_written_under_monitoring(people):
    case, _record = _at(people, State.MONITORING)
    with town.acting(people["bruno"]) as bruno:
        information.write_information(
            case, by=bruno, kind="fact", body="Revu mardi.", audience="team"
        )


def test_nobody_joins_but_to_an_office_that_stands_empty(people):
    """Line: ``somebody_may_join``, ``vacant_offices`` in ``can_join``."""
    case, _record = _at(people, State.ENDED)
    with town.acting(people["claire"]) as claire:
        refused = _refused(teams.join, case, by=claire, user=people["luc"], role="partner")
        assert refused == "S78"
    _gone(people["hugo"])
    with town.acting(people["claire"]) as claire:
        fresh = Case.objects.get(pk=case.pk)
        refused = _refused(teams.join, fresh, by=claire, user=people["luc"], role="partner")
        assert refused == "S78"
    with town.acting(people["paul"]) as paul:
        fresh = Case.objects.get(pk=case.pk)
        teams.join(fresh, by=paul, user=people["luc"], role="content_coordinator", reason="Là.")


def test_a_part_ends_and_is_handed_over_only_where_the_office_is_empty(people):
    """Line: ``is_needed_to_reopen`` in ``replace``."""
    case, _record = _at(people, State.ENDED)
    with bound(WORKER):
        bruno = TeamMember.objects.get(case=case, user=people["bruno"])
        hugo = TeamMember.objects.get(case=case, user=people["hugo"])
    with town.acting(people["claire"]) as claire:
        handed = {"to": people["luc"], "reason": "Parti."}
        assert _refused(teams.replace, bruno, by=claire, **handed) == "S78"
        teams.leave(bruno, by=claire, reason="Parti.")
    _gone(people["hugo"])
    with town.acting(people["paul"]) as paul:
        teams.replace(hugo, by=paul, **handed)


def test_another_name_is_not_added_and_a_birth_is_corrected(people):
    """Line: ``nothing_new_is_told``."""
    case, _record = _at(people, State.ENDED)
    with town.acting(people["hugo"]) as hugo:
        person = Person.objects.get(pk=case.subject_id)
        was = {name: getattr(person, name) for name in persons.rules.FIELDS}
        named = {"expected": person.version, "reason": "Su depuis."}
        changes = was | {"alias": "Abou Autre"}
        refused = _refused(persons.correct_person, case, by=hugo, changes=changes, **named)
        assert refused == "S78"
        changes = was | {"given_name": "Samir Ali"}
        persons.correct_person(case, by=hugo, changes=changes, **named)


def test_the_page_offers_no_form_and_no_declaration(people, sign_in):
    """Line: ``is_its_moment``; the state in ``_own_declarations``."""
    case, _record = _at(people, State.ENDED)
    page = sign_in(people["bruno"]).get(f"/cases/{case.pk}/").content.decode()
    assert f'action="{reverse("case_add_information", args=[case.pk])}"' not in page
    assert reverse("case_declare", args=[case.pk]) not in page
    assert reverse("case_statement", args=[case.pk]) not in page
