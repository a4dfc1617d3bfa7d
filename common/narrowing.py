"""How the rows of a model concern a reader: what each model declares, and the plain ways of it.

What asks for rows of the case file stands in ``casework/narrowing.py``.
"""

from __future__ import annotations

from django.db.models import Q

from common.scope import Actor


class Access:
    """The way in which a model with personal data is narrowed; every model declares one.

    ``left_to_policies``: the policy of the table says what ``visible`` says, so that it is not
    asked twice of the person who is bound (``common.scope.policies_narrow``).
    """

    left_to_policies = False

    def visible(self, actor: Actor) -> Q:
        """The rows that this person may see, in expressions of the model that declares it.

        Compares with ``actor.uid`` and ``actor.agency``. Rows of other models are asked through
        ``unscoped``, one ``OuterRef`` deep: the query around may be given other aliases later.
        """
        raise NotImplementedError(f"{type(self).__name__} has no scoped manager.")


class Open(Access):
    """No personal data of a file: no manager narrows it."""


class WorkerAlone(Access):
    """Read by the worker; no person has a part in it."""


class Own(Access):
    """One's own rows. Not left to the policies: a notice is driven from its reader's index."""

    def __init__(self, owner: str) -> None:
        self.owner = owner

    def visible(self, actor: Actor) -> Q:
        return Q(**{self.owner: actor.uid})


OPEN, WORKER_ALONE = Open(), WorkerAlone()
