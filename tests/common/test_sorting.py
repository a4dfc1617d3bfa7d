"""Lists stand as people expect, by what they show (X11)."""

import pytest
from django.urls import reverse

from agencies.models import Agency, Channel, User
from common import folding
from intake.opening.forms import OpenCaseForm
from tests.browsing import text_of

SHOWN = [
    "Alain de Rocquigny", "benoît Faure", "Bénédicte Arnaud", "d’Angelo", "D'Angoulême",
    "de Rocquigny", "École 2", "École 10", "El Amrani", "Elamrani Zoé", "Émile Zola", "Emma",
    "Юлия Петрова", "Zoé", "Ζωή Παππά",
]  # fmt: skip
EXPECTED = [
    "Alain de Rocquigny", "Bénédicte Arnaud", "benoît Faure", "d’Angelo", "D'Angoulême",
    "de Rocquigny", "École 2", "École 10", "El Amrani", "Elamrani Zoé", "Émile Zola", "Emma",
    "Юлия Петрова", "Zoé", "Ζωή Παππά",
]  # fmt: skip


def test_names_stand_as_people_expect():
    """X11: accents, case, apostrophes, particles, numbers. Line: ``sort_key``."""
    assert sorted(SHOWN, key=folding.sort_key) == EXPECTED
    assert folding.sort_key("El Amrani") == folding.sort_key("Elamrani")
    assert folding.sort_key("D’Angelo") == folding.sort_key("d Angelo")
    assert folding.sort_key("de") == "de"


@pytest.mark.parametrize("model", [User, Agency, Channel])
def test_the_database_has_the_same_order(people, everything, model):
    """X11: on any server. Lines: ``db_collation``, ``pre_save``, ``ordering`` of each model."""
    name = "full_name" if model is User else "name"
    for number, shown in enumerate(SHOWN):
        more = {"email": f"n{number}@relais.example"} if model is User else {}
        model.objects.create(**{name: shown}, **more)
    listed = [one for one in model.objects.values_list(name, flat=True) if one in SHOWN]
    assert listed == EXPECTED


def test_a_key_follows_its_name_whatever_is_saved(people, everything):
    """X11. Lines: ``Sorted.save``; without a name the address is shown."""
    zoe = people["claire"]
    zoe.full_name = "Zoé Zymler"
    zoe.save(update_fields=["full_name"])
    assert User.objects.get(pk=zoe.pk).name_key == "zoe zymler"
    zoe.full_name = ""
    zoe.save(update_fields=["full_name"])
    assert User.objects.get(pk=zoe.pk).name_key == folding.sort_key(zoe.email)
    agency = Agency.objects.first()
    agency.short_name = "Île"
    agency.save(update_fields=["short_name", "active"])
    assert Agency.objects.get(pk=agency.pk).short_key == "ile"


def test_a_choice_of_people_stands_as_its_words(people, everything):
    """X11: what is sorted is what is shown. Line: ``order_by("name_key", "pk")`` of the form."""
    emile, zoe = people["hugo"], people["bruno"]
    for user, name in ((emile, "Émile Abel"), (zoe, "Zoé Abel")):
        user.full_name = name
        user.save()
    words = [
        str(label)
        for _key, label in OpenCaseForm(but=people["claire"]).fields["risk_owner"].choices
    ]
    names = [one.split(",")[0] for one in words[1:]]
    assert names == sorted(names, key=folding.sort_key)
    assert names.index("Émile Abel") < names.index("Zoé Abel")


def test_the_administration_sorts_by_what_it_shows(people, sign_in):
    """X11. Line: ``@admin.display(ordering=…)``: the list of people by its first column."""
    samuel = people["samuel"]
    for name in ("Zoé Aaa", "Émile Aaa"):
        User.objects.create(full_name=name, email=f"{len(name)}@relais.example")
    page = text_of(sign_in(samuel).get(reverse("admin:agencies_user_changelist"), {"o": "1"}))
    assert page.index("Émile Aaa") < page.index("Zoé Aaa")
