"""How many of one person's names, written two ways, are found among the first ten (2.1, X06).

The pairs come from published sources and stand as they were drawn (frozen/README.md); so do a
thousand unrelated names. What is measured is the search of the application, in the database.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import uuid4

from casework.models import Person
from common import clock
from common.scope import WORKER, bound
from intake.matching.search import look
from intake.models import NamedPerson, Signal
from intake.signals.named import first_of
from tests import worlds
from tests.intake.matching.frozen.names import pairs, unrelated
from tests.intake.matching.scenes import earlier, name, taken
from tests.people import acting

FIRST_TEN = 10
# kind: (pairs, found among the first ten, found first), as it is. Before Greek, Georgian and the
# other readings it was 252 of 395, with 5 unrelated names shown. The rules were written with what
# was missed in sight: of 395 pairs drawn anew (seed 9) and never looked at, 366 are found.
FOUND = {
    "double given name": (25, 25, 25),
    "particle": (25, 25, 25),
    "apostrophe": (10, 10, 10),
    "turkish": (25, 25, 24),
    "north african": (40, 33, 32),
    "arabic": (40, 40, 40),
    "cyrillic": (40, 39, 39),
    "greek": (30, 29, 28),
    "georgian": (25, 25, 25),
    "spelling": (40, 38, 38),
    "one letter": (25, 25, 25),
    "accents": (20, 20, 20),
    "order": (25, 23, 23),
    "diminutive": (25, 21, 21),
}
# Of all pairs: in the first ten.
IN_TEN = (378, 395)
# Of the thousand unrelated names: shown for all questions together, and for one question at most.
FALSE = (27, 2)


@worlds.standing
def register(people):
    """Each pair's first name and the unrelated ones, with an earlier signal each; who is who."""
    first, person = earlier(people, 40, given_name="A")
    who = {}
    rows = [(at, one.given, one.family) for at, one in enumerate(pairs())]
    rows += [(-1, given, family) for given, family in unrelated()]
    with bound(WORKER):
        for number, (at, given, family) in enumerate(rows):
            told = clock.now() - timedelta(minutes=number)  # what is alike stands in one order
            made = Person(given_name=given, family_name=family, created_at=told)
            made.save(force_insert=True)
            first.pk, first.reference = uuid4(), f"S-{uuid4().hex[:12]}"
            first.save(force_insert=True)
            NamedPerson(signal=first, person=made, named_at=told).save(force_insert=True)
            who[made.pk] = at
    asking = taken(people)
    name(asking, people["claire"], given_name="B")
    assert person.pk not in who
    return asking, who


def places(people, asking: Signal, who) -> list[tuple[int | None, int]]:
    """For each pair the place of its person in the list, and how many unrelated are shown."""
    with bound(WORKER):
        asking = first_of(Signal.objects.get(pk=asking.pk))
    found = []
    for at, pair in enumerate(pairs()):
        with bound(WORKER):
            person = Person.objects.get(pk=asking.person_id)
            person.given_name, person.family_name = pair.asked_given, pair.asked_family
            person.save_changes()
        with acting(people["claire"]) as claire:
            shown = [who.get(one.pk) for one in look(asking, by=claire).candidates]
        place = shown.index(at) + 1 if at in shown else None
        found.append((place, shown.count(-1)))
    return found


def test_recall_of_the_frozen_pairs(people, register):
    """2.1, X06: what is found, kind by kind, and what is shown beside it."""
    found = places(people, *register)
    every, in_ten, first = Counter(), Counter(), Counter()
    for pair, (place, _false) in zip(pairs(), found, strict=True):
        every[pair.kind] += 1
        in_ten[pair.kind] += place is not None and place <= FIRST_TEN
        first[pair.kind] += place == 1
    measured = {kind: (every[kind], in_ten[kind], first[kind]) for kind in every}
    shown = [false for _place, false in found]
    assert measured == FOUND
    assert (sum(in_ten.values()), sum(every.values())) == IN_TEN
    assert (sum(shown), max(shown)) == FALSE
