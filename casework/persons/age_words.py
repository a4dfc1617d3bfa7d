"""The words in which ages and births are told, French and English: tables and patterns, pure.

All patterns meet a text that is ``folded``: small letters, no accents, digits of any script as 0-9.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from common.windows import A_LIFE

MARKS = " .,;:?!()[]«»\"'#~±<>=+*-/–"

# --- numbers in words -----------------------------------------------------------------------
_FR = [
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf",
    "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
    "dix-sept", "dix-huit", "dix-neuf",
]  # fmt: skip
_EN = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS_FR = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
            "septante": 70, "huitante": 80, "quatre-vingt": 80, "nonante": 90}  # fmt: skip
_TENS_EN = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
            "eighty": 80, "ninety": 90}  # fmt: skip


def _numbers() -> dict[str, int]:
    """«dix sept» -> 17, «twenty one» -> 21; hyphens as blanks."""
    found = {word: n for words in (_FR, _EN) for n, word in enumerate(words)} | {"une": 1}
    for tens, ten in (_TENS_FR | _TENS_EN).items():
        units = _EN if tens in _TENS_EN else _FR
        highest = 19 if ten in (60, 80) and tens in _TENS_FR else 9
        for unit in range(1, highest + 1):
            for joint in ("-", "-et-"):
                found[f"{tens}{joint}{units[unit]}"] = ten + unit
        found |= {tens: ten, f"{tens}s": ten} if tens == "quatre-vingt" else {tens: ten}
    return {word.replace("-", " "): n for word, n in found.items()}


_NUMBERS = _numbers()
_UNIT = r"(?:ans?|annees?|years?|yrs?|y\.? ?/?o\b)"
_LONG = "|".join(sorted((w.replace(" ", "[ -]") for w, n in _NUMBERS.items() if n > 9), key=len,
                        reverse=True))  # fmt: skip
_SHORT = "|".join(w for w, n in _NUMBERS.items() if 0 < n < 10)
_WORDS = re.compile(rf"\b(?:{_LONG})\b|\b(?:{_SHORT})\b(?=[ -](?:{_UNIT}|mois|months?)\b)")
_FRACTIONS = str.maketrans(dict.fromkeys("¼½¾⅓⅔", " "))
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "æ": "ae"}
                       | dict.fromkeys("‐‑‒–—―−", "-"))  # fmt: skip
_TELEPHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)\d{1,3}[ .-]?(?:\(0\))?|0)[1-9](?:[ .-]?\d\d){4}(?!\d)"
)


def folded(text: str) -> str:
    """Small letters without accents, digits as 0-9, numbers in words as digits, no telephone."""
    text = unicodedata.normalize("NFKD", text.translate(_FRACTIONS)).casefold().translate(_ALIKE)
    kept = "".join(_sign(c) for c in text if not unicodedata.combining(c))
    kept = _TELEPHONE.sub(" ; ", " ".join(kept.split()))
    return _WORDS.sub(lambda found: str(_NUMBERS[found.group().replace("-", " ")]), kept)


def _sign(c: str) -> str:
    kind = unicodedata.category(c)
    if kind == "Nd":
        return str(unicodedata.decimal(c))
    return "" if kind == "Cf" else " " if kind[0] in "CZ" else c


# --- what stands around an age --------------------------------------------------------------
_ABOUT = (
    r"environ|vers|autour de|aux? (?:alentours|environs) d[e']|a peu pres|dans les|peut-etre"
    r"|sans doute|probablement|disons|quelque|around|about|approx\w*\.?|circa|ca?\."
    r"|~|±|roughly|maybe|perhaps|probably|some"
)  # fmt: skip
_TO = r" ?(?:-|/|~|\ba\b|\bou\b|\bet\b|\bor\b|\bto\b|\band\b) ?| "
_AGE = (
    r"(?<!\d)(?<!\d[.,/])(?P<low>[1-9]\d{0,2})(?: ?ans)?"
    rf"(?:(?P<to>{_TO})(?P<high>[1-9]\d{{0,2}}))?"
)
WITH_UNIT = re.compile(
    rf"{_AGE}(?:[.,]\d)?[ -]?(?:ans?\b|annees\b|(?:years?|yrs?)(?:[ -]old)?\b|y\.? ?/? ?o\b)"
)
MONTHS_OLD = re.compile(r"(?<!\d)(?<!\d[.,/])(?P<n>[1-9]\d?)[ -]?(?:mois|months?)\b")
_WHO = r"(?:(?:il|elle|on|he|she|i|dit|dirait)(?: lui)? (?:a|is|donne|avoir|etre|donnerait)\b)"
_SAID = (
    r"(?:\bagee?s? (?:de|d')|\baged?(?: of)?\b ?[:=]?|\ba l'age de|\bdit avoir"
    rf"|\bclaims?(?: to be)?|{_WHO})"
)
_END = (
    r"(?= ?(?:$|[,;.)(?!]|\+|ish\b|et demi|et (?:plus|quelques)|or so|or (?:more|older)|ou plus"
    r"|environ|mais|but|selon|d'apres|a peu pres)"
    r"(?! ?(?:,|bis)? ?(?:rue|avenue|av\.|place|boulevard|bd|allee|impasse|chemin|street|road)\b))"
)
_HEDGE = (
    rf"(?:{_ABOUT}|plus de|moins de|au moins|at least|entre|between"
    r"|over|under|bientot|presque|nearly|almost|>|<)"
)
BARE = re.compile(rf"(?:^|{_SAID}|(?:\b|(?<=[ ~±]))(?={_HEDGE}))[ :]*(?:{_HEDGE} ?)?{_AGE}{_END}")


def is_alone(words: str, match: re.Match[str]) -> bool:
    """Whether a number without a unit may be an age: no list of numbers, no year."""
    return not re.match(r" ?[-/.] ?\d|\d", words[match.end() :])


ABOUT = re.compile(rf"(?:{_ABOUT}) ?$")
UNDER = re.compile(
    r"(?:\bpas(?: encore)?|not yet|moins de|(?<!not )\bunder|less than|younger than|below|<) ?$"
)
OVER = re.compile(r"(?:plus de|\bover|more than|older than|au moins|at least|>|minimum) ?$")
NOT_YET = re.compile(r"(?:va sur ses|\baura|va avoir|turning|turns|will be) ?$")
NEARLY = re.compile(r"(?:bientot|presque|pres de|almost|nearly|soon|going on) ?$")
OR_MORE = re.compile(
    r"(?: ?(?:\+|(?:et|ou) (?:quelques|plus)|passes?\b|(?:and|or) (?:over|older|more)))"
)
OR_SO = re.compile(r" ?(?:\?|environ|a peu pres|ish\b|or so|a vue d'oeil|apparemment)")
BIRTHDAY = re.compile(
    r"(?<!\d)(?P<age>[1-9]\d?)(?: ?ans|th birthday|st birthday| years old)?"
    r" (?:le|en|depuis le|on|in)(?: the)? ?$"
)
AGE_IN_A_YEAR = re.compile(
    r"(?<!\d)(?P<age>[1-9]\d?) ?(?:ans|years old) (?:en|in) (?P<year>\d{4})(?!\d)"
)
# A number of years that is no age: for how long, since when, until when.
LASTS_BEFORE = re.compile(
    r"\b(?:depuis|il y a|pendant|durant|dans|for|since|in|within|bac ?\+|condamnee? a|a fait|fait"
    r"|the (?:past|last)|ces|ans et)"
    r" ?(?:environ|about|plus de|moins de|more than|at least|au moins|les|the)? ?$"
)
LASTS_AFTER = re.compile(
    r" ?(?:ago\b|plus tot\b|auparavant|avant\b|apres\b|d'(?:etudes?|anciennete|ecart|experience"
    r"|emprisonnement|apprentissage|absence|formation|attente)\b"
    r"|de (?:prison|cap|formation|etudes?|plus|moins|mariage|travail|service|college|lycee|fac"
    r"|droit|licence|bac|detention|suivi|sursis|reclusion|vie commune|difference|retard|avance)\b"
    r"|(?:of|in) (?:study|studies|prison|college|school|training|experience|jail)\b"
    r"|(?:later|earlier|before|younger|older|apart|more)\b|ferme\b|avec sursis)"
)
NEUTRAL = re.compile(
    r"\b(?:nee?|le|la|en|on|in|the|du|de|date|naissance|birth|born|dob|ddn|dn|of|an|annee|year"
    r"|vers|environ|about|around|circa|ca|autour|peut-etre|maybe|ou|or|et|and|a|to|entre|between"
    r"|sans doute|probablement|probably|avant|apres|before|after|e)\b|#"
)

# --- decades --------------------------------------------------------------------------------
_AINES = {"dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
          "cinquantaine": 50, "soixantaine": 60}  # fmt: skip
_AINE = re.compile(rf"\b(?P<article>la |une )?(?P<aine>{'|'.join(_AINES)})\b(?P<years> d'an)?")
_AIRES = {"quadra": 40, "quinqua": 50, "sexa": 60, "septua": 70, "octo": 80, "nona": 90}
_AIRE = re.compile(rf"\b(?:(?P<aire>{'|'.join(_AIRES)})(?:genaire)?|(?P<thirty>trentenaire))\b")
_TIES = {f"{word[:-1]}ies": n for word, n in _TENS_EN.items()} | {
    f"{n}s": n for n in range(20, 100, 10)
}
_TY = re.compile(
    rf"(?<!\d)(?:\b(?P<part>early|mid|late)[ -])?(?P<ty>{'|'.join(_TIES)}|[2-9]0's)(?!\d|\w)"
)
_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), None: (0, 9)}
_TEENS = re.compile(r"\bin (?:his|her|their) (?P<part>early |late |mid-? ?)?teens\b")


def decades(words: str) -> Iterator[tuple[int, int]]:
    """(youngest, oldest) of «la vingtaine», «une quinzaine d'annees», «in his mid-thirties»."""
    for match in _AINE.finditer(words):
        age = _AINES[match["aine"]]
        if age in (10, 15):
            if match["years"]:
                yield age - 2, age + 2
        else:
            yield (age if match["article"] == "la " else age - 2), age + 9
    for match in _AIRE.finditer(words):
        age = 30 if match["thirty"] else _AIRES[match["aire"]]
        yield age, age + 9
    for match in _TY.finditer(words):
        low, high = _PARTS[match["part"]]
        age = _TIES.get(match["ty"]) or int(match["ty"][:2])
        yield age + low, age + high
    if _TEENS.search(words):
        yield 13, 19


# --- days and years of birth ----------------------------------------------------------------
_MONTHS = {
    word: month
    for month, words in enumerate(
        (
            "janvier janv january jan", "fevrier fevr fev february feb", "mars march mar",
            "avril avr april apr", "mai may", "juin june jun", "juillet juil july jul",
            "aout august aug", "septembre september sept sep", "octobre october oct",
            "novembre november nov", "decembre december dec",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b"
_NO_UNIT = rf"(?!\d|[-/.]\d| ?{_UNIT}\b)"
_DATES = (
    re.compile(rf"(?<![\d/.-])(?P<year>\d{{4}})([-/.])(?P<m>\d\d?)\2(?P<day>\d\d?){_NO_UNIT}"),
    re.compile(
        rf"(?<![\d/.-])(?P<day>\d\d?) ?[-/.] ?(?P<m>\d\d?) ?[-/.] ?(?P<year>\d{{4}}|\d\d){_NO_UNIT}"
    ),
    re.compile(r"(?<!\d)(?<!\d )(?P<day>\d\d?) (?P<m>\d\d?) (?P<year>\d{4})(?! ?\d)"),
    re.compile(r"(?<!\d)(?P<day>\d\d)(?P<m>\d\d)(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d\d?)(?:er|st|nd|rd|th)?(?: of)?[ .-]*{_MONTH}[ .,-]*"
        rf"(?P<year>\d{{4}}|'?\d\d){_NO_UNIT}"
    ),
    re.compile(rf"\b{_MONTH}\.? ?(?P<day>\d\d?)(?:st|nd|rd|th)?,? ?(?P<year>\d{{4}}){_NO_UNIT}"),
    re.compile(rf"\b{_MONTH}\.? ?(?:de )?(?P<year>\d{{4}}){_NO_UNIT}"),
    re.compile(rf"(?<![\d/.-])(?P<m>0?[1-9]|1[0-2])[/.-](?P<year>\d{{4}}){_NO_UNIT}"),
)
_BORN = (
    r"(?:\bne(?:e|\(e\)|[.·-]e)?s?(?= (?:il|vers|autour|environ|en|le|a|au|dans|probablement|sans"
    r"|peut-etre|entre|fin|debut|courant|avant|apres|ca?|'?\d|#))|\bnaiss\w*|\bddn\b|\bdob\b"
    r"|\bd\.o\.b\b|\bborn\b|\bbirth\w*|\bb\.)"
)
BORN_JUST_BEFORE = re.compile(rf"{_BORN}[^\d#]{{0,40}}$")
_YEARS = r"(?P<low>\d{4})(?: ?(?:-|/|ou|et|a|or|and|to) ?(?P<high>\d{4}))?"
_YEAR_BORN = re.compile(rf"{_BORN}(?P<how>[^\d#]{{0,40}})(?<!\d){_YEARS}(?!\d|[-/.]\d)")
_YEAR_ALONE = re.compile(rf"(?P<how>[^\d#]*)(?<!\d){_YEARS}[^\d#]*")
_SHORT_YEAR = re.compile(
    r"\b(?:nee? en|born in) (?P<apostrophe>')?(?P<low>\d\d)(?!\d|[-/.]\d| ?(?:ans|years))"
)


def dates(words: str, told_on: date) -> Iterator[tuple[int, int, tuple[date, date]]]:
    """(start, end, (first day, last day)) of each day or month with its year, in the text."""
    for pattern in _DATES:
        for match in pattern.finditer(words):
            days = _days(match, told_on)
            if days is not None:
                yield match.start(), match.end(), days
                words = words[: match.start()] + "#" * len(match[0]) + words[match.end() :]


def _days(match: re.Match[str], told_on: date) -> tuple[date, date] | None:
    parts = match.groupdict()
    year = _full_year(parts["year"].strip("'"), told_on)
    month = _MONTHS[parts["month"]] if parts.get("month") else int(parts["m"])
    if not 1 <= year <= 9998:
        return None
    try:
        if parts.get("day") is None:
            after = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), after - timedelta(days=1)
        day = int(parts["day"])
        if month > 12 >= day:  # «12/25/2009»
            day, month = month, day
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def _full_year(digits: str, told_on: date) -> int:
    """«10» is 2010 once that year has come, and 1910 before."""
    if len(digits) > 2:
        return int(digits)
    year = told_on.year - told_on.year % 100 + int(digits)
    return year if year <= told_on.year else year - 100


def years(words: str, told_on: date) -> Iterator[tuple[date, date]]:
    """The first and the last day of each year of birth that is told."""
    found = list(_YEAR_BORN.finditer(words))
    alone = _YEAR_ALONE.fullmatch(words)
    if not found and alone and not NEUTRAL.sub("", _without(words, alone)).strip(MARKS):
        found = [alone]
    found += _SHORT_YEAR.finditer(words)
    for match in found:
        how = match.groupdict().get("how") or ""
        low = _full_year(match["low"], told_on)
        high = int(match.groupdict().get("high") or low)
        if re.search(r"avant|before", how):
            low, high = told_on.year - A_LIFE, low - 1
        elif re.search(r"apres|after", how):
            low, high = low + 1, told_on.year
        elif re.search(_ABOUT, how):
            low, high = low - 2, high + 2
        if told_on.year - A_LIFE <= low <= high and low <= told_on.year:
            yield date(low, 1, 1), date(min(high, told_on.year), 12, 31)


def _without(words: str, match: re.Match[str]) -> str:
    """The words before and after the years."""
    end = match.end("high") if match["high"] else match.end("low")
    return f"{words[: match.start('low')]} {words[end:]}"
