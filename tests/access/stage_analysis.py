"""First analyses on the stage: answered, proposed, asked, at the table; canaries in each text.

The signals of both desks: the hotline's and, as the foreign one, that of the Guichet.
"""

from __future__ import annotations

from datetime import timedelta

from agencies.models import Channel
from common import clock
from intake.conference import decisions as conference
from intake.first_analysis.decisions import security, source, triage
from intake.models import Signal
from intake.outcomes.decisions import merging, outcome
from tests import people as cast


def answered(stage, signal: Signal, name: str, by: str, canary) -> None:
    """Every check of the first analysis, each text a canary of that name."""
    user = stage.people[by]
    with cast.acting(user):
        source.assess_source(
            signal, by=user, expected=0, reliability="fairly", credibility="likely",
            **{
                field: canary(f"{field} {name}")
                for field in ("basis", "link", "motive", "known_conflict", "corroborated_by")
            },
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
            alternatives=["attention"],
            **{
                field: canary(f"{field} {name}")
                for field in (
                    "radicalised_grounds", "useful_grounds", "alternatives_words", "against",
                    "same_reading",
                )
            },
        )  # fmt: skip


ANALYSED = (
    "basis", "link", "motive", "known_conflict", "corroborated_by", "minor", "radicalised_grounds",
    "useful_grounds", "alternatives_words", "against", "same_reading",
)  # fmt: skip
SECURITY = ("danger", "asked of", "wording")
TABLE = ("table radicalised", "table useful", "statement", "narrow")


def to_the_table(stage, signal: Signal, name: str, canary) -> None:
    """Answered by Sonia, taken to the table by Claire, the conference recorded."""
    answered(stage, signal, name, "sonia", canary)
    claire, people = stage.people["claire"], stage.people
    with cast.acting(claire):
        outcome.take_to_conference(
            signal, by=claire, reason=canary(f"taken {name}"), dissent=canary(f"dissent {name}")
        )
        conference.record_conference(
            signal, by=claire, held_on=clock.today(),
            seats=cast.table_of(people), reason=canary(f"narrow {name}"),
            radicalised="unclear", radicalised_grounds=canary(f"table radicalised {name}"),
            useful="yes", useful_grounds=canary(f"table useful {name}"),
            statement=canary(f"statement {name}"),
        )  # fmt: skip


def first_analyses(stage, capture, canary) -> None:
    """Signals of the hotline in each state of a first analysis, and one of another desk."""
    people, signals, rows = stage.people, stage.signals, stage.rows
    ines, sonia = people["ines"], people["sonia"]
    hotline = cast.hotline()
    signals["plain"] = cast.signal_from(ines, canary("words plain"), channel=hotline)
    signals["advised"] = cast.signal_from(ines, canary("words advised"), channel=hotline)
    desk = Channel.objects.get(kind=Channel.Kind.DESK)
    for name in ("ready", "proposed", "asked", "oriented", "handed", "tabled", "security"):
        signals[name] = capture(stage, name, "ines", hotline)
    signals["foreign"] = capture(stage, "foreign", "rita", desk)
    signals["doubled"] = capture(stage, "doubled", "ines", hotline)
    for name in (
        "plain", "advised", "ready", "proposed", "asked", "oriented", "handed", "tabled", "doubled",
    ):  # fmt: skip
        cast.acknowledged(signals[name], by=ines)
    cast.acknowledged(signals["security"], by=ines)
    cast.acknowledged(signals["foreign"], by=people["rita"])
    for name in ("ready", "proposed", "asked", "oriented", "handed", "foreign"):
        answered(stage, signals[name], name, "sonia", canary)
    to_the_table(stage, signals["tabled"], "tabled", canary)
    with cast.acting(ines):
        outcome.give_advice(signals["advised"], by=ines, reason=canary("advice"))
    with cast.acting(sonia):
        security.ask_deconfliction(
            signals["security"], by=sonia, concern="possible", reason=canary("danger security"),
            asked_of=canary("asked of security"),
        )  # fmt: skip
        rows["proposal"] = outcome.decide_outcome(
            signals["proposed"], by=sonia, kind="no_action", reason=canary("grounds proposed"),
            second=ines,
        )  # fmt: skip
        first = _question(stage, "first", canary)
        outcome.note_answer(first, by=sonia, answer=canary("answer first"))
        rows["question"] = _question(stage, "second", canary)
        outcome.decide_outcome(
            signals["oriented"], by=sonia, kind="oriented", reason=canary("grounds oriented"),
            service=canary("service oriented"), accepted_by=canary("accepted oriented"),
            accepted_on=clock.today(),
        )  # fmt: skip
        outcome.decide_outcome(
            signals["handed"], by=sonia, kind="handed_to_security",
            reason=canary("grounds handed"), service=canary("service handed"),
            note=canary("note handed"),
        )  # fmt: skip
        rows["merged"] = merging.merge_signal(
            signals["doubled"], by=sonia, into=signals["asked"], reason=canary("grounds doubled")
        )
        refused = outcome.decide_outcome(
            signals["foreign"], by=sonia, kind="malicious", reason=canary("grounds foreign"),
            second=people["claire"],
        )  # fmt: skip
    with cast.acting(people["claire"]):
        outcome.read_second(
            refused, by=people["claire"], agrees=False, words=canary("second foreign")
        )


def _question(stage, name: str, canary):
    return outcome.decide_outcome(
        stage.signals["asked"],
        by=stage.people["sonia"],
        kind="need_more",
        reason=canary(f"grounds {name}"),
        question=canary(f"question {name}"),
        addressee=canary(f"addressee {name}"),
        due_on=clock.today() + timedelta(days=7),
    )
