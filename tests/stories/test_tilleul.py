"""Story 1, «Tilleul», from the first call to plan v1: every line on its own date, in one piece.

Two anonymous calls that harm, a reliable signal of another need, the conference, analysis, a plan
with the agencies one after the other. What the day of the run says stands nowhere.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from agencies.models import Absence, Channel
from casework.models import Case, JournalEntry, Record
from casework.persons import decisions as persons
from casework.persons.rules import FIELDS
from casework.team import decisions as team
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.first_analysis.decisions import security as security_decisions
from intake.first_analysis.decisions import source, triage
from intake.matching import decisions as matching
from intake.matching import search
from intake.matching.priors import priors
from intake.models import Signal
from intake.opening.decisions import start_analysis
from intake.outcomes.decisions import outcome as outcome_decisions
from notices.models import Notice
from plans.models import Plan
from plans.plan.decisions import approval, lines, versions
from plans.plan.decisions.approval import standing
from plans.plan.sheet import Sheet
from tests import people as cast
from tests import worlds
from tests.people import acting
from tests.plans import scenes

WORDS = "Il prépare quelque chose."
NOBODY = {"given_name": "", "family_name": "", "alias": "", "birth_date": None, "age_text": ""}
TEAM = ("claire", "hugo", "paul", "bruno", "lea", "marc", "odile")


@worlds.standing
def first_call(people, on):
    """1. Tue 14 Jan: an anonymous call, the receivers on leave; the deputy has it in 40 minutes."""
    day = date(2025, 1, 14)
    with bound(WORKER):
        for name in ("ines", "luc"):
            away = people[name]
            Absence.objects.create(user=away, first_day=day, last_day=day, declared_by=away)
    with on("2025-01-14 09:00"):
        call = cast.signal_from(
            people["claire"], words=WORDS, channel=cast.hotline(), caller="anonymous",
            about="Yanis Belcourt",
        )  # fmt: skip
    assert call.holder == people["thomas"]
    with on("2025-01-14 09:40"):
        return cast.acknowledged(call, people["thomas"])


@worlds.standing
def calls(people, on, first_call):
    """2 and 3. The police answer; a second call with the same words; both are malicious."""
    thomas, claire = people["thomas"], people["claire"]
    with on("2025-01-15 10:00"), acting(thomas):
        security_decisions.ask_deconfliction(
            first_call, by=thomas, concern="possible", reason="« Il prépare quelque chose. »",
            asked_of="Police nationale",
        )  # fmt: skip
    with on("2025-01-20 11:00"), acting(thomas):
        security_decisions.note_security_answer(
            first_call, by=thomas, answer="may_continue", wording="Différend local connu."
        )
    with on("2025-01-21 14:00"):
        second = cast.signal_from(
            people["ines"], words=WORDS, channel=cast.hotline(), caller="anonymous"
        )
        cast.acknowledged(second, thomas)
    for call in (first_call, second):
        with on("2025-01-23 09:00"), acting(thomas):
            _checked(call, thomas, security=call == second)
            proposed = outcome_decisions.decide_outcome(
                call, by=thomas, kind="malicious", reason="Mêmes mots, voix du différend.",
                second=claire,
            )  # fmt: skip
        # one person alone has not decided it
        assert _signal(call).state == Signal.State.IN_TRIAGE
        with on("2025-01-23 11:00"), acting(claire):
            outcome_decisions.read_second(proposed, by=claire, agrees=True)
    return [first_call, second]


def _checked(call, by, *, security: bool) -> None:
    """The four sections of a malicious call, and who it is about."""
    source.assess_source(
        call, by=by, expected=0, reliability="unreliable", credibility="doubtful",
        basis="Deux appels, les mêmes mots.", motive="Un différend.",
    )  # fmt: skip
    if security:
        security_decisions.ask_deconfliction(
            call, by=by, concern="none", reason="La police l’a dit."
        )
    triage.answer_minor(call, by=by, expected=0, minor="no", minor_basis="23 ans.")
    triage.answer_questions(
        call, by=by, expected=1, radicalised="no", radicalised_grounds="Rien n’est rapporté.",
        useful="no", useful_grounds="Rien à faire ensemble.", alternatives=["misunderstanding"],
        alternatives_words="Un voisin lui en veut.",
    )  # fmt: skip
    if cast.is_nobody_named(call):
        names = NOBODY | {"given_name": "Yanis", "family_name": "Belcourt"}
        known = matching.name_person(_signal(call), by=by, changes=names)
        for one in search.look(known, by=by).candidates:  # the first call, of the same name
            given = matching.answer_on(known, one.pk)
            matching.answer_match(given, by=by, expected=0, answer="same")


def _signal(signal) -> Signal:
    with bound(WORKER):
        return Signal.objects.get(pk=signal.pk)


@worlds.standing
def signal(people, on, calls):
    """4. Mon 24 Mar: the Mission locale signals «Yannis Belcour»; the old calls are shown."""
    bruno, claire = people["bruno"], people["claire"]
    with on("2025-03-24 10:00"):
        found = cast.signal_from(
            bruno, words="A quitté la formation, isolé, regarde des tueries, menacé.",
            channel=Channel.objects.get(kind=Channel.Kind.PARTNER), about="Yannis Belcour",
        )  # fmt: skip
    with on("2025-03-24 12:00"):
        cast.acknowledged(found, claire)
        cast.analysed(found, claire)
        with acting(claire):
            names = NOBODY | {"given_name": "Yannis", "family_name": "Belcour"}
            row = matching.name_person(found, by=claire, changes=names)
            offered = search.look(row, by=claire)
            (known,) = (one.pk for one in offered.candidates if len(one.signals) == 2)
            matching.answer_match(
                matching.answer_on(row, known), by=claire, expected=0, answer="same"
            )
            now = Signal.objects.get(pk=found.pk)
            earlier = priors(row.person, now, by=claire)
    assert (len(earlier.shown), earlier.counted) == (2, [])
    return found


@worlds.standing
def case(people, on, signal):
    """5. Thu 3 Apr: the conference; Q1 unclear, Q2 yes; the case is opened, level specific."""
    claire = people["claire"]
    with on("2025-03-26 10:00"):
        cast.to_the_conference(signal, claire, reason="Utile à voir ensemble.")
    with on("2025-04-03 14:00"):
        seats = cast.table_of(people, "bruno", "hugo", "lea", "marc", "odile")
        cast.conference_on(signal, claire, seats, radicalised="unclear", useful="yes")
    with on("2025-04-03 15:00"):
        partners = [people[name] for name in ("bruno", "lea", "marc", "odile")]
        return cast.case_on(
            signal, people, grounds="Les premiers appels colorent la lecture.",
            team=cast.team_of(people, partners=partners), level=Case.Level.SPECIFIC,
        )  # fmt: skip


@worlds.standing
def analysed(people, on, case):
    """6. Tue 22 Apr: causes, a need without its cause, two gaps."""
    hugo, bruno, odile, lea = (people[key] for key in ("hugo", "bruno", "odile", "lea"))
    with on("2025-04-22 09:00"):
        for name in TEAM:
            with acting(people[name]):
                team.declare(case, by=people[name], interest="none", aim_accepted=True)
        cast.information(case, hugo, "Un créneau fixe chaque semaine.", kind=Record.Kind.NEED)
        with acting(hugo):
            person = Case.objects.select_related("subject").get(pk=case.pk).subject
            changes = {name: getattr(person, name) for name in FIELDS}
            persons.correct_person(
                case, by=hugo, expected=person.version, reason="Vu sur sa carte.",
                changes=changes | {"birth_date": date(2001, 6, 12)},
            )  # fmt: skip
            start_analysis(case, by=hugo, enough=True)
    with on("2025-04-22 10:00"):
        cause = scenes.factor(case, odile, words="Dettes et menaces.")
        scenes.factor(case, hugo, "root_cause", "health", words="Humeur basse.")
        scenes.factor(case, lea, "protective", "community", words="Le club de boxe.")
        online = scenes.gap(case, lea, "Avec qui parle-t-il en ligne ?", importance="high")
        scenes.asked(online, hugo, lea, days=20)
        father = scenes.gap(case, bruno, "Où est son père ?", "family")
        scenes.asked(father, hugo, bruno, days=20)
        scenes.view(case, bruno, voice="person", says="« Je veux travailler. »")
    return cause


ORDER = (("lea", "2025-05-12", True), ("bruno", "2025-06-02", True), ("hugo", "2025-06-23", True))


def draft(people, case, cause) -> Plan:
    """Hugo's draft of Mon 5 May: three goals, one agency after the other, the first check."""
    hugo = people["hugo"]
    with acting(hugo):
        plan = versions.start_plan(case, by=hugo)
        versions.write_texts(
            case, by=hugo, expected=plan.version,
            changes={
                "why_start": "La dette bloque tout le reste.", "reach": "Une formation tenue.",
                "why_that": "Il le demande.", "context": "Vit seul ; une tante, le club.",
                "evaluation": "À chaque point d’étape, sur les présences.",
            },
        )  # fmt: skip
        for statement, target, day, tag in (
            ("Reprendre la formation.", "4 jours sur 5", date(2025, 9, 30), "reintegration"),
            ("Venir aux rendez-vous.", "8 sur 10", date(2025, 9, 30), "care"),
            ("Signer un plan d’apurement.", "signé", date(2025, 7, 31), "protection"),
        ):
            lines.add_goal(
                case, by=hugo, statement=statement, indicator="Le registre", baseline="0",
                target=target, means="Mission locale, CMP, CCAS", factor=cause, due_on=day, tag=tag,
            )  # fmt: skip
        before = None
        for key, first, meets in ORDER:
            starts = date.fromisoformat(first)
            before = lines.add_action(
                case, by=hugo, title=f"Suivi par {people[key].full_name}", kind="social",
                agency=people[key].agency, owner=people[key], starts_on=starts,
                ends_on=starts + timedelta(days=20), meets_person=meets, after=before,
            )  # fmt: skip
        lines.add_action(
            case, by=hugo, title="Veille, sans contact", kind="security", owner=people["marc"],
            agency=people["marc"].agency, starts_on=date(2025, 5, 12),
            ends_on=date(2025, 9, 30), meets_person=False, after=None,
        )  # fmt: skip
        lines.add_checkpoint(case, by=hugo, due_on=date(2025, 6, 5))
    return plan


def test_from_the_first_call_to_the_first_plan(people, on, case, analysed):
    """7. Mon 5 May: without a goal it is refused in words; whole, it is approved and told once."""
    hugo = people["hugo"]
    with on("2025-05-05 10:00"):
        with acting(hugo):
            early = Case.objects.get(pk=case.pk)
            with pytest.raises(Refused):
                approval.approve_plan(early, by=hugo, expected=0)
        plan = draft(people, case, analysed)
        with acting(hugo):
            now = Case.objects.select_related("subject").get(pk=case.pk)
            assert [o.sentence for o in standing(now) if o.blocks] == []
            edition = Sheet.draft_of(now).edition
            approved = approval.approve_plan(now, by=hugo, expected=edition, reason="Ensemble.")
    assert (approved.pk, approved.number, approved.state) == (plan.pk, 1, Plan.State.APPROVED)
    with bound(WORKER):
        assert Case.objects.get(pk=case.pk).state == Case.State.PLANNED
        entry = JournalEntry.objects.get(case=case, event="plan.approved")
        assert (entry.by, entry.at) == (hugo, _paris("2025-05-05 10:00"))
        told = Notice.objects.filter(case=case, kind="plan_approved")
        assert {one.recipient for one in told} == {people[key] for key in TEAM if key != "hugo"}


def test_the_police_meet_nobody_and_the_order_holds(people, on, case, analysed):
    """7, S51: no overlap is said of this order; moved into one fortnight, it is."""
    with on("2025-05-05 10:00"):
        draft(people, case, analysed)
        with acting(people["hugo"]) as hugo:
            assert "S51" not in _rows(case)
            actions = Sheet.draft_of(Case.objects.get(pk=case.pk)).actions
            for action in actions:
                if action.meets_person:
                    day = date(2025, 5, 12) + timedelta(days=action.position % 3)
                    lines.move_action(action, by=hugo, day=day)
            assert "S51" in _rows(case)


def _rows(case) -> set[str]:
    return {o.row for o in standing(Case.objects.select_related("subject").get(pk=case.pk))}


def test_the_calls_are_kept_for_six_months_and_counted_by_nobody(people, calls):
    """3, S39: the day of deletion is counted from the decision."""
    for call in calls:
        assert _signal(call).state == Signal.State.MALICIOUS
        with bound(WORKER):
            outcome = call.outcomes.get()
        assert outcome.keep_until == date(2025, 7, 23)
        assert {outcome.proposed_by, outcome.second_reader} == {people["thomas"], people["claire"]}


def test_no_row_holds_a_date_of_the_day_of_the_run(people, on, case, analysed):
    """Red when a decision takes the machine's time: histories, journal and notices included."""
    with on("2025-05-05 10:00"):
        draft(people, case, analysed)
    ran = timezone.now() - timedelta(days=2)
    with bound(WORKER):
        for model in apps.get_models():
            if model._meta.app_label not in ("casework", "notices", "common", "intake", "plans"):
                continue
            rows = getattr(model, "unscoped", model._default_manager)
            for column in model._meta.local_fields:
                if isinstance(column, models.DateTimeField):
                    late = rows.filter(**{f"{column.name}__gt": ran})
                    assert not late.exists(), f"{model.__name__}.{column.name}"
    assert clock.now() > ran


def _paris(words: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(words))
