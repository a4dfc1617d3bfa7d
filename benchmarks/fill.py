"""A territory of many cases: the demonstration's stories, each copied at many moments.

30 agencies, 300 people, about seven seats a case. Some people are known by name, for the figures:
a partner of 20 cases, a coordinator of 400, a partner of 2,000 old ones, the mayor, risk owner of
78 %. Everything else falls by a fixed chance. The rows go in as the tables' owner, constraints and
foreign keys checked; only the rule that an approved plan is not written to is lifted meanwhile.
"""

from __future__ import annotations

import io
import random
import sys
from collections import Counter
from dataclasses import dataclass

from django.db import connections, transaction

from agencies.models import Agency, User
from benchmarks import copies
from casework.models import Case, JournalEntry
from common import clock
from common.scope import WORKER, bound
from operations.demo import cast, scenes
from operations.demo.stories import Frene, SignalsAlone, Sureau, Tilleul, shift_for

AGENCIES, PEOPLE = 30, 300
# Of the cases: the mayor's, the coordinator's, those of the two partners.
MAYOR, COORDINATOR, PARTNER, OLD_PARTNER = 0.78, 0.04, 0.002, 0.2
# How many cases of a thousand are copies of (story, after its line or "closing", ended since).
MOMENTS = {
    (Tilleul, "05", False): 40, (Tilleul, "06", False): 50, (Tilleul, "07", False): 30,
    (Tilleul, "10", False): 90, (Tilleul, "closing", False): 10, (Tilleul, "13", False): 50,
    (Tilleul, "13", True): 200, (Sureau, "06", False): 50, (Sureau, "11", False): 90,
    (Sureau, "closing", False): 10, (Sureau, "13", False): 40, (Sureau, "13", True): 200,
    (Frene, "03", False): 30, (Frene, "08", False): 80, (Frene, "12", False): 30,
}  # fmt: skip
# Signals that still wait, or point to another: not copied.
# Signals that still wait, and those that lead to another row.
NOT_COPIED = ["received", "acknowledged", "in_triage", "need_more", "merged", "joined_to_case"]
LONG_AGO = 3_000  # days that the old partner's cases lie back


@dataclass
class Territory:
    """Who stands for whom in the copies: drawn once, by a fixed chance."""

    cases: int

    def __post_init__(self):
        self.chance = random.Random(2026)  # noqa: S311 (rows of a benchmark)
        self.made = 0
        self.owed = Counter(
            mayor=round(self.cases * MAYOR), coordinator=round(self.cases * COORDINATOR),
            partner=max(5, round(self.cases * PARTNER)), old=round(self.cases * OLD_PARTNER),
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
        self.townspeople = [pk for pk in self.people[self.town.pk] if pk not in kept]

    def draw(self, cursor, case, count: int, ended: bool) -> None:
        """Fill the maps for ``count`` copies of the case."""
        rows, stands, agencies = [], [], []
        with bound(WORKER):
            team = list(case.members.filter(active=True).values_list("agency_id", "role"))
            latest = JournalEntry.objects.filter(case=case).latest("at").at
        back = (clock.now() - latest).days
        for _number in range(count):
            self.made += 1
            n = self.made
            old = self._owes("old", of=1.3)
            moved = back - self.chance.randrange(28)
            if ended:
                moved -= self.chance.randrange(180, 1500)
            if old:
                moved -= LONG_AGO
            rows.append((n, n, moved, "ended" if ended else None))
            new = self._agencies(old, team)
            agencies += [(n, *pair) for pair in new.items()]
            stands += [(n, *pair) for pair in self._people(new, old).items()]
        _copy_in(cursor, "copy", rows)
        _copy_in(cursor, "stands", stands)
        _copy_in(cursor, "agency_stands", agencies)
        cursor.execute("analyze copy, stands, agency_stands")

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


def _copy_in(cursor, table: str, rows) -> None:
    lines = ("\t".join("\\N" if v is None else str(v) for v in row) for row in rows)
    cursor.copy_expert(f"copy {table} from stdin", io.StringIO("\n".join(lines)))


def fill(cases: int) -> None:
    """Fill an empty, migrated database."""
    territory = Territory(cases)
    with transaction.atomic():
        territory.settle()
    for story in (Tilleul, Sureau, Frene):
        _tell(story, territory)
    SignalsAlone(territory.cast, shift_for()).tell()
    scenes.play(territory.cast)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        _around(cursor, territory)
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")


def _tell(story: type, territory: Territory) -> None:
    """The story, line by line, copied at each of its moments as it stands then."""
    wanted = {moment: share for moment, share in MOMENTS.items() if moment[0] is story}

    def copied(at: str) -> None:
        for (_story, moment, ended), share in wanted.items():
            if moment == at:
                count = share * territory.cases // 1000
                with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                    _multiply(cursor, territory, told.reference, count, ended)

    class Copied(story):
        reference = ""  # of the one case that it opens

        def signed(self, *args, **kwargs):
            copied("closing")
            return super().signed(*args, **kwargs)

    told = Copied(territory.cast, shift_for())
    before = set(_references())
    for line in story.lines():
        getattr(told, line)()
        told.reference = next(iter(set(_references()) - before), "")
        copied(line.split("_")[1])


def _references() -> list[str]:
    with bound(WORKER):
        opened = Case.objects.exclude(reference__startswith="B")
        return list(opened.values_list("reference", flat=True))


def _multiply(cursor, territory, reference: str, count: int, ended: bool) -> None:
    with bound(WORKER):
        case = Case.objects.get(reference=reference)
    sys.stdout.write(f"{count:6} copies of {case.reference}, {'ended' if ended else case.state}\n")
    sys.stdout.flush()
    copies.make_maps(cursor)
    _guard(cursor, "disable")
    territory.draw(cursor, case, count, ended)
    copies.copy_case(cursor, case.pk)
    cursor.execute("set constraints all immediate")
    _guard(cursor, "enable")
    cursor.execute("drop table copy, stands, agency_stands; drop function pg_temp.another")


def _guard(cursor, verb: str) -> None:
    for table in ("plans_goal", "plans_action", "plans_checkpoint"):
        cursor.execute(f"alter table {table} {verb} trigger plan_is_draft")


def _around(cursor, territory: Territory) -> None:
    """Readings, absences, and signals that led to no case; a few of them still wait."""
    cursor.execute("""
        insert into agencies_absence (user_id, first_day, last_day, reason)
        select id, current_date - 3, current_date + 4, '' from agencies_user
        where email like 'p%@benchmark.example' and id % 25 = 0""")
    cursor.execute("""
        insert into casework_readinglog
          (id, at, reader_id, agency_id, role, case_id, reference, route, reason, request_id)
        select gen_random_uuid(), c.opened_at + k * interval '3 days', m.user_id, m.agency_id,
               m.role, c.id, c.reference, 'case', '', ''
        from casework_case c join casework_teammember m on m.case_id = c.id and m.active
        cross join generate_series(1, 2) k""")
    copies.make_maps(cursor)
    count = territory.cases // 40
    _copy_in(
        cursor,
        "copy",
        [
            (1_000_000 + n, 1_000_000 + n, -territory.chance.randrange(900), None)
            for n in range(count)
        ],
    )
    people = [pk for some in territory.people.values() for pk in some]
    reporters = [territory.chance.choice(people) for _n in range(count)]
    reporters[:20] = [territory.partner.pk] * min(20, count)
    stands = [
        (1_000_000 + n, person.pk, reporters[n])
        for n in range(count)
        for key, person in territory.cast.items()
        if key not in ("claire", "thomas", "ines", "luc", "nadia")
    ]
    _copy_in(cursor, "stands", stands)
    copies.copy_signals(cursor, f"case_id is null and not state = any(array{NOT_COPIED})")
    cursor.execute("set constraints all immediate")
    cursor.execute("drop table copy, stands, agency_stands; drop function pg_temp.another")
