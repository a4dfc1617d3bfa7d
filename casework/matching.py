"""Whether two records may speak of one person: keys that find, and what agrees or differs.

Pure: no database, no clock. The keys are measured in benchmarks/name_search.py. Nothing here says
that two people are one: a person does (2.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import jellyfish
from rapidfuzz import fuzz

from casework import diminutives
from casework.persons import ages
from common import folding
from common.folding import PARTICLES

# What one writing habit has for another, each read both ways: «Khaled» and «Haled», «Christine» and
# «Kristin», «Chariton» and «Hariton», «Giorgi» and «Jorji», «Jusuf» and «Yusuf», «Marouane» and
# «Marwan», «Pavlos» and «Paulos», «Szymon» and «Simon», «Xalid» and «Khalid».
_READ = (
    (re.compile("kh"), ("k", "")),
    (re.compile("^ch"), ("ch", "k", "h")),
    (re.compile("(?<=[a-rt-z])ch(?!tch)"), ("ch", "k")),
    (re.compile("sz"), ("sh", "s")),
    (re.compile("cz|tx"), ("ch",)),
    (re.compile("gy(?=[aeiou])"), ("gy", "d")),
    (re.compile("^u(?=[aeio])"), ("u", "v")),
    (re.compile("^g(?=[ei]o)"), ("g", "y")),
    (re.compile("g(?=[eiy])"), ("g", "j")),
    (re.compile("c(?=[eiy])"), ("c", "k")),
    (re.compile("j(?=[aeiou])"), ("j", "y")),
    (re.compile("j(?![aeiouy])"), ("j", "y")),
    (re.compile("(?<=[a-z])ou(?=[aeiy])|(?<=[ea])u(?=[aeilnrdg])"), ("ou", "v")),
    (re.compile("ou$"), ("ou", "ov")),
    (re.compile("ds(?=[aeio])"), ("ds", "dz")),
    (re.compile("^x"), ("x", "k")),
)
MOST_READINGS = 16
_ALWAYS = (
    (re.compile("x"), "ks"),
    (re.compile("c[kq]"), "k"),
    (re.compile("dt"), "t"),
)
_SOUNDS = (
    (re.compile(r"^ou(?=[aeiouy])"), "v"),
    (re.compile(r"dsch|dj|zh|dz"), "j"),
    (re.compile(r"s?chtch|s?chtsch|shch|tsch|s?sch|tch|tsh|ch|sh"), "x"),
    (re.compile(r"t[sz]"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"[aeiouyh]"), ""),
)
_CLASSES = str.maketrans("bpdtgkqcvfwzs", "ppttkkkkfffss")
_VOWELS = str.maketrans("yeo", "iiu")
_HEARD = str.maketrans("yeocqwz", "iiukkvs")
_SILENT = re.compile(r"[tdsxzp]+$")
ALIAS_MARK = "~"
# Kinds of keys: as heard (w), consonants (s), sound (m), beginning (p), end (e), familiar form (n);
# as it is written (x) is for the order alone.
WHOLE, SOUND, SECOND = "w", "wsm", "pedn"
# One word alone is known of this person; the day of birth.
ONE_WORD, BORN = "1:", "b:"
# At most so many words are searched: a longer list would read the register, not find a person.
MOST_WORDS, MOST_ALIAS_WORDS = 8, 5


def words_of(name: str) -> list[str]:
    """The words of a name in Latin letters where known, without accents and apostrophes."""
    return folding.words(name)


def skeletons(word: str) -> set[str]:
    """The consonants of a word as one may hear them: «kh» as k or not at all, «Ju» as «Yu».

    A word of one consonant keeps its vowels, after the mark «+», or what else is no vowel, after
    «=»: Arabic writes «Hayat» as hyt.
    """
    found = {_skeleton(form) for form in _read(word)}
    if any(bones.startswith("+") for bones in found):
        rest = re.sub("[aeiou]|(?<=[aeiou])y$", "", _single(word))
        found |= {f"={rest}"} if len(rest) > 1 else set()
    return found


def _read(word: str) -> set[str]:
    """The ways of reading a word, without doubled letters; the plain ones first, a few at most."""
    forms = [_single(word)]
    for sign, heard in _READ:
        if any(sign.search(form) for form in forms):
            forms = [sign.sub(one, form) for one in heard for form in forms][:MOST_READINGS]
    for sign, always in _ALWAYS:
        forms = [sign.sub(always, form) for form in forms]
    return {single for form in forms if (single := _single(form))}


def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _skeleton(word: str) -> str:
    short = _bones(_SILENT.sub("", word)) if len(word) > 4 else ""
    bones = short if len(short) > 2 else _bones(word)
    if len(bones) > 1:
        return bones
    return "+" + _single(word.replace("h", "").translate(_VOWELS))


def _bones(word: str) -> str:
    for sound, letter in _SOUNDS:
        word = sound.sub(letter, word)
    return word.translate(_CLASSES)


def keys_of_word(forms: tuple[str, ...]) -> set[str]:
    """Keys of a word: of its sound, its beginning (p) and end (e), its familiar forms (n), and of
    its consonants without one of them or a last s (d); the first consonant stays."""
    word = forms[0]
    keys = sounds_of_word(forms) | {f"p:{word[:3]}", f"e:{word[-4:]}"}
    for bones in (key[2:] for key in set(keys) if key.startswith("s:") and key[2] not in "+="):
        less = {bones[:at] + bones[at + 1 :] for at in range(1, len(bones)) if len(bones) > 3}
        keys |= {f"d:{one}" for one in (bones, bones.removesuffix("s"), *less) if len(one) > 1}
    return keys | {f"n:{name}" for name in diminutives.names_of(word)}


def sounds_of_word(forms: tuple[str, ...]) -> set[str]:
    """The keys that need the whole word: its beginning alone meets none of them (X41)."""
    keys = {f"x:{forms[0]}"}
    for word in forms:
        keys |= {f"s:{bones}" for bones in skeletons(word)}
        keys |= {f"w:{heard}" for heard in whole(word)}
        if word.isascii() and len(sound := jellyfish.metaphone(word)) > 1:
            keys.add(f"m:{sound}")
    return keys


def whole(word: str) -> set[str]:
    """The spellings of a word as heard, with vowels: «Khadija» is kadija and adija."""
    single = _single(word)
    return {_whole(single.replace("kh", heard)) for heard in ("k", "")}


def _whole(word: str) -> str:
    short = _SILENT.sub("", word) if len(word) > 4 else word
    folded = short.replace("ou", "u")
    for sound, letter in _SOUNDS[:-1]:
        folded = sound.sub(letter, folded)
    return _single(folded.replace("h", "").translate(_HEARD)) or "+"


def tokens_of(
    name: str, keys_of_one: Callable[[tuple[str, ...]], set[str]] = keys_of_word
) -> list[set[str]]:
    """One set of keys for each word.

    A particle joins the next: «Ben Ali» is Ali, and Benali; a hyphen joins by its sound: «Li-An» is
    Li, An, and Lian.
    """
    tokens: list[set[str]] = []
    begun: tuple[str, ...] = ()
    words = [
        (forms, place < len(chunk) - 1)
        for chunk in (folding.readings(part) for part in _parts(name))
        for place, forms in enumerate(chunk)
    ][:40]
    for place, (forms, is_hyphened) in enumerate(words):
        last = place == len(words) - 1
        if not last and (forms[0] in PARTICLES or len(forms[0]) == 1):
            begun = _joined(begun, forms)
            continue
        keys = keys_of_one(forms)
        if begun:
            keys |= keys_of_one(_joined(begun, forms))
            begun = ()
        if is_hyphened and not last:
            keys |= sounds_of_word(_joined(forms, words[place + 1][0]))
        if keys not in tokens:
            tokens.append(keys)
    return tokens


def _parts(name: str) -> list[str]:
    return re.split(r"[\s,;]+", str(name))


def _joined(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """Two words as one, read in each way of the second."""
    return tuple((before[0] if before else "") + form for form in after)


@dataclass(frozen=True)
class Keys:
    """The search keys that are kept with a person.

    ``tokens`` holds the keys of one word each, joined by spaces; a word of the alias alone is
    marked, and found by its sound only. ``keys`` is all of them, for the index.
    """

    tokens: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def needed(self) -> int:
        """How many words must agree: two, or one where only one is known."""
        return min(2, max(1, sum(not t.startswith(ALIAS_MARK) for t in self.tokens)))

    def shared_with(self, other: Keys, kinds: str = SOUND + SECOND) -> int:
        """How many words of this name share a key of these kinds with the other name."""
        wanted = {key for key in other.keys if key[0] in kinds}
        return sum(not wanted.isdisjoint(token.split()) for token in self.tokens)


def keys_of(given: str, family: str, alias: str = "", born: date | None = None) -> Keys:
    """The keys of a name as it was told; any text is taken, none raises."""
    names = tokens_of(f"{given} {family}")[:MOST_WORDS]
    heard = [token for name in names for token in name]
    also = [t for t in tokens_of(alias, sounds_of_word) if not t <= set(heard)][:MOST_ALIAS_WORDS]
    tokens = [" ".join(sorted(token)) for token in names]
    tokens += [f"{ALIAS_MARK} " + " ".join(sorted(token)) for token in also]
    every: set[str] = set().union(*names, *also) if names or also else set()
    if len(names) < 2:
        every.add(ONE_WORD)
    if born:
        every.add(f"{BORN}{born.isoformat()}")
    return Keys(tuple(tokens), tuple(sorted(every)))


def may_be_one(mine: Keys, other: Keys, *, further: bool = False) -> bool:
    """Whether two names share enough to be shown side by side (as access.match_persons asks).

    Two words agree, one of them by its sound. Where one word alone is known it agrees as heard,
    vowel by vowel, or by its consonants where something else agrees too (``further``: birth, age,
    place). A beginning or an end alone finds nobody (X41).
    """

    def both(kinds: str) -> int:
        return min(mine.shared_with(other, kinds), other.shared_with(mine, kinds))

    if not both(SOUND):
        return False
    if min(mine.needed, other.needed) > 1:
        return both(SOUND + SECOND) > 1
    return further or both(WHOLE) > 0


def likeness(a: str, b: str) -> float:
    """How alike two names are, 0 to 100; used to sort a list alone."""
    left, right = words_of(a), words_of(b)
    written = fuzz.token_sort_ratio(" ".join(left), " ".join(right))
    heard = fuzz.token_sort_ratio(_heard(left), _heard(right))
    return max(written, 0.9 * heard)


def _heard(words: list[str]) -> str:
    return " ".join(min(skeletons(word), default=word) for word in words)


# --- what agrees, what differs -------------------------------------------------------------
@dataclass(frozen=True)
class Known:
    """What is known of somebody, and on which day it was told."""

    given: str = ""
    family: str = ""
    alias: str = ""
    born: date | None = None
    age: str = ""
    told_on: date | None = None
    places: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip() or self.alias

    @property
    def year_born(self) -> int | None:
        """The year of birth, as known or as the age says that was told on that day (X07)."""
        if self.born:
            return self.born.year
        told = ages.read(self.age, self.told_on)
        return told.year if told else None


@dataclass
class Compared:
    """Codes of what agrees and of what differs (their words: intake.matching.words)."""

    agrees: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)


def compare(mine: Known, other: Known) -> Compared:
    """Codes of what agrees and what differs between two records: names, birth, place."""
    found = Compared()
    _names(mine, other, found)
    _birth(mine, other, found)
    if mine.places and other.places:
        near = any(_same_place(a, b) for a in mine.places for b in other.places)
        (found.agrees if near else found.differs).append("place" if near else "other_place")
    return found


def _names(mine: Known, other: Known, found: Compared) -> None:
    given, family = words_of(mine.given), words_of(mine.family)
    given_there, family_there = words_of(other.given), words_of(other.family)
    if (given, family) == (given_there, family_there) and given + family:
        found.agrees.append("name")
        return
    if given + family and (given, family) == (family_there, given_there):
        found.agrees.append("name_swapped")
        return
    if family and family == family_there:
        found.agrees.append("family_name")
    if given and given == given_there:
        found.agrees.append("given_name")
    if not found.agrees and may_be_one(
        keys_of(mine.given, mine.family), keys_of(other.given, other.family)
    ):
        found.agrees.append("sound")
    if _alias_agrees(mine, other) or _alias_agrees(other, mine):
        found.agrees.append("alias")
    found.differs.append("written")


def _alias_agrees(mine: Known, other: Known) -> bool:
    also = set(words_of(mine.alias)) - PARTICLES
    return bool(also & set(words_of(f"{other.name} {other.alias}")))


def _birth(mine: Known, other: Known, found: Compared) -> None:
    if mine.born and other.born:
        code = _dates(mine.born, other.born)
        (found.agrees if code == "born" else found.differs).append(code)
        return
    year, year_there = mine.year_born, other.year_born
    if year is not None and year_there is not None:
        near = abs(year - year_there) <= 2
        (found.agrees if near else found.differs).append("age" if near else "other_age")


def _dates(mine: date, other: date) -> str:
    if mine == other:
        return "born"
    if (mine.year, mine.month, mine.day) == (other.year, other.day, other.month):
        return "born_swapped"
    digits = zip(mine.isoformat(), other.isoformat(), strict=True)
    if sum(a != b for a, b in digits) == 1:
        return "born_digit"
    return "born_near" if abs((mine - other).days) <= 366 else "born_other"


def _same_place(a: str, b: str) -> bool:
    left, right = " ".join(words_of(a)), " ".join(words_of(b))
    return bool(left and right) and fuzz.token_set_ratio(left, right) >= 85
