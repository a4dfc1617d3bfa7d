"""Lines of defence 1 to 3 of need-to-know: managers, rights derived from the team, their drift."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from agencies.models import User
from casework import derived_rights
from casework.access import Right, may
from casework.models import Case, CaseUserObjectPermission, TeamMember
from casework.rights import ROLES_OF, Role
from casework.team import decisions as team
from common.scope import WORKER, Actor, bound
from tests.access import asking, managers, oracle, rulings
from tests.access.answers.line import Line
from tests.people import acting

pytestmark = pytest.mark.access
KINDS = managers.kinds()


@pytest.fixture(scope="module")
def truth(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return oracle.of_all(stage)


def test_the_table_of_rights_is_the_ruled_one():
    """Red when a line of casework.rights.GRANTS is taken out, added or changed."""
    assert rulings.check_rights() == 40


@pytest.mark.parametrize("kind", KINDS)
def test_the_managers_give_the_oracles_rows(stage, db, truth, kind):
    """Red when a predicate of casework.narrowing is widened or narrowed."""
    managers.check_kind(stage, kind, truth)


def test_without_an_actor_no_query_runs(stage, db):
    """Red when GuardedQuery compiles without ``scoped_for``."""
    assert managers.check_silence_raises(stage) >= 10


def test_each_role_brings_its_rights_and_no_other(stage, db):
    """Line 2. Red when the trigger's table, the trigger or the cached backend is wrong."""
    check_derived_rights(stage)


def check_derived_rights(stage):
    roles = {
        "process": Role.PROCESS_COORDINATOR,
        "content": Role.CONTENT_COORDINATOR,
        "partner": Role.PARTNER,
        "risk_owner": Role.RISK_OWNER,
        "evaluator": Role.EVALUATOR,
        "stranger": None,
        "former": None,
        "superuser": None,
        "administrator": None,
    }
    for persona, role in roles.items():
        user = stage.persona(persona)
        for right, holders in ROLES_OF.items():
            with bound(Actor.of(user)):
                held = user.has_perm(f"casework.{right.value}", stage.cases["a"])
            assert held == (role in holders), f"{persona}: {right}"
            assert not user.has_perm(f"casework.{right.value}")


def test_joining_and_leaving_change_the_rights_in_the_same_transaction(stage, db):
    """Line 2. Red when the trigger on the team is disabled or misses a column."""
    check_trigger(stage)


def check_trigger(stage):
    olga, pia, case = stage.people["olga"], stage.people["pia"], stage.cases["a"]
    with acting(pia):
        member = team.join(case, by=pia, user=olga, role=Role.PARTNER)
    assert _rights(olga, case) == {
        r.value for r, roles in ROLES_OF.items() if Role.PARTNER in roles
    }
    with bound(WORKER), connection.cursor() as cursor:
        cursor.execute(
            "update casework_teammember set role = 'evaluator', version = version + 1"
            " where id = %s",
            [str(member.pk)],
        )
    assert _rights(olga, case) == {"pseudonymised"}
    with bound(WORKER), connection.cursor() as cursor:
        cursor.execute(
            "update casework_teammember set active = false, left_at = joined_at,"
            " version = version + 1 where id = %s",
            [str(member.pk)],
        )
    assert _rights(olga, case) == set()


def _rights(user, case) -> set[str]:
    with bound(WORKER):
        rows = CaseUserObjectPermission.objects.filter(user=user, content_object=case)
        return set(rows.values_list("permission__codename", flat=True))


def test_who_left_gets_404_at_the_next_click(stage, db):
    """B8, E2. Red when access is remembered from one request to the next."""
    browsers = asking.Browsers(stage, ["partner"])
    client, url = browsers.of("partner"), asking.address(Line("case", "a"), stage)
    assert client.get(url).status_code == 200
    with bound(WORKER):
        member = TeamMember.objects.get(pk=stage.members["partner"].pk)
    with acting(stage.people["pia"]) as pia:
        team.leave(member, by=pia, reason="Autre suivi.")
    assert client.get(url).status_code == 404


def test_another_employer_gets_404_at_the_next_click(stage, db):
    """Line 1. Red when a predicate forgets the agency of the membership."""
    browsers = asking.Browsers(stage, ["partner"])
    client, url = browsers.of("partner"), asking.address(Line("case", "a"), stage)
    assert client.get(url).status_code == 200
    User.objects.filter(pk=stage.people["basile"].pk).update(agency=stage.people["olga"].agency)
    assert client.get(url).status_code == 404


def test_a_lost_right_denies_and_never_opens(stage, db):
    """Lines 2 and 3. Red when a page asks the role instead of guardian's row (403, not 200)."""
    with bound(WORKER), connection.cursor() as cursor:
        cursor.execute(
            "delete from casework_caseuserobjectpermission where user_id = %s",
            [stage.people["basile"].pk],
        )
    browsers = asking.Browsers(stage, ["partner"])
    answer = browsers.of("partner").get(asking.address(Line("case", "a"), stage))
    assert answer.status_code == 403


def test_a_right_without_a_membership_opens_nothing(stage, db):
    """Lines 1 and 4. Red when the managers or the policies ask guardian instead of the team."""
    user = stage.persona("stranger")
    with bound(WORKER), connection.cursor() as cursor:
        cursor.execute(
            "insert into casework_caseuserobjectpermission"
            " (content_object_id, user_id, permission_id) select content_object_id, %s,"
            " permission_id from casework_caseuserobjectpermission where user_id = %s",
            [user.pk, stage.people["pia"].pk],
        )
    with bound(Actor.of(user)):
        assert may(user, Right.MANAGE_TEAM, stage.cases["a"])
        assert not Case.objects.exists()
        assert not Case.unscoped.exists()
    browsers = asking.Browsers(stage, ["stranger"])
    pages = ("case", "case_team", "case_reading_log", "case_member_add", "case_add_information")
    for route in pages:
        answer = browsers.of("stranger").get(asking.address(Line(route, "a"), stage))
        assert answer.status_code == 404, route


def test_drift_is_found_and_mended(stage, django_db_blocker):
    """Line 2. Red when rebuild_access --check looks at one direction only."""
    with django_db_blocker.unblock():
        call_command("rebuild_access", "--check", verbosity=0)
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "delete from casework_caseuserobjectpermission where user_id = %s",
                [stage.people["basile"].pk],
            )
            cursor.execute(
                "insert into casework_caseuserobjectpermission"
                " (content_object_id, user_id, permission_id) select %s, %s, permission_id"
                " from casework_roleright where role = 'risk_owner'",
                [str(stage.cases["a"].pk), stage.people["olga"].pk],
            )
        with pytest.raises(CommandError, match="stand without a membership"):
            call_command("rebuild_access", "--check", verbosity=0)
        missing, extra = derived_rights.drift("owner")
        assert missing > 5
        assert extra > 5
        call_command("rebuild_access", verbosity=0)
        assert derived_rights.drift("owner") == (0, 0)
        connections["owner"].close()


def test_the_administrators_flag_gives_no_right(stage, db):
    """B4. Red when has_perm takes Django's shortcut for a superuser."""
    user = stage.persona("superuser")
    assert user.is_superuser
    for right in Right:
        with bound(Actor.of(user)):
            if right not in (Right.USE_RELAIS, Right.CAPTURE_SIGNAL):
                assert not may(user, right, stage.cases["a"]), right
