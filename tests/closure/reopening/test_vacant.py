"""A case whose offices are vacant is reopened by naming the successors in the same act (X24)."""

import pytest
from django.core.exceptions import PermissionDenied

from agencies.models import User
from casework import phases
from casework.models import Case, JournalEntry, TeamMember
from casework.rights import Role
from closure.models import Reopening
from closure.reopening import decisions as reopening
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from notices.models import Notice
from tests import people as town
from tests.browsing import snapshot, text_of
from tests.closure import following

OFFICES = {"claire": Role.PROCESS_COORDINATOR, "hugo": Role.CONTENT_COORDINATOR,
           "paul": Role.RISK_OWNER}  # fmt: skip


def gone(who, *keys: str) -> None:
    """Their accounts are closed; nobody ended their parts."""
    with bound(WORKER):
        for key in keys:
            user = User.objects.get(pk=who[key].pk)
            user.is_active = False
            user.save()


def out(case: Case, who, *keys: str) -> None:
    """Their parts ended, and nobody took them."""
    with bound(WORKER):
        for key in keys:
            member = TeamMember.objects.get(case=case, user=who[key], active=True)
            member.active, member.left_at = False, clock.now()
            member.save_changes()


def reopen(case, by, **more):
    fields = {"trigger": "person", "reason": "Il demande de l’aide."} | more
    with town.acting(by):
        return reopening.reopen(Case.objects.get(pk=case.pk), by=by, **fields)


def holders(case) -> dict[str, list[str]]:
    with bound(WORKER):
        rows = TeamMember.objects.filter(case=case, active=True, role__in=OFFICES.values())
        found: dict[str, list[str]] = {}
        for role, name in rows.values_list("role", "user__full_name").order_by("user__full_name"):
            found.setdefault(role, []).append(name)
        return found


def told(kind: str) -> set[str]:
    with bound(WORKER):
        return set(Notice.objects.filter(kind=kind).values_list("recipient__full_name", flat=True))


@pytest.mark.parametrize("leave", [gone, lambda who, *keys: None])
@pytest.mark.parametrize("state", [Case.State.MONITORING, Case.State.ENDED])
def test_the_successors_are_named_with_it(closed, people, state, leave):
    """X24, rulings 7: whoever left without handing over is out of it, the newcomers are told.

    Lines: ``fill_office``: each of its statements; ``vacant_offices`` in reopen.
    """
    following.at_state(closed, state)
    if leave is gone:
        gone(people, "claire", "paul")
    else:
        out(closed, people, "claire", "paul")
    new = {Role.PROCESS_COORDINATOR: people["thomas"], Role.RISK_OWNER: people["elise"]}
    row = reopen(closed, people["hugo"], successors=new)
    assert holders(closed) == {
        "process_coordinator": ["Thomas Leclercq"],
        "content_coordinator": ["Hugo Séverin"],
        "risk_owner": [people["elise"].full_name],
    }
    with bound(WORKER):
        assert Case.objects.get(pk=closed.pk).state == Case.State.ANALYSIS
        events = set(JournalEntry.objects.filter(case=closed).values_list("event", flat=True))
    assert row.cycle == 2
    assert events >= {"case.reopened", "team.joined"}
    assert ("team.left" in events) == (leave is gone)
    names = {"Thomas Leclercq", people["elise"].full_name}
    assert told("declaration_asked") >= names
    assert told("case_reopened") >= names


@pytest.mark.parametrize(
    "successors",
    [
        {},
        {Role.PROCESS_COORDINATOR: "thomas"},
        {Role.RISK_OWNER: "hugo"},
        {Role.RISK_OWNER: "bruno"},
    ],
    ids=["nobody", "another office", "oneself", "twice without a reason"],
)
def test_refused_without_somebody_who_may(closed, people, successors):
    """X24, X42, S71; all or nothing. Lines: each of offices_are_filled."""
    out(closed, people, "paul")
    before = snapshot()
    with pytest.raises(Refused):
        reopen(closed, people["hugo"], successors={r: people[k] for r, k in successors.items()})
    assert snapshot() == before


def test_one_person_for_two_offices_needs_a_reason(closed, people):
    """S71. Line: ``user in named`` in offices_are_filled."""
    out(closed, people, "claire", "paul")
    both = dict.fromkeys((Role.PROCESS_COORDINATOR, Role.RISK_OWNER), people["thomas"])
    with pytest.raises(Refused) as no:
        reopen(closed, people["hugo"], successors=both)
    assert [one.row for one in no.value.obstacles] == ["S71"]
    reopen(closed, people["hugo"], successors=both, why_twice="Personne d’autre ce mois-ci.")
    assert holders(closed)["risk_owner"] == holders(closed)["process_coordinator"]


def test_where_the_content_is_nobodys_the_process_coordinator_reopens(closed, people):
    """X24: a closed case is not left without a way. Lines: each branch of reopens_it."""
    new = {Role.CONTENT_COORDINATOR: people["thomas"]}
    for key in ("claire", "paul", "bruno"):
        with pytest.raises(PermissionDenied):
            reopen(closed, people[key], successors=new)
    out(closed, people, "hugo")
    for key in ("paul", "bruno"):
        with pytest.raises(PermissionDenied):
            reopen(closed, people[key], successors=new)
    reopen(closed, people["claire"], successors=new)
    assert holders(closed)["content_coordinator"] == ["Thomas Leclercq"]


def test_where_both_are_nobodys_the_risk_owner_does(closed, people):
    """X24. Line: RISK_OWNER in reopens_it."""
    out(closed, people, "hugo", "claire")
    new = {Role.CONTENT_COORDINATOR: people["thomas"], Role.PROCESS_COORDINATOR: people["elise"]}
    with pytest.raises(PermissionDenied):
        reopen(closed, people["bruno"], successors=new)
    reopen(closed, people["paul"], successors=new)
    assert len(holders(closed)) == 3


def test_a_running_case_is_not_reopened(closed, people):
    """X24. Line: ``starts(REOPENED)``."""
    out(closed, people, "paul")
    following.at_state(closed, Case.State.ACTIVE)
    with pytest.raises(Refused) as no:
        reopen(closed, people["hugo"], successors={Role.RISK_OWNER: people["thomas"]})
    assert [one.row for one in no.value.obstacles] == ["4"]
    with bound(WORKER):
        assert not Reopening.objects.filter(case=closed).exists()


def test_all_or_nothing(closed, people, fails):
    """I5: nobody joins a case that is not reopened after all."""
    out(closed, people, "paul")
    before = snapshot()
    with fails(phases, "move"):
        reopen(closed, people["hugo"], successors={Role.RISK_OWNER: people["thomas"]})
    assert snapshot() == before


def test_the_page_asks_for_them(closed, people, sign_in):
    """X24: no button is locked by what the form itself asks. Lines: form_options and values."""
    out(closed, people, "paul")
    browser, page = sign_in(people["hugo"]), f"/cases/{closed.pk}/monitoring/"
    shown = text_of(browser.get(page))
    assert "There is no risk owner on the team any more." in shown
    assert "Whoever reopens the case names somebody in the same act." in shown
    form = browser.get(f"{page}reopen/")
    assert set(form.context["form"].fields) >= {"risk_owner", "why_twice"}
    assert "process_coordinator" not in form.context["form"].fields
    said = {"trigger": "person", "reason": "Il demande de l’aide."}
    answer = browser.post(f"{page}reopen/", said | {"risk_owner": people["thomas"].pk})
    assert answer.status_code == 302, text_of(answer)
    assert holders(closed)["risk_owner"] == ["Thomas Leclercq"]
