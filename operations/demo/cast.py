"""Who lives in Saint-Aubrac's demonstration: agencies, people, duties, channels. All invented."""

from __future__ import annotations

from datetime import date

from agencies.models import Agency, Channel, ChannelPost, Duty, User
from casework.models import TerritoryProfile
from operations.demo.people import AGENCIES, PEOPLE

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
    """Add the agencies and people that are missing. Returns the people by their short names."""
    TerritoryProfile.objects.get_or_create(pk=1)
    agencies = {key: _agency(name, short, kind) for key, name, short, kind in AGENCIES}
    people = {
        key: _person(key, name, agencies.get(agency or ""), job, duties)
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


def _agency(name: str, short: str, kind: str) -> Agency:
    defaults = {"short_name": short, "kind": Agency.Kind[kind]}
    return Agency.objects.get_or_create(name=name, defaults=defaults)[0]


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
