"""A territory of many cases: the demonstration's stories, each copied at many moments.

30 agencies, 300 people, about seven seats a case. Some people are known by name, for the figures:
a partner of 20 cases, a coordinator of 400, a partner of 2,000 old ones, the mayor, risk owner of
78 %. Everything else falls by a fixed chance. How the rows go in, and that constraints and foreign
keys are checked: benchmarks/load.py.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections, transaction

from agencies.models import Agency, User
from benchmarks.copies import Kept
from benchmarks.load import load
from casework.models import Case, JournalEntry
from common import clock
from common.scope import WORKER, bound
from operations.demo import cast, scenes
from operations.demo.stories import Frene, SignalsAlone, Sureau, Tilleul, shift_for

AGENCIES, PEOPLE = 30, 300
# The mayor's part of the cases; how many the others have, however many there are.
MAYOR, COORDINATOR, PARTNER, OLD_PARTNER = 0.78, 400, 20, 2_000
OLD_AT_MOST = 0.2  # of a small territory
# How many cases of a thousand are copies of (story, after its line or "closing", ended since).
MOMENTS = {
    (Tilleul, "05", False): 40, (Tilleul, "06", False): 50, (Tilleul, "07", False): 30,
    (Tilleul, "10", False): 90, (Tilleul, "closing", False): 10, (Tilleul, "13", False): 50,
    (Tilleul, "13", True): 200, (Sureau, "06", False): 50, (Sureau, "11", False): 90,
    (Sureau, "closing", False): 10, (Sureau, "13", False): 40, (Sureau, "13", True): 200,
    (Frene, "03", False): 30, (Frene, "08", False): 80, (Frene, "12", False): 30,
}  # fmt: skip
# Signals that still wait, and those that lead to another row.
NOT_COPIED = ["received", "acknowledged", "in_triage", "need_more", "merged", "joined_to_case"]
ABSENCES = """
insert into agencies_absence (user_id, first_day, last_day, reason)
select id, current_date - 3, current_date + 4, '' from agencies_user
where email like 'p%@benchmark.example' and id % 25 = 0"""
LONG_AGO = 3_000  # days that the old partner's cases lie back


@dataclass
class Territory:
    """Who stands for whom in the copies: drawn once, by a fixed chance."""

    cases: int

    def __post_init__(self):
        self.chance = random.Random(2026)  # noqa: S311 (rows of a benchmark)
        self.made = 0
        self.owed = Counter(
            mayor=round(self.cases * MAYOR), coordinator=COORDINATOR, partner=PARTNER,
            old=min(OLD_PARTNER, round(self.cases * OLD_AT_MOST)),
        )  # fmt: skip

    def settle(self) -> None:
        """The agencies and people: the demonstration's, and as many more as are missing."""
        with bound(WORKER):
            self.cast = cast.load()
            for number in range(Agency.objects.count(), AGENCIES):
                Agency.objects.create(name=f"Service {number}", short_name=f"S{number}", kind="ngo")
            self.town = self.cast["claire"].agency
            self.others = [a.pk for a in Agency.objects.exclude(pk=self.town.pk).order_by("pk")]
            by_agency = [self.town.pk, *self.others]
            for number in range(User.objects.count(), PEOPLE):
                agency = by_agency[number % len(by_agency)]
                _person(f"p{number}", f"Personne {number}", agency)
            self.mayor = _person("mayor", "La maire", self.town.pk)
            self.coordinator = _person("coordinator", "Coordinatrice", self.town.pk)
            self.partner = _person("partner", "Partenaire", self.others[0])
            self.old_partner = _person("old", "Ancien partenaire", self.others[1])
        known = {self.mayor.pk, self.coordinator.pk, self.partner.pk, self.old_partner.pk}
        self.people = {
            agency: list(
                User.objects.filter(agency=agency)
                .exclude(pk__in=known)
                .values_list("pk", flat=True)
            )
            for agency in by_agency
        }
        kept = {person.pk for person in self.cast.values()}
        self.known = sorted(kept)
        self.theirs = sorted(
            {person.agency_id for person in self.cast.values() if person.agency_id}
        )
        self.townspeople = [pk for pk in self.people[self.town.pk] if pk not in kept]

    def draw(self, case, count: int, ended: bool) -> Iterator[tuple]:
        """Who stands for whom in ``count`` copies of the case, and on what day each is."""
        with bound(WORKER):
            team = list(case.members.filter(active=True).values_list("agency_id", "role"))
            latest = JournalEntry.objects.filter(case=case).latest("at").at
        back = (clock.now() - latest).days
        for _number in range(count):
            self.made += 1
            old = self._owes("old", of=1.3)
            moved = back - self.chance.randrange(28)
            if ended:
                moved -= self.chance.randrange(180, 1500)
            if old:
                moved -= LONG_AGO
            agencies = self._agencies(old, team)
            people = self._people(agencies, old)
            yield (
                self.made, moved, "ended" if ended else None,
                [people.get(pk, pk) for pk in self.known],
                [agencies.get(pk, pk) for pk in self.theirs],
            )  # fmt: skip

    def draw_signals(self, count: int) -> Iterator[tuple]:
        """The same for signals that led to no case; twenty of them are the partner's."""
        everybody = [pk for some in self.people.values() for pk in some]
        desk = {self.cast[key].pk for key in ("claire", "thomas", "ines", "luc", "nadia")}
        for number in range(count):
            reporter = self.partner.pk if number < 20 else self.chance.choice(everybody)
            people = [pk if pk in desk else reporter for pk in self.known]
            n = 1_000_000 + number
            yield n, -self.chance.randrange(900), None, people, self.theirs

    def _owes(self, whom: str, of: float = 1.0) -> bool:
        """Whether this copy is one of theirs; all of them by the last."""
        left = max(1, self.cases - self.made + 1)
        hit = self.owed[whom] > 0 and self.chance.random() < of * self.owed[whom] / left
        self.owed[whom] -= hit
        return hit

    def _agencies(self, old: bool, team: list) -> dict[int, int]:
        """Each agency of the story but the town -> another one, each once."""
        there = {person.agency_id for person in self.cast.values() if person.agency_id}
        there = sorted(there - {self.town.pk})
        free = self.chance.sample(self.others[2:], len(there))
        new = dict(zip(there, free, strict=True))
        partners = [agency for agency, role in team if role == "partner"]
        self.seats = {}
        if old:
            self.seats[partners[0]] = self.old_partner
            new[partners[0]] = self.old_partner.agency_id
        if self._owes("partner"):
            self.seats[partners[1]] = self.partner
            new[partners[1]] = self.partner.agency_id
        return new

    def _people(self, agencies: dict[int, int], old: bool) -> dict[int, int]:
        """Each person of the story -> somebody of the agency that stands for theirs."""
        new = {}
        for key, person in self.cast.items():
            if key == "claire":
                mine = self._owes("coordinator")
                new[person.pk] = (
                    self.coordinator.pk if mine else self.chance.choice(self.townspeople)
                )
            elif key == "paul":
                new[person.pk] = self.mayor.pk if self._owes("mayor") else self.cast["aicha"].pk
            elif person.agency_id in self.seats:
                new[person.pk] = self.seats[person.agency_id].pk
            elif person.agency_id in agencies:
                new[person.pk] = self.chance.choice(self.people[agencies[person.agency_id]])
        return new


def _person(key: str, name: str, agency: int) -> User:
    user = User(email=f"{key}@benchmark.example", full_name=name, agency_id=agency)
    user.set_unusable_password()
    user.save()
    return user


def fill(cases: int) -> None:
    """Fill an empty, migrated database."""
    territory = Territory(cases)
    with transaction.atomic():
        territory.settle()
    with connections["owner"].cursor() as cursor:
        kept = Kept(cursor, territory.known, territory.theirs)
    for story in (Tilleul, Sureau, Frene):
        _tell(story, territory, kept)
    SignalsAlone(territory.cast, shift_for()).tell()
    scenes.play(territory.cast)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(ABSENCES)
        which = f"case_id is null and not state = any(array{NOT_COPIED})"
        kept.signals(cursor, which, territory.draw_signals(cases // 40))
    at = connections["owner"].settings_dict
    load(
        {"host": at["HOST"], "port": at["PORT"], "user": at["USER"], "password": at["PASSWORD"],
         "dbname": at["NAME"]}, kept,
    )  # fmt: skip


def _tell(story: type, territory: Territory, kept: Kept) -> None:
    """The story, line by line, kept at each of its moments as it stands then."""
    wanted = {moment: share for moment, share in MOMENTS.items() if moment[0] is story}

    def keep(at: str) -> None:
        for (_story, moment, ended), share in wanted.items():
            if moment == at:
                with bound(WORKER):
                    case = Case.objects.get(reference=told.reference)
                drawn = territory.draw(case, share * territory.cases // 1000, ended)
                with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                    kept.case(cursor, case.pk, drawn)

    class Told(story):
        reference = ""  # of the one case that it opens

        def signed(self, *args, **kwargs):
            keep("closing")
            return super().signed(*args, **kwargs)

    told = Told(territory.cast, shift_for())
    before = set(_references())
    for line in story.lines():
        getattr(told, line)()
        told.reference = next(iter(set(_references()) - before), "")
        keep(line.split("_")[1])


def _references() -> list[str]:
    with bound(WORKER):
        return list(Case.objects.values_list("reference", flat=True))
