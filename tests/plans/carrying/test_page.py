"""The page of carrying out, its forms, the partner's tasks, the stream, what is due."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from common.scope import WORKER, bound
from plans.carrying import due
from plans.models import ActionReport, FollowUp
from plans.plan import due as plan_due
from tests import people as town
from tests.carried import carried
from tests.plans import planning
from tests.plans.carrying.conftest import act, ended, of
from tests.plans.carrying.test_happenings import effect, promise
from worklist import feed, front


def page(client, user, case, name="plans:carrying", *args):
    client.force_login(user, backend="agencies.backends.PasswordBackend")
    return client.get(reverse(name, args=[case.pk, *args]), headers={"Accept-Language": "en"})


def test_the_page_shows_what_stands_before_it_begins(client, planned, who):
    """The gate with its sentences; no button while something stands in the way."""
    text = page(client, who["claire"], planned).content.decode()
    assert "Atelier projet" in text
    assert reverse("plans:carrying_start", args=[planned.pk]) not in text
    for key in ("bruno", "lea"):
        act("accept_action", who[key], of(planned, who[key]))
    text = page(client, who["claire"], planned).content.decode()
    assert reverse("plans:carrying_start", args=[planned.pk]) in text
    url = reverse("plans:carrying_start", args=[planned.pk])
    started = client.post(url, carried(who["claire"], url))
    assert started.status_code == 302
    with bound(WORKER):
        planned.refresh_from_db()
    assert planned.state == "active"


def test_the_page_carries_everything_and_each_reader_their_acts(client, active, who):
    act("report_action", who["bruno"], of(active, who["bruno"]),
        happened_on=planning.MONDAY, words="Venu <b>à l’heure</b>.")  # fmt: skip
    effect(active, who["bruno"])
    promise(active, who["bruno"], due_on=planning.day(-1))
    act("pause", who["hugo"], active, reason="Une enquête.", review_on=planning.day(14))
    text = page(client, who["bruno"], active).content.decode()
    for words in ("Venu &lt;b&gt;", "Deux élèves savent.", "Une place en juin.", "Une enquête."):
        assert words in text
    mine, others = of(active, who["bruno"]), of(active, who["lea"])
    assert reverse("plans:action_report", args=[active.pk, mine.pk]) in text
    assert reverse("plans:action_report", args=[active.pk, others.pk]) not in text
    text = page(client, who["paul"], active).content.decode()
    assert reverse("plans:action_report", args=[active.pk, mine.pk]) not in text
    assert page(client, who["marc"], active).status_code == 404


@pytest.mark.parametrize("key", ["bruno", "hugo"])
def test_buttons_ask_nothing_of_the_database(client, active, who, key):
    """Red when a rule of an act asks a query of its own: the page would ask it for each row."""

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert page(client, who[key], active).status_code == 200
        return len(asked)

    def happens() -> None:
        for owner in ("bruno", "lea"):
            effect(active, who[owner])
            promise(active, who[owner])
            act("report_action", who[owner], FollowUp(pk=mine[owner].pk, case=active),
                happened_on=planning.MONDAY, words="Vu.")  # fmt: skip

    mine = {owner: of(active, who[owner]) for owner in ("bruno", "lea")}
    happens()
    questions()
    few = questions()
    happens()
    with bound(WORKER):
        for row in list(mine.values()):
            for state in ("waiting", "declined", "accepted"):
                row.pk, row.line, row.state = uuid.uuid4(), uuid.uuid4(), state
                row.declined_because = "Non." if state == "declined" else ""
                row.save(force_insert=True)
    assert questions() == few


def test_late_actions_come_first(client, active, who):
    with clock.at(planning.noon(planning.day(70))):
        ended(active, who["bruno"], on=planning.day(70))
        rows = page(client, who["claire"], active).context["rows"]
        assert [row.stand for row in rows] == ["late", "to_verify"]


def test_forms_open_and_write_once(client, active, who):
    """A report sent twice is one; a faulty one keeps its words."""
    mine = of(active, who["bruno"])
    url = reverse("plans:action_report", args=[active.pk, mine.pk])
    token = page(client, who["bruno"], active, "plans:action_report", mine.pk).context
    sent = {"draft": token["draft_token"], "happened_on": "2026-03-02", "words": "Vu 🙂 \u202e."}
    faulty = client.post(url, sent | {"happened_on": "2026-02-30"})
    assert faulty.status_code == 422
    assert "Vu 🙂" in faulty.content.decode()
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    ahead = {"happened_on": "2026-03-09", "words": "Demain."}
    assert client.post(url, ahead).status_code == 422
    with bound(WORKER):
        assert [r.words for r in ActionReport.objects.all()] == ["Vu 🙂 ."]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("action_decline", "bruno"), ("action_absence", "hugo"), ("action_report", "bruno"),
        ("action_finish", "bruno"), ("action_outcome", "bruno"), ("action_stop", "hugo"),
        ("action_verify", "lea"),
    ],
)  # fmt: skip
def test_every_form_on_an_action_opens(client, active, who, name, key):
    mine = of(active, who["bruno"])
    assert page(client, who[key], active, f"plans:{name}", mine.pk).status_code == 200


def test_every_other_form_opens(client, active, who):
    act(
        "report_action",
        who["bruno"],
        of(active, who["bruno"]),
        happened_on=planning.MONDAY,
        words="Vu.",
    )
    with bound(WORKER):
        told = ActionReport.objects.get()
    assert page(client, who["bruno"], active, "plans:report_correct", told.pk).status_code == 200
    harm, said = effect(active, who["bruno"]), promise(active, who["bruno"])
    for name, row in [
        ("effect_add", None), ("commitment_add", None), ("effect_respond", harm),
        ("effect_correct", harm), ("effect_close", harm), ("commitment_settle", said),
        ("commitment_correct", said), ("pause", None), ("resume", None),
    ]:  # fmt: skip
        args = [row.pk] if row else []
        assert page(client, who["hugo"], active, f"plans:{name}", *args).status_code == 200, name


def test_effects_and_promises_stand_once_in_the_stream(active, who):
    """With their words and who sees them; the decision that wrote them is not repeated."""
    effect(active, who["bruno"])
    promise(active, who["lea"])
    with town.acting(who["bruno"]) as bruno:
        events, _earlier = feed.of(active, bruno)
        told = [event for event in events if event.text == "Deux élèves savent."]
        assert [(one.audience, one.by) for one in told] == [
            ("whole team", f"{bruno.display}, {bruno.agency.short_name}")
        ]
        assert not [one for one in events if "recorded a negative effect" in one.title.lower()]
    with town.acting(who["marc"]) as stranger:
        assert not feed.of(active, stranger)[0]


def asked_of(case, user) -> list[front.Task]:
    """What the partner's page asks about the workshop."""
    with town.acting(user):
        tasks = front.tasks_of(front.Asked(case, user, []), [])
    return [task for task in tasks if "Atelier projet" in task.title]


def test_the_partner_is_asked_for_the_answer_then_for_reports(client, planned, who):
    """Yes is one click on the partner's page; no, and what it is about, stand beside the action."""
    bruno, mine = who["bruno"], of(planned, who["bruno"])
    (task,) = asked_of(planned, bruno)
    assert (task.title, task.act) == ("Accept or decline: Atelier projet", "Accept")
    assert task.href.endswith(f"#a-{mine.pk}")
    shown = page(client, bruno, planned, "case").content.decode()
    form = shown.partition(f'action="{task.post}"')[2].partition("</form>")[0]
    assert f'name="version" value="{mine.version}"' in form  # X35
    assert client.post(task.post, {"version": task.version}).status_code == 302
    assert of(planned, bruno).state == "accepted"
    (task,) = asked_of(planned, bruno)
    assert (task.act, task.post) == ("See it", "")


def test_what_is_carried_out_is_reported_from_the_partner_s_page(client, active, who):
    """Line: ``_action_task``: the button opens the form itself."""
    (task,) = asked_of(active, who["bruno"])
    mine = of(active, who["bruno"])
    assert (task.act, task.href) == (
        "Report",
        reverse("plans:action_report", args=[active.pk, mine.pk]),
    )
    client.force_login(who["bruno"], backend="agencies.backends.PasswordBackend")
    assert client.get(task.href).status_code == 200


def test_what_is_over_waits_for_nobody(active, who):
    """`actions_of` in plans/plan/due.py: red without the follow-up in the question."""
    ended(active, who["bruno"])
    with town.acting(who["bruno"]) as bruno:
        assert not plan_due.actions_of(bruno).exists()
        assert not due.actions_of(bruno).exists()
    with town.acting(who["lea"]) as lea, clock.at(planning.noon(planning.day(80))):
        assert plan_due.actions_of(lea).count() == 1


def test_what_is_due(planned, active, who):
    """Open effects, promises: each for whoever may see it."""
    harm = effect(active, who["bruno"])
    promise(active, who["bruno"], due_on=planning.day(2))
    with clock.at(planning.noon(planning.day(40))):
        with town.acting(who["hugo"]) as hugo:
            assert list(due.effects_open_for(hugo)) == [harm]
        with town.acting(who["marc"]) as stranger:
            assert not due.effects_open_for(stranger)
            assert not due.promises_of(stranger)
        with town.acting(who["bruno"]) as partner:
            assert not due.effects_open_for(partner)
            assert due.promises_of(partner)[0].words == "Une place en juin."


def test_a_follow_up_of_another_case_is_not_found(client, planned, active, who):
    other = of(planned, who["bruno"])
    assert page(client, who["bruno"], active, "plans:action_report", other.pk).status_code == 404
    assert other.state == FollowUp.State.WAITING
