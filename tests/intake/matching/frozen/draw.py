"""How the frozen names were drawn: `python draw.py persons.txt names.csv`, on Faker and anyascii.

Run once, before the matching that they measure was changed; not part of the tests. README.md beside
it says where the sources come from. What is written in a source as one person's name decides, not
whether Relais finds it: nothing of Relais is imported here.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from anyascii import anyascii
from faker import Faker
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

SEED = 20261129
HERE = Path(__file__).resolve().parent
# Whose lists of names (Faker) say that a name is at home in an alphabet or country.
AT_HOME = {
    "arabic": ("fr_DZ", "ar_PS"), "north african": ("fr_DZ", "ar_PS"),
    "cyrillic": ("ru_RU", "uk_UA"), "greek": ("el_GR",), "georgian": ("ka_GE",),
}  # fmt: skip
# Polish names of wives and daughters are written beside the name that they are made from.
DERIVED = re.compile("(owa|ówna|owna|anka|enka|ina|yna|icha)$")
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "GREEK", "GEORGIAN")
PARTICLES = [
    "de", "du", "des", "la", "le", "van", "von", "der", "den", "di", "da", "del", "della", "el",
    "al", "ben", "bin", "ibn", "abd", "abdel", "abdul", "abu", "ait", "san",
]  # fmt: skip
APOSTROPHES = "'’‘ʼ"
TURKISH = set("ığşçöü")
# How many names of each kind; two words of a source make one name where two are drawn.
KINDS = {
    "arabic": 40, "cyrillic": 40, "greek": 30, "georgian": 25, "turkish": 25, "north african": 40,
    "spelling": 40, "one letter": 25, "accents": 20, "double given name": 25, "particle": 25,
    "apostrophe": 10, "order": 25, "diminutive": 25,
}  # fmt: skip
UNRELATED = {
    "fr_FR": 400, "fr_DZ": 200, "tr_TR": 100, "ru_RU": 100, "ar_PS": 60, "ka_GE": 50, "el_GR": 50,
    "en_GB": 40,
}  # fmt: skip

Pair = tuple[str, str]


def script(form: str) -> str:
    """The script of all letters of a form; empty where they are of several, or of another one."""
    found = {unicodedata.name(one, "?").split()[0] for one in form if one.isalpha()}
    return found.pop() if len(found) == 1 and found <= set(SCRIPTS) else ""


def plain(form: str) -> str:
    """ASCII letters of a form, by a transliteration that Relais does not use."""
    return re.sub("[^a-z]", "", anyascii(form).lower())


def bare(form: str) -> str:
    """Without its marks: «émile» is emile."""
    apart = unicodedata.normalize("NFKD", form)
    return "".join(one for one in apart if not unicodedata.combining(one))


def groups(path: Path) -> Iterator[list[str]]:
    """Each line of the source: the forms of one name, those of three letters or more."""
    for line in path.read_text(encoding="utf-8").splitlines():
        forms = [one.strip() for one in line.partition("=>")[0].split(",")]
        if is_east_asian(forms):
            continue
        forms = [one for one in forms if len(plain(one)) > 2 and script(one)]
        roots = [one for one in forms if script(one) == "LATIN" and not DERIVED.search(one)]
        yield [
            one
            for one in forms
            if script(one) != "LATIN"
            or one in roots
            or not any(one[:4] == root[:4] and len(one) > len(root) for root in roots)
        ]


def is_east_asian(forms: list[str]) -> bool:
    """In Chinese characters, hiragana or Hangul, and not in katakana, which foreign names have."""
    signs = {unicodedata.name(one, "?").split()[0] for form in forms for one in form}
    return not signs.isdisjoint({"CJK", "HIRAGANA", "HANGUL"}) and "KATAKANA" not in signs


def listed(*languages: str) -> set[str]:
    """Given and family names in the lists of these languages, in lower case, without marks."""
    found: set[str] = set()
    for language in languages:
        for provider in Faker(language).factories[0].providers:
            if "person" in type(provider).__module__:
                for kind in vars(type(provider)):
                    if re.fullmatch("(first|last)_names.*", kind):
                        found |= {bare(str(one).lower()) for one in getattr(provider, kind)}
    return found


def alike(one: str, other: str) -> bool:
    """Half of the letters agree: spellings of one name, no translations (Yıldırım, Raad)."""
    return one != other and fuzz.ratio(plain(one), plain(other)) >= 50


def word(form: str) -> bool:
    return form.isalpha() or bare(form).isalpha()


def across(wanted: str) -> Callable[[list[str]], list[Pair]]:
    """A Latin form, and one of the wanted script."""

    def found(forms: list[str]) -> list[Pair]:
        latin = [one for one in forms if script(one) == "LATIN" and word(one)]
        there = [one for one in forms if script(one) == wanted and word(one)]
        return [(a, b) for a in latin for b in there if alike(a, b)]

    return found


def latin(forms: list[str]) -> list[Pair]:
    """Two Latin forms of one word each, that differ by more than their marks."""
    words = [one for one in forms if script(one) == "LATIN" and word(one)]
    return [(a, b) for a, b in combinations(words, 2) if alike(a, b) and bare(a) != bare(b)]


def turkish(forms: list[str]) -> list[Pair]:
    return [
        (a, b)
        for a, b in across("LATIN")(forms)
        if TURKISH & set(a) and {"ı", "ğ", "ş"} & set("".join(forms)) and not TURKISH & set(b)
    ]


def spelling(forms: list[str]) -> list[Pair]:
    return [(a, b) for a, b in latin(forms) if OSA.distance(bare(a), bare(b)) > 1]


def one_letter(forms: list[str]) -> list[Pair]:
    return [
        (a, b)
        for a, b in latin(forms)
        if OSA.distance(bare(a), bare(b)) == 1 and min(len(a), len(b)) > 4
    ]


def accents(forms: list[str]) -> list[Pair]:
    words = [one for one in forms if script(one) == "LATIN" and word(one)]
    return [(a, b) for a, b in combinations(words, 2) if a != b and bare(a) == bare(b)]


def double(forms: list[str]) -> list[Pair]:
    """A form of two words with its hyphen, and the same without."""
    hyphened = [one for one in forms if "-" in one and script(one) == "LATIN"]
    others = [one for one in forms if "-" not in one and script(one) == "LATIN"]
    return [(a, b) for a in hyphened for b in others if plain(a) == plain(b)]


def particle(forms: list[str]) -> list[Pair]:
    """A form that begins with a particle and a space or hyphen, and another one."""
    begins = [
        one
        for one in forms
        if script(one) == "LATIN"
        and re.split("[ -]", one)[0] in PARTICLES
        and re.search("[ -]", one)
    ]
    others = [one for one in forms if script(one) == "LATIN" and "'" not in one]
    return [(a, b) for a in begins for b in others if alike(a, b) and len(plain(b)) > 4]


def apostrophe(forms: list[str]) -> list[Pair]:
    """Latin forms, one with an apostrophe and one with another, or without."""
    rows = [one for one in forms if script(one) == "LATIN"]
    having = [one for one in rows if any(sign in one for sign in APOSTROPHES)]
    return [(a, b) for a in having for b in rows if a != b and plain(a) == plain(b)]


def drawn(
    every: list[list[str]],
    rule: Callable[[list[str]], list[Pair]],
    number: int,
    used: set[int],
    chance: random.Random,
    names: set[str] | None = None,
) -> list[Pair]:
    """So many pairs of words, each of a group of its own, and of none that was drawn before.

    Where ``names`` are given, of groups that hold one of them.
    """
    order = [at for at in range(len(every)) if at not in used]
    if names is not None:
        order = [at for at in order if any(bare(form) in names for form in every[at])]
    chance.shuffle(order)
    found: list[Pair] = []
    for at in order:
        if len(found) == number:
            break
        pairs = rule(every[at])
        if pairs:
            found.append(chance.choice(pairs))
            used.add(at)
    if len(found) < number:
        raise SystemExit(f"{rule}: {len(found)} of {number}")
    return found


def capital(name: str) -> str:
    """With capitals, where the alphabet has them at the beginning of a name."""
    if script(name) == "GEORGIAN":
        return name
    return re.sub(r"(^|[ '’-])(\w)", lambda found: found[1] + found[2].upper(), name)


def main() -> None:
    chance = random.Random(SEED)
    every = list(groups(Path(sys.argv[1])))
    with Path(sys.argv[2]).open(encoding="utf-8") as source:
        nicknames = [
            (row["name1"], row["name2"])
            for row in csv.DictReader(source)
            if row["relationship"] == "has_nickname" and min(map(len, row.values())) > 2
        ]
    rules = {
        "turkish": turkish, "north african": latin, "arabic": across("ARABIC"),
        "cyrillic": across("CYRILLIC"), "greek": across("GREEK"), "georgian": across("GEORGIAN"),
        "spelling": spelling, "one letter": one_letter, "accents": accents, "order": latin,
    }  # fmt: skip
    singles = {"double given name": double, "particle": particle, "apostrophe": apostrophe}
    known = listed(*UNRELATED, *(one for few in AT_HOME.values() for one in few))
    used: set[int] = set()
    rows: list[tuple[str, str, str, str, str]] = []
    # The rare kinds first: a group is drawn once.
    turkish_words = drawn(every, turkish, 2 * KINDS["turkish"], used, chance)
    for kind, rule in singles.items():
        own = drawn(every, rule, KINDS[kind], used, chance)
        others = drawn(every, latin, KINDS[kind], used, chance, known)
        for (a, b), (same, _other) in zip(own, others, strict=True):
            first, second = (a, same), (b, same)
            if kind != "double given name":
                first, second = first[::-1], second[::-1]
            rows.append((kind, *first, *second))
    for kind, rule in rules.items():
        names = listed(*AT_HOME[kind]) if kind in AT_HOME else known
        words = turkish_words
        if kind != "turkish":
            words = drawn(every, rule, 2 * KINDS[kind], used, chance, names)
        for (a1, b1), (a2, b2) in zip(words[::2], words[1::2], strict=True):
            asked = (b2, b1) if kind == "order" else (b1, b2)
            rows.append((kind, a1, a2, *asked))
    families = drawn(every, latin, KINDS["diminutive"], used, chance, known)
    for (name, called), (family, _other) in zip(
        chance.sample(nicknames, KINDS["diminutive"]), families, strict=True
    ):
        rows.append(("diminutive", name, family, called, family))
    with (HERE / "pairs.tsv").open("w", encoding="utf-8") as target:
        for kind, *names in rows:
            target.write("\t".join([kind, *map(capital, names)]) + "\n")
    unrelated()


def unrelated() -> None:
    """A thousand invented names, each once."""
    names: list[str] = []
    for at, (language, number) in enumerate(UNRELATED.items()):
        source = Faker(language)
        source.seed_instance(SEED + at)
        made: dict[str, None] = {}
        while len(made) < number:
            made[f"{source.first_name()}\t{source.last_name()}"] = None
        names += made
    (HERE / "unrelated.tsv").write_text("\n".join(names) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
