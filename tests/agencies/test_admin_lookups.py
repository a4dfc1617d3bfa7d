"""The lists of the administration are narrowed by their own filters, and by nothing else (X40)."""

from datetime import date

import pytest

from agencies.models import Absence, Duty
from operations.admin import site
from tests.agencies.conftest import LONG_AGO
from tests.agencies.test_administration import url

pytestmark = pytest.mark.django_db

LOOKUPS = (
    "", "__exact", "__iexact", "__contains", "__icontains", "__startswith", "__istartswith",
    "__endswith", "__regex", "__iregex", "__gt", "__gte", "__lt", "__range", "__in", "__isnull",
    "__year", "__month", "__id__exact",
)  # fmt: skip
# Everything that an address may ask, by model; all else is refused.
ASKED = {
    "agencies.agency": {"kind__exact", "kind__isnull", "active__exact", "active__isnull"},
    "agencies.user": {
        "is_active__exact", "is_active__isnull", "agency__id__exact", "agency__isnull",
    },
    "agencies.duty": {"kind__exact", "kind__isnull"},
    "agencies.channel": {"kind__exact", "kind__isnull", "active__exact", "active__isnull"},
    "agencies.absence": {"first_day__year", "first_day__month"},
    "casework.code": {"kind__exact", "kind__isnull", "active__exact", "active__isnull"},
    "casework.localholiday": set(),
    "casework.territoryprofile": set(),
}  # fmt: skip


@pytest.fixture
def admin(browser, zoe):
    return browser(zoe)


def fields_of(model, deep=True):
    """Every name by which an address could reach a column: the model's, and one step further."""
    for field in model._meta.get_fields():
        yield field.name
        if deep and field.is_relation and field.related_model:
            yield from (f"{field.name}__{name}" for name in fields_of(field.related_model, False))


def test_every_field_of_every_model_is_tried():
    """X40. Red when ``lookup_allowed`` falls back to Django's: a hash is read letter by letter."""
    tried = 0
    for model, shown in site._registry.items():
        allowed = set()
        for name in fields_of(model):
            for lookup in LOOKUPS:
                tried += 1
                if shown.lookup_allowed(f"{name}{lookup}", "1"):
                    allowed.add(f"{name}{lookup}")
        assert allowed == ASKED[model._meta.label_lower], model
    assert tried > 2000


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("agencies_user", {"password__startswith": "a"}),
        ("agencies_user", {"email__regex": "^z"}),
        ("agencies_user", {"email": "zoe@exemple.fr"}),
        ("agencies_user", {"email": "\x00"}),
        ("agencies_user", {"q": "\x00"}),
        ("agencies_user", {"\x00": "1"}),
        ("agencies_user", {"q": "9" * 600}),
        ("agencies_user", {"agency__id__exact": "9" * 400}),
        ("agencies_user", {"agency__password": "9"}),
        ("agencies_user", {"_to_field": "password"}),
        ("agencies_duty", {"user__password__startswith": "a"}),
        ("agencies_duty", {"kind__in": "dpo"}),
        ("agencies_absence", {"reason__icontains": "a"}),
        ("agencies_absence", {"first_day__year": "9" * 400}),
        ("agencies_absence", {"first_day__year": "0"}),
        ("agencies_absence", {"first_day__year": "9999"}),
        ("agencies_absence", {"first_day__gte": "2026-01-01"}),
        ("agencies_absence", {"user__duty_periods__kind": "dpo"}),
    ],
)
def test_what_no_page_asks_is_refused(admin, name, query):
    """X40, X53: 400 and not one row; never 500. Line: ``refuse_nonsense``."""
    assert admin.get(url(f"{name}_changelist"), query).status_code == 400


def test_nonsense_in_what_may_be_asked_is_a_clean_page(admin, ana):
    """X53. No such day, no such column, no such page, no such row: the whole list, or the index."""
    Absence.objects.create(user=ana, first_day=LONG_AGO, last_day=LONG_AGO)
    for query in (
        "first_day__year=2026&first_day__month=2&first_day__day=31", "first_day__month=13",
        "o=99.-98", "o=password", "p=" + "9" * 400, "q=%25", "first_day__year=8999",
    ):  # fmt: skip
        page = admin.get(f"{url('agencies_absence_changelist')}?{query}", follow=True)
        assert page.status_code == 200, query
    for pk in ("9" * 400, "%00", "-1", "x"):
        address = f"/admin/agencies/user/{pk}/change/"
        assert admin.get(address, follow=True).status_code in (200, 404), pk
    assert admin.get("/admin/autocomplete/").status_code == 404


def test_the_own_filters_still_narrow(admin, ana, karim, school):
    """Positive control: each filter of a page, its search, its days."""
    Absence.objects.create(user=ana, first_day=date(2026, 3, 2), last_day=date(2026, 3, 3))
    Duty.objects.create(user=ana, kind="decider", since=LONG_AGO)
    for name, query, found in (
        ("agencies_user", {"agency__id__exact": school.pk}, ["Karim"]),
        ("agencies_user", {"agency__isnull": "True"}, ["Zoe"]),
        ("agencies_user", {"is_active__exact": "0"}, []),
        ("agencies_user", {"q": "kari"}, ["Karim"]),
        ("agencies_duty", {"kind__exact": "decider"}, ["Décideu"]),
        ("agencies_duty", {"q": "ana"}, ["Décideu"]),
        ("agencies_absence", {"first_day__year": "2026", "first_day__month": "3"}, ["2026-03-02"]),
        ("agencies_absence", {"first_day__year": "2025"}, []),
        ("casework_code", {"kind__exact": "domain", "active__exact": "0"}, []),
    ):
        page = admin.get(url(f"{name}_changelist"), query)
        assert page.status_code == 200, query
        rows = [str(row) for row in page.context["cl"].result_list]
        assert [row[: len(want)] for row, want in zip(rows, found, strict=True)] == found, query
    ordered = admin.get(url("agencies_user_changelist"), {"o": "-1"}).context["cl"].result_list
    assert [user.full_name for user in ordered] == ["Zoe", "Karim", "Ana"]
