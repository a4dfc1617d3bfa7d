"""Several questions in one statement: the same rows as one by one, for the same reader."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from casework.models import Case, JournalEntry, Person, Record, TeamMember
from common.scope import WORKER, Actor, UnscopedQuery, bound
from common.together import answer, ask_together, how_many, listed, side_by_side
from plans.models import Checkpoint, CheckpointMeeting
from tests import source

pytestmark = pytest.mark.access


def as_is(rows):
    """What the rows hold, with the columns of what each was joined with."""
    return [held(row) if hasattr(row, "_meta") else row for row in rows]


def held(row):
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for name, value in columns.items():
        columns[name] = bytes(value) if isinstance(value, memoryview) else value
    joined = [
        field.name for field in row._meta.concrete_fields
        if field.is_relation and field.is_cached(row) and getattr(row, field.name)
    ]  # fmt: skip
    return columns | {name: held(getattr(row, name)) for name in joined}


def test_the_rows_of_every_model_are_the_same(stage, db):
    """Red when a kind of column comes back as another: the type counts (`_AS_IN_A_ROW`)."""
    models = [one for one in apps.get_models() if one._meta.app_label in source.APPS]
    with bound(WORKER):
        for model in models:
            one_by_one = model._base_manager.order_by("pk")[:20]
            related = model._base_manager.select_related().order_by("-pk")[:20]
            together = one_by_one.all(), related.all()
            ask_together(*together)
            for alone, found in zip((one_by_one, related), together, strict=True):
                assert repr(as_is(found)) == repr(as_is(alone)), model


def test_one_statement_for_all(stage, db):
    """Lists of values, unions, joins, annotations, limits and what finds nothing."""
    case = stage.cases["a"].pk
    with bound(Actor.of(stage.people["basile"])):
        held = CheckpointMeeting.objects.filter(line=OuterRef("line"))

        def questions():
            return [
                Case.objects.filter(pk=case).select_related("subject"),
                TeamMember.objects.filter(case=case).values_list("role", flat=True).distinct(),
                Record.objects.none(),
                Record.objects.filter(pk__in=[]),
                Checkpoint.objects.annotate(held=Exists(held)).order_by("due_on", "pk")[:3],
                Checkpoint.objects.order_by().values_list("case_id", "due_on")
                .union(
                    CheckpointMeeting.objects.order_by().values_list("case_id", "held_on"), all=True
                )
                .order_by("due_on", "case_id"),
                JournalEntry.objects.values("event").annotate(n=Count("pk")).order_by("event"),
            ]  # fmt: skip

        together, alone = questions(), questions()
        with CaptureQueriesContext(connection) as asked:
            ask_together(*together)
        assert len(asked) == 1
        with CaptureQueriesContext(connection) as asked:
            found = [as_is(rows) for rows in together]
        assert not asked
        assert found == [as_is(rows) for rows in alone]
        assert [bool(rows) for rows in found] == [True, True, False, False, True, True, True]
        # A queryset made of an answered one asks for itself.
        assert together[0].filter(pk=case).count() == 1
        assert list(together[0].exclude(pk=case)) == []


def test_a_count(stage, db):
    with bound(WORKER):
        some, none = how_many(Case.objects.select_related("subject")), how_many(Case.objects.none())
        nowhere = how_many(Case.objects.filter(reference="nowhere"))
        ask_together(some, none, nowhere)
        assert list(some) == [Case.objects.count()]
        assert [*none, *nowhere] == [0]


def test_each_question_is_narrowed(stage, db):
    """A stranger's rows do not come along with one's own; nobody's are refused."""
    stranger = Actor.of(stage.people["olga"])
    with bound(stranger):
        cases, people = Case.objects.all(), Person.objects.all()
        ask_together(cases, people)
        assert not [*cases, *people]
    with bound(Actor.of(stage.people["basile"])):
        other = Case.objects.get_queryset().scoped(stranger)
        own = Case.objects.all()
        ask_together(own, other)
        assert own
        assert not other
    with pytest.raises(UnscopedQuery):
        ask_together(Case.objects.all(), Person.objects.all())


def test_steps_that_stand_side_by_side_are_one_statement_each(stage, db):
    """Red when an asking waits for another, or is asked by itself: ``step.extend``."""

    def of_case():
        cases = Case.objects.filter(pk=stage.cases["a"].pk)
        yield [cases]
        people = Person.objects.filter(pk__in=[case.subject_id for case in cases])
        yield [people]
        return [*cases, *people]

    def at_once():
        return "nothing asked"
        yield []

    def asked_of_all():
        return side_by_side(of_case(), listed(Record.objects.order_by("pk")[:3]), at_once())

    with bound(Actor.of(stage.people["basile"])):
        with CaptureQueriesContext(connection) as asked:
            (case, person), records, nothing = answer(asked_of_all())
        assert len(asked) == 2
        assert case.subject_id == person.pk
        assert records == list(Record.objects.order_by("pk")[:3])
        assert nothing == "nothing asked"
