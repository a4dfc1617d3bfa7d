"""First analyses on the stage: begun, answered, proposed, asked, at the conference, merged.

Signals of two desks: the telephone's and, as the foreign one, that of the Guichet.
"""

from __future__ import annotations

from datetime import timedelta

from common import clock
from intake.conference import decisions as conference
from intake.first_analysis import sheet
from intake.first_analysis.decisions import security, source, triage
from intake.matching import decisions as matching
from intake.models import Signal
from intake.outcomes.decisions import merging, outcome, reopening
from tests import people as cast
from tests.world.canary import canaries, canary
from tests.world.signals import LONG_WORD, call, capture, guichet

SOURCE = ("basis", "link", "motive", "known_conflict", "corroborated_by")
QUESTIONS = (
    "radicalised_grounds", "useful_grounds", "alternatives_words", "against", "same_reading",
)  # fmt: skip
ANALYSED = (*SOURCE, "minor", *QUESTIONS)
SECURITY = ("danger", "asked of", "wording")
CONFERENCE = ("table radicalised", "table useful", "statement", "narrow")


def build(stage) -> None:
    """In canaries for the access tests, in ordinary words for the pictures."""
    _in_canaries(stage)
    _in_words(stage)


def answered(stage, signal: Signal, name: str, by: str = "sonia") -> None:
    """Answer every section of the first analysis, each text a canary of that name."""
    with cast.acting(stage.people[by]) as user:
        source.assess_source(
            signal, by=user, expected=0, reliability="fairly", credibility="likely",
            **canaries(SOURCE, name),
        )  # fmt: skip
        security.ask_deconfliction(
            signal, by=user, concern="none", reason=canary(f"danger {name}"),
            asked_of=canary(f"asked of {name}"),
        )  # fmt: skip
        security.note_security_answer(
            signal, by=user, answer="with_limits", wording=canary(f"wording {name}")
        )
        triage.answer_minor(
            signal, by=user, expected=0, minor="no", minor_basis=canary(f"minor {name}")
        )
        triage.answer_questions(
            signal, by=user, expected=1, radicalised="unclear", useful="yes",
            alternatives=["attention"], **canaries(QUESTIONS, name),
        )  # fmt: skip
        unnamed(signal, user, canary(f"unnamed {name}"))


def unnamed(signal: Signal, by, reason: str) -> None:
    """Why nobody is named on the signal, where nobody is."""
    read = Signal.objects.get(pk=signal.pk)
    if not sheet.of(read).named:
        version = sheet.of(read).triage.version
        matching.leave_unnamed(read, by=by, expected=version, unnamed_because=reason)


def to_the_conference(stage, signal: Signal, name: str) -> None:
    """Answered by Sonia, taken to the conference by Claire, the conference recorded."""
    answered(stage, signal, name)
    with cast.acting(stage.people["claire"]) as claire:
        outcome.take_to_conference(
            signal, by=claire, reason=canary(f"taken {name}"), dissent=canary(f"dissent {name}")
        )
        conference.record_conference(
            signal, by=claire, held_on=clock.today(),
            seats=cast.table_of(stage.people), reason=canary(f"narrow {name}"),
            radicalised="unclear", radicalised_grounds=canary(f"table radicalised {name}"),
            useful="yes", useful_grounds=canary(f"table useful {name}"),
            statement=canary(f"statement {name}"),
        )  # fmt: skip


def _in_canaries(stage) -> None:
    people, signals, rows = stage.people, stage.signals, stage.rows
    ines, sonia = people["ines"], people["sonia"]
    for name in ("plain", "advised"):
        call(stage, name, canary(f"words {name}"))
    for name in ("ready", "proposed", "asked", "oriented", "handed", "tabled", "security"):
        cast.acknowledged(capture(stage, name, "ines"), by=ines)
    cast.acknowledged(capture(stage, "foreign", "rita", guichet()), by=people["rita"])
    cast.acknowledged(capture(stage, "doubled", "ines"), by=ines)
    for name in ("ready", "proposed", "asked", "oriented", "handed", "foreign"):
        answered(stage, signals[name], name)
    cast.named(signals["tabled"], sonia, "Nour", "Haddad")
    to_the_conference(stage, signals["tabled"], "tabled")
    with cast.acting(ines):
        outcome.give_advice(signals["advised"], by=ines, reason=canary("advice"))
    with cast.acting(sonia):
        security.ask_deconfliction(
            signals["security"], by=sonia, concern="possible", reason=canary("danger security"),
            asked_of=canary("asked of security"),
        )  # fmt: skip
        rows["proposal"] = _decided(stage, "proposed", "no_action", second=ines)
        first = _question(stage, "first")
        outcome.note_answer(first, by=sonia, answer=canary("answer first"))
        rows["question"] = _question(stage, "second")
        rows["orientation"] = _decided(
            stage, "oriented", "oriented", service=canary("service oriented"),
            accepted_by=canary("accepted oriented"), accepted_on=clock.today(),
        )  # fmt: skip
        for again in (False, True):
            handed = _decided(
                stage, "handed", "handed_to_security",
                service=canary("service handed"), note=canary("note handed"),
            )  # fmt: skip
            if not again:
                reopening.reopen_signal(
                    handed, by=sonia, why="new_information", reason=canary("reopened handed")
                )
        rows["merged"] = merging.merge_signal(
            signals["doubled"], by=sonia, into=signals["asked"], reason=canary("grounds doubled")
        )
        refused = _decided(stage, "foreign", "malicious", second=people["claire"])
    with cast.acting(people["claire"]) as claire:
        outcome.read_second(refused, by=claire, agrees=False, words=canary("second foreign"))


def _decided(stage, signal: str, kind: str, name: str = "", **more):
    """An outcome by Sonia; its grounds are the canary of ``name``, the signal's unless told."""
    return outcome.decide_outcome(
        stage.signals[signal], by=stage.people["sonia"], kind=kind,
        reason=canary(f"grounds {name or signal}"), **more,
    )  # fmt: skip


def _question(stage, name: str):
    return _decided(
        stage, "asked", "need_more", name, question=canary(f"question {name}"),
        addressee=canary(f"addressee {name}"), due_on=clock.today() + timedelta(days=7),
    )  # fmt: skip


def _in_words(stage) -> None:
    """One begun, one answered, one that waits for Inès, one at the conference, one asked."""
    people, signals = stage.people, stage.signals
    words = {
        "begun": "Il a changé depuis l’été et passe ses nuits en ligne.",
        "answered": "Il a quitté sa formation, ne voit plus personne et parle de vengeance.",
        "quarrel": "Son voisin reçoit le soir ; ils sont en procès pour une fuite d’eau.",
        "threat": "Elle ne vient plus au lycée et menace une camarade.",
        "weapon": f"Il a montré une arme en photo.\n{LONG_WORD}",
    }
    for key, text in words.items():
        call(stage, key, text, about="un jeune homme")
    for key in ("answered", "quarrel"):
        signals[key] = cast.analysed(signals[key], people["claire"])
    signals["threat"] = cast.at_the_conference(
        signals["threat"], people, name=("Coralie", "Jourdan")
    )
    with cast.acting(people["claire"]) as claire:
        stage.rows["taken_threat"] = sheet.of(signals["threat"]).in_force
        source.assess_source(
            signals["begun"],
            by=claire,
            expected=0,
            reliability="cannot_judge",
            credibility="likely",
            basis="Premier appel de cette personne.",
            motive="Un différend avec la mère au sujet d’un logement.",
        )
        security.ask_deconfliction(
            signals["weapon"],
            by=claire,
            concern="possible",
            reason="Une arme en photo.",
            asked_of="Marc Delmas, Police nationale",
        )
    again = call(stage, "twice", words["answered"], by="luc")
    with cast.acting(people["claire"]) as claire:
        stage.rows["merged_twice"] = merging.merge_signal(
            again, by=claire, into=signals["answered"], reason="Noté deux fois."
        )
        stage.rows["proposal_quarrel"] = outcome.decide_outcome(
            signals["quarrel"],
            by=claire,
            kind="no_action",
            reason="Un conflit de voisinage ; rien d’autre dans ce qui est rapporté.",
            second=people["ines"],
        )
