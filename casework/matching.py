"""Whether two records may speak of one person: keys that find, and what agrees or differs.

Pure: no database, no clock. The keys are measured in benchmarks/name_search.py. Nothing here says
that two people are one: a person does (2.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import jellyfish
from rapidfuzz import fuzz

from casework.persons import ages


def _pairs(text: str) -> dict[str, str]:
    """«бb вv» -> {"б": "b", "в": "v"}; a letter alone maps to nothing."""
    return {pair[0]: pair[1:] for pair in text.split()}


# Other alphabets, letter by letter: enough to bring sounds together, no scholar's system.
_CYRILLIC = _pairs(
    "аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щsh ъ"
    " ыi ь эe юyu яya іi їyi єe ґg ўu ђdj јj љl њn ћc џdz"
)
_ARABIC = _pairs(
    "اa بb تt ثt جj حh خkh دd ذd رr زz سs شsh صs ضd طt ظz عa غgh فf قk كk لl مm نn هh وou يy"
    " ةa ى ءa أa إa آa ؤou ئy پp چch ژzh گg کk"
)
_LATIN = {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
_LETTERS = str.maketrans(_CYRILLIC | _ARABIC | _LATIN)
_APOSTROPHES = str.maketrans("", "", "'’‘ʼʻ`´ʹ")
_PARTICLES = frozenset(
    {
        "de", "du", "des", "d", "la", "le", "les", "von", "van", "der", "den", "di", "da", "del",
        "el", "al", "ben", "bin", "ibn", "abd", "abdel", "abdul", "abdoul",
    }
)  # fmt: skip
_SOUNDS = (
    (re.compile(r"^ou(?=[aeiouy])"), "v"),
    (re.compile(r"chtch|shch|s?sch|tch|tsh|ch|sh"), "x"),
    (re.compile(r"dj|zh|dz"), "j"),
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
WHOLE, SOUND, ENDS = "w", "wsm", "pe"
# At most so many words are searched: a longer list would read the register, not find a person.
MOST_WORDS, MOST_ALIAS_WORDS = 8, 5


def words_of(name: str) -> list[str]:
    """The words of a name in Latin letters where known, without accents and apostrophes."""
    text = str(name).replace("\x00", "").casefold().translate(_APOSTROPHES)
    text = re.sub(r"\bو", "wa", unicodedata.normalize("NFKC", text)).translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text).casefold()
    kept = (c if c.isalpha() else "" if unicodedata.combining(c) else " " for c in text)
    return "".join(kept).split()


def skeletons(word: str) -> set[str]:
    """The consonants of a word as one may hear them: «kh» as k or not at all, «Ju» as «Yu».

    A word of one consonant keeps its vowels, after the mark «+».
    """
    single = re.sub(r"(.)\1+", r"\1", word)
    forms = {single.replace("kh", heard) for heard in ("k", "")}
    forms |= {f"y{form[1:]}" for form in forms if re.match("j[aeiou]", form)}
    return {_skeleton(form) for form in forms if form}


def _skeleton(word: str) -> str:
    short = _bones(_SILENT.sub("", word)) if len(word) > 4 else ""
    bones = short if len(short) > 2 else _bones(word)
    if len(bones) > 1:
        return bones
    return "+" + re.sub(r"(.)\1+", r"\1", word.replace("h", "").translate(_VOWELS))


def _bones(word: str) -> str:
    for sound, letter in _SOUNDS:
        word = sound.sub(letter, word)
    return word.translate(_CLASSES)


def keys_of_word(word: str) -> set[str]:
    """Keys of a word: as heard (w), its consonants (s), its sound (m), beginning (p), end (e)."""
    return sounds_of_word(word) | {f"p:{word[:3]}", f"e:{word[-4:]}"}


def sounds_of_word(word: str) -> set[str]:
    """The keys that need the whole word: its beginning alone meets none of them (X41)."""
    keys = {f"s:{bones}" for bones in skeletons(word)} | {f"w:{heard}" for heard in whole(word)}
    if word.isascii() and len(sound := jellyfish.metaphone(word)) > 1:
        keys.add(f"m:{sound}")
    return keys


def whole(word: str) -> set[str]:
    """The spellings of a word as heard, with vowels: «Khadija» is kadija and adija."""
    single = re.sub(r"(.)\1+", r"\1", word)
    return {_whole(single.replace("kh", heard)) for heard in ("k", "")}


def _whole(word: str) -> str:
    short = _SILENT.sub("", word) if len(word) > 4 else word
    folded = short.replace("ou", "u")
    for sound, letter in _SOUNDS[:-1]:
        folded = sound.sub(letter, folded)
    return re.sub(r"(.)\1+", r"\1", folded.replace("h", "").translate(_HEARD)) or "+"


def tokens_of(name: str, keys_of_one: Callable[[str], set[str]] = keys_of_word) -> list[set[str]]:
    """One set of keys for each word. A particle joins the next: «Ben Ali» is Ali, and Benali."""
    tokens: list[set[str]] = []
    glued = ""
    words = words_of(name)[:40]
    for place, word in enumerate(words):
        last = place == len(words) - 1
        if not last and (word in _PARTICLES or len(word) == 1):
            glued += word
            continue
        keys = keys_of_one(word)
        if glued:
            keys |= keys_of_one(glued + word)
            glued = ""
        if keys not in tokens:
            tokens.append(keys)
    return tokens


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

    def shared_with(self, other: Keys, kinds: str = "wsmpe") -> int:
        """How many words of this name share a key of these kinds with the other name."""
        wanted = {key for key in other.keys if key[0] in kinds}
        return sum(not wanted.isdisjoint(token.split()) for token in self.tokens)


def keys_of(given: str, family: str, alias: str = "") -> Keys:
    """The keys of a name as it was told; any text is taken, none raises."""
    names = tokens_of(f"{given} {family}")[:MOST_WORDS]
    heard = [token for name in names for token in name]
    also = [t for t in tokens_of(alias, sounds_of_word) if not t <= set(heard)][:MOST_ALIAS_WORDS]
    tokens = [" ".join(sorted(token)) for token in names]
    tokens += [f"{ALIAS_MARK} " + " ".join(sorted(token)) for token in also]
    every: set[str] = set().union(*names, *also) if names or also else set()
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
        return both(SOUND + ENDS) > 1
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
    also = set(words_of(mine.alias)) - _PARTICLES
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
