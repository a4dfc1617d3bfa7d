#!/usr/bin/env python3
"""How well and how fast a name is found among many: `python benchmarks/name_search.py 10000`.

Makes persons from syllables of several languages, writes some of their names another way
(transliteration, vowel, accent, typo, order, a middle name, Cyrillic), puts the keys of
casework.matching into a table of its own with the index of the application, and searches as
access.match_persons does. Prints recall in the first ten and the time of a search, by kind of
variant. Needs a PostgreSQL to write to: `RELAIS_BENCH_URL` (a temporary table, nothing is kept).

Measured with 10,000 persons on two shared cores, the names short and much alike: found among the
first ten were 100 % of transliterations, accents, swapped orders, middle names and Cyrillic, 99 %
of vowels, 85 % of single typing errors, 71 % of a vowel and a typing error together. A
search took 5 to 13 ms at the median, 12 to 26 ms at the 95th percentile; the keys of all took
1.3 s.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from casework.matching import SOUND, WHOLE, Keys, keys_of, likeness

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
SEARCH = """
select id, given, family from (
  select p.id, p.given, p.family,
    (select count(*) from unnest(%(tokens)s) t where string_to_array(t, ' ') && p.keys) as mine,
    (select count(*) from unnest(p.tokens) t where string_to_array(t, ' ') && %(keys)s) as theirs,
    p.keys && %(wholes)s as whole, cardinality(p.tokens) as words
  from bench_person p where p.keys && %(sounds)s) found
where case when least(%(needed)s, words) > 1 then least(mine, theirs) > 1 else whole end
order by least(mine, theirs) desc, id limit 50"""


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
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--searches", type=int, default=100, help="for each kind of variant")
    given = parser.parse_args()
    chance = random.Random(2026)  # noqa: S311 (names, no secrets)
    rows = persons(given.count, chance)
    begin = time.perf_counter()
    keys = [keys_of(*row) for row in rows]
    seconds = time.perf_counter() - begin
    sys.stdout.write(f"keys of {given.count:,} persons made in {seconds:.1f} s\n")
    with psycopg2.connect(os.environ["RELAIS_BENCH_URL"]) as link, link.cursor() as cursor:
        fill(cursor, rows, keys)
        for name, change in VARIANTS.items():
            report(name, *measure(cursor, rows, change, given.searches, chance))
    return 0


def fill(cursor, rows, keys: list[Keys]) -> None:
    """The table of the run, with the application's index."""
    cursor.execute(
        "create temporary table bench_person"
        " (id int, given text, family text, tokens text[], keys text[])"
    )
    for number, ((given, family), made) in enumerate(zip(rows, keys, strict=True)):
        values = (number, given, family, list(made.tokens), list(made.keys))
        cursor.execute("insert into bench_person values (%s, %s, %s, %s, %s)", values)
    cursor.execute("create index on bench_person using gin (keys)")
    cursor.execute("analyze bench_person")


def measure(cursor, rows, change, searches: int, chance) -> tuple[float, list[float]]:
    """(share found in the first ten, milliseconds of each search)."""
    found, times = 0, []
    for _number in range(searches):
        row = chance.choice(rows)
        typed = change(*row, chance)
        begin = time.perf_counter()
        made = keys_of(*typed)
        cursor.execute(
            SEARCH,
            {
                "tokens": list(made.tokens),
                "keys": list(made.keys),
                "sounds": [key for key in made.keys if key[0] in SOUND],
                "wholes": [key for key in made.keys if key[0] in WHOLE],
                "needed": made.needed,
            },
        )
        name = " ".join(typed)
        likely = sorted(cursor.fetchall(), key=lambda r: -likeness(name, f"{r[1]} {r[2]}"))[:10]
        times.append((time.perf_counter() - begin) * 1000)
        found += any((given, family) == row for _id, given, family in likely)
    return found / searches, times


def report(name: str, recall: float, times: list[float]) -> None:
    """One line of the result."""
    middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    sys.stdout.write(
        f"{name:16} recall@10 {recall:6.1%}   median {middle:6.1f} ms   p95 {late:6.1f} ms\n"
    )


if __name__ == "__main__":
    sys.exit(main())
