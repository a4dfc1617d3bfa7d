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
from casework import clock, team
from casework.models import LocalHoliday, Record, TeamMember
from casework.scope import WORKER, bound
from tests import people as cast

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
    world.signals["partner"] = cast.signal_from(
        people["sophie"],
        words=f"Un élève dessine des armes dans son cahier depuis septembre.\n{LONG_WORD}",
        about=LONG_NAME,
        place=LONG_WORD,
    )


def _case(world: World) -> None:
    people = world.people
    given, family = LONG_NAME.split(" ", 1)
    world.cases["tilleul"] = case = cast.open_case(people, given=given, family=family)
    with bound(WORKER):
        world.signals["with_case"] = case.signals.get()
        lea = TeamMember.objects.get(case=case, user=people["lea"])
    people["lea"].membership = lea.pk
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
    cast.information(
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
