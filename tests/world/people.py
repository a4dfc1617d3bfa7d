"""Who is on the stage: the cast of the demonstration, and the personas of the access tests.

A persona holds what its name says and nothing else, so that what it may read can be written down by
hand. Whoever of them holds a role of a file is therefore nobody of the cast.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from agencies import decisions
from agencies.models import Absence, Agency, Channel, ChannelPost, Duty, User
from casework.models import Code, LocalHoliday
from casework.team import decisions as team
from common import clock
from tests import people as cast
from tests.plans import scenes as lines
from tests.world.canary import canary

LONG_AGO = date(2020, 1, 1)
# key -> (name, agency, duty)
NEW_PEOPLE = {
    "denis": ("Denis Aubry", "Ville", ""),
    "sonia": ("Sonia Keller", "Ville", "signal_coordinator"),
    "damien": ("Damien Roche", "Ville", "decider"),
    "rita": ("Rita Nowak", "Ville", ""),
    "pia": ("Pia Lemoine", "Ville", ""),
    "brice": ("Brice Colin", "Mission locale", ""),
    "romain": ("Romain Pic", "Ville", ""),
    # of case a
    "hector": ("Hector Vidal", "CMP", ""),
    "pauline": ("Pauline Astier", "Ville", ""),
    "basile": ("Basile Renaud", "Mission locale", ""),
    "lila": ("Lila Morel", "Jeunesse", ""),
    "yvonne": ("Yvonne Lacaze", "Université", ""),
    "josette": ("Josette Blin", "Maison des ados", ""),
    "ramon": ("Ramon Vega", "Boxing-club", ""),
    "mathis": ("Mathis Gros", "Passerelle", ""),
    # of case b
    "esther": ("Esther Pons", "SPIP", ""),
    "mathieu": ("Mathieu Serre", "Police", ""),
    "amina": ("Amina Haddad", "Ville", ""),
    "kamel": ("Kamel Ferhat", "ASE", ""),
    # of no case
    "sandrine": ("Sandrine Gilet", "Lycée", ""),
    "olga": ("Olga Marin", "CCAS", ""),
}
# persona -> key
PERSONAS = {
    "receiver": "ines",
    "other_receiver": "rita",
    "deputy": "denis",
    "coordinator": "sonia",
    "decider": "damien",
    "deciding_coordinator": "claire",
    "dpo": "nadia",
    "administrator": "samuel",
    "process": "pia",
    "content": "hector",
    "partner": "basile",
    "other_partner": "lila",
    "risk_owner": "pauline",
    "evaluator": "yvonne",
    "reporter": "sandrine",
    "stranger": "olga",
    "same_agency": "brice",
    "former": "josette",
    "moved": "ramon",
    "foreign": "kamel",
    "anonymous": None,
    "superuser": "romain",
    "deactivated": "mathis",
}


def come(stage) -> None:
    """Make the personas, the desk of the Guichet, and the settings that addresses name."""
    for key, (name, agency, duty) in NEW_PEOPLE.items():
        user = User(
            email=f"{key}@saint-aubrac.example",
            full_name=name,
            agency=Agency.objects.get(short_name=agency),
        )
        user.set_unusable_password()
        user.save()
        if duty:
            Duty.objects.create(user=user, kind=duty, since=LONG_AGO)
        stage.people[key] = user
    people, hotline = stage.people, cast.hotline()
    ChannelPost.objects.create(channel=hotline, user=people["denis"], post="deputy", position=9)
    desk = Channel.objects.create(name="Guichet", kind=Channel.Kind.DESK)
    ChannelPost.objects.create(channel=desk, user=people["rita"], post="receiver")
    with connection.cursor() as cursor:
        cursor.execute(
            "update agencies_user set is_superuser = true where id = %s", [people["romain"].pk]
        )
    holiday = LocalHoliday.objects.create(
        day=clock.today() + timedelta(days=200), name="Fête de la ville"
    )
    stage.ids |= {
        "online": lines.domain("online").pk,
        "app": "agencies",
        "agency": Agency.objects.get(short_name="CMP").pk,
        "user": people["bruno"].pk,
        "duty": Duty.objects.get(kind="dpo").pk,
        "channel": hotline.pk,
        "code": Code.objects.order_by("pk").first().pk,
        "localholiday": holiday.pk,
        "territoryprofile": 1,
    }
    _absences(stage)


def _absences(stage) -> None:
    """Basile says when he is away; Rachid was, for a day."""
    people, today = stage.people, clock.today()
    basile, rachid = people["basile"], people["rachid"]
    first = today + timedelta(days=30)
    decisions.declare_absence(
        Absence(user=basile, first_day=first, last_day=first + timedelta(1), reason="formation"),
        by=basile,
    )
    day = today - timedelta(days=30)
    past = Absence.objects.create(user=rachid, first_day=day, last_day=day, declared_by=rachid)
    stage.ids |= {
        "absence": past.pk,
        "absence_of_partner": Absence.objects.get(user=basile).pk,
    }


def leave(stage) -> None:
    """One member leaves case a, one moves to another employer, one account is closed."""
    people = stage.people
    with cast.acting(people["pia"]) as pia:
        team.leave(stage.members["former"], by=pia, reason=canary("leave former"))
    ramon, mathis = people["ramon"], people["mathis"]
    ramon.agency = Agency.objects.get(short_name="CCAS")
    ramon.save()
    mathis.is_active = False
    mathis.save()
