"""What waits of files from paper on My work, each item as a whole, for whom it waits (X14)."""

import pytest
from django.urls import reverse

from common import clock
from common.scope import WORKER, bound
from common.together import answer
from plans.models import PaperFile
from plans.paper import decisions, due
from tests import people as town
from tests.plans.paper import scenes
from worklist import from_paper, source
from worklist.item import Item

SOURCES = ("to_type", "to_confirm", "to_sign")
WHY = "La date de la deuxième réunion manque, et le nom de la personne qui a parlé au lycée."


def waiting(who, *, of: str) -> dict[str, list[Item]]:
    """By source, the items of each of the three of these files."""
    with town.acting(who[of]) as user:
        found = {name: answer(getattr(from_paper, name)(user)) for name in SOURCES}
        return {name: answer(source.written(rows)) for name, rows in found.items() if rows}


def nothing_for(who, *keys: str) -> None:
    for key in keys:
        assert waiting(who, of=key) == {}, key


def test_it_waits_to_be_typed(paper, who):
    """Lines: each of ``_to_type``, of ``_item`` and of the source ``to_type``."""
    (item,) = waiting(who, of="claire")["to_type"]
    assert item == Item(
        title="A file from paper waits to be typed",
        href=reverse("papers:page", args=[paper.pk]),
        reference=paper.reference,
        due_at=paper.opened_at + due.WITHIN,
        kind="plain",
        act="Type the file",
    )
    nothing_for(who, "hugo", "paul", "thomas", "lea")


def test_it_waits_to_be_confirmed(paper, who):
    """Lines: each of ``_to_confirm`` and of the source ``to_confirm``; what is handed over is not
    typed any more."""
    with clock.at(scenes.noon(scenes.ahead(2))):
        row = scenes.handed(who, paper)
    (item,) = waiting(who, of="hugo")["to_confirm"]
    assert item == Item(
        title="A file from paper waits for your confirmation",
        href=reverse("papers:page", args=[paper.pk]),
        reference=paper.reference,
        due_at=row.handed_at + due.WITHIN,
        kind="decision",
        act="Read and decide",
    )
    nothing_for(who, "claire", "paul", "thomas", "lea")


def test_given_back_it_says_why_in_few_words(handed, who):
    """Line: ``meta`` of ``_item``: the reason, as far as a line holds it."""
    with town.acting(who["hugo"]) as hugo:
        decisions.give_back(PaperFile.objects.get(pk=handed.pk), by=hugo, reason=WHY)
    (item,) = waiting(who, of="claire")["to_type"]
    assert len(WHY) > 80
    assert item.meta == WHY[:80]
    nothing_for(who, "hugo")


def test_its_plan_waits_for_the_signature(brought_in, who):
    """Lines: each of ``_to_sign`` and of the source ``to_sign``: its day to the end."""
    with bound(WORKER):
        row = PaperFile.objects.select_related("file").get(file=brought_in)
    (item,) = waiting(who, of="paul")["to_sign"]
    assert item == Item(
        title="The plan in force came from paper and waits for your signature",
        href=reverse("plans:plan", args=[brought_in.pk]),
        reference=brought_in.reference,
        due_at=clock.end_of(row.sign_due_on),
        kind="decision",
        act="Read and decide",
    )
    nothing_for(who, "claire", "hugo", "thomas", "lea")


def test_signed_it_waits_for_nobody(brought_in, who):
    """Line: ``signed_at=None`` of due.to_sign."""
    with bound(WORKER):
        row = PaperFile.objects.get(file=brought_in)
        row.signed_at, row.signed_by = clock.now(), who["paul"]
        row.save_changes()
    nothing_for(who, "paul")


@pytest.mark.parametrize("state", ["monitoring", "ended"])
def test_after_its_closure_nobody_signs_it(brought_in, who, state):
    """Line: ``states`` of due.to_sign."""
    from tests.plans.conftest import at_state

    at_state(brought_in, state)
    nothing_for(who, "paul")


def test_the_one_that_waits_longest_comes_first(paper, who):
    """Lines: the ``order_by`` of due.to_type and due.to_confirm."""
    with clock.at(scenes.noon(scenes.ahead(3))):
        later = scenes.opened(who, given_name="Maëlle", family_name="Le Goff")
    found = [item.reference for item in waiting(who, of="claire")["to_type"]]
    assert found == [paper.reference, later.reference]
