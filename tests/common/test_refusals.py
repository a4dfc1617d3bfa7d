"""A refusal is sentences that someone can act upon (rulings 1)."""

import pytest

from common.refusals import Conflict, Obstacle, Refused, Strength, in_the_way, refuse_unless

BLOCK = Obstacle("Bloque.", "S24")
REASON = Obstacle("Demande une raison.", "S57", Strength.REASON)
WARNING = Obstacle("Avertit.", "S10", Strength.WARNING)


@pytest.mark.parametrize(
    ("reason", "standing"),
    [("", [BLOCK, REASON]), ("  \n", [BLOCK, REASON]), ("Danger.", [BLOCK])],
)
def test_what_still_stands(reason, standing):
    """B blocks, J asks for a reason, W never stands. Line: in_the_way."""
    assert in_the_way([BLOCK, REASON, WARNING], reason) == standing


def test_only_a_block_blocks():
    assert [o.blocks for o in (BLOCK, REASON, WARNING)] == [True, False, False]


def test_a_refusal_carries_its_sentences_and_its_text_names_rows_alone():
    """F4: what lands in a log by accident says no words. Line: ``super().__init__``."""
    refusal = Refused(BLOCK, REASON)
    assert refusal.obstacles == (BLOCK, REASON)
    assert str(refusal) == "S24 S57"
    assert str(BLOCK) == "Bloque."


def test_refuse_unless():
    refuse_unless(True, "x", "S1")
    with pytest.raises(Refused) as refusal:
        refuse_unless(False, "Non.", "S66", "Faire ceci.")
    assert refusal.value.obstacles == (Obstacle("Non.", "S66", todo="Faire ceci."),)


def test_a_conflict_carries_the_row_as_it_stands():
    row = object()
    assert Conflict(row).current is row
    assert str(Conflict(row)) == "object"
