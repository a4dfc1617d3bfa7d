"""What stands before the browser tests begin, made by the real decisions and committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections

from agencies import invitations, mail
from agencies.models import Absence, Agency, User
from casework import team
from casework.models import LocalHoliday, Record, TeamMember
from common import clock
from common.scope import WORKER, bound
from intake.first_analysis.decisions import security, source
from intake.matching import decisions as matching
from intake.outcomes.decisions import joining, merging
from intake.outcomes.decisions import outcome as outcome_decisions
from tests import people as cast
from tests.browser import after_world, closing_world, plan_world
from tests.plans import scenes as lines

PASSPHRASE = "tulipe vent gris escargot"
# What breaks a narrow page: a name of five parts and a word that nothing divides.
LONG_NAME = "Marie-Antoinette-Joséphine de La Rochefoucauld-Montmorency-Châtillon"
LONG_WORD = "https://exemple.example/" + "forum/sujet/" * 12


@dataclass
class World:
    """People by the cast's short names; what stands already, by short names."""

    people: dict[str, User]
    signals: dict[str, object] = field(default_factory=dict)
    cases: dict[str, object] = field(default_factory=dict)
    records: dict[str, object] = field(default_factory=dict)
    outcome: object = None
    rows: dict[str, object] = field(default_factory=dict)  # lines of the analysis
    invitation: str = ""
    reset_link: str = ""


def build() -> World:
    """The cast, English-speaking for the walks, with one passphrase; signals and one case."""
    with bound(WORKER):
        people = cast.town()
        for user in people.values():
            user.set_password(PASSPHRASE)
            user.language = "en"
            user.save()
    world = World(people)
    _signals(world)
    _case(world)
    _analysis(world)
    _matches(world)
    plan_world.build(world)
    after_world.build(world)
    closing_world.build(world)
    _account_links(world)
    _settings(world)
    return world


def _signals(world: World) -> None:
    people, hotline = world.people, cast.hotline()
    world.signals["waits"] = cast.signal_from(
        people["ines"],
        words="Il dit qu’on verra samedi. Il ne vient plus à l’entraînement depuis trois semaines.",
        channel=hotline,
        danger="unknown",
        about="un garçon du club",
        about_age="17 ans environ",
        may_be_minor=True,
        how_known="told",
        caller="anonymous",
    )
    world.signals["acknowledged"] = cast.acknowledged(
        cast.signal_from(
            people["ines"],
            words="Une voisine l’a vu brûler des papiers derrière l’immeuble.",
            channel=hotline,
            caller="public",
            caller_name="Mme Garnier",
            caller_contact="01 23 45 67 89",
            place="derrière l’immeuble B, rue du Pré",
            others="deux garçons plus jeunes",
        ),
        by=people["ines"],
    )
    _first_analyses(world)
    world.signals["partner"] = cast.signal_from(
        people["sophie"],
        words=f"Un élève dessine des armes dans son cahier depuis septembre.\n{LONG_WORD}",
        about=LONG_NAME,
        place=LONG_WORD,
    )


def _first_analyses(world: World) -> None:
    """One at the beginning, one answered, one that waits for Inès, one at the table, one asked."""
    people, hotline = world.people, cast.hotline()
    claire = people["claire"]
    words = {
        "begun": "Il a changé depuis l’été et passe ses nuits en ligne.",
        "answered": "Il a quitté sa formation, ne voit plus personne et parle de vengeance.",
        "proposed": "Son voisin reçoit le soir ; ils sont en procès pour une fuite d’eau.",
        "tabled": "Elle ne vient plus au lycée et menace une camarade.",
        "asked": f"Il a montré une arme en photo.\n{LONG_WORD}",
    }
    for key, text in words.items():
        found = cast.signal_from(people["ines"], text, channel=hotline, about="un jeune homme")
        world.signals[key] = cast.acknowledged(found, by=people["ines"])
    for key in ("answered", "proposed"):
        world.signals[key] = cast.analysed(world.signals[key], claire)
    world.signals["tabled"] = cast.at_the_table(world.signals["tabled"], people)
    with cast.acting(claire):
        source.assess_source(
            world.signals["begun"],
            by=claire,
            expected=0,
            reliability="cannot_judge",
            credibility="likely",
            basis="Premier appel de cette personne.",
            motive="Un différend avec la mère au sujet d’un logement.",
        )
        security.ask_deconfliction(
            world.signals["asked"],
            by=claire,
            concern="possible",
            reason="Une arme en photo.",
            asked_of="Marc Delmas, Police nationale",
        )
        again = cast.signal_from(people["luc"], words["answered"], channel=hotline)
        world.signals["doubled"] = cast.acknowledged(again, by=people["luc"])
        world.rows["merged"] = merging.merge_signal(
            again, by=claire, into=world.signals["answered"], reason="Noté deux fois."
        )
        world.outcome = outcome_decisions.decide_outcome(
            world.signals["proposed"],
            by=claire,
            kind="no_action",
            reason="Un conflit de voisinage ; rien d’autre dans ce qui est rapporté.",
            second=people["ines"],
        )


def _case(world: World) -> None:
    people = world.people
    given, family = LONG_NAME.split(" ", 1)
    world.cases["tilleul"] = case = cast.open_case(people, given=given, family=family)
    with bound(WORKER):
        world.signals["with_case"] = case.signals.get()
        lea = TeamMember.objects.get(case=case, user=people["lea"])
    people["lea"].membership = lea.pk
    _joined(world, case, {"given_name": given, "family_name": family})
    audience = Record.Audience
    cast.information(case, people["bruno"], "A quitté la formation le 3 novembre.")
    cast.information(
        case,
        people["hugo"],
        "Un créneau fixe chaque semaine.\nLe même interlocuteur à chaque fois.",
        kind=Record.Kind.NEED,
    )
    cast.information(
        case,
        people["lea"],
        "Vu au centre de jeunesse mardi, avec deux amis.",
        audience=audience.NAMED,
        agencies=[Agency.objects.get(short_name="Mission locale")],
    )
    world.records["held"] = cast.information(
        case,
        people["lea"],
        "Ne pas se rendre seul au domicile.",
        kind=Record.Kind.HELD,
        ask_again_on=clock.today() + timedelta(days=10),
    )
    soon = clock.today() + timedelta(days=3)
    Absence.objects.create(user=people["lea"], first_day=soon, last_day=soon)
    with cast.acting(people["lea"]):
        team.declare(case, by=people["lea"], interest="personal", words=f"Connaît {LONG_WORD}.")
    world.records["own"] = cast.information(
        case, people["bruno"], "Noté pour nous seuls : rappeler jeudi.", audience=audience.OWN
    )


def _analysis(world: World) -> None:
    """Lines in each column and box: late, accepted, answered, withdrawn, odd and long words."""
    case, people, rows = world.cases["tilleul"], world.people, world.rows
    bruno, hugo, lea = people["bruno"], people["hugo"], people["lea"]
    for code, body, kind in (
        ("school_work", "A manqué onze jours de cours depuis septembre.", Record.Kind.FACT),
        ("peers", "Semble plus seul qu’au printemps.", Record.Kind.ASSESSMENT),
        ("health", "Un créneau fixe chaque semaine.", Record.Kind.NEED),
    ):
        cast.information(case, lea, body, kind=kind, domain=lines.domain(code))
    rows["gap"] = lines.gap(case, bruno, "Qui gère les deux canaux, et d’où ?", importance="high")
    late = lines.gap(
        case, lea, "Pourquoi les lundis ?", "school_work", changes="L’accord du lycée."
    )
    with clock.at(clock.now() - timedelta(days=12)):
        lines.asked(late, hugo, lea, days=7)
    lines.asked(
        lines.gap(case, hugo, f"Le club le prendrait-il ? {LONG_WORD}", "peers"), hugo, bruno
    )
    rows["settled"] = lines.settled(
        lines.gap(case, hugo, "Ce que pense son père.", "family"), hugo,
        reason="Le contact pourrait nuire à la mère.",
    )  # fmt: skip
    lines.answered(
        lines.gap(case, lea, "Fait-il encore du sport ?", "community"), lea, "Boxe, oui."
    )
    rows["factor"] = lines.factor(case, bruno)
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
    rows["reading"] = lines.reading(case, hugo)
    lines.reading(case, hugo, words="Provocation seulement.", standing="set_aside")
    lines.view(case, lea)
    lines.view(case, lea, says="« Une salle et un entraîneur. »", days=40)
    lines.view(case, bruno, "work", "A quitté la formation sans dire pourquoi.", days=20)


def _joined(world: World, case, names: dict) -> None:
    """A later signal about the same person: joined to the file, with danger possible."""
    people, words = world.people, "Il a dit à sa tante qu’il ne reviendrait pas."
    call = cast.signal_from(people["ines"], words, channel=cast.hotline(), danger="unknown")
    world.signals["attached"] = cast.acknowledged(call, by=people["ines"])
    with cast.acting(people["claire"]) as claire:
        changes = {"alias": "", "birth_date": None, "age_text": ""} | names
        matching.name_person(call, by=claire, expected=0, changes=changes)
        matching.answer_match(call, by=claire, expected=0, candidate=case.subject_id, answer="same")
        world.rows["attachment"] = joining.join_to_case(
            call, by=claire, reason="Cette personne a un dossier ici."
        )


def _matches(world: World) -> None:
    """A person named on three signals, with other spellings; a file that is somebody else's."""
    people, signals = world.people, world.signals
    claire, ines, hotline = people["claire"], people["ines"], cast.hotline()
    named = {
        "earlier": {"given_name": "Yanis", "family_name": "Belcourt", "age_text": "21 ans"},
        "answered": {"given_name": "Yannick", "family_name": "Belcours", "age_text": "33"},
        "named": {"given_name": "Yannis", "family_name": "Belcour", "age_text": "environ 22 ans"},
        "alone": {"given_name": "Юлия", "family_name": "Соколова"},
    }
    nothing = {"given_name": "", "family_name": "", "alias": "", "birth_date": None, "age_text": ""}
    for key, changes in named.items():
        words = "Il ne vient plus au cours du soir."
        signal = cast.signal_from(ines, words=words, channel=hotline, place="rue du Pré")
        signals[key] = cast.acknowledged(signal, by=ines)
        with cast.acting(claire):
            person = matching.name_person(signal, by=claire, expected=0, changes=nothing | changes)
        world.records["known"] = person if key == "earlier" else world.records.get("known")
        world.records["other"] = person if key == "answered" else world.records.get("other")
    elsewhere = {"process_coordinator": people["hugo"], "content_coordinator": people["lea"]}
    cast.open_case(people, team=cast.team_of(people, **elsewhere, partners=[people["bruno"]]))
    with cast.acting(claire):
        matching.answer_match(
            signals["named"], by=claire, expected=0, candidate=world.records["other"].pk,
            answer="different", reason="Dix ans de plus, une autre famille.",
        )  # fmt: skip


def _account_links(world: World) -> None:
    """Julie is invited; Odile forgot her passphrase. The links without their host."""
    julie, odile = world.people["julie"], world.people["odile"]
    User.objects.filter(pk=julie.pk).update(invited_at=clock.now())
    julie.refresh_from_db()
    world.invitation = _path(invitations.url(julie))
    world.reset_link = _path(mail._reset_url(odile))


def _path(url: str) -> str:
    return urlsplit(url).path


def _settings(world: World) -> None:
    """One past absence and one local holiday, so that the administration's lists hold a row."""
    day = clock.today() - timedelta(days=30)
    rachid = world.people["rachid"]
    Absence.objects.create(user=rachid, first_day=day, last_day=day, declared_by=rachid)
    LocalHoliday.objects.create(day=clock.today() + timedelta(days=200), name="Fête de la ville")


def empty() -> None:
    """Empty every table as the owner, and fill again what migrations fill."""
    connections["default"].close()
    ContentType.objects.clear_cache()
    call_command("flush", database="owner", verbosity=0, interactive=False)
    connections["owner"].close()
    ContentType.objects.clear_cache()
