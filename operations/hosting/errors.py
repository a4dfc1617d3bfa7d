"""What a person at the terminal is told when servers cannot run."""


class EmbeddedError(Exception):
    """A sentence for the person at the terminal: what is wrong and what to do."""


class AlreadyRunning(EmbeddedError):
    """The servers of this kind run already, owned by another process."""
