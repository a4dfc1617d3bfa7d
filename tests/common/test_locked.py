"""A row under its lock: its statement is written once, and asked of whoever is bound (I1)."""

import pytest
from django.db import connection, connections
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from casework.models import Case, TeamMember
from common.scope import WORKER, bound
from tests import worlds
from tests.people import acting, open_case


@worlds.standing
def case(people):
    return open_case(people)


def test_each_person_locks_what_is_theirs(people, case):
    """Line: ``raise cls.DoesNotExist``; the statement of one person finds nothing for another."""
    for _again in range(2):
        with acting(people["claire"]):
            assert Case.locked(case.pk) == case
            assert Case.locked(str(case.pk)) == case
        with acting(people["rachid"]), pytest.raises(Case.DoesNotExist):
            Case.locked(case.pk)
    with bound(WORKER), pytest.raises(TeamMember.DoesNotExist):
        TeamMember.locked(case.pk)


def test_it_is_read_anew_and_locked_alone(case):
    """Line: ``select_for_update(of=("self",), no_key=True)``; a row is not kept between askings."""
    with bound(WORKER):
        Case.locked(case.pk).save_changes()
        with CaptureQueriesContext(connection) as asked:
            again = Case.locked(case.pk)
    assert again.version == case.version + 1
    assert [query["sql"].partition(" FOR ")[2] for query in asked] == [
        'NO KEY UPDATE OF "casework_case"'
    ]


def test_nothing_has_no_lock(case):
    """Line: ``if pk``: a row that is on no case."""
    with bound(WORKER), pytest.raises(Case.DoesNotExist):
        Case.locked(None)


def test_a_lock_outside_of_a_transaction_is_refused(case, monkeypatch):
    """Line: ``if not connection.in_atomic_block``: such a lock would end with its statement."""
    with bound(WORKER):
        Case.locked(case.pk)
        with monkeypatch.context() as patch:
            patch.setattr(connections["default"], "in_atomic_block", False)
            with pytest.raises(TransactionManagementError):
                Case.locked(case.pk)
