"""What was typed into the search, read: a name, initials with an age, a reference, words (X13).

Pure: no database, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from casework.matching import SOUND, Keys, keys_of
from common import folding

# What stands between quotation marks, French, German or English ones, stands together.
_TOGETHER = re.compile(r"[«“„\"]([^«»“”„\"]*)[»”“\"]")
_AGE = re.compile(r"\d{1,3}")
# A word that is searched inside texts; a letter alone would stand in every one.
SHORTEST = 2


@dataclass(frozen=True)
class Asked:
    """One search.

    ``parts`` are words and phrases as they stand folded, all of which a text must hold; ``words``
    those of the name, ``name`` its keys; ``initials`` one or two letters.
    """

    parts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    name: Keys = field(default_factory=Keys)
    initials: str = ""
    age: int | None = None
    reference: str = ""

    @cached_property
    def sounds(self) -> list[str]:
        """The keys by which a name is found; empty where none was typed."""
        return [key for key in self.name.keys if key[0] in SOUND]

    @property
    def is_of_person(self) -> bool:
        """Whether somebody is searched for: by a name, or by initials."""
        return bool(self.sounds or self.initials)

    @cached_property
    def exact(self) -> list[str]:
        """The keys of its words as they are written; a particle goes with the next."""
        whole = [word for word in self.words if word[1:] and word not in folding.PARTICLES]
        return [f"x:{word}" for word in whole]

    @cached_property
    def is_telling(self) -> bool:
        """Whether its consonants alone find somebody: three of them, as alphabets without vowels
        and the habits of spelling leave."""
        return any(key.startswith("s:") and len(key) > len("s:") + 2 for key in self.sounds)

    def is_written(self, keys: Collection[str]) -> bool:
        """Whether each word of the name is among these keys of another, letter by letter."""
        tokens = [token.split() for token in self.name.tokens]
        return all(any(key[0] == "x" and key in keys for key in token) for token in tokens)


def read(text: str) -> Asked:
    """What ``text`` asks for; any text is taken, none raises.

    «N. R. 17» is initials and an age, «2026-014» a reference, «"club de boxe"» these words
    together; anything else is a name, and words. Two letters are both initials and a name.
    """
    phrases = [phrase for part in _TOGETHER.findall(text) if (phrase := folding.folded(part))]
    free = _TOGETHER.sub(" ", text)
    words = folding.folded(free).split()
    names = [word for word in words if word.isalpha()]
    numbers = [word for word in words if not word.isalpha()]
    ages = [int(word) for word in numbers if _AGE.fullmatch(word)]
    age = ages[0] if len(ages) == 1 else None
    letters = "".join(names)
    if not phrases and 0 < len(letters) <= 2 and len(numbers) == len(ages) <= 1:
        name = keys_of("", free) if len(names) == 1 and letters[1:] else Keys()
        return Asked(words=tuple(names), name=name, initials=letters, age=age)
    whole = (word for word in words if len(word) >= SHORTEST)
    return Asked(
        parts=tuple(dict.fromkeys([*phrases, *whole])),
        words=tuple(folding.words(free)),
        name=keys_of("", free) if names else Keys(),
        age=age,
        reference=folding.same_reference(text) if numbers and not phrases else "",
    )
