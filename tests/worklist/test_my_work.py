"""My work: what waits for this person, in order of lateness, and nothing of others (S24)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from common.compiled import compiled
from common.scope import WORKER, bound
from common.together import answer
from intake.models import Signal
from intake.outcomes.decisions import outcome
from intake.signals import due
from plans.models import FollowUp
from tests import worlds
from tests.browsing import paris, text_of
from tests.people import acknowledged, acting, analysed, hotline, open_case, signal_from
from tests.plans import planning
from worklist import from_signals, from_team, item, my_work, source
from worklist.item import Item


def home(sign_in, user, *moment):
    with clock.at(paris(*moment)):
        return sign_in(user).get("/")


def groups(page) -> dict:
    return {g["id"]: [i.reference for i in g["items"]] for g in page.context["groups"]}


@worlds.standing
def signals(people):
    """Three signals on Inès' desk: due Wednesday 9:00, 10:00 and Friday 10:00."""
    found = []
    for moment in ((2026, 6, 2, 9), (2026, 6, 2, 10), (2026, 6, 4, 10)):
        with clock.at(paris(*moment)):
            found.append(signal_from(people["sophie"], channel=hotline()))
    return [signal.reference for signal in found]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 6, 2, 12), {"week": [0, 1, 2]}),
        ((2026, 6, 3, 8), {"today": [0, 1], "week": [2]}),
        ((2026, 6, 3, 9, 30), {"overdue": [0], "today": [1], "week": [2]}),
        ((2026, 6, 5, 10, 1), {"overdue": [0, 1, 2]}),
    ],
)
def test_in_order_of_lateness(people, sign_in, signals, moment, expected):
    """Line: order.in_order."""
    shown = groups(home(sign_in, people["ines"], *moment))
    wanted = {name: [signals[n] for n in places] for name, places in expected.items()}
    assert shown == wanted
    assert list(shown) == list(wanted), "the latest group comes first"


def test_a_day_is_the_towns_wherever_it_is_read(people, sign_in, signals):
    """X16. Line: ``clock.end_of`` in in_order: at 8 in Paris it is yesterday in Tahiti."""
    people["ines"].time_zone = "Pacific/Tahiti"
    people["ines"].save()
    shown = groups(home(sign_in, people["ines"], 2026, 6, 3, 8))
    assert shown == {"today": signals[:2], "week": signals[2:]}


def test_a_portion_at_a_time(people, sign_in, signals, monkeypatch):
    """The latest first, everything counted, the rest a click away, back again too (X06).

    Lines: by_day, ``number`` of a group, ``key`` of an item.
    """
    monkeypatch.setattr(my_work, "SHOWN", 2)
    ines = sign_in(people["ines"])
    with clock.at(paris(2026, 6, 5, 10, 1)):
        page = ines.get("/")
        assert groups(page) == {"overdue": signals[:2]}
        assert page.context["groups"][0]["number"] == 3
        assert "1 to 2 of 3" in text_of(page)
        after = ines.get("/" + page.context["part"].after)
        assert groups(after) == {"overdue": signals[2:]}
        assert groups(ines.get("/" + after.context["part"].before)) == {"overdue": signals[:2]}


def test_what_is_not_read_is_not_counted_as_nothing(people, sign_in, signals, monkeypatch):
    """X06: a number that others may follow says so, on every place that shows it, and why.

    Lines: ``is_last`` in Source.__call__, at_least, ``cut`` in in_order, ``most`` of the page.
    """
    for most, number in ((3, 3), (2, "2+")):
        monkeypatch.setattr(source, "MOST", most)
        monkeypatch.setattr(my_work, "MOST", most)
        page = home(sign_in, people["ines"], 2026, 6, 5, 10, 1)
        assert [one["n"] for one in page.context["counts"][:2]] == [number] * 2
        (group,) = page.context["groups"]
        assert group["number"] == number
        assert [one.reference for one in group["items"]] == signals[:most]
        assert ("Of each kind the" in text_of(page)) == (most == 2)
    assert "Of each kind the 2 that are due first are listed" in text_of(page)
    page = home(sign_in, people["ines"], 2026, 6, 3, 9, 30)
    numbers = {group["id"]: group["number"] for group in page.context["groups"]}
    assert numbers == {"overdue": 1, "today": "1+"}, "what follows is due today or later"
    assert [one["n"] for one in page.context["counts"][:2]] == [1, "2+"]


def test_an_item_that_is_read_whole_says_so_too(monkeypatch):
    """X06. Line: ``is_last`` in item.first."""
    items = [Item(str(number), "", "", None) for number in range(item.MOST + 1)]
    assert [one.is_last for one in item.first(items[:-1])] == [False] * item.MOST
    shown = item.first(items)
    assert [one.is_last for one in shown] == [False] * (item.MOST - 1) + [True]
    assert [one.title for one in shown] == [one.title for one in items[:-1]]


@pytest.mark.parametrize(("most", "expected"), [(3, "and 1 other"), (2, "and at least 1 others")])
def test_one_item_for_many_cases_says_how_many_it_is_about(people, monkeypatch, most, expected):
    """X06. Lines: ``len(cases) == MOST`` and ``is_cut`` in from_team."""
    monkeypatch.setattr(from_team, "FEW", 1)
    monkeypatch.setattr(from_team, "MOST", most)
    for given in ("Nadia", "Karim"):
        open_case(people, given=given)
    with acting(people["hugo"]) as hugo:
        (one,) = answer(from_team.declarations(hugo))
    assert one.reference.endswith(expected)


def test_what_goes_while_the_page_is_made_is_left_out(people, signals):
    """Lines: ``among`` and ``read.get`` in source.written: its row is asked once more."""
    with clock.at(paris(2026, 6, 2, 12)):
        with acting(people["ines"]) as ines:
            waiting = answer(from_signals.received(ines))
        with bound(WORKER):
            gone = Signal.objects.get(reference=signals[1])
        acknowledged(gone, people["ines"])
        with acting(people["ines"]):
            shown = answer(source.written(waiting))
            assert len(compiled(due.waiting_for, ines, among=[waiting[2].pk])) == 1
    assert [one.reference for one in shown] == [signals[0], signals[2]]


def test_acknowledged_it_no_longer_waits(people, sign_in, signals):
    """S24. Line: ``state=RECEIVED`` in waiting_for."""
    with bound(WORKER):
        first = Signal.objects.get(reference=signals[0])
    acknowledged(first, people["ines"])
    shown = groups(home(sign_in, people["ines"], 2026, 6, 4, 11))
    assert not [waiting for waiting in shown.values() if signals[0] in waiting]


def test_one_click_from_home(people, sign_in):
    """S24: acknowledged from the list. Line: ``act_url``."""
    signal = signal_from(people["sophie"], channel=hotline(), danger="yes")
    ines = sign_in(people["ines"])
    page = text_of(ines.get("/"))
    assert reverse("intake:acknowledge", args=[signal.pk]) in page
    assert "danger reported" in page
    answer = ines.post(reverse("intake:acknowledge", args=[signal.pk]))
    assert answer.url == reverse("intake:page", args=[signal.pk])


@pytest.mark.parametrize("who", ["luc", "sophie", "bruno", "samuel", "nadia"])
def test_what_is_with_somebody_else_does_not_wait_for_me(people, sign_in, signals, who):
    """Each desk its own. Line: ``Q(holder=user)``."""
    assert groups(home(sign_in, people[who], 2026, 6, 2, 12)) == {}


def test_who_lost_the_post_has_nothing_left(people, sign_in, signals):
    """S66: the holder is no longer of the desk. Line: visible_to in waiting_for."""
    people["ines"].posts.update(active=False)
    assert groups(home(sign_in, people["ines"], 2026, 6, 2, 12)) == {}


def test_own_cases_alone(people, sign_in):
    """The list along one's own memberships. Line: ``user=user`` in own_cases."""
    case = open_case(people)
    for key, seen in (("hugo", True), ("bruno", True), ("ines", False), ("samuel", False)):
        page = sign_in(people[key]).get("/")
        assert (case.reference in text_of(page)) == seen
        assert [row.case_id for row in page.context["found"].rows] == [case.pk] * seen


def test_home_asks_as_much_for_one_as_for_forty(people, sign_in):
    """The number of queries does not grow with the rows."""
    counts = []
    for more in (1, 40):
        for _n in range(more):
            signal_from(people["sophie"], channel=hotline())
        browser = sign_in(people["ines"])
        browser.get("/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_going_to_a_reference(people, sign_in):
    """Only to what one may know; else the same page as for a reference that never was."""
    signal = signal_from(people["sophie"], channel=hotline())
    case = open_case(people)
    ines, hugo, marc = (sign_in(people[key]) for key in ("ines", "hugo", "marc"))
    assert ines.get("/jump/", {"q": signal.reference.lower()}).url.endswith(f"{signal.pk}/")
    assert hugo.get("/jump/", {"q": f" {case.reference} "}).url.endswith(f"{case.pk}/")
    for browser, reference in ((marc, signal.reference), (ines, case.reference)):
        answers = [browser.get("/jump/", {"q": q}) for q in (reference, "SA-1999-001")]
        assert [a.status_code for a in answers] == [200, 200]
        pages = [text_of(a).replace(reference, "…") for a in answers]
        assert "/cases/" + str(case.pk) not in pages[0]
        assert str(signal.pk) not in pages[0]
    assert ines.get("/jump/", {"q": "\x00"}).url == "/"


@worlds.standing
def analysis(people):
    """A signal with Claire, in its first analysis since Tuesday 2 June, 10:00."""
    signal = signal_from(people["sophie"], channel=hotline())
    return analysed(acknowledged(signal, people["claire"]), people["claire"])


def test_a_first_analysis_waits_for_its_coordinator(people, sign_in, analysis):
    """S40: ten working days, a setting. Lines: ``holder_id == user.pk`` in analyses_of; ``due``."""
    shown = groups(home(sign_in, people["claire"], 2026, 6, 3, 9))
    assert shown["later"] == [analysis.reference]
    late = groups(home(sign_in, people["claire"], 2026, 6, 16, 10, 1))
    assert late["overdue"] == [analysis.reference]


def test_past_its_delay_it_waits_for_each_coordinator(people, sign_in, analysis):
    """S40, S24: one absent person does not stop it. Line: ``signal.due <= clock.now()``."""
    assert groups(home(sign_in, people["thomas"], 2026, 6, 3, 9)) == {}
    late = groups(home(sign_in, people["thomas"], 2026, 6, 16, 10, 1))
    assert late["overdue"] == [analysis.reference]
    assert groups(home(sign_in, people["ines"], 2026, 6, 16, 10, 1)) == {}


def test_what_a_receiver_has_waits_for_every_coordinator(people, sign_in):
    """S24: acknowledged is not analysed. Line: ``not signal.with_a_coordinator``."""
    signal = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
    for name in ("claire", "thomas"):
        shown = groups(home(sign_in, people[name], 2026, 6, 3, 9))
        assert shown == {"later": [signal.reference]}
    analysed(signal, people["claire"])
    with acting(people["claire"]):
        outcome.decide_outcome(
            signal, by=people["claire"], kind="no_action", reason="Rien.", second=people["ines"]
        )
    assert groups(home(sign_in, people["thomas"], 2026, 6, 3, 9)) == {}


def test_a_second_reading_waits_for_its_reader_alone(people, sign_in, analysis):
    """S41. Line: ``second_reader=user`` in second_readings_of."""
    with acting(people["claire"]):
        outcome.decide_outcome(
            analysis, by=people["claire"], kind="no_action", reason="Rien.", second=people["ines"]
        )
    shown = groups(home(sign_in, people["ines"], 2026, 6, 2, 11))
    assert shown["week"] == [analysis.reference]
    assert groups(home(sign_in, people["luc"], 2026, 6, 2, 11)) == {}


def test_an_answer_that_is_due(people, sign_in, analysis):
    """S40. Line: ``due_on__lte`` in answers_awaited_by."""
    with acting(people["claire"]):
        outcome.decide_outcome(
            analysis,
            by=people["claire"],
            kind="need_more",
            reason="Un détail manque.",
            question="Vient-il ?",
            addressee="Le lycée",
            due_on=paris(2026, 6, 5).date(),
        )
    assert groups(home(sign_in, people["thomas"], 2026, 6, 4, 9)) == {}
    shown = groups(home(sign_in, people["thomas"], 2026, 6, 5, 9))
    assert shown["today"] == [analysis.reference]


def button_of(page, url: str) -> dict[str, str]:
    """The hidden fields that stand in the form of one button that leads there."""
    html = page.content.decode()
    _before, _is, form = html.partition(f'action="{url}"')
    form = form.partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def test_a_button_of_one_click_carries_what_was_read(people, sign_in, signals):
    """X35: what stands on My work and on a partner's page is decided on a version.

    Lines: ``version`` of _received, of _action_task, in both templates and in work_item.
    """
    with bound(WORKER):
        signal = Signal.objects.get(reference=signals[0])
    page = home(sign_in, people["ines"], 2026, 6, 2, 12)
    url = reverse("intake:acknowledge", args=[signal.pk])
    assert button_of(page, url)["version"] == str(signal.version)
    case = planning.in_analysis(people)
    with clock.at(planning.noon(planning.MONDAY)):
        planning.draft(case, people)
        planning.approve(case, people["hugo"])
        with bound(WORKER):
            row = FollowUp.objects.get(case=case, owner=people["bruno"])
        page = sign_in(people["bruno"]).get(reverse("case", args=[case.pk]))
    url = reverse("plans:action_accept", args=[case.pk, row.pk])
    assert button_of(page, url)["version"] == str(row.version)
