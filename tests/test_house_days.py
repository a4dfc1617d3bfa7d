"""No date breaks a page: every day has its window in a form and its bounds in a table (X09)."""

import ast
from types import SimpleNamespace

import pytest
from django import forms
from django.apps import apps
from django.db import connection, models
from django.test import RequestFactory

from common.columns import ENDING
from common.day_field import DayField
from operations.admin import site
from tests import source

pytestmark = pytest.mark.house

ELSEWHERE = frozenset(
    {
        "DateField", "DateTimeField", "SplitDateTimeField", "DateInput", "DateTimeInput",
        "SelectDateWidget", "DateFilter", "DateTimeFilter", "DateFromToRangeFilter",
    }
)  # fmt: skip
PARSERS = frozenset({"parse_date", "parse_datetime", "strptime", "fromisoformat"})
# Days that nobody types: in an address that we signed, a backup’s name, a story.
PARSED_HERE = frozenset(
    {
        "common.keyset", "worklist.front_page", "operations.backup.files",
        "operations.demo.stories.telling", "agencies.authorisations", "worklist.searching.places",
    }
)  # fmt: skip


def our_columns():
    """Every column of ours that holds a day, histories left out."""
    for model in apps.get_models():
        if model._meta.app_label in source.APPS and not hasattr(model, "history_object"):
            for field in model._meta.local_fields:
                if isinstance(field, models.DateField) and not isinstance(
                    field, models.DateTimeField
                ):
                    yield model, field


def test_no_form_or_filter_has_a_day_of_its_own_kind():
    """Red when a form, a filter or a view reads a date in another way than agencies/day_field."""
    wrong = []
    for module, tree in source.modules().items():
        if module == "common.day_field":
            continue
        for node, line in source.attributes(tree):
            owner = ast.unparse(node.value)
            if node.attr in ELSEWHERE and owner != "models":
                wrong.append(f"{module}:{line} uses {owner}.{node.attr}: take DayField.")
        for name, call in source.calls(tree):
            if name in PARSERS and module not in PARSED_HERE:
                wrong.append(f"{module}:{call.lineno} calls {name}: take day_field.read.")
    assert not wrong, "\n".join(wrong)


def every_form(kind=forms.BaseForm):
    """Each form class that is loaded."""
    for form_class in kind.__subclasses__():
        yield form_class
        yield from every_form(form_class)


def test_every_day_of_a_form_has_its_window():
    """Red when a form, made from a model or not, holds a date that is no DayField."""
    found, wrong = 0, []
    for form_class in every_form():
        if form_class.__module__.partition(".")[0] not in source.APPS:
            continue
        for name, field in getattr(form_class, "base_fields", {}).items():
            if isinstance(field, (forms.DateField, forms.DateTimeField)):
                found += 1
                if not isinstance(field, DayField):
                    wrong.append(f"{form_class.__module__}.{form_class.__name__}.{name}")
    assert not wrong, f"Not a DayField with its window: {', '.join(wrong)}"
    assert found > 25


def test_every_day_of_the_administration_has_its_window(db):
    """Red when a page of the administration offers a date that is no DayField."""
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True, has_duty=lambda kind: True, pk=0)
    for model, shown in site._registry.items():
        if not shown.has_add_permission(request):
            continue  # to look at only
        for name, field in shown.get_form(request).base_fields.items():
            if isinstance(field, (forms.DateField, forms.DateTimeField)):
                assert isinstance(field, DayField), f"{model._meta.label}.{name}"


def test_every_day_of_a_table_has_its_bounds(db):
    """Red when a column lacks ``within`` in its model, or the database lacks the constraint."""
    with connection.cursor() as cursor:
        cursor.execute("select conname from pg_constraint where contype = 'c' and convalidated")
        held = {name for (name,) in cursor.fetchall()}
    columns = list(our_columns())
    wrong = []
    for model, field in columns:
        name = f"{model._meta.app_label}_{model._meta.model_name}_{field.name}{ENDING}"
        said = {constraint.name for constraint in model._meta.constraints}
        if name not in said & held:
            wrong.append(f"{model._meta.label}.{field.name}: within({field.name!r}) is missing.")
    assert not wrong, "\n".join(wrong)
    assert len(columns) > 30
