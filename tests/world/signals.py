"""Signals of the desks before anybody analyses them: said by a partner, called in, passed on."""

from __future__ import annotations

from agencies.models import Channel
from common.scope import WORKER, bound
from intake.models import Signal, SignalHop
from intake.signals import decisions as signals_decisions
from tests import people as cast
from tests.world.canary import canary

# What breaks a narrow page: a name of five parts and a word that nothing divides.
LONG_NAME = "Marie-Antoinette-Joséphine de La Rochefoucauld-Montmorency-Châtillon"
LONG_WORD = "https://exemple.example/" + "forum/sujet/" * 12


def guichet() -> Channel:
    """The other desk, at which Rita receives."""
    return Channel.objects.get(kind=Channel.Kind.DESK)


def capture(stage, name: str, by: str, channel: Channel | None = None, **more) -> Signal:
    """A signal with a canary of that name in each text; by the telephone unless told."""
    stage.signals[name] = cast.signal_from(
        stage.people[by],
        words=canary(f"words {name}"),
        channel=channel or cast.hotline(),
        about=canary(f"about {name}"),
        about_age=canary(f"age {name}"),
        place=canary(f"place {name}"),
        others=canary(f"others {name}"),
        **more,
    )
    return stage.signals[name]


def call(stage, name: str, words: str, by: str = "ines", **more) -> Signal:
    """A call to the telephone desk, acknowledged by who took it."""
    signal = cast.signal_from(stage.people[by], words=words, channel=cast.hotline(), **more)
    stage.signals[name] = cast.acknowledged(signal, by=stage.people[by])
    return signal


def build(stage) -> None:
    """desk: reported by the school; taken: a call with a source; other: another desk's; acked.

    waits, acknowledged, partner: the same in the words of people.
    """
    _in_canaries(stage)
    ines = stage.people["ines"]
    stage.signals["waits"] = cast.signal_from(
        ines,
        words="Il dit qu’on verra samedi. Il ne vient plus à l’entraînement depuis trois semaines.",
        channel=cast.hotline(),
        danger="unknown",
        about="un garçon du club",
        about_age="17 ans environ",
        may_be_minor=True,
        how_known="told",
        caller="anonymous",
    )
    call(
        stage,
        "acknowledged",
        "Une voisine l’a vu brûler des papiers derrière l’immeuble.",
        caller="public",
        caller_name="Mme Garnier",
        caller_contact="01 23 45 67 89",
        place="derrière l’immeuble B, rue du Pré",
        others="deux garçons plus jeunes",
    )
    stage.signals["partner"] = cast.signal_from(
        stage.people["sophie"],
        words=f"Un élève dessine des armes dans son cahier depuis septembre.\n{LONG_WORD}",
        about=LONG_NAME,
        place=LONG_WORD,
    )


def _in_canaries(stage) -> None:
    people, signals = stage.people, stage.signals
    capture(stage, "desk", "sandrine")
    capture(
        stage, "taken", "ines", caller=Signal.Caller.FAMILY,
        caller_name=canary("source name"), caller_contact=canary("source phone"),
    )  # fmt: skip
    capture(
        stage, "other", "rita", guichet(),
        caller_name=canary("foreign source"), caller_contact=canary("foreign phone"),
    )  # fmt: skip
    cast.acknowledged(capture(stage, "acked", "ines"), by=people["ines"])
    with cast.acting(people["ines"]) as ines:
        signals_decisions.pass_on(
            signals["taken"], by=ines, to=people["luc"], reason=canary("hop note")
        )
        signals_decisions.correct_signal(
            signals["desk"],
            by=ines,
            expected=1,
            changes={"words": canary("corrected desk"), "place": canary("place desk")},
            reason=canary("correction reason"),
        )
    with bound(WORKER):
        stage.ids["hop"] = SignalHop.objects.get(note=canary("hop note")).pk
