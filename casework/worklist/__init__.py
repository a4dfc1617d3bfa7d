"""My work: what each app says needs this person, and the blocks of each role (roof).

``items`` asks every app what is due, ``order`` puts it in order of lateness, ``blocks`` shows what
a role looks at besides; ``page`` and ``jump`` are the views.
"""

from casework.worklist.jump import Jump
from casework.worklist.page import MyWork

__all__ = ["Jump", "MyWork"]
