"""What is written once around a condition is what Django would write, to the letter."""

import pytest
from django.db.models import Count, Exists, F, OuterRef, Q

from agencies.models import Agency, User
from casework.models import Case
from common.scope import WORKER, bound
from plans.models import Action
from tests import written_once

QUESTIONS = {
    "all": lambda n: Case.objects.all(),
    "by key": lambda n: Case.objects.filter(pk=f"{n:032}"),
    "joined": lambda n: Action.objects.select_related("agency", "plan__case").filter(position=n),
    "condition on what is joined": lambda n: Case.objects.filter(subject__given_name=f"{n}"),
    "the same, selected": lambda n: Case.objects.select_related("subject").filter(
        subject__given_name=f"{n}"
    ),
    "in an order": lambda n: Case.objects.filter(reference=n).order_by("-opened_at", "reference"),
    "by a relation": lambda n: User.objects.filter(full_name=n).order_by("agency__name"),
    "reversed": lambda n: User.objects.filter(full_name=n).order_by("full_name").reverse(),
    "first": lambda n: User.objects.filter(pk=n).order_by("pk")[:1],
    "later": lambda n: User.objects.filter(pk__gt=n)[2:7],
    "columns": lambda n: User.objects.filter(pk=n).values_list("full_name", "agency__name"),
    "columns the other way": lambda n: User.objects.filter(pk=n).values(
        "agency__name", "full_name"
    ),
    "the key by its name": lambda n: User.objects.filter(pk=n).values("id"),
    "the key": lambda n: User.objects.filter(pk=n).values("pk"),
    "some columns": lambda n: User.objects.filter(pk=n).only("full_name"),
    "but one": lambda n: User.objects.filter(pk=n).defer("full_name"),
    "distinct": lambda n: User.objects.filter(pk__in=[n, n + 1]).distinct(),
    "locked": lambda n: Case.objects.select_for_update(of=("self",), no_key=True).filter(version=n),
    "counted": lambda n: Agency.objects.annotate(n=Count("people")).filter(pk=n),
    "either": lambda n: User.objects.filter(Q(pk=n) | ~Q(agency__name=f"{n}")),
    "another question in it": lambda n: Agency.objects.filter(
        Exists(User.objects.filter(agency=OuterRef("pk"), pk=n)), pk__gt=n
    ),
    "by a column": lambda n: User.objects.filter(pk=F("agency_id") + n),
}
PLAIN = QUESTIONS.keys() - {"all", "counted"}


def test_it_is_what_django_writes(db, monkeypatch):
    """Red when something that a statement depends on is missing in ``_key``, or in ``_KNOWN``."""
    again, own = [], written_once._again
    monkeypatch.setattr(written_once, "PROVED_EACH", 1)
    monkeypatch.setattr(
        written_once, "_again", lambda *around: again.append(around) or own(*around)
    )
    with bound(WORKER):
        for number in (1, 2):
            for name, question in QUESTIONS.items():
                again.clear()
                list(question(number))
                assert number == 1 or bool(again) == (name in PLAIN), name
        assert not User.objects.filter(pk__in=[])


def test_a_difference_is_told(db, monkeypatch):
    """Red when what was written once is compared with nothing."""
    list(User.objects.filter(pk=1))
    monkeypatch.setattr(written_once, "PROVED_EACH", 1)
    own = written_once._condition

    def spoilt(compiler):
        sql, params = own(compiler)
        return f"{sql} AND true", params

    monkeypatch.setattr(written_once, "_condition", spoilt)
    with pytest.raises(AssertionError, match="written wrongly"):
        list(User.objects.filter(pk=2))
