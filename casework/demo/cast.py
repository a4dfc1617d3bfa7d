"""Who lives in Saint-Aubrac's demonstration: agencies, people, duties, channels. All invented."""

from __future__ import annotations

from datetime import date

from agencies.models import Agency, Channel, ChannelPost, Duty, User
from casework.models import TerritoryProfile

K = Agency.Kind
AGENCIES = (
    ("ville", "Ville de Saint-Aubrac", "Ville", K.TOWN),
    ("jeunesse", "Service jeunesse", "Jeunesse", K.YOUTH),
    ("police", "Police nationale", "Police", K.POLICE),
    ("lycee", "Lycée Jeanne-Barret", "Lycée", K.SCHOOL),
    ("cmp", "Centre médico-psychologique", "CMP", K.MENTAL_HEALTH),
    ("mda", "Maison des ados", "Maison des ados", K.MENTAL_HEALTH),
    ("ase", "Aide sociale à l’enfance", "ASE", K.CHILD_PROTECTION),
    ("spip", "Service pénitentiaire d’insertion et de probation", "SPIP", K.PROBATION),
    ("ml", "Mission locale", "Mission locale", K.WORK),
    ("ccas", "Centre communal d’action sociale", "CCAS", K.SOCIAL),
    ("passerelle", "Association Passerelle", "Passerelle", K.NGO),
    ("boxe", "Boxing-club du Pré", "Boxing-club", K.NGO),
    ("univ", "Université d’Aubrac", "Université", K.UNIVERSITY),
)
# key, name, agency, job, duties
PEOPLE = (
    ("claire", "Claire Morvan", "ville", "coordinatrice", ("signal_coordinator", "decider")),
    ("thomas", "Thomas Leclercq", "ville", "coordinateur", ("signal_coordinator", "decider")),
    ("ines", "Inès Vasseur", "ville", "chargée d’accueil", ()),
    ("luc", "Luc Amiel", "ville", "chargé d’accueil", ()),
    ("paul", "Paul Rivoire", "ville", "maire", ()),
    ("aicha", "Aïcha Lorme", "ville", "adjointe au maire", ()),
    ("nadia", "Nadia Brunel", "ville", "déléguée à la protection des données", ("dpo",)),
    ("samuel", "Samuel Petit", None, "administrateur", ("administrator",)),
    ("lea", "Léa Fontaine", "jeunesse", "éducatrice", ()),
    ("marc", "Marc Delmas", "police", "référent", ()),
    ("sophie", "Sophie Arnaud", "lycee", "proviseure adjointe", ()),
    ("hugo", "Hugo Séverin", "cmp", "psychologue", ()),
    ("julie", "Julie Renard", "mda", "psychologue", ()),
    ("karim", "Karim Dufresne", "ase", "référent", ()),
    ("elise", "Élise Caron", "spip", "conseillère", ()),
    ("bruno", "Bruno Faure", "ml", "conseiller", ()),
    ("odile", "Odile Perrin", "ccas", "travailleuse sociale", ()),
    ("marek", "Marek Kowal", "passerelle", "mentor", ()),
    ("rachid", "Rachid Benali", "boxe", "entraîneur", ()),
    ("yves", "Yves Castel", "univ", "évaluateur", ()),
)
# key, name, kind, hours, (person, post)...
CHANNELS = (
    (
        "Permanence téléphonique",
        Channel.Kind.HOTLINE,
        "Du lundi au vendredi, de 8 h à 18 h. En dehors de ces heures, le 17 ou le 112.",
        (("ines", "receiver"), ("luc", "receiver"), ("thomas", "deputy")),
    ),
    (
        "Signalements des partenaires",
        Channel.Kind.PARTNER,
        "Lu chaque jour ouvré.",
        (("claire", "receiver"), ("thomas", "deputy")),
    ),
)
SINCE = date(2024, 1, 1)
DOMAIN = "saint-aubrac.example"


def load() -> dict[str, User]:
    """Add what is missing, touch nothing that stands. Returns the people by their short names."""
    TerritoryProfile.objects.get_or_create(pk=1)
    agencies = {
        key: Agency.objects.get_or_create(name=name, defaults={"short_name": short, "kind": kind})[
            0
        ]
        for key, name, short, kind in AGENCIES
    }
    people = {
        key: _person(key, name, agencies.get(agency), job, duties)
        for key, name, agency, job, duties in PEOPLE
    }
    for name, kind, hours, posts in CHANNELS:
        channel, _made = Channel.objects.get_or_create(
            name=name, defaults={"kind": kind, "hours": hours}
        )
        for position, (key, post) in enumerate(posts, start=1):
            ChannelPost.objects.get_or_create(
                channel=channel,
                user=people[key],
                defaults={"post": post, "position": position},
            )
    return people


def _person(key: str, name: str, agency: Agency | None, job: str, duties) -> User:
    email = f"{key}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User(email=email, full_name=name, agency=agency, job_title=job)
        user.set_unusable_password()
        user.save()
    for kind in duties:
        Duty.objects.get_or_create(user=user, kind=kind, until=None, defaults={"since": SINCE})
    return user
