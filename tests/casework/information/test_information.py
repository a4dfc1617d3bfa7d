"""write_information: each piece with its audience, a need without its cause (S31, S32)."""

import pytest
from django.urls import reverse

from agencies.models import Agency
from casework.information import decisions as pieces
from casework.information import readers as reading
from casework.models import Record, RecordGroupObjectPermission, TeamMember
from casework.rights import Role
from casework.team import decisions as team
from common.refusals import Refused
from common.scope import WORKER, bound
from notices import telling
from notices.models import Notice
from tests import worlds
from tests.browsing import paris, snapshot, text_of, token_of
from tests.people import acting, information, open_case

Audience, Kind = Record.Audience, Record.Kind
CANARY = "Dette de 1 400 € à un voisin"


@worlds.standing
def case(people):
    return open_case(people)


@pytest.fixture
def write_url(case):
    return reverse("case_add_information", args=[case.pk])


def agencies(people, *keys):
    return [people[key].agency for key in keys]


def readers(record) -> list[str]:
    with bound(WORKER):
        found = Notice.objects.filter(key=f"record:{record.pk}")
        return sorted(found.values_list("recipient__full_name", flat=True))


TEAM = {"claire", "hugo", "paul", "bruno", "lea"}


@pytest.mark.parametrize(
    ("audience", "named", "may_read"),
    [
        (Audience.TEAM, (), TEAM),
        (Audience.NAMED, ("lea",), {"bruno", "lea", "claire", "hugo"}),
        (Audience.OWN, (), {"bruno"}),
    ],
)
def test_read_by_its_audience_and_nobody_else(people, case, sign_in, audience, named, may_read):
    """S31, rulings 2: in the own browser of each. Lines: _AUDIENCE in scope; RECORD in the policy.

    Who reads is told, by reference; who does not is not told that there is anything.
    """
    record = information(case, people["bruno"], CANARY, audience, agencies=agencies(people, *named))
    url = reverse("case", args=[case.pk])
    for key in sorted(TEAM):
        seen = CANARY in text_of(sign_in(people[key]).get(url))
        assert seen == (key in may_read), key
    for key in ("ines", "marc", "samuel", "nadia"):
        assert sign_in(people[key]).get(url).status_code == 404
    names = sorted(people[key].full_name for key in may_read - {"bruno"})
    assert readers(record) == names


def test_it_is_written_whole(people, case, everything):
    """S31. Line: the Record in write_information."""
    record = information(case, people["bruno"], CANARY, kind=Kind.ASSESSMENT)
    record = Record.objects.get(pk=record.pk)
    assert (record.author, record.agency, record.kind, record.body, record.written_at) == (
        people["bruno"],
        people["bruno"].agency,
        "assessment",
        CANARY,
        paris(2026, 6, 2, 10),
    )
    assert record.history.get().history_user == people["bruno"]


def test_named_agencies_are_read_for_named_alone(people, case, everything):
    """S31: an audience «team» or «own» shares by name with nobody. Line: ``named = … if``."""
    record = information(
        case, people["bruno"], CANARY, Audience.OWN, agencies=agencies(people, "lea")
    )
    assert not RecordGroupObjectPermission.objects.exists()
    assert readers(record) == []


def test_a_need_without_its_cause(people, case, sign_in):
    """S32: the feed says who keeps the cause; no column holds one."""
    information(case, people["hugo"], "Un créneau fixe le matin", kind=Kind.NEED)
    page = text_of(sign_in(people["lea"]).get(reverse("case", args=[case.pk])))
    assert "Un créneau fixe le matin" in page
    assert "CMP" in page
    assert not [f.name for f in Record._meta.get_fields() if "cause" in f.name]


def refused(case, people, by="bruno", body=CANARY, **more) -> list[str]:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        information(case, people[by], body, **more)
    assert snapshot() == before
    return [o.row for o in refusal.value.obstacles]


def test_nothing_written(people, case):
    """S31. Line: ``is_written(body`` in reaches_somebody."""
    assert refused(case, people, body=" \n") == ["S31"]


def test_no_agency_named(people, case):
    """S31. Line: ``audience == NAMED and not named``."""
    assert refused(case, people, audience=Audience.NAMED) == ["S31"]


def test_an_agency_that_is_not_on_the_team(people, case):
    """2.5. Line: ``agency.pk not in on_team``."""
    police = agencies(people, "marc")
    assert refused(case, people, audience=Audience.NAMED, agencies=police) == ["2.5"]


def test_a_need_for_oneself_reaches_nobody(people, case):
    """S32. Line: ``kind == NEED and audience == OWN``."""
    assert refused(case, people, kind=Kind.NEED, audience=Audience.OWN) == ["S32"]


@pytest.mark.parametrize(("who", "status"), [("ines", 404), ("samuel", 404), ("nadia", 404)])
def test_the_wrong_person(people, sign_in, write_url, who, status):
    """Rulings 2. Line: ``visible_to`` in SubjectView.load."""
    before = snapshot()
    fields = {"kind": "fact", "body": "x", "audience": "team"}
    assert sign_in(people[who]).get(write_url).status_code == status
    assert sign_in(people[who]).post(write_url, fields).status_code == status
    assert snapshot() == before


def test_an_evaluator_writes_nothing(people, case, sign_in, write_url):
    """Rulings 2, 4: the team's policies leave the evaluator out: 404."""
    with bound(WORKER):
        team.first_member(case, people["yves"], Role.EVALUATOR)
    assert sign_in(people["yves"]).get(write_url).status_code == 404


def test_who_left_writes_nothing(people, case, sign_in, write_url):
    """S66: the form opened before opens nothing. Line: ``active`` in narrowing._parts."""
    bruno = sign_in(people["bruno"])
    page = bruno.get(write_url)
    with bound(WORKER):
        row = TeamMember.objects.get(user=people["bruno"])
    with acting(people["claire"]):
        team.leave(row, by=people["claire"], reason="Fini")
    before = snapshot()
    fields = {"draft": token_of(page), "kind": "fact", "body": CANARY, "audience": "team"}
    assert bruno.post(write_url, fields).status_code == 404
    assert snapshot() == before


def test_all_or_nothing(people, case, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    bruno = people["bruno"]
    with acting(bruno), fails(telling, "queue"):
        pieces.write_information(case, by=bruno, kind="fact", body=CANARY, audience="team")
    assert snapshot() == before


def test_refused_in_words_with_the_text_kept(people, sign_in, write_url):
    """S32: 409 with the sentence, the text in the form, the button alive; then it is sent."""
    bruno = sign_in(people["bruno"])
    page = bruno.get(write_url)
    fields = {"draft": token_of(page), "kind": "need", "body": CANARY, "audience": "own"}
    answer = bruno.post(write_url, fields)
    assert answer.status_code == 409
    words = "A need that only your own agency can read does not reach anybody."
    assert words in text_of(answer)
    assert CANARY in text_of(answer)
    assert CANARY in text_of(bruno.get(write_url))
    again = fields | {"draft": token_of(answer), "audience": "team"}
    assert bruno.post(write_url, again).status_code == 302


def test_whoever_moved_to_another_agency_reads_nothing(people, case, sign_in):
    """Rulings 2: memberships are of an agency.

    Line: ``agency`` in narrowing._parts.
    """
    lea = people["lea"]
    lea.agency = people["marc"].agency
    lea.save()
    record = information(case, people["bruno"], CANARY)
    assert sign_in(lea).get(reverse("case", args=[case.pk])).status_code == 404
    assert "Léa Fontaine" not in readers(record)
    with bound(WORKER):
        assert lea not in reading.readers_of(record)


def test_agencies_named_are_remembered(people, case, everything):
    """S31: one row for each named agency, and no more."""
    named = agencies(people, "lea", "hugo")
    record = information(case, people["bruno"], CANARY, Audience.NAMED, agencies=named)
    assert set(reading.agencies_named(record)) == set(named)
    assert Agency.objects.filter(pk=people["bruno"].agency_id).exists()
