"""What the forms of the matrix carry, by the ``data`` of a line.

``example`` is the valid form that the act itself declares, where it does not depend on a row.
"""

from __future__ import annotations

from datetime import timedelta

from agencies.models import User
from casework import acts
from casework.models import Code
from common import clock, drafts
from tests.access.answers.line import Line
from tests.carried import carried
from tests.world import table
from tests.world.stage import Stage


def _example(line: Line, user) -> dict:
    """What the act itself gives as an example; nothing for a visitor."""
    act = next(one for one in acts.every() if acts.route_of(one) == line.route)
    return act.example_for(None, user) if user else {}


def typed(line: Line, stage: Stage, user) -> dict:
    """What the POST of that line carries, with the form's token where it asks for one."""
    if line.data == "own_draft" and user is not None:
        return {drafts.FIELD: drafts.mint(user, "intake.new_signal"), "words": "Encore."}
    if line.data in ("own_draft", "draft_of_partner"):
        partner, case = stage.people["basile"], stage.cases["a"]
        token = drafts.mint(partner, "casework.information", case.pk)
        return {drafts.FIELD: token, "body": "Encore."}
    if line.data == "example":
        return _example(line, user) | _token(line, stage, user)
    today = clock.today()
    if today not in stage.typed:
        stage.typed[today] = _all(stage)
    return stage.typed[today][line.data] | _token(line, stage, user)


def _all(stage: Stage) -> dict[str, dict]:
    """What every form of the matrix carries today."""
    pk = {key: person.pk for key, person in stage.people.items()}
    soon, later = ((clock.today() + timedelta(days=days)).isoformat() for days in (30, 60))
    data = {
        "": {},
        "nothing": {},
        "searched": {"q": "nothing of this name"},
        "signal": {"words": "Il ne vient plus depuis lundi."},
        "to_luc": {"to": pk["luc"], "reason": ""},
        "to_stranger": {"to": pk["olga"]},
        "turn": {
            "user": pk["denis"], "begins_on": soon, "begins_time": "18:00", "ends_on": later,
            "ends_time": "08:00", "call": "first", "phone": "06 39 98 12 34",
        },
        "paper_opening": {"opened_on": "2025-01-06", "prevention_level": "individual"}
        | {"given_name": "Solenn", "family_name": "Quémener", "grounds": "Isolement."}
        | {"paper_place": "Mairie", "concern": "none", "concern_grounds": "Ni arme."}
        | {"types": pk["pia"], "confirms": pk["hector"], "risk_owner": pk["pauline"]},
        "paper_typed": {"process_on": "2025-01-06"},
        "paper_read": {"read": "on"},
        "paper_sure": {"sure": "on"},
        "reason": {"reason": "Rappeler pour vérifier le lieu."},
        "information": {"kind": "fact", "body": "Vu mardi.", "audience": "team"},
        "around_without_why": {
            "name": "Denise", "kind": "family", "role": "relative", "knows_well": "yes",
            "approach": "no", "audience": "team", "reason": "Relu.",
        },
        "own_need": {"kind": "need", "body": "Un toit.", "audience": "own"},
        "held": {"kind": "held", "body": "Pas seul.", "audience": "team"},
        "own_held": {"kind": "held", "body": "Pas seul.", "audience": "own"},
        "to_olga": {"to": pk["olga"], "reason": "Relève."},
        "to_olga_why": {"to": pk["olga"], "reason": ""},
        "as_partner": {"user": pk["olga"], "role": "partner"},
        "as_coordinator": {"user": pk["olga"], "role": "process_coordinator"},
        "member_again": {"user": pk["basile"], "role": "partner"},
        "no_team": {"level": "individual", "grounds": "Isolement."},
        "correction": {"body": "Vu mardi, puis jeudi.", "reason": "Date oubliée."},
        "no_reason": {"body": "Vu mardi, puis jeudi.", "reason": ""},
        "person": {
            "given_name": "Yanis", "family_name": "Belcourt", "reason": "Nom complet.",
            "role": "subject",
        },
        "caller": {"caller": "public", "contact": "06 39 98 10 20", "reason": "Donné depuis."},
        "unnamed": {"unnamed_because": "Personne n’est désigné."},
        "same": {"answer": "same", "reason": "Même rue, même âge."},
        "statement": {"goal": "Un contrat d’apprentissage."},
        "declaration": {"interest": "none", "words": "", "aim_accepted": "on"},
        "enough": {"enough": "on"},
        "gap": {"domain": stage.ids["online"], "question": "Qui ?", "importance": "high"},
        "ask": {"finder": pk["lila"], "due_on": clock.today().isoformat()},
        "settle": {"status": "accepted", "reason": "Trop risqué."},
        "factor": {
            "domain": stage.ids["online"], "kind": "push", "words": "Dettes.", "level": "weak",
            "basis": "fact", "evidence": "Courriers.",
        },
        "level": {
            "domain": stage.ids["online"], "direction": "risk", "level": "high", "basis": "fact",
            "evidence": "Deux canaux.", "rated_on": clock.today().isoformat(),
        },
        "interpretation": {
            "words": "Il cherche une place.", "speaks_against": "Il y retourne.",
            "standing": "open", "reason": "Relu.",
        },
        "view": {"voice": "person", "heard_on": clock.today().isoformat(), "says": "« Non. »"},
        "plan_version": {"trigger": "other", "reason": "Du nouveau."},
        "plan_goal": {
            "statement": "Un toit.",
            "indicator": "Bail",
            "target": "1",
            "due_on": later,
            "tag": "care",
        },
        "plan_action": {
            "title": "Visite",
            "owner": pk["hector"],
            "kind": "social",
            "starts_on": soon,
            "ends_on": later,
        },
        "plan_proposal": {
            "title": "Visite",
            "kind": "social",
            "starts_on": soon,
            "ends_on": later,
        },
        "plan_checkpoint": {"due_on": later},
        "plan_day": {"day": later},
        "plan_read": {"read": "on"},
        "words": {"words": "Vu mardi."},
        "carry_report": {"happened_on": clock.today().isoformat(), "words": "Venu."},
        "carry_finish": {
            "state": "done", "ended_on": clock.today().isoformat(), "performer": pk["hector"],
            "outcome": "Deux visites.",
        },
        "carry_effect": {
            "kind": Code.objects.get(kind=Code.List.EFFECT, code="stigma").pk, "severity": "low",
            "noticed_on": clock.today().isoformat(), "words": "Deux élèves savent.",
        },
        "carry_response": {"response": "On parle à la classe."},
        "carry_promise": {
            "said_to": "Sa tante", "said_on": clock.today().isoformat(), "words": "Une place.",
        },
        "carry_settle": {"state": "kept", "words": "Tenu."},
        "carry_pause": {"reason": "Une enquête.", "review_on": later},
        "language": {"language": "fr", "next": "/"},
        "theme": {"theme": "auto", "next": "/"},
        "foreign_session": {"session": "1"},
        "absence_of_partner": {"absence": stage.ids["absence_of_partner"]},
    }  # fmt: skip
    data["opening"] = data["no_team"] | {
        "process_coordinator": pk["claire"],
        "content_coordinator": pk["hector"],
        "risk_owner": pk["pauline"],
        "partners": [pk["lila"], pk["basile"]],
    }
    data |= _first_analysis(pk)
    reason = data["grounds"]
    data["merged"] = reason | {"into": stage.signals["acked"].reference}
    data["merged_unknown"] = reason | {"into": "S-1999-001"}
    data["conference_day"] = reason | {"held_on": clock.today().isoformat()}
    data["conference_record"] = data["conference"] | reason | {
        "statement": "Revue en mai.", "composition_reason": "Les autres sont loin.",
    }  # fmt: skip
    return data | _after_closure(pk)


def _first_analysis(pk: dict) -> dict[str, dict]:
    """What the forms of a first analysis carry."""
    today = clock.today().isoformat()
    agencies = list(User.objects.filter(pk__in=[pk[k] for k in ("claire", "hector", "lila")]))
    said = {"reason": "Relu avec le dossier."}
    return {
        "source_said": {"reliability": "fairly", "credibility": "likely", "basis": "Connue."},
        "danger_said": {"concern": "none", "reason": "Ni arme, ni départ."},
        "minor_said": {"minor": "no", "minor_basis": "23 ans."},
        "questions_said": {"radicalised": "no", "radicalised_grounds": "Une provocation."},
        "security_answer": {"answer": "may_continue", "wording": ""},
        "need_more": said | {"question": "Quand ?", "addressee": "Le lycée", "due_on": today},
        "oriented": said | {"service": "CMP", "accepted_by": "H. Séverin", "accepted_on": today},
        "handed_to_security": said | {"service": "Police", "note": "Transmis par téléphone."},
        "no_action": said | {"second": pk["ines"]},
        "malicious": said | {"second": pk["thomas"]},
        "grounds": said,
        "conference": {
            "held_on": today, "present": [user.agency_id for user in agencies],
            "radicalised": "unclear", "radicalised_grounds": "Rien de net.",
            "useful": "yes", "useful_grounds": "Trois services.",
        },
        "agrees": {"agrees": "yes", "words": ""},
        "answer": {"answer": "Il y était mardi."},
        "reopen": said | {"why": "new_information"},
    }  # fmt: skip


def _after_closure(pk: dict) -> dict[str, dict]:
    """What the forms of the time after closure carry."""
    today = clock.today().isoformat()
    found = {
        "held_on": today, "sources": "Sa tante", "result": "stable", "words": "Il travaille.",
        "late_because": "Absente.",
    }  # fmt: skip
    return {
        "check": found | {"decision": "go_on", "again_on": ""},
        "check_corrected": found | {"reason": "Faute de frappe."},
        "check_person": {"person": pk["lila"]},
        "reopening": {"trigger": "person", "reason": "Il demande de l’aide."},
        "told_again": {"on": today},
        "checkpoint": {"line": "", "held_on": today, "why_extra": "Du nouveau."},
        "section": {"online": "looked", "online_words": "Rien."},
        "checkpoint_end": {"conclusion": "go_on", "grounds": "Tenu.", "next_on": today},
        "closing": {"why": "goals_reached", "grounds": "Les buts sont atteints."},
        "opinion": {"stance": "for", "words": ""},
        "goal_result": {"result": "reached", "words": ""},
        "handover": {"service": "CMP", "content": "Un suivi."},
        "handover_answer": {"accepted": "yes", "who": "Dr Sadi", "answered_on": today},
        "inform": {
            "who": "Mme Roux",
            "tie": "tante",
            "told": "yes",
            "told_on": today,
            "how": "by_phone",
        },
        "signature": {"agrees": "on"},
        "ask_again": {"person": pk["basile"]},
        "without_opinion": {
            "agency": User.objects.get(pk=pk["basile"]).agency_id, "words": "Vue au téléphone.",
        },
        "promise_becomes": {"becomes": "taken_back", "words": "Elle n’en veut plus."},
        "one_file": {
            "other_reference": "SA-1999-001", "met": "match", "grounds": "Même adresse.",
        },
        "goes_on": {"goes_on": "Jusqu’à l’été."},
        "transfer": {
            "authority": "Lille", "contact": "Mme Vidal", "grounds": "Parti à Lille.",
            "basis": "Convention.", "goes_along": "Le plan.",
        },
        "acceptance": {"who": "M. Roux", "accepted_on": today, "paper_at": "Courrier 118"},
        "without_year": {"why": "died", "grounds": "Décédé le 3 mai."},
    }  # fmt: skip


def _token(line: Line, stage: Stage, user) -> dict:
    """What the page of the form carries: its token with the version that was read."""
    if user is None or line.on.endswith("unknown"):
        return {}
    return carried(user, table.address(line.route, stage, line.on))
