"""Which passphrases are good enough (A1): long, and not made of what anybody would try.

No rule of composition: what counts is how much of it is new. Characters that follow a
sequence, repeat what stands before, or spell a name of the person, the place or the trade add
nothing; a word of the common list adds as much as three characters do. A library of guesses was
measured beside it and lets more pass (docs/dependencies.md).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import User
from casework.models import TerritoryProfile


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHORTEST, LONGEST = 15, 128
ENOUGH = 11
COMMON_WORD_WORTH = 3
SHORTEST_COMMON_WORD = 5
SHORTEST_NAME = 4
SHORTEST_REPEAT = 3
ROWS = (
    "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop",
    "yxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz",
)  # fmt: skip
WORN = _words(
    """
    accueil admin administrateur administrator agence agency aimer amour association azerty bonjour
    cellule changeme changer chocolat coordinateur coordination coordinator coordinatrice decembre
    december dossier doudou educateur ecole extremisme extremism fevrier february france hiver
    winter ete summer printemps spring automne autumn iloveyou janvier january jetaime jihad
    jeunesse juillet july juin june justice lundi mardi mercredi jeudi vendredi samedi dimanche
    monday tuesday wednesday thursday friday saturday sunday letmein loulou mairie maire march mars
    avril april mai may aout august septembre september octobre october novembre november mayor
    mission mot motdepasse nicolas octobre partenaire partner pass passe passphrase passw0rd
    password phrase police prefecture prevention princesse probation qwerty qwertz radicalisation
    radicalization relais relay republique school secret securite security signal signalement
    social soleil territoire terrorisme terrorism town travail user utilisateur ville welcome
    """
)
FAMOUS = _words(
    """
    correcthorsebatterystaple libertéégalitéfraternité libertéegalitefraternite
    lavieestunlongfleuvetranquille êtreounepasetre etreounepasetrequestion tobeornottobe
    maytheforcebewithyou quelaforcesoitavectoi ilétaitunefois onceuponatime
    jepensedoncjesuis vivelafrance allezlesbleus
    """
)
LOOKALIKES = str.maketrans("01345789@$!€|", "oieastbgasiel")
YEAR = re.compile(r"(?:19|20)\d\d")


class PassphraseValidator:
    """A password validator of Django; raises ValidationError with what to do."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(
                ngettext(
                    "Use at least %(least)d characters: one more.",
                    "Use at least %(least)d characters: %(missing)d more.",
                    SHORTEST - len(password),
                )
                % {"least": SHORTEST, "missing": SHORTEST - len(password)},
                code="too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("Use at most %(most)d characters.") % {"most": LONGEST}, code="too_long"
            )
        if any(unicodedata.category(char) == "Cc" for char in password):
            raise ValidationError(_("Leave out control characters."), code="control_characters")
        if worth(password, names_around(user)) < ENOUGH:
            raise ValidationError(
                _(
                    "This is too easy to guess: it rests on well-known words, repetitions or"
                    " sequences, or on names of yours or of this place. Add words that have"
                    " nothing to do with each other."
                ),
                code="too_easy",
            )

    def get_help_text(self) -> str:
        return _(
            "At least %(least)d characters. Several words that have nothing to do with each other"
            " work well; every character is allowed, and pasting is too."
        ) % {"least": SHORTEST}


def worth(passphrase: str, names: frozenset[str] = frozenset()) -> int:
    """Return how many of its characters count, as the module says."""
    plain = _fold(passphrase)
    return min(_worth(text, WORN | names) for text in {plain, plain.translate(LOOKALIKES)})


def names_around(user: User | None) -> frozenset[str]:
    """Return the names of the person, their agency and the place, folded."""
    texts = [TerritoryProfile.load().name]
    if user is not None:
        texts += [user.full_name, user.email, user.job_title]
        texts += [user.agency.name, user.agency.short_name] if user.agency else []
    words = {word for text in texts for word in re.split(r"[\W_]+", _fold(text, keep_gaps=True))}
    return frozenset(word for word in words if len(word) >= SHORTEST_NAME)


def _fold(text: str, *, keep_gaps: bool = False) -> str:
    """Drop accents and case; drop the gaps between words too, unless asked to keep them."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return bare if keep_gaps else re.sub(r"[\s\-_.,;:'’]+", "", bare)


def _worth(text: str, worn: frozenset[str]) -> int:
    for phrase in _famous():
        text = text.replace(phrase, "")
    total, at = 0, 0
    seen: set[str] = set()
    while at < len(text):
        step, gain = _next(text, at, worn, seen)
        at, total = at + step, total + gain
    return total


def _next(text: str, at: int, worn: frozenset[str], seen: set[str]) -> tuple[int, int]:
    """Return how many characters from `at` on belong together, and for how many they count."""
    if length := _longest_word(text, at, worn, SHORTEST_REPEAT):
        return length, 0
    if found := YEAR.match(text, at):
        return len(found.group()), 1
    if length := _longest_repeat(text, at):
        return length, 0
    if length := _longest_word(text, at, _common(), SHORTEST_COMMON_WORD):
        word = text[at : at + length]
        gain = 0 if word in seen else COMMON_WORD_WORTH
        seen.add(word)
        return length, gain
    return 1, 0 if at and _follows(text[at - 1], text[at]) else 1


def _longest_word(text: str, at: int, words: frozenset[str], shortest: int) -> int:
    ends = range(min(len(text), at + 20), at + shortest - 1, -1)
    return next((end - at for end in ends if text[at:end] in words), 0)


def _longest_repeat(text: str, at: int) -> int:
    ends = range(len(text), at + SHORTEST_REPEAT - 1, -1)
    return next((end - at for end in ends if text[at:end] in text[:at]), 0)


def _follows(before: str, char: str) -> bool:
    if before == char:
        return True
    pair = before + char
    return any(pair in row or pair[::-1] in row for row in ROWS)


@cache
def _common() -> frozenset[str]:
    """The common words that Django ships, of letters alone: digits are judged as sequences."""
    words = {_fold(word) for word in CommonPasswordValidator().passwords}
    return frozenset(w for w in words if len(w) >= SHORTEST_COMMON_WORD and w.isalpha())


@cache
def _famous() -> tuple[str, ...]:
    return tuple(sorted({_fold(phrase) for phrase in FAMOUS}, key=len, reverse=True))
