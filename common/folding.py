"""Texts as they are compared and sorted: one folding for what is stored and asked (X05, X11).

Pure. Signs that nobody sees, forms of the same letter, accents, capitals and apostrophes make no
difference; other alphabets are written in Latin letters by their sound, as French and English
spell it. A library would write them letter by letter («ου» as «oy», «ნтზ» as nobody says it), and
what it writes would change with its version under keys that are stored: the four tables are ours.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def _pairs(text: str) -> dict[str, str]:
    """«бb вv» -> {"б": "b", "в": "v"}; a letter alone maps to nothing."""
    return {pair[0]: pair[1:] for pair in text.split()}


# Other alphabets, letter by letter: enough to bring sounds together, no scholar's system.
_CYRILLIC = _pairs(
    "аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щsh ъ"
    " ыi ь эe юyu яya іi їyi єe ґg ўu ђdj јj љl њn ћc џdz ѓg ќk ѕdz өo үu қk ғg ңn һh әa ӏ"
)
_ARABIC = _pairs(
    "اa بb تt ثt جj حh خkh دd ذd رr زz سs شsh صs ضd طt ظz عa غgh فf قk كk لl مm نn هh وou يy"
    " ةa ىa ءa أa إi آa ؤou ئy پp چch ژzh گg کk یy ہh ےy ٱa ںn ڤv ڨg ٹt ڈd ڑr ۀa ەa ېy"
)
_GREEK = _pairs("αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χkh ψps ωo")
_GEORGIAN = _pairs(
    "აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts"
    " ჭch ხkh ჯj ჰh"
)
_LATIN = {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th",
          "ħ": "h", "ŋ": "ng", "ə": "a", "ĸ": "k", "ŧ": "t"}  # fmt: skip
_LETTERS = str.maketrans(_CYRILLIC | _ARABIC | _GREEK | _GEORGIAN | _LATIN)
# Two letters that are one sound.
_TOGETHER = (
    (re.compile("ου"), "ou"),
    (re.compile("αυ"), "av"),
    (re.compile("ευ"), "ev"),
    (re.compile("γγ"), "ng"),
    (re.compile("τζ"), "tz"),
    (re.compile(r"\bو"), "wa"),
    (re.compile(r"\bال"), "al "),
)
_APOSTROPHES = str.maketrans("", "", "'’‘ʼʻ`´ʹ‛′‵ʽʾʿˈ՚ꞌ׳")
# Letters with a mark that say another sound with it than without: each is read both ways.
_SOUNDED = str.maketrans(
    {"š": "sh", "ş": "sh", "ș": "sh", "ś": "sh", "č": "ch", "ć": "ch", "ç": "s", "ž": "zh",
     "ź": "zh", "ż": "zh", "ñ": "ny", "ń": "ny", "ğ": None, "ö": "oe", "ü": "ue", "ä": "ae",
     "å": "o", "ţ": "ts", "ț": "ts"}
)  # fmt: skip
_GREEK_STOPS = ((re.compile("ντ"), "d"), (re.compile("μπ"), "b"), (re.compile("γκ"), "g"))
_TURKISH = _SOUNDED | {ord("ç"): "ch"}
# «Nováková» is the daughter or wife of a Novák.
_CZECH = re.compile(r"(?<=\w\w\w)ová\b")
# Ukrainian and Belarusian «г» is no g.
_SOFT_G = str.maketrans({"г": "h"})
_DIGITS = re.compile(r"\d+")
# They belong to the word that follows; they are not left out.
PARTICLES = frozenset(
    {
        "de", "du", "des", "d", "la", "le", "les", "l", "von", "van", "der", "den", "di", "da",
        "del", "della", "dos", "el", "al", "ben", "bin", "ibn", "abd", "abdel", "abdul", "abdoul",
        "ait", "mac", "mc", "o", "san",
    }
)  # fmt: skip


def words(text: object) -> list[str]:
    """The words of a text in Latin letters where known; no accents, apostrophes or digits."""
    return _words(_letters(_seen(text)))


def readings(text: object) -> list[tuple[str, ...]]:
    """For each word the ways in which its letters may be heard, the plain one first.

    «Şahin» is sahin and shahin, «Ντίνος» is ntinos and dinos.
    """
    seen = _seen(text)
    plain = _words(_letters(seen))
    found = [[word] for word in plain]
    for other in _other_readings(seen):
        heard = _words(_letters(other))
        if len(heard) == len(plain):
            for forms, word in zip(found, heard, strict=True):
                if word not in forms:
                    forms.append(word)
    return [tuple(forms) for forms in found]


def folded(text: object) -> str:
    """A text as it is searched: words and numbers, one space between them."""
    kept = (c if c.isalnum() else " " for c in _letters(_seen(text)))
    return " ".join("".join(kept).split())


@lru_cache(maxsize=4096)
def sort_key(text: str) -> str:
    """Where a text stands in a list: as it is shown, without what the ear does not hear.

    Accents, capitals, apostrophes and hyphens make no difference, a particle goes with its word
    («El Amrani» beside «Elamrani», under E), numbers stand by their value.
    """
    found, begun = [], ""
    parts = folded(text).split()
    for place, part in enumerate(parts):
        if part in PARTICLES and place < len(parts) - 1:
            begun += part
            continue
        found.append(begun + _DIGITS.sub(lambda number: number[0].zfill(6), part))
        begun = ""
    return " ".join(found)


def same_reference(text: object) -> str:
    """A reference as it is compared: «sa 2026–014» is sa-2026-014."""
    return folded(text).replace(" ", "-")


def _seen(text: object) -> str:
    """Without signs that nobody sees, letters in their usual form, in lower case."""
    usual = unicodedata.normalize("NFKC", str(text).translate(_APOSTROPHES))
    kept = (c for c in usual if unicodedata.category(c) not in ("Cf", "Cs") and c != "\x00")
    return unicodedata.normalize("NFKC", "".join(kept).casefold())


def _letters(text: str) -> str:
    """Without marks and apostrophes, in Latin letters where known."""
    bare = _without_marks(text).translate(_APOSTROPHES)
    if bare.isascii():
        return bare
    for together, heard in _TOGETHER:
        bare = together.sub(heard, bare)
    return _without_marks(bare.translate(_LETTERS)).casefold()


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalpha() else " " for c in text).split()


def _other_readings(seen: str) -> list[str]:
    if seen.isascii():
        return []
    bare = _without_marks(seen)
    for stop, heard in _GREEK_STOPS:
        bare = stop.sub(heard, bare)
    return [
        seen.translate(_SOUNDED),
        seen.translate(_TURKISH),
        bare,
        seen.translate(_SOFT_G),
        _CZECH.sub("", seen),
        seen.replace("ة", "ت"),
    ]
