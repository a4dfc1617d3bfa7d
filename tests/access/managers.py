"""Checks of the scoped managers with row-level security out of the way (the worker's role)."""

from __future__ import annotations

from django.apps import apps

from casework.narrowing import OfSource
from common.narrowing import Access
from common.scope import WORKER, Actor, ScopedManager, bound
from tests.world.people import PERSONAS
from tests.world.stage import Stage


def guarded() -> list[type]:
    """The models that are narrowed by a scoped manager."""
    return [
        model for model in apps.get_models() if isinstance(model._default_manager, ScopedManager)
    ]


def kinds() -> list[type[Access]]:
    """The ways in which they are narrowed, each once."""
    return sorted({type(model.ACCESS) for model in guarded()}, key=lambda kind: kind.__name__)


def check_kind(stage: Stage, kind: type[Access], truth, personas=PERSONAS) -> int:
    """Each persona gets the oracle's rows of each model of that access, no more, no fewer."""
    looked = 0
    for model in guarded():
        if type(model.ACCESS) is not kind:
            continue
        for persona in personas:
            user = stage.persona(persona)
            wanted = truth[_table(model), persona]
            with bound(WORKER):
                # ``visible_to`` in views, ``objects`` where an actor is bound: one predicate.
                found = {
                    str(pk) for pk in model.objects.visible_to(user).values_list("pk", flat=True)
                }
                counted = model.objects.visible_to(user).count()
            name = f"{model.__name__} as {persona}"
            assert found <= wanted, f"{name}: {len(found - wanted)} foreign rows"
            assert found >= wanted, f"{name}: {len(wanted - found)} own rows are missing"
            assert counted == len(wanted), f"{name}: counts {counted} of {len(wanted)}"
            looked += 1
    assert looked, f"no model declares {kind}"
    return looked


def _table(model) -> str:
    return "unsealed" if isinstance(model.ACCESS, OfSource) else model._meta.db_table


def check_silence_raises(stage: Stage) -> int:
    """Without an actor a query raises; with the actor «nobody» it finds nothing."""
    from common.scope import UnscopedQuery

    for model in guarded():
        for use in (
            list,
            lambda rows: rows.count(),
            lambda rows: rows.exists(),
            lambda rows: rows.delete(),
        ):
            try:
                use(model.objects.all())
            except UnscopedQuery:
                continue
            raise AssertionError(f"{model.__name__} answered without an actor")
        with bound(Actor()):
            assert not model.objects.exists(), model.__name__
    return len(guarded())
