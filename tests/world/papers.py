"""Files from paper on the stage: in hand of personas, in hand of the cast, brought in."""

from __future__ import annotations

from plans.paper import decisions
from tests import people as cast
from tests.plans.paper import scenes

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
    stage.cases["papered"] = scenes.confirmed(
        people,
        scenes.handed(people, scenes.opened(people, given_name="Maël", family_name="Zéphir")),
    )
