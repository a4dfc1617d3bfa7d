"""X34: what was signed keeps the names of its day; lists and forms have those of today."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.models import Agency, User
from casework.models import Case, JournalEntry
from closure.models import ClosureProposal, Opinion
from common import clock
from common.names_then import KeepsNames
from common.scope import WORKER, bound
from plans.carrying.decisions.commitments import record_commitment
from plans.checkpoints.decisions import meeting as meetings
from plans.models import CheckpointMeeting, Plan
from plans.plan.decisions.versions import start_version
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning

MARRIED, RENAMED, SHORT = "Léa Aubry-Fontaine", "Maison des jeunes", "MDJ"


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return scenes.carried_out(who)


@pytest.fixture(autouse=True)
def english():
    with clock.at(planning.noon(scenes.LATER)), translation.override("en"):
        yield


@pytest.fixture
def signed(case, who):
    """Léa's agency gave its opinion and a promise; Paul signed."""
    with town.acting(who["lea"]) as lea:
        record_commitment(
            Case.objects.get(pk=case.pk), by=lea, said_to="sa tante", words="Un appel.",
            said_on=clock.today(),
        )  # fmt: skip
    proposal = scenes.ready(case, who)
    scenes.signed(proposal, who)
    with bound(WORKER):
        return ClosureProposal.objects.get(pk=proposal.pk)


def rename(who) -> dict:
    """Léa marries, her agency has a new name, Paul and Hugo too; (old names)."""
    before = {
        "lea": who["lea"].full_name, "paul": who["paul"].full_name, "hugo": who["hugo"].full_name,
        "agency": who["lea"].agency.name, "short": who["lea"].agency.short_name,
    }  # fmt: skip
    with bound(WORKER):
        User.objects.filter(pk=who["lea"].pk).update(full_name=MARRIED)
        User.objects.filter(pk=who["paul"].pk).update(full_name="Paul Autrement")
        User.objects.filter(pk=who["hugo"].pk).update(full_name="Hugo Autrement")
        Agency.objects.filter(pk=who["lea"].agency_id).update(name=RENAMED, short_name=SHORT)
    return before


def page(sign_in, who, name: str, case, *more) -> str:
    person = User.objects.get(pk=who["claire"].pk)
    return text_of(sign_in(person).get(reverse(name, args=[case.pk, *more])))


def panel(shown: str, ident: str) -> str:
    """One panel of a page, by its id."""
    return shown.partition(f'id="{ident}"')[2].partition("</section>")[0]


def test_every_signed_page_keeps_the_names_of_its_day(case, who, signed, sign_in):
    """Lines: ``keep_names``, ``then`` in each template."""
    was = rename(who)
    closing = page(sign_in, who, "closure:closing", case)
    opinions, proposal = panel(closing, "opinions"), panel(closing, "proposal")
    assert was["agency"] in opinions
    assert was["lea"] in opinions
    assert MARRIED not in opinions
    assert RENAMED not in opinions
    assert was["paul"] in proposal
    assert was["hugo"] in proposal
    promises = panel(page(sign_in, who, "plans:carrying", case), "commitments")
    assert f"{was['lea']}, {was['short']}" in promises
    plan = page(sign_in, who, "plans:plan", case)
    assert f"Approved by {was['hugo']}" in plan
    actions = panel(plan, "actions")
    assert was["lea"] in actions
    assert MARRIED not in actions
    feed = panel(page(sign_in, who, "case", case), "feed")
    assert was["paul"] in feed
    assert "Paul Autrement" not in feed


def test_lists_have_the_names_of_today(case, who, signed, sign_in):
    was = rename(who)
    team = page(sign_in, who, "case_team", case)
    assert MARRIED in team
    assert was["lea"] not in team


def test_whoever_signs_later_signs_under_the_new_name(case, who):
    """Line: the moment in ``keep_names``: an opinion that is changed has the name of that day."""
    proposal = scenes.ready(case, who)
    rename(who)
    with clock.at(clock.now() + timedelta(days=1)):
        who["lea"].refresh_from_db()
        scenes.opinion(proposal, who, "lea", "against", "Trop tôt.")
    with bound(WORKER):
        row = Opinion.objects.select_related("author", "agency").get(
            proposal=proposal, author=who["lea"]
        )
        assert row.then.author.display == MARRIED
        assert row.then.agency.name == RENAMED


def test_a_save_for_another_reason_keeps_the_name(case, who, signed):
    """Line: ``(of, at)`` compared in ``keep_names``."""
    was = rename(who)
    with bound(WORKER):
        signed.refresh_from_db()
        signed.save_changes()
        signed = ClosureProposal.objects.select_related("signed_by").get(pk=signed.pk)
        assert signed.then.signed_by.display == was["paul"]
        assert signed.signed_by.display == "Paul Autrement"


def test_a_concluded_checkpoint_and_an_approval(case, who):
    """Lines: ``NAMES`` of the meeting and of the plan, ``_names_of_lines``."""
    with bound(WORKER):
        plan = Plan.objects.get(case=case, state="approved")
        assert plan.names["approved_by"]["full_name"] == who["hugo"].full_name
        lines = plan.names["lines"]
        assert lines[f"user:{who['lea'].pk}"] == {"full_name": who["lea"].full_name}
        assert lines[f"agency:{who['lea'].agency_id}"]["name"] == who["lea"].agency.name
    with town.acting(who["claire"]) as claire:
        held = meetings.open_checkpoint(
            Case.objects.get(pk=case.pk), by=claire, held_on=clock.today(), why_extra="Du neuf."
        )
    with bound(WORKER):
        held = CheckpointMeeting.objects.get(pk=held.pk)
        assert held.names == {}


def test_the_journal_keeps_name_and_agency(case, who):
    """Lines: ``NAMES`` of JournalEntry; the agency by its person."""
    was = rename(who)
    with bound(WORKER):
        rows = JournalEntry.objects.filter(case=case, by=who["lea"]).select_related("by", "agency")
        row = rows.first()
        assert row.then.by.display == was["lea"]
        assert row.then.agency.short_name == was["short"]
        assert row.by.display == MARRIED


def test_the_new_name_of_somebody_is_no_change_of_the_plan(case, who, sign_in):
    """Line: compared under the names of today in ``_differences``."""
    rename(who)
    with town.acting(User.objects.get(pk=who["hugo"].pk)) as hugo:
        start_version(
            Case.objects.get(pk=case.pk), by=hugo, trigger="information", reason="Un contrat."
        )
    shown = page(sign_in, who, "plans:plan", case) + text_of(
        sign_in(User.objects.get(pk=who["hugo"].pk)).get(reverse("plans:plan", args=[case.pk]))
    )
    assert MARRIED not in panel(shown, "changes")


def test_each_signing_column_has_its_moment():
    """Red when a name is kept of a column that is not there."""
    for model in KeepsNames.__subclasses__():
        columns = {field.name for field in model._meta.concrete_fields}
        assert model.NAMES
        for column, moment in model.NAMES.items():
            assert column in columns
            assert not moment or moment in columns


def test_where_the_name_of_the_day_was_not_kept_the_page_says_so(case, who, signed, sign_in):
    """Lines: ``later`` of the upgrade, ``names_are_later``."""
    said = "those of the day were not kept"
    assert said not in panel(page(sign_in, who, "closure:closing", case), "proposal")
    names = signed.names | {"signed_by": signed.names["signed_by"] | {"later": True}}
    with bound(WORKER):
        signed.refresh_from_db()
        signed.names = names
        signed.save_changes()
    assert said in panel(page(sign_in, who, "closure:closing", case), "proposal")
