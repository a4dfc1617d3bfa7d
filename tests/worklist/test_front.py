"""The front of a case: five answers, phases, neutrality, and the partner's page (S01, S14, S55)."""

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.models import Agency, User
from casework.rights import Role
from casework.team import decisions as team
from common.scope import WORKER, bound
from intake.opening import decisions as opening
from tests import worlds
from tests.browsing import send, text_of, token_of
from tests.people import acting, information, open_case
from worklist import front


@worlds.standing
def case(people):
    return open_case(people)


@pytest.fixture
def url(case):
    return reverse("case", args=[case.pk])


@pytest.fixture
def alone(monkeypatch):
    """Leave the front without other apps' answers and tasks."""
    monkeypatch.setattr(front, "ANSWERING", dict.fromkeys(front.QUESTIONS, ()))
    monkeypatch.setattr(front, "TASKS", ())


def test_a_new_case_says_what_is_missing_for_each_of_the_five(people, case, url, sign_in, alone):
    """S01. Line: ``WITHOUT``."""
    answers = sign_in(people["claire"]).get(url).context["answers"]
    with translation.override("en"):
        questions = [str(item["question"]) for item in answers]
    assert questions == [
        "When and why",
        "How",
        "With whom",
        "How it is followed",
        "When it may end",
    ]
    opened, how, whom, follow, end = [item["answer"] for item in answers]
    assert "signal" in opened.words
    assert (how.missing, follow.missing, end.missing) == (True, True, True)
    assert how.todo
    assert follow.todo
    names = sorted(people[key].agency.short_name for key in ("bruno", "lea"))
    assert whom.words == f"2 agencies: {', '.join(names)}"


def test_an_app_answers(people, case, url, sign_in, alone):
    """Line: ANSWERING; the first that has something to say. None says: nothing to say yet."""
    front.ANSWERING["how"] = (
        lambda asked: None,
        lambda asked: front.Answer(f"Plan 1 of {asked.case.reference}"),
        lambda asked: front.Answer("Never asked."),
    )
    front.ANSWERING["follow"] = (lambda asked: None,)
    answers = sign_in(people["claire"]).get(url).context["answers"]
    assert answers[1]["answer"].words == f"Plan 1 of {case.reference}"
    assert answers[3]["answer"].missing


def test_a_passed_phase_says_when_and_by_whom(people, case, url, sign_in):
    """From the journal. Lines: _passages, _passed; and what stands before the next step."""
    steps = sign_in(people["claire"]).get(url).context["steps"]
    assert steps[0]["state"] == "now"
    assert (steps[0]["gate_href"], "before the next step" in steps[0]["gate"]) == ("#gate", True)
    for key in ("claire", "hugo", "paul", "bruno", "lea"):
        with acting(people[key]):
            team.declare(case, by=people[key], interest="none", aim_accepted=True)
    information(case, people["bruno"], "Vient aux rendez-vous.")
    with acting(people["hugo"]):
        opening.start_analysis(case, by=people["hugo"], enough=True)
    steps = sign_in(people["claire"]).get(url).context["steps"]
    assert [step["state"] for step in steps] == ["done", "now", "todo", "todo"]
    assert people["hugo"].display in steps[0]["gate"]
    assert steps[1]["when"]


def test_neutrality_with_its_words_and_who_has_not_declared(people, case, url, sign_in):
    """S55. Line: _team_rows."""
    with acting(people["lea"]):
        team.declare(case, by=people["lea"], interest="personal", words="Enseigne à sa sœur.")
    with acting(people["bruno"]):
        team.declare(case, by=people["bruno"], interest="none")
    rows = sign_in(people["claire"]).get(url).context["shown_members"]
    shown = {row["name"]: (row["state"], row["note"]) for row in rows}
    assert shown[people["lea"].display] == ("interest", "Enseigne à sa sœur.")
    assert shown[people["bruno"].display] == ("neutral", "")
    assert shown[people["hugo"].display] == ("missing", "")
    remind = reverse("case_remind", args=[case.pk])
    assert remind in sign_in(people["claire"]).get(url).content.decode()
    assert remind not in sign_in(people["hugo"]).get(url).content.decode()


def test_agencies_that_have_not_said_what_they_aim_at(people, case, url, sign_in):
    """S14, W: named. Line: not_said."""
    with acting(people["bruno"]):
        team.state_agency(case, by=people["bruno"], expected=0, goal="Un contrat.")
    said = [str(o) for o in sign_in(people["hugo"]).get(url).context["warnings"]]
    assert len(said) == 1
    assert people["lea"].agency.short_name in said[0]
    assert people["bruno"].agency.short_name not in said[0]


def test_sixty_members_stay_a_short_list(people, case, url, sign_in):
    """The front shows twelve and says how many more; the team page shows all."""
    agency = Agency.objects.get(short_name="CMP")
    with bound(WORKER):
        for number in range(60):
            user = User.objects.create(
                email=f"n{number}@saint-aubrac.example",
                full_name=f"Maximilienne-Alexandrine de la Rochefoucauld {number}",
                agency=agency,
            )
            team.first_member(case, user, Role.PARTNER)
    page = sign_in(people["claire"]).get(url)
    assert (len(page.context["shown_members"]), page.context["more_members"]) == (12, 53)
    assert "53 more people" in text_of(page)
    whole = text_of(sign_in(people["claire"]).get(reverse("case_team", args=[case.pk])))
    assert whole.count("Rochefoucauld") >= 60


# --- the partner's page ----------------------------------------------------------------------
def test_whoever_is_a_partner_alone_gets_the_partners_page(people, case, url, sign_in):
    """Screen 8. Line: ``roles == [Role.PARTNER]``."""
    for key, partners in (("bruno", True), ("claire", False), ("hugo", False), ("paul", False)):
        page = text_of(sign_in(people[key]).get(url))
        assert ("You see what was shared with" in page) is partners, key
    with acting(people["claire"]):
        team.join(case, by=people["claire"], user=people["hugo"], role=Role.PARTNER, reason="x")
    assert "You see what was shared with" not in text_of(sign_in(people["hugo"]).get(url))


def test_every_question_has_its_answers():
    """Red when a question is asked that nobody is named for, or nothing stands in its place."""
    assert set(front.QUESTIONS) == set(front.ANSWERING) == set(front.WITHOUT)


def test_what_needs_a_partner(people, case, url, sign_in, alone, monkeypatch):
    """Own declarations until they are made; an app's tasks by date. Lines: tasks_of."""
    monkeypatch.setattr(front, "TASKS", (lambda asked: [front.Task("Report", "/", "Report")],))
    bruno = sign_in(people["bruno"])

    def titles():
        return [task.title for task in bruno.get(url).context["tasks"]]

    assert titles() == [
        "Say whether you have an interest of your own",
        "Write what your agency aims at, and where it stops",
        "Report",
    ]
    with acting(people["bruno"]):
        team.declare(case, by=people["bruno"], interest="none")
        team.state_agency(case, by=people["bruno"], expected=0, goal="Un contrat.")
    assert titles() == ["Say whether you share the common aim", "Report"]
    with acting(people["bruno"]):
        team.declare(case, by=people["bruno"], interest="none", aim_accepted=True)
    assert titles() == ["Report"]


def test_information_is_shared_from_the_page_itself(people, case, url, sign_in):
    """The form stands there with its own token; a faulty one comes back on its own page."""
    bruno = sign_in(people["bruno"])
    add = reverse("case_add_information", args=[case.pk])
    fields = {"kind": "fact", "body": "Vu mardi.", "audience": "team"}
    faulty = bruno.post(add, fields | {"kind": "", "draft": token_of(bruno.get(url))})
    assert faulty.status_code == 422
    assert "Vu mardi." in text_of(bruno.get(url))  # what was typed waits on the front too
    sent = bruno.post(add, fields | {"draft": token_of(faulty)})
    assert sent.headers["Location"] == url
    assert "Vu mardi." in text_of(sign_in(people["lea"]).get(url))


def test_a_partner_reads_only_what_is_shared_with_their_agency(people, case, url, sign_in):
    """Need-to-know stands on this page as on the other."""
    information(case, people["lea"], "Note de la jeunesse.", "own")
    information(case, people["lea"], "Pour tous.")
    page = text_of(sign_in(people["bruno"]).get(url))
    assert "Pour tous." in page
    assert "Note de la jeunesse." not in page
    assert "Note de la jeunesse." in text_of(sign_in(people["lea"]).get(url))


def test_a_birth_on_the_29_february_and_its_ages(people, case, url, sign_in):
    """A day of a leap year is a day; in another year it is a sentence at its field."""
    person = reverse("case_correct_person", args=[case.pk])
    hugo = sign_in(people["hugo"])
    fields = {"given_name": "Yanis", "reason": "Acte de naissance."}
    refused = send(hugo, person, birth_date="2007-02-29", **fields)
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"birth_date"}
    assert send(hugo, person, birth_date="2008-02-29", **fields).status_code == 302
    page = hugo.get(url)
    assert (page.context["age"], page.context["minor"]) == (18, False)
