"""Errors that a person at the terminal is told in one sentence."""


class EmbeddedError(Exception):
    """What is wrong and what to do, as a sentence for the person at the terminal."""


class AlreadyRunning(EmbeddedError):
    """The servers of this kind run already, owned by another process."""
