"""Files from paper on the stage: in hand of personas, in hand of the cast, brought in."""

from __future__ import annotations

from common.scope import WORKER, bound
from plans.models import PaperFile
from plans.paper import decisions
from tests import people as cast
from tests.acts.putting import put
from tests.plans.paper import scenes
from tests.world.canary import canary

# The people of scenes.py, by the keys of who stands for them among the personas.
PERSONAS = {"thomas": "damien", "claire": "pia", "hugo": "hector", "paul": "pauline",
            "bruno": "basile", "lea": "lila"}  # fmt: skip
NAMES = {"given_name": "Aurore", "family_name": "Tissandier"}


def build(stage) -> None:
    """«handed» waits for Hector, «typed» is with Claire and not whole, «papered» is a case."""
    people = stage.people
    personas = people | {key: people[other] for key, other in PERSONAS.items()}
    stage.papers["handed"] = scenes.handed(
        personas, scenes.opened(personas, given_name="Solenn", family_name="Quémener")
    )
    paper = scenes.opened(people, **NAMES)
    with cast.acting(people["claire"]) as claire:
        said = scenes.typed(people, next_on=None, action_2_owner=None)
        stage.papers["typed"] = decisions.type_paper(paper, by=claire, said=said)
    _in_canaries(stage)
    stage.cases["papered"] = scenes.confirmed(
        people,
        scenes.handed(people, scenes.opened(people, given_name="Maël", family_name="Zéphir")),
    )


def _in_canaries(stage) -> None:
    """«secret» is with Claire: everything that is typed of a file before it is one."""
    people = stage.people
    paper = scenes.opened(
        people, paper_place=canary("place paper"), grounds=canary("grounds paper"),
        given_name=canary("given paper"), family_name=canary("family paper"),
        alias=canary("alias paper"), concern_grounds=canary("concern paper"),
    )  # fmt: skip
    with cast.acting(people["claire"]) as claire:
        said = scenes.typed(people, why_start=canary("why paper"), next_on=None)
        decisions.type_paper(paper, by=claire, said=said)
    put(
        PaperFile, paper.pk, given_back_because=canary("back paper"),
        age_text=canary("told age paper"), asked_of=canary("asked paper"),
        wording=canary("wording paper"),
    )  # fmt: skip
    with bound(WORKER):
        stage.papers["secret"] = PaperFile.objects.get(pk=paper.pk)
