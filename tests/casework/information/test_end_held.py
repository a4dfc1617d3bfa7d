"""end_held: whoever holds something back ends its mark, and the mark stays readable (S31)."""

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.models import User
from casework.information import decisions as information
from casework.models import JournalEntry, Record
from casework.rights import Role
from casework.team import decisions as team
from common.refusals import Refused
from notices.models import Notice
from tests import people as cast
from tests import worlds
from tests.browsing import send, snapshot, text_of
from tests.people import acting

EFFECT = "Ne pas le voir le mardi."
WHY = "Partagé au point d’étape."


@worlds.standing
def case(people):
    return cast.open_case(people)


@worlds.standing
def mark(people, case):
    return cast.information(case, people["bruno"], EFFECT, kind=Record.Kind.HELD)


def end(people, mark, by="bruno", reason=WHY):
    with acting(people[by]):
        return information.end_held(mark, by=people[by], reason=reason)


def refused(people, mark, by="bruno", reason=WHY) -> list[str]:
    before = snapshot()
    with translation.override("en"), pytest.raises(Refused) as refusal:
        end(people, mark, by, reason)
    assert snapshot() == before
    return [o.sentence for o in refusal.value.obstacles]


def test_it_ends_and_stays_readable(people, case, mark, sign_in, everything):
    """S31. Lines: ``ended_at`` in end_held and ``ended_at__isnull`` in feed.held_back."""
    lea, front = sign_in(people["lea"]), reverse("case", args=[case.pk])
    assert text_of(lea.get(front)).count(EFFECT) == 2  # the panel and the stream
    end(people, mark)
    page = text_of(lea.get(front))
    assert (page.count(EFFECT), WHY in page) == (1, True)
    row = Record.objects.get(pk=mark.pk)
    assert (row.ended_reason, row.history.count()) == (WHY, 2)
    assert JournalEntry.objects.get(event="information.held_ended").record_id == mark.pk
    told = set(Notice.objects.filter(kind="held_ended").values_list("recipient_id", flat=True))
    assert people["lea"].pk in told
    assert people["bruno"].pk not in told


def test_not_without_a_reason(people, mark):
    """S31. Line: end_is_explained in end_held."""
    assert refused(people, mark, reason="  ") == ["Write why it is no longer held back."]


def test_not_for_another_agency(people, mark):
    """S31. Line: ``rules.own_agency_holds`` of end_held."""
    assert refused(people, mark, by="lea") == ["Mission locale holds this back."]


def test_a_colleague_ends_it_while_its_author_is_away(people, case, mark, everything):
    """S31. Line: ``elevated()`` in end_held: the row's author alone may write it otherwise."""
    agency = people["bruno"].agency
    colleague = User.objects.create(email="eva@x.example", full_name="Éva Roux", agency=agency)
    with acting(people["claire"]):
        team.join(case, by=people["claire"], user=colleague, role=Role.PARTNER)
    with acting(colleague):
        information.end_held(mark, by=colleague, reason=WHY)
    assert Record.objects.get(pk=mark.pk).ended_reason == WHY


def test_not_twice_and_not_a_fact(people, case, mark):
    """S31. Lines: ``withdrawn_at or ended_at`` and ``kind != Record.Kind.HELD`` in is_held_back."""
    end(people, mark)
    assert refused(people, mark) == ["This is not held back any more."]
    fact = cast.information(case, people["bruno"], "Il vient le jeudi.")
    assert refused(people, fact) == ["Only what is held back comes to an end."]


def test_on_the_page(people, case, mark, sign_in):
    """The way from the stream; a blank reason keeps the page; sent once more it is over."""
    bruno = sign_in(people["bruno"])
    url = reverse("case_end_held", args=[case.pk, mark.pk])
    assert url in text_of(bruno.get(reverse("case", args=[case.pk])))
    assert send(bruno, url, reason=" ").status_code == 409
    assert send(bruno, url, reason=WHY).status_code == 302
    assert bruno.post(url, {"reason": WHY}).status_code == 409
    assert sign_in(people["lea"]).get(url).status_code == 403
    assert url not in text_of(bruno.get(reverse("case", args=[case.pk])))
