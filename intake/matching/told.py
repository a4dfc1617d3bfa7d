"""Words about persons in a signal on which nobody is named: keys that find it by a name (X03).

Pure, as ``casework.matching``. In a text a word alone never suffices: two words of the name are
heard in it, or one of the name and the same place (X41).
"""

from __future__ import annotations

from casework.matching import ALIAS_MARK, SOUND, WHOLE, Keys, sounds_of_word, tokens_of
from common import folding


def keys_of_text(*texts: str) -> Keys:
    """The keys of what was said of persons, word by word and by their sound alone."""
    words: list[set[str]] = []
    for text in texts:
        words += [word for word in tokens_of(text, sounds_of_word) if word not in words]
    tokens = tuple(" ".join(sorted(word)) for word in words)
    return Keys(tokens, tuple(sorted(set().union(*words) if words else set())))


def words_of(*texts: str) -> str:
    """What was told, as its desk searches it; no word of one text stands before one of the next."""
    return "\n".join(filter(None, map(folding.folded, texts)))


def is_told_in(name: Keys, text: Keys, *, same_place: bool = False) -> bool:
    """Whether the words of the text hold the name (as access.matches_of asks)."""
    if min(name.shared_with(text, SOUND), text.shared_with(name, SOUND)) > 1:
        return True
    written = Keys(tuple(t for t in name.tokens if not t.startswith(ALIAS_MARK)), name.keys)
    return same_place and written.shared_with(text, WHOLE) > 0
