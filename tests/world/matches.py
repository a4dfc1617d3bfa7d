"""Matching on the stage: names that sound like those of the files, answered and not."""

from __future__ import annotations

from casework.models import Person
from common import clock
from common.scope import WORKER, bound
from intake.first_analysis.decisions import triage
from intake.matching import decisions as matching
from intake.matching.search import look
from intake.models import NamedPerson, Signal
from intake.outcomes.decisions import joining
from intake.signals.named import first_of
from tests import people as cast
from tests.world.canary import canary
from tests.world.signals import call, capture, guichet

NOTHING = {"given_name": "", "family_name": "", "alias": "", "birth_date": None, "age_text": ""}


def build(stage) -> None:
    """Signals about the people of both files in canaries, then in ordinary words."""
    _several(stage)
    _in_canaries(stage)
    _joined(stage)
    _in_words(stage)


def _in_canaries(stage) -> None:
    """Signals «named», «joined» and «attached», in canaries.

    named: who it is about is said, one candidate answered; joined: to the person of case B;
    attached: to that person and to the file.
    """
    people, signals = stage.people, stage.signals
    stage.rows |= {f"known_{name}": stage.cases[name].subject for name in "ab"}
    for name, by, channel, known in (
        ("named", "ines", cast.hotline(), "ab"),
        ("joined", "rita", guichet(), "ab"),
        ("attached", "rita", guichet(), "b"),
    ):
        signal = capture(stage, name, by, channel)
        cast.acknowledged(signal, by=people[by])
        with cast.acting(people["sonia"]) as sonia:
            matching.name_person(
                signal, by=sonia,
                changes={
                    "given_name": canary(f"given {name}"), "family_name": canary(f"family {name}"),
                    "alias": f"{canary(f'alias {name}')} {_heard(known)}", "birth_date": None,
                    "age_text": canary(f"told age {name}"),
                },
            )  # fmt: skip
        with cast.acting(sonia):
            stage.rows[f"who_{name}"] = first_of(signal)
            look(first_of(signal), by=sonia)
    _of_others(signals["named"], people["sonia"])
    for name, known, said in (
        ("named", "a", "different"), ("joined", "b", "same"), ("attached", "b", "same"),
    ):  # fmt: skip
        person, reason = stage.cases[known].subject, canary(f"match reason {name}")
        _answered(stage, signals[name], person, said, reason)
    with cast.acting(people["sonia"]) as sonia:
        stage.rows["attachment"] = joining.join_to_case(
            signals["attached"], by=sonia, reason=canary("grounds attached"),
            dissent=canary("dissent attached"),
        )  # fmt: skip


def _answered(stage, signal, person, answer: str, reason: str = "") -> None:
    """Answer each as Sonia, whose rows tests/access/policies.py tries to update."""
    with cast.acting(stage.people["sonia"]) as sonia:
        matching.answer_match(
            matching.answer_on(first_of(signal), person.pk),
            by=sonia,
            expected=0,
            answer=answer,
            reason=reason,
        )


def _heard(names: str) -> str:
    """The names of those cases in spellings that sound alike and hold no canary."""
    words = [canary(f"{part} {name}") for name in names for part in ("given", "family")]
    return " ".join(words).translate(str.maketrans("aeio", "uuuu"))


def _joined(stage) -> None:
    """A later signal about the person of «tilleul»: joined to the file, with danger possible."""
    case = stage.cases["tilleul"]
    words = "Il a dit à sa tante qu’il ne reviendrait pas."
    signal = call(stage, "later", words, danger="unknown")
    names = {name: getattr(case.subject, name) for name in ("given_name", "family_name")}
    _named(stage, signal, names)
    _answered(stage, signal, case.subject, "same")
    with cast.acting(stage.people["claire"]) as claire:
        stage.rows["attachment_later"] = joining.join_to_case(
            signal, by=claire, reason="Cette personne a un dossier ici."
        )


def _named(stage, signal, names: dict):
    return _row(stage, signal, names).person


def _in_words(stage) -> None:
    """A person named on three signals, with other spellings; a file that is somebody else's."""
    people, rows = stage.people, stage.rows
    for key, names in {
        "earlier": {"given_name": "Yanis", "family_name": "Belcourt", "age_text": "21 ans"},
        "elder": {"given_name": "Yannick", "family_name": "Belcours", "age_text": "33"},
        "misspelt": {
            "given_name": "Yannis", "family_name": "Belcour", "age_text": "environ 22 ans",
        },
        "alone": {"given_name": "Юлия", "family_name": "Соколова"},
    }.items():  # fmt: skip
        signal = call(stage, key, "Il ne vient plus au cours du soir.", place="rue du Pré")
        row = _row(stage, signal, names)
        rows[f"known_{key}"], rows[f"who_{key}"] = row.person, row
    elsewhere = {"process_coordinator": people["hugo"], "content_coordinator": people["lea"]}
    cast.open_case(people, team=cast.team_of(people, **elsewhere, partners=[people["bruno"]]))
    _answered(
        stage, stage.signals["misspelt"], rows["known_elder"], "different",
        "Dix ans de plus, une autre famille.",
    )  # fmt: skip


def _several(stage) -> None:
    """Several persons on one signal (X10): two brothers looked at, a family at the conference."""
    people, rows = stage.people, stage.rows
    pair = call(stage, "pair", "Les deux frères ne parlent plus qu’entre eux.", about="deux frères")
    family = call(
        stage, "family", "Le père et la mère veulent partir là-bas avec les deux petits.",
        about="une famille de quatre",
    )  # fmt: skip
    for signal, key, given, family_name, age, role in (
        (pair, "elder_brother", "Ulysse", "Fontenelle", "19 ans", "subject"),
        (pair, "younger_brother", "Igor", "Fontenelle", "16 ans", "subject"),
        (family, "father", "Gontran", "Wickert", "41 ans", "subject"),
        (family, "mother", "Odette", "Wickert-Zeller", "38 ans", "subject"),
        (family, "daughter", "Zélie", "Wickert", "9 ans", "victim"),
        (family, "son", "Joachim", "Wickert", "6 ans", "victim"),
    ):
        names = {"given_name": given, "family_name": family_name, "age_text": age}
        rows[f"who_{key}"] = _row(stage, signal, names | {"role": role})
    with cast.acting(people["claire"]) as claire:
        minor = {"by": claire, "expected": 1, "minor": "yes", "minor_basis": "16 ans."}
        triage.answer_minor_of(rows["who_younger_brother"], **minor)
    stage.signals["family"] = cast.at_the_conference(family, people)


def _row(stage, signal, names: dict):
    with cast.acting(stage.people["claire"]) as claire:
        return matching.name_person(signal, by=claire, changes=NOTHING | names)


def _of_others(signal: Signal, by) -> None:
    """A relative of whom no file is opened, a contact who was taken back."""
    now, words = clock.now(), {name: canary(f"{name} named") for name in ("left", "taken back")}
    left = {"left_because": words["left"], "left_by": by, "left_at": now}
    minor = {"minor": "no", "minor_by": by, "minor_at": now}
    minor["minor_basis"] = canary("minor of named")
    gone = {"taken_back_because": words["taken back"], "taken_back_by": by, "taken_back_at": now}
    with bound(WORKER):
        for role, name, more in (("relative", "Aline", left | minor), ("contact", "Bertil", gone)):
            person = Person(given_name=name, created_at=now)
            person.save(force_insert=True)
            NamedPerson(
                signal=signal, person=person, role=role, named_by=by, named_at=now, **more
            ).save(force_insert=True)
