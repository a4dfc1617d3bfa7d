"""Who signs a closure has neither proposed it nor coordinates the case (X42, S81)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from casework import phases
from casework.models import Case
from casework.rights import Role
from casework.team import decisions as team
from closure.closing import around
from closure.closing.decisions import SIGNED
from closure.models import ClosureProposal
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning

PROPOSED = "You have proposed this closure: somebody else signs it."
COORDINATES = "You coordinate this case, or did when closure was proposed: somebody else signs."
NOBODY = "Nobody who answers for the risk may sign: each proposed it or coordinates."
DEPUTY = "Let the process coordinator name a deputy as a second risk owner, and ask them."


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return scenes.carried_out(who)


@pytest.fixture(autouse=True)
def later():
    """Four months after the plan."""
    with clock.at(planning.noon(scenes.LATER)):
        yield scenes.LATER


def also(case, user, role) -> None:
    """Give somebody a second role, as older files may have it."""
    with bound(WORKER):
        team.first_member(case, user, role, double_role_reason="D’avant.")


def sentences(act) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        act()
    return [(str(o.sentence), str(o.todo)) for o in refusal.value.obstacles]


def before_signing(case) -> list[tuple[str, str]]:
    """What the whole team reads before the signature."""
    with bound(WORKER), translation.override("en"):
        standing = phases.obstacles(Case.objects.get(pk=case.pk), SIGNED)
    return [(str(o.sentence), str(o.todo)) for o in standing if o.blocks]


def test_who_proposed_it_does_not_sign_the_other_one_does(case, who, sign_in):
    """X42: by decision, on the pages, on My work, in the database. Line: ``proposed_by_id``."""
    also(case, who["hugo"], Role.RISK_OWNER)
    proposal = scenes.ready(case, who)
    assert sentences(lambda: scenes.signed(proposal, who, by="hugo")) == [
        (PROPOSED, "Ask Paul Rivoire.")
    ]
    hugo = sign_in(who["hugo"])
    work = hugo.get("/")
    assert work.context["to_sign"].not_mine
    assert "See whom to ask" in text_of(work)
    assert "Read and sign" not in text_of(work)
    for name, status in (("closing", 200), ("sign", 403)):
        answer = hugo.get(reverse(f"closure:{name}", args=[case.pk]))
        assert answer.status_code == status
        assert PROPOSED in text_of(answer)
        assert "Ask Paul Rivoire." in text_of(answer)
    assert "Read and sign" not in text_of(hugo.get(reverse("closure:closing", args=[case.pk])))
    answer = hugo.post(reverse("closure:sign", args=[case.pk]), {"agrees": "on", "reason": "x"})
    assert answer.status_code == 403
    with bound(WORKER), transaction.atomic():
        row = ClosureProposal.objects.get(pk=proposal.pk)
        row.state, row.signed_at, row.signed_by = "signed", clock.now(), who["hugo"]
        with pytest.raises(IntegrityError, match="another"), transaction.atomic():
            row.save_changes()
    assert scenes.signed(proposal, who).signed_by == who["paul"]


def test_who_coordinates_does_not_sign_and_somebody_must(case, who, sign_in):
    """X42: the card of My work is not filled; a deputy is named, who signs.

    Lines: ``_coordinates``; signing.somebody_may_sign.
    """
    also(case, who["paul"], Role.PROCESS_COORDINATOR)
    proposal = scenes.ready(case, who)
    assert sentences(lambda: scenes.signed(proposal, who)) == [(COORDINATES, DEPUTY)]
    assert (NOBODY, DEPUTY) in before_signing(case)
    card = text_of(sign_in(who["paul"]).get("/"))
    assert COORDINATES in card
    assert "Read and sign" not in card
    with town.acting(who["claire"]) as claire:
        team.join(Case.objects.get(pk=case.pk), by=claire, user=who["aicha"], role=Role.RISK_OWNER)
    assert sentences(lambda: scenes.signed(proposal, who)) == [(COORDINATES, "Ask Aïcha Lorme.")]
    assert scenes.signed(proposal, who, by="aicha").signed_by == who["aicha"]


def test_who_coordinated_at_the_proposal_does_not_sign(case, who):
    """X42: to leave the post on the way does not help. Line: ``joined_at <= moment``."""
    also(case, who["paul"], Role.CONTENT_COORDINATOR)
    proposal = scenes.ready(case, who)
    with clock.at(planning.noon(scenes.LATER) + planning.timedelta(hours=1)):
        with bound(WORKER):
            row = Case.objects.get(pk=case.pk).members.get(
                user=who["paul"], role=Role.CONTENT_COORDINATOR
            )
            team._end(row, "Fini.")
        said = sentences(lambda: scenes.signed(proposal, who))
        assert [one for one, _todo in said] == [COORDINATES]
        assert NOBODY in [one for one, _todo in before_signing(case)]


def test_nobody_ends_their_own_access_with_another_hat(case, who):
    """X42, S77. Line: ``_ends_own_access``."""
    proposal = scenes.proposed(case, who)
    with town.acting(who["hugo"]) as hugo:
        said = sentences(
            lambda: around.offer_handover(
                proposal,
                by=hugo,
                service="CMP",
                content="Un suivi.",
                worker=hugo,
                new_role="psychologue",
                access_ends_on=scenes.LATER,
            )
        )
    assert said == [
        ("Nobody ends their own part on a case, or hands it over.", "Ask Paul Rivoire.")
    ]
