"""A few invented days of Saint-Aubrac, each line written by the person who would, on its day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from agencies.models import Agency, Channel, Turn
from casework.calendar import WorkingDays
from casework.information.decisions import write_information
from casework.models import Record
from common import clock
from common.scope import WORKER, Actor, bound
from intake.conference import decisions as conference
from intake.first_analysis.decisions import security, triage
from intake.first_analysis.decisions import source as source_decisions
from intake.matching import decisions as matching
from intake.models import Signal
from intake.opening import decisions as opening
from intake.outcomes.decisions import outcome
from intake.roster import decisions as roster
from intake.signals import decisions as signals


def load(people: dict) -> bool:
    """Play the scenes once. Returns False when there are signals already."""
    with bound(WORKER):
        if Signal.objects.exists():
            return False
    play(people)
    return True


def play(people: dict) -> None:
    """Play the scenes beside what stands already."""
    channel = Channel.objects.get(kind=Channel.Kind.HOTLINE)
    _a_need_behind_the_first_fear(people, channel)
    _a_quarrel_between_neighbours(people, channel)
    _advice_from_the_school(people)
    _this_morning(people, channel)
    _the_nights_ahead(people)


def _days_ago(count: int, hour: int, minute: int = 0) -> datetime:
    """The moment so many working days before today, at that local time."""
    days = WorkingDays()
    day = clock.today()
    for _step in range(count):
        day -= timedelta(days=1)
        while not days.is_working(day):
            day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _as(user):
    return bound(Actor.of(user))


def _a_need_behind_the_first_fear(people: dict, channel: Channel) -> None:
    ines, claire, hugo = people["ines"], people["claire"], people["hugo"]
    with clock.at(_days_ago(9, 9, 20)), _as(ines):
        signal = signals.capture_signal(
            by=ines,
            channel=channel,
            words=(
                "Il ne va plus à son chantier depuis janvier, a coupé avec ses amis et regarde des"
                " vidéos de tueries la nuit. Il dit qu’un voisin le menace. Le conseiller qui"
                " appelle le suit depuis deux ans."
            ),
            danger=Signal.Danger.NO,
            about="Mathis L.",
            about_age="21 ans",
            how_known=Signal.HowKnown.SAW,
            caller=Signal.Caller.PROFESSIONAL,
            caller_name="Bruno Faure, Mission locale",
        )
    with clock.at(_days_ago(9, 9, 45)), _as(ines):
        signals.acknowledge(signal, by=ines)
    with clock.at(_days_ago(8, 10)), _as(claire):
        _weighed(
            signal,
            claire,
            basis="Conseiller connu du service ; ses signalements précédents étaient justes.",
            minor="21 ans, date de naissance connue de la Mission locale.",
            radicalised="unclear",
            radicalised_grounds="Se replie et regarde des tueries ; ni groupe, ni projet connus.",
            useful="yes",
            useful_grounds="Dettes, menaces et humeur basse se tiennent ; trois services sont là.",
            against="S’il reparle d’avenir dès que la dette est réglée.",
        )
        matching.name_person(
            signal,
            by=claire,
            changes={
                "given_name": "Mathis",
                "family_name": "Lorrain",
                "alias": "",
                "birth_date": None,
                "age_text": "21 ans",
            },
        )
        outcome.take_to_conference(
            signal, by=claire, reason="Aucun service ne peut y répondre seul ; à voir ensemble."
        )
    with clock.at(_days_ago(6, 10, 40)), _as(claire):
        conference.record_conference(
            signal,
            by=claire,
            held_on=clock.today(),
            seats={people[key].agency: "present" for key in ("claire", "bruno", "lea", "odile")}
            | {hugo.agency: "written"},
            radicalised="unclear",
            radicalised_grounds="Rien ne le montre ; rien ne l’écarte.",
            useful="yes",
            useful_grounds="La dette, la menace et l’isolement demandent trois services.",
        )
    team = opening.OpeningTeam(
        process_coordinator=claire,
        content_coordinator=hugo,
        risk_owner=people["paul"],
        partners=[people["bruno"], people["lea"], people["odile"]],
    )
    with clock.at(_days_ago(6, 11)), _as(claire):
        case = opening.open_case(
            signal,
            by=claire,
            reason=(
                "Isolement, dettes et menaces se tiennent ; aucun service ne peut agir seul. La"
                " question d’une radicalisation reste ouverte."
            ),
            team_named=team,
        )
    with clock.at(_days_ago(5, 14, 10)), _as(people["bruno"]):
        write_information(
            case,
            by=people["bruno"],
            kind=Record.Kind.FACT,
            body="A accepté un rendez-vous jeudi. Parle d’une dette de 1 400 € à un voisin.",
            audience=Record.Audience.TEAM,
        )
    with clock.at(_days_ago(4, 16)), _as(hugo):
        write_information(
            case,
            by=hugo,
            kind=Record.Kind.NEED,
            body="A besoin d’un créneau fixe chaque semaine, le matin. Cause gardée par le CMP.",
            audience=Record.Audience.NAMED,
            agencies=Agency.objects.filter(pk=people["lea"].agency_id),
        )
    with clock.at(_days_ago(3, 10)), _as(people["odile"]):
        write_information(
            case,
            by=people["odile"],
            kind=Record.Kind.ASSESSMENT,
            body="À voir avec notre juriste avant d’en parler : plan de remboursement possible.",
            audience=Record.Audience.OWN,
        )


def _advice_from_the_school(people: dict) -> None:
    sophie, claire = people["sophie"], people["claire"]
    with clock.at(_days_ago(2, 15, 30)), _as(sophie):
        signal = signals.capture_signal(
            by=sophie,
            words=(
                "Un élève de seconde dessine des symboles sur ses cahiers depuis une rupture. Ses"
                " camarades s’inquiètent ; lui dit que c’est pour provoquer."
            ),
            danger=Signal.Danger.NO,
            about="élève de seconde",
            may_be_minor=True,
            how_known=Signal.HowKnown.SAW,
            caller=Signal.Caller.PROFESSIONAL,
        )
    with clock.at(_days_ago(1, 9)), _as(claire):
        signals.acknowledge(signal, by=claire)

    with clock.at(_days_ago(1, 11)), _as(claire):
        source_decisions.assess_source(
            signal,
            by=claire,
            expected=0,
            reliability="reliable",
            credibility="likely",
            basis="Proviseure adjointe ; elle a vu les cahiers.",
        )


def _a_quarrel_between_neighbours(people: dict, channel: Channel) -> None:
    """An outcome that waits for its second reader (S41)."""
    luc, claire = people["luc"], people["claire"]
    with clock.at(_days_ago(5, 16, 5)), _as(luc):
        signal = signals.capture_signal(
            by=luc,
            channel=channel,
            words=(
                "Son voisin du dessus « prépare quelque chose » : des allées et venues le soir, une"
                " musique étrangère. Ils sont en procès pour une fuite d’eau."
            ),
            danger=Signal.Danger.NO,
            about="un voisin, la quarantaine",
            how_known=Signal.HowKnown.SAW,
            caller=Signal.Caller.ANONYMOUS,
        )
        signals.acknowledge(signal, by=luc)
    with clock.at(_days_ago(2, 9, 30)), _as(claire):
        _weighed(
            signal,
            claire,
            basis="Appel anonyme, le premier.",
            reliability="doubtful",
            credibility="improbable",
            known_conflict="Un procès en cours entre les deux voisins.",
            minor="La quarantaine, dit l’appelant.",
            radicalised="no",
            radicalised_grounds="Des visites et de la musique ne sont pas un signe.",
            useful="no",
            useful_grounds="Rien à quoi plusieurs services pourraient répondre.",
            alternatives=["misunderstanding"],
            alternatives_words="Un conflit de voisinage.",
        )
        matching.leave_unnamed(
            signal,
            by=claire,
            expected=2,
            unnamed_because="L’appelant tait le nom de son voisin ; rien n’oblige à le chercher.",
        )
        outcome.decide_outcome(
            signal,
            by=claire,
            kind="no_action",
            reason="Un conflit de voisinage, et rien d’autre dans ce qui est rapporté.",
            second=people["thomas"],
        )


SOURCE = ("basis", "reliability", "credibility", "known_conflict")


def _weighed(signal: Signal, by, *, minor: str, **said) -> None:
    """Answer the four sections of a first analysis as this person."""
    source = {"reliability": "fairly", "credibility": "likely"}
    source |= {name: said.pop(name) for name in SOURCE if name in said}
    source_decisions.assess_source(signal, by=by, expected=0, **source)
    security.ask_deconfliction(
        signal,
        by=by,
        concern="none",
        reason="Ni menace, ni arme, ni départ dans ce qui est rapporté.",
    )
    triage.answer_minor(signal, by=by, expected=0, minor="no", minor_basis=minor)
    triage.answer_questions(signal, by=by, expected=1, **said)


def _this_morning(people: dict, channel: Channel) -> None:
    # Never later than now: the demonstration may be loaded before that hour.
    with clock.at(min(_days_ago(0, 8, 12), clock.now())), _as(people["luc"]):
        signals.capture_signal(
            by=people["luc"],
            channel=channel,
            words=(
                "Son neveu a changé depuis l’été : il a quitté ses amis, passe ses nuits en ligne"
                " et dit que voter est une farce. Samedi il a dit à table qu’« on verrait »."
            ),
            danger=Signal.Danger.UNKNOWN,
            about="Yann D.",
            about_age="une vingtaine d’années",
            how_known=Signal.HowKnown.SAW,
            caller=Signal.Caller.FAMILY,
            caller_name="Fabien D., oncle",
            caller_contact="06 00 00 00 00",
        )


def _the_nights_ahead(people: dict) -> None:
    """Eleven nights have somebody to call, the last ones nobody yet."""
    claire, today = people["claire"], clock.today()

    def at(days: int, hour: int) -> datetime:
        return timezone.make_aware(datetime.combine(today + timedelta(days=days), time(hour)))

    turns = (
        ("thomas", 0, 7, Turn.Call.FIRST, "06 39 98 41 07", "Sonner deux fois."),
        ("claire", 0, 11, Turn.Call.SECOND, "06 39 98 22 60", ""),
        ("ines", 7, 11, Turn.Call.FIRST, "06 39 98 10 35", ""),
    )
    with clock.at(_days_ago(3, 16)), _as(claire):
        for key, first, last, call, phone, note in turns:
            roster.add_turn(
                by=claire, user=people[key], begins_at=at(first, 18), ends_at=at(last, 8),
                call=call, phone=phone, note=note,
            )  # fmt: skip
