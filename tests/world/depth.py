"""Lines of the analysis on the stage: canaries in a and b, «tilleul» in each column and box."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case, Record
from casework.relationships.decisions import end_relationship
from common import clock
from plans.models import Gap
from tests import people as cast
from tests.plans import scenes as lines
from tests.world.canary import canary
from tests.world.signals import LONG_WORD

# case -> a partner, another one, who coordinates the content
AUTHORS = {"a": ("basile", "lila", "hector"), "b": ("kamel", "kamel", "mathieu")}


def build(stage) -> None:
    """Write each line as its rightful author; those of a and b are older than the feed shows."""
    with clock.at(clock.now() - timedelta(hours=1)):
        for name in AUTHORS:
            _in_canaries(stage, name)
    _in_words(stage)


def _in_canaries(stage, case: str) -> None:
    rows, online, on = stage.rows, {"code": "online"}, stage.cases[case]
    partner, other, content = (stage.people[key] for key in AUTHORS[case])

    def gap(name: str) -> Gap:
        words = {"question": canary(f"{name} {case}"), "changes": canary(f"{name} change {case}")}
        return lines.gap(on, partner, **words, **online)

    rows[f"gap_{case}"] = gap("gap")
    rows[f"gap_asked_{case}"] = lines.asked(gap("asked"), content, other)
    reason = canary(f"settled reason {case}")
    rows[f"gap_settled_{case}"] = lines.settled(gap("settled"), content, reason=reason)
    answer = {"audience": "named", "agencies": [other.agency]}
    lines.answered(gap("answered"), partner, canary(f"answer {case}"), **answer)
    for name, author in (("factor", partner), ("withdrawn", other)):
        words = {"words": canary(f"{name} {case}"), "evidence": canary(f"{name} evidence {case}")}
        rows[f"{name}_{case}"] = lines.factor(on, author, **words)
    lines.withdrawn(rows[f"withdrawn_{case}"], other, canary(f"withdrawn reason {case}"))
    lines.level(on, other, evidence=canary(f"own level {case}"))
    lines.level(on, content, evidence=canary(f"joint level {case}"), joint=True)
    rows[f"interpretation_{case}"] = lines.interpretation(
        on, content, words=canary(f"interpretation {case}"), speaks_for=canary(f"for {case}"),
        speaks_against=canary(f"against {case}"),
    )  # fmt: skip
    lines.view(on, partner, says=canary(f"view {case}"))


def _in_words(stage) -> None:
    """Lines that are late, accepted, answered or withdrawn, with odd and long words."""
    case, people, rows = stage.cases["tilleul"], stage.people, stage.rows
    bruno, hugo, lea = people["bruno"], people["hugo"], people["lea"]
    for code, body, kind in (
        ("school_work", "A manqué onze jours de cours depuis septembre.", Record.Kind.FACT),
        ("peers", "Semble plus seul qu’au printemps.", Record.Kind.ASSESSMENT),
        ("health", "Un créneau fixe chaque semaine.", Record.Kind.NEED),
    ):
        cast.information(case, lea, body, kind=kind, domain=lines.domain(code))
    _gaps(stage, case)
    rows["factor_tilleul"] = lines.factor(case, bruno)
    lines.factor(case, lea, "pull", "online", words="Deux canaux : une place, une « mission ».")
    lines.factor(case, lea, "trigger", "peers", words=f"Bagarre en août. {LONG_WORD}", level="weak")
    lines.factor(
        case, hugo, "root_cause", "person", words="Deuil du grand-père.", basis="assessment"
    )
    lines.factor(case, hugo, "push", "family", words="Violence.", level="no_information")
    for words in ("Sa mère soutient le plan.", "Proche de sa sœur."):
        lines.factor(case, lea, "protective", "family", words=words, level="moderate")
    lines.withdrawn(lines.factor(case, lea, "push", "school_work", words="Changé deux fois."), lea)
    for days, risk, protection in (
        (120, "high", "low"),
        (60, "high", "no_information"),
        (2, "moderate", "moderate"),
    ):
        for direction, level in (("risk", risk), ("protection", protection)):
            lines.level(case, hugo, level, days=days, direction=direction, joint=True)
    lines.level(case, hugo, "low", "family", direction="protection", joint=True)
    lines.level(case, lea, "high", "peers", days=5)
    lines.level(case, bruno, "no_information", "online", days=5)
    rows["interpretation_tilleul"] = lines.interpretation(case, hugo)
    lines.interpretation(case, hugo, words="Provocation seulement.", standing="set_aside")
    _around(stage, case)
    lines.view(case, lea)
    lines.view(case, lea, says="« Une salle et un entraîneur. »", days=40)
    lines.view(case, bruno, "work", "A quitté la formation sans dire pourquoi.", days=20)


def _around(stage, case: Case) -> None:
    """One who may be approached, one by somebody alone, one not at all, one of long words."""
    bruno, hugo, lea = (stage.people[key] for key in ("bruno", "hugo", "lea"))
    stage.rows["around_tilleul"] = cast.around(
        case, bruno, "Sa tante Denise", approach_because="Son mari l’apprendrait.",
        approach="no",
    )  # fmt: skip
    cast.around(
        case, lea, "Malik, entraîneur de boxe", kind="professional", role="contact", approach="yes",
        told="Que le club garde sa place, rien d’autre.", told_by="Léa Fontaine",
    )  # fmt: skip
    cast.around(
        case, hugo, "Sa mère", kind="parent", approach="only_by", only_by="l’assistante sociale",
        approach_because="Elle ne parle qu’à elle.", knows_well="not_known",
        audience="named", agencies=[lea.agency],
    )  # fmt: skip
    gone = cast.around(case, lea, f"Un voisin, {LONG_WORD}", kind="neighbour", knows_well="no")
    with cast.acting(lea):
        end_relationship(gone, by=lea, reason="Il a déménagé en août.")


def _gaps(stage, case: Case) -> None:
    bruno, hugo, lea = (stage.people[key] for key in ("bruno", "hugo", "lea"))
    stage.rows["gap_tilleul"] = lines.gap(
        case, bruno, "Qui gère les deux canaux, et d’où ?", importance="high"
    )
    late = lines.gap(
        case, lea, "Pourquoi les lundis ?", "school_work", changes="L’accord du lycée."
    )
    with clock.at(clock.now() - timedelta(days=12)):
        lines.asked(late, hugo, lea, days=7)
    lines.asked(
        lines.gap(case, hugo, f"Le club le prendrait-il ? {LONG_WORD}", "peers"), hugo, bruno
    )
    stage.rows["gap_settled_tilleul"] = lines.settled(
        lines.gap(case, hugo, "Ce que pense son père.", "family"), hugo,
        reason="Le contact pourrait nuire à la mère.",
    )  # fmt: skip
    lines.answered(
        lines.gap(case, lea, "Fait-il encore du sport ?", "community"), lea, "Boxe, oui."
    )
