#!/usr/bin/env python3
"""How well and how fast a name is found among many: `python benchmarks/name_search.py 100000`.

Makes persons from syllables of several languages, each with a signal, writes some of their names
another way (transliteration, vowel, accent, typo, order, a middle name, Cyrillic), and searches by
access.matches_of, the application's function, in a database of its own on the benchmark's servers.
Prints recall in the first ten and the time of a search in the database, by kind of variant.

Measured on 29 November 2026 with 100,000 persons (fifty given names, much alike), while others
worked, so in CPU of the database, not on the clock: 12 to 15 ms at the median for two words
(95th percentile 16 to 25 ms), 30 (41) with a middle name, 6 (20) for a family name alone, 56 (97)
for a given name alone, which two thousand have. The keys of all took 53 s of a busy core.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extras import execute_values

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import place

GIVEN = (
    "Mohamed Youssef Khaled Karim Ibrahim Ahmed Hassan Said Rachid Abdelkader Fatima Khadija Leila"
    " Nadia Aicha Yanis Leo Hugo Paul Lucas Theo Antoine Jacques Philippe Catherine Marie Camille"
    " Julie Chloe Sarah Yulia Dmitri Sergei Aleksei Nikolai Olga Tatiana Anna Marco Luca Giulia"
    " Sofia Miguel Javier Carmen Jürgen Stefan Katharina Aminata Mamadou Ousmane Fatou"
)
ONSETS = (
    "b ben bel ch cha d da del du f fa g ga gh h ha k ka kh kha l la le m ma mar mo n na p pe"
    " r ra ro s sa so t ta to v va vi z za zi"
)
ENDS = (
    "ard ari at aud bert bi court dad di dou doui eau ek el er et ev ez fi ghi ida in ine ini kar"
    " kov let li lin mani mont nov oub oui our ova ri rin sen ski son ssi ti toux vier zi"
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = {
    "sh": "ш", "ch": "ч", "kh": "х", "zh": "ж", "yu": "ю", "ya": "я", "a": "а", "b": "б", "c": "к",
    "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "ж", "k": "к", "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у",
    "v": "в", "w": "в", "x": "кс", "y": "и", "z": "з",
}  # fmt: skip
SOUNDS = (("ou", "u"), ("kh", "h"), ("ch", "sh"), ("y", "i"), ("c", "k"), ("dj", "j"), ("ph", "f"))
NAME = "relais_names"
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def persons(count: int, chance: random.Random) -> list[tuple[str, str]]:
    """Given and family names, as many as asked for."""
    given, onsets, ends = GIVEN.split(), ONSETS.split(), ENDS.split()
    made = []
    for _number in range(count):
        parts = [chance.choice(onsets), chance.choice(ends)]
        if chance.random() < 0.5:
            parts.insert(1, chance.choice(onsets))
        made.append((chance.choice(given), "".join(parts).capitalize()))
    return made


def typo(word: str, chance: random.Random) -> str:
    """One letter left out, doubled, changed or swapped with the next."""
    place = chance.randrange(1, len(word))
    left, right = word[:place], word[place:]
    return chance.choice(
        (left + right[1:], left + right[0] + right, left + chance.choice(LETTERS) + right[1:],
         left[:-1] + right[0] + left[-1] + right[1:])
    )  # fmt: skip


def vowel(word: str, chance: random.Random) -> str:
    """One vowel heard as another."""
    places = [i for i, letter in enumerate(word) if letter in "aeiou"]
    if not places:
        return word
    place = chance.choice(places)
    return word[:place] + chance.choice("aeiou") + word[place + 1 :]


def sound(word: str, _chance: random.Random) -> str:
    """Another habit of writing the same sounds."""
    for written, other in SOUNDS:
        if written in word:
            return word.replace(written, other)
    return word + "e"


def cyrillic(word: str, _chance: random.Random) -> str:
    """The word in Cyrillic, letter by letter."""
    text = word.lower()
    for latin, letter in CYRILLIC.items():
        text = text.replace(latin, letter)
    return text


def accents(word: str, _chance: random.Random) -> str:
    """Accents where nobody writes them."""
    return word.replace("e", "é").replace("a", "à").replace("i", "ï")


VARIANTS = {
    "transliteration": lambda g, f, c: (sound(g, c), sound(f, c)),
    "vowel": lambda g, f, c: (g, vowel(f, c)),
    "accents": lambda g, f, c: (accents(g, c), accents(f, c)),
    "typo": lambda g, f, c: (g, typo(f, c)),
    "order": lambda g, f, _c: (f, g),
    "middle name": lambda g, f, c: (f"{g} {c.choice(GIVEN.split())}", f),
    "cyrillic": lambda g, f, c: (cyrillic(g, c), cyrillic(f, c)),
    "typo and vowel": lambda g, f, c: (vowel(g, c), typo(f, c)),
    "given name alone": lambda g, _f, _c: (g, ""),
    "family name alone": lambda _g, f, _c: ("", f),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--searches", type=int, default=100, help="for each kind of variant")
    given = parser.parse_args()
    chance = random.Random(2026)  # noqa: S311 (names, no secrets)
    rows = persons(given.count, chance)
    with place.running():
        connection = empty_database()
        asking = fill(connection, rows)
        for name, change in VARIANTS.items():
            report(name, *measure(connection, asking, rows, change, given.searches, chance))
        connection.close()
    return 0


def empty_database():
    """The owner's connection to a migrated database without rows."""
    from django.core.management import call_command
    from django.db import connections

    from operations.management.commands.database_roles import prepare_database

    place.point_at("relais")
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'drop database if exists "{NAME}"')
        cursor.execute(f'create database "{NAME}"')
    place.point_at(NAME)
    prepare_database(connections["owner"])
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    return connections["owner"]


def fill(connection, rows) -> uuid.UUID:
    """Each person with a signal, and the signal on which is asked; returns the latter's key."""
    from agencies.models import Channel, User
    from casework.matching import keys_of
    from casework.models import Person
    from intake.models import NamedPerson, Signal

    begin = time.perf_counter()
    made = [keys_of(*row) for row in rows]
    place.said(f"keys of {len(rows):,} persons made in {time.perf_counter() - begin:.1f} s")
    user = User.objects.using("owner").create(email="one@relais.example", full_name="Une")
    channel = Channel.objects.using("owner").create(name="Une", kind="desk")
    first = Person(given_name="A", created_at=AT, head_id=None)
    first.head_id = first.pk
    signal = Signal(
        reference="S-0", channel=channel, reporter=user, received_at=AT, words="-",
        state="acknowledged", acknowledged_at=AT, acknowledged_by=user,
    )  # fmt: skip
    with connection.cursor() as cursor:
        for table in ("casework_person", "intake_signal", "intake_namedperson"):
            cursor.execute(f"alter table {table} disable trigger user")
        Person.unscoped.using("owner").bulk_create([first])
        Signal.unscoped.using("owner").bulk_create([signal])
        named = NamedPerson(signal=signal, person=first, named_at=AT)
        NamedPerson.unscoped.using("owner").bulk_create([named])
        keys = [str(uuid.uuid4()) for _row in rows]
        copied(cursor, "casework_person", str(first.pk), "id, head_id, given_name, family_name,"
               " match_tokens, match_keys", "%s::uuid, %s::uuid, %s, %s, %s::text[], %s::text[]",
               [(key, key, *row, list(one.tokens), list(one.keys))
                for key, row, one in zip(keys, rows, made, strict=True)])  # fmt: skip
        signals = [str(uuid.uuid4()) for _row in rows]
        copied(cursor, "intake_signal", str(signal.pk), "id, reference", "%s::uuid, %s",
               [(key, f"S-{at + 1}") for at, key in enumerate(signals)],
        )  # fmt: skip
        copied(cursor, "intake_namedperson", str(named.pk), "id, signal_id, person_id",
               "%s::uuid, %s::uuid, %s::uuid",
               [(str(uuid.uuid4()), *both) for both in zip(signals, keys, strict=True)],
        )  # fmt: skip
        cursor.execute("analyze casework_person, intake_signal, intake_namedperson")
    place.said(f"{len(rows):,} persons and signals stand after {time.perf_counter() - begin:.0f} s")
    return named.pk


def copied(cursor, table: str, like: str, columns: str, template: str, values: list) -> None:
    """Rows like that one of the table, but for these columns."""
    cursor.execute("select string_agg(quote_ident(column_name), ', ')"
                   " from information_schema.columns where table_name = %s"
                   " and column_name <> all (string_to_array(%s, ', '))",
                   [table, columns])  # fmt: skip
    (others,) = cursor.fetchone()
    rest = ", ".join(f"l.{one}" for one in others.split(", "))
    own = ", ".join(f"v.{one}" for one in columns.split(", "))
    execute_values(
        cursor.cursor,
        f"insert into {table} ({columns}, {others}) select {own}, {rest}"
        f" from (values %s) v ({columns}), {table} l where l.id = '{like}'",
        values,
        template=f"({template})",
        page_size=2000,
    )


def measure(connection, asking, rows, change, searches, chance) -> tuple[float, list[float]]:
    """(share found in the first ten, milliseconds of each search in the database)."""
    from casework.matching import keys_of, likeness

    found, times = 0, []
    with connection.cursor() as cursor:
        for _number in range(searches):
            row = chance.choice(rows)
            typed = change(*row, chance)
            made = keys_of(*typed)
            cursor.execute(
                "update casework_person set match_tokens = %s::text[], match_keys = %s::text[]"
                " where id = (select person_id from intake_namedperson where id = %s)",
                [list(made.tokens), list(made.keys), asking],
            )
            begin = time.perf_counter()
            cursor.execute("select person_id from access.matches_of(%s)", [asking])
            keys = [key for (key,) in cursor.fetchall()]
            times.append((time.perf_counter() - begin) * 1000)
            cursor.execute(
                "select given_name, family_name from casework_person where id = any (%s::uuid[])",
                [[str(key) for key in keys]],
            )
            name = " ".join(typed)
            likely = sorted(cursor.fetchall(), key=lambda r: -likeness(name, f"{r[0]} {r[1]}"))
            found += row in likely[:10]
    return found / searches, times


def report(name: str, recall: float, times: list[float]) -> None:
    """One line of the result."""
    middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    place.said(f"{name:18} recall@10 {recall:6.1%}   median {middle:6.1f} ms   p95 {late:6.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
