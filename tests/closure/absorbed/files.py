"""Two files on one person: Hugo's is carried out, Julie's was opened before it, by another name."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case
from closure.absorbed import decisions as acts
from closure.absorbed import undoing
from closure.models import Absorption
from common import clock
from common.scope import WORKER, bound
from tests import people as town
from tests.closure import scenes
from tests.plans import planning

Side = Absorption.Side
GROUNDS = "Même date de naissance, même adresse ; sa mère porte l’autre nom."


def two_files(who) -> dict[str, Case]:
    """The older one at «gathering»: Thomas, Julie, Aïcha and Marek; the younger one carried out."""
    return {"older": older_file(who), "younger": scenes.carried_out(who)}


def older_file(who) -> Case:
    """Opened long before: Thomas, Julie, Aïcha and Marek are its team."""
    with clock.at(planning.noon(scenes.FIRST - timedelta(days=100))):
        team = town.team_of(
            who, process_coordinator=who["thomas"], content_coordinator=who["julie"],
            risk_owner=who["aicha"], partners=[who["marek"]],
        )  # fmt: skip
        return town.open_case(who, given="Ianis", family="Duval", team=team)


def now(case) -> Case:
    """The case as it stands."""
    with bound(WORKER):
        return Case.objects.get(pk=case.pk)


def ask(case, by, about, **said) -> Absorption:
    """This person asks, on this case, about that one, or about what is typed."""
    reference = about if isinstance(about, str) else about.reference
    said = {"other_reference": reference, "met": "match", "grounds": GROUNDS} | said
    with town.acting(by):
        return acts.ask_about(now(case), by=by, **said)


def side(row: Absorption, case) -> Absorption:
    """What that case knows of the same question."""
    with bound(WORKER):
        return Absorption.objects.select_related("case").get(pair=row.pair, case=case)


def agree(row: Absorption, case, by, **said) -> Absorption:
    """This person agrees, on that case."""
    with town.acting(by):
        return acts.agree_to_absorb(side(row, case), by=by, **({"agrees": True} | said))


def absorbed(files, who) -> Absorption:
    """Hugo asks, Julie agrees: the older side."""
    return agree(ask(files["younger"], who["hugo"], files["older"]), files["older"], who["julie"])


def ask_undoing(row: Absorption, case, by, reason="Ce sont deux cousins.") -> Absorption:
    """This person asks, on that case, that the two stand apart again."""
    with town.acting(by):
        return undoing.ask_undoing(side(row, case), by=by, reason=reason)


def confirm(row: Absorption, case, by, **said) -> Absorption:
    """This person confirms, on that case."""
    with town.acting(by):
        return undoing.confirm_undoing(side(row, case), by=by, **({"agrees": True} | said))
