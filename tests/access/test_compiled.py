"""Questions that are written once a process: the same statement as one written now."""

import sys
from collections.abc import Collection
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext

from casework.models import Case, Record, TeamMember, TerritoryProfile
from common import clock, compiled, scope
from common.compiled import Compiled, NotCompiled
from common.scope import NOBODY, WORKER, Actor, UnscopedQuery, bound, elevated
from common.statement import Statement
from common.together import ask_together
from tests.access import asking, test_ceilings
from tests.access.asking import Browsers

pytestmark = pytest.mark.access


class Proved(Compiled):
    """Compares itself with the question built now, from the very arguments of its caller."""

    seen: set = set()
    wrong: list = []

    def __init__(self, shape, values):
        super().__init__(shape, values)
        asked = sys._getframe(1).f_locals
        now = Statement.of(asked["part"].of(asked["build"], list(asked["args"])))
        self.seen.add(asked["build"].__qualname__)
        same = (now.sql, now.params) == (self.statement.sql, self.params)
        if any(_is_ids(arg) and len(arg) & (len(arg) - 1) for arg in asked["args"]):
            # Filled up to a power of two with the last id, which a list written now holds once.
            same = list(dict.fromkeys(now.params)) == list(dict.fromkeys(self.params))
        if not same:
            self.wrong.append(f"{asked['build'].__qualname__}: {now.params} {self.params}")


def _is_ids(arg):
    return isinstance(arg, Collection) and not isinstance(arg, (str, tuple, Model))


def test_every_page_asks_what_it_would_ask_anew(stage, db, monkeypatch):
    """Red when a question keeps what another reader, day or setting had: values in ``_slot``."""
    monkeypatch.setattr(compiled, "Compiled", Proved)
    monkeypatch.setattr(Proved, "seen", set())
    monkeypatch.setattr(Proved, "wrong", [])
    browsers = Browsers(stage, test_ceilings.WHO)
    # Two days, so that what was written on the first is asked on the second.
    for days in (0, 3):
        with clock.at(clock.now() + timedelta(days=days)):
            for line, method, persona, _ceiling in test_ceilings.cells():
                connection.queries_log.clear()  # it holds so many statements and no more
                test_ceilings.asked(browsers, line, method, persona, asking.address(line, stage))
    assert not Proved.wrong, "\n".join(sorted(set(Proved.wrong)))
    assert len(Proved.seen) > 50


# --- questions of these tests ----------------------------------------------------------------
def cases_of(user):
    return Case.objects.visible_to(user).order_by("pk")


def records():
    return Record.objects.order_by("pk")


def since(moment: datetime, days: tuple):
    return Record.objects.filter(written_at__gte=moment, ask_again_on__lte=clock.today())


def ahead(user):
    return TeamMember.objects.visible_to(user).filter(
        opened_at__gte=clock.now() - timedelta(hours=5),
        case__opened_at__date__lte=clock.today() + timedelta(days=14),
    )


def in_cases(keys):
    return Case.objects.filter(pk__in=keys).order_by("pk")


def by_setting():
    days = TerritoryProfile.load().monitoring_checks
    return Case.objects.filter(opened_at__gte=clock.now() - timedelta(days=days))


def with_another():
    return Case.objects.filter(pk=Case.objects.first().pk)


def by_half(number: int):
    return TeamMember.objects.filter(user_id=number // 2)


def by_field(case: Case):
    return Case.objects.filter(state=case.state)


def nothing_of(user):
    return Case.objects.visible_to(user).none()


def with_people(user):
    rows = Record.objects.visible_to(user).select_related("author__agency", "domain", "case")
    return rows.annotate(length=Length("body")).order_by("pk")


def limited(number: int):
    return Case.objects.all()[:number]


def in_a_language():
    from django.utils.translation import gettext as _

    return Case.objects.filter(reference=_("Team"))


def test_each_reader_gets_their_own_rows(stage, db):
    """The statement is the first reader's; the rows are those of whoever asks."""
    people = stage.people
    for who in ("basile", "olga", "basile", "hector"):
        with bound(Actor.of(people[who])):
            alone = list(cases_of(people[who]))
            assert list(compiled.compiled(cases_of, people[who])) == alone
            assert list(compiled.compiled(records)) == list(records())
            assert bool(alone) == (who != "olga")
    with bound(WORKER):
        every = list(compiled.compiled(records))
        assert every == list(records())
        assert list(compiled.compiled(cases_of, people["olga"])) == []
    with bound(Actor.of(people["olga"])), elevated():
        assert list(compiled.compiled(records)) == every
        assert list(compiled.compiled(cases_of, people["olga"])) == []
    with bound(NOBODY):
        assert list(compiled.compiled(records)) == []
    with pytest.raises(UnscopedQuery):
        compiled.compiled(records)


def test_another_person_than_the_one_bound(stage, db):
    """Red when a question about the reader is taken for one about anybody: ``is_actor``."""
    basile, olga = stage.people["basile"], stage.people["olga"]
    with bound(Actor.of(basile)):
        assert list(compiled.compiled(cases_of, basile))
        assert list(compiled.compiled(cases_of, olga)) == []
    with bound(Actor.of(olga)):
        assert list(compiled.compiled(cases_of, olga)) == []
        assert list(compiled.compiled(cases_of, basile)) == []


def test_where_no_policy_narrows_the_predicate_stands(stage, db):
    """Red when ``are_narrowed`` is no part of the question: another login would see all."""
    basile = stage.people["basile"]
    with bound(Actor.of(basile)):
        left = compiled.compiled(cases_of, basile)
        token = scope._narrows.set(False)
        try:
            written = compiled.compiled(cases_of, basile)
            assert written.statement.sql == Statement.of(cases_of(basile)).sql
        finally:
            scope._narrows.reset(token)
        assert written.statement.sql != left.statement.sql
        assert list(written) == list(left)


def test_the_same_person_at_another_agency_sees_nothing(stage, db):
    basile = stage.people["basile"]
    with bound(Actor.of(basile)):
        assert list(compiled.compiled(cases_of, basile))
    moved = type(basile).objects.get(pk=basile.pk)
    moved.agency_id = stage.people["olga"].agency_id
    with bound(Actor.of(moved)):
        assert list(compiled.compiled(cases_of, moved)) == []


def test_a_time_from_now_follows_the_clock(stage, db):
    """Red when the day on which it was first asked stays in a question."""
    user = stage.people["basile"]
    with bound(Actor.of(user)):
        for days in (0, 40):
            with clock.at(clock.now() + timedelta(days=days)):
                asked = compiled.compiled(ahead, user).params
                assert clock.now() - timedelta(hours=5) in asked
                assert clock.today() + timedelta(days=14) in asked
        at = clock.now() - timedelta(days=3)
        found = compiled.compiled(since, at, ())
        assert at in found.params
        assert [clock.today()] == [one for one in found.params if type(one) is date]


def test_lists_of_ids_share_a_few_statements(stage, db):
    with bound(WORKER):
        keys = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:7])
        asked = {n: compiled.compiled(in_cases, keys[:n]) for n in range(1, 8)}
        for n, rows in asked.items():
            assert [case.pk for case in rows] == keys[:n]
        assert len({rows.statement.sql for rows in asked.values()}) == 4
        with CaptureQueriesContext(connection) as nothing:
            assert list(compiled.compiled(in_cases, [])) == []
        assert not nothing


def as_read(rows):
    """What stands in each row and in the rows that it leads to."""
    kept = ("author", "domain", "case")
    return [
        (
            *(row.pk, row.body, row.written_at, row.length, row.author.agency.name),
            *(row._state.fields_cache[name] and vars_of(getattr(row, name)) for name in kept),
        )
        for row in rows
    ]


def vars_of(row):
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def test_rows_are_those_of_a_queryset_and_new_each_time(stage, db):
    """Red when a row, a related row or an annotation is kept or misplaced: ``_made``."""
    user = stage.people["basile"]
    with bound(Actor.of(user)):
        known = as_read(with_people(user))
        assert known
        assert any(row[6] is None for row in known)
        with CaptureQueriesContext(connection) as asked:
            one, two = compiled.compiled(with_people, user), compiled.compiled(with_people, user)
            ask_together(two, compiled.compiled(cases_of, user))
            assert as_read(one) == as_read(two) == known
        assert len(asked) == 2
        assert all(a is not b and a.author is not b.author for a, b in zip(one, two, strict=True))
        one[0].author.full_name = one[0].body = "Somebody else"
        assert as_read(compiled.compiled(with_people, user)) == known


def test_what_can_have_no_rows_asks_nothing(stage, db):
    user = stage.people["basile"]
    with bound(Actor.of(user)), CaptureQueriesContext(connection) as asked:
        alone, together = (compiled.compiled(nothing_of, user) for _time in range(2))
        ask_together(together)
        assert list(alone) == list(together) == []
    assert not asked


def test_a_lock_is_the_readers_own(stage, db):
    """Red when a lock finds what its reader may not know of."""
    case = stage.cases["a"]
    with bound(Actor.of(stage.people["basile"])), CaptureQueriesContext(connection) as asked:
        assert Case.locked(case.pk) == Case.locked(str(case.pk)) == case
    assert all("FOR NO KEY UPDATE" in one["sql"] for one in asked)
    with bound(Actor.of(stage.people["olga"])), pytest.raises(Case.DoesNotExist):
        Case.locked(case.pk)


@pytest.mark.parametrize(
    ("build", "value"),
    [
        (by_setting, None),
        (with_another, None),
        (by_half, 14),
        (limited, 3),
        (in_a_language, None),
        (cases_of, "a text"),
    ],
)
def test_what_is_no_argument_is_refused(stage, db, build, value):
    """A setting, another answer, something computed, a limit, a language, a text."""
    with bound(WORKER), transaction.atomic():
        TerritoryProfile.load()
        with pytest.raises(NotCompiled):
            compiled.compiled(build, *([] if value is None else [value]))


def test_a_row_is_its_key_alone(stage, db):
    """What else the row holds may differ from row to row: it is asked for, and refused."""
    with bound(WORKER), pytest.raises(NotCompiled):
        compiled.compiled(by_field, stage.cases["a"])


def test_asked_with_others_or_alone(stage, db):
    user = stage.people["basile"]
    with bound(Actor.of(user)):
        one, two, three = compiled.compiled(records), compiled.compiled(cases_of, user), records()
        with CaptureQueriesContext(connection) as asked:
            ask_together(one, two, three)
            assert [len(one), len(two)] == [len(three), len(list(two))]
        assert len(asked) == 1
        assert list(one) == list(three) == list(compiled.compiled(records))
        assert one[0] == three[0]
        with pytest.raises(AttributeError):
            one.filter(pk=1)
