"""The agencies and people of the demonstration. All invented; names alone, no Django."""

from __future__ import annotations

from collections.abc import Iterator

# key, name, short name, kind (a name of Agency.Kind)
AGENCIES = (
    ("ville", "Ville de Saint-Aubrac", "Ville", "TOWN"),
    ("jeunesse", "Service jeunesse", "Jeunesse", "YOUTH"),
    ("police", "Police nationale", "Police", "POLICE"),
    ("lycee", "Lycée Jeanne-Barret", "Lycée", "SCHOOL"),
    ("cmp", "Centre médico-psychologique", "CMP", "MENTAL_HEALTH"),
    ("mda", "Maison des ados", "Maison des ados", "MENTAL_HEALTH"),
    ("ase", "Aide sociale à l’enfance", "ASE", "CHILD_PROTECTION"),
    ("spip", "Service pénitentiaire d’insertion et de probation", "SPIP", "PROBATION"),
    ("ml", "Mission locale", "Mission locale", "WORK"),
    ("ccas", "Centre communal d’action sociale", "CCAS", "SOCIAL"),
    ("passerelle", "Association Passerelle", "Passerelle", "NGO"),
    ("boxe", "Boxing-club du Pré", "Boxing-club", "NGO"),
    ("univ", "Université d’Aubrac", "Université", "UNIVERSITY"),
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


def lines() -> Iterator[str]:
    """Each person with their job and agency, one line each."""
    agencies = {key: name for key, name, _short, _kind in AGENCIES}
    widest = max(len(name) for _key, name, *_more in PEOPLE)
    for _key, name, agency, job, _duties in PEOPLE:
        yield f"{name:<{widest}}  {', '.join(filter(None, (job, agencies.get(agency or ''))))}"
