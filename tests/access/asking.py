"""How the cells of the matrix are asked: addresses, typed data, browsers, headers, writes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from agencies.models import User
from casework import readings
from casework.models import AgencyStatement, Code, Person, ReadingLog, Record, TeamMember
from casework.views.base import SubjectView
from common import clock, drafts
from common.scope import WORKER, bound
from intake.models import Signal
from tests.access.matrix import MATRIX, OUTSIDE, PUBLIC_ROUTES, Line
from tests.access.stage import PERSONAS, Stage

UNKNOWN = uuid.UUID(int=7)
# What a reading may write: that it took place, the session's own moment, limits of attempts.
TRACES = frozenset(
    {
        "casework_readinglog",
        "django_session",
        "usersessions_usersession",
        "casework_cache",
        "intake_matchsearch",
    }
)


def routes() -> dict[str, bool]:
    """Every named route of the resolver -> whether it is public. An unnamed one is named «?»."""
    return dict(_walk(get_resolver().url_patterns, ()))


def _walk(patterns, spaces) -> Iterator[tuple[str, bool]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern.url_patterns, spaces + space)
        else:
            name = ":".join((*spaces, pattern.name or f"? {pattern.pattern}"))
            yield name, getattr(pattern.callback, "login_required", True) is False


def check_routes(declared=MATRIX, public=PUBLIC_ROUTES) -> int:
    """Fail on an address that the matrix does not know, and on a line without an address."""
    found = routes()
    lines = {line.route for line in declared}
    missing, stale = sorted(found.keys() - lines), sorted(lines - found.keys())
    assert not missing, (
        f"Not in the matrix: {', '.join(missing)}. Add a line to tests/access/matrix.py that says"
        " who gets which answer, for each object the address may name."
    )
    assert not stale, f"No such address any more: {', '.join(stale)}. Take the line out."
    open_to_all = {name for name, is_public in found.items() if is_public}
    assert open_to_all == set(public), (
        f"Public without being declared, or the reverse: {sorted(open_to_all ^ set(public))}."
        " A page for anybody is decided in PUBLIC_ROUTES as well."
    )
    return len(found)


def address(line: Line, stage: Stage) -> str:
    """The address of that line's route with that line's object."""
    args = _arguments(line, stage)
    url = (
        reverse(line.route, args=args)
        if isinstance(args, list)
        else reverse(line.route, kwargs=args)
    )
    if not line.query:
        return url
    subjects = {"case_a": stage.cases["a"], "signal_taken": stage.signals["taken"]}
    name, _is, value = line.query.partition("=")
    return f"{url}?{name}={getattr(subjects.get(value), 'reference', value)}"


_OF_RECORD = ("case_correct_information", "case_withdraw_information", "case_end_held")


def _arguments(line: Line, stage: Stage):
    space, on = line.route.partition(":")[0], line.on
    if space == "admin":
        return _admin_arguments(on, stage)
    if line.route == "account_reset_password_from_key":
        return {"uidb36": "1", "key": "made-up"}
    if line.route == "agencies:invitation":
        return {"uidb64": "MQ", "token": "made-up"}
    if not on:
        return []
    if "/" in on:  # «a/gap»: the row of that name under case a; «desk/match»: under a signal
        of, _slash, key = on.partition("/")
        owner = stage.signals[of] if space == "intake" else stage.cases[of]
        key, _colon, part = key.partition(":")  # «a/meeting:online»: a section of the row
        return [owner.pk, stage.rows[key].pk, *filter(None, [part])]
    if ":" in on:  # «ready:need_more»: the kind of an outcome on that signal
        of, _colon, kind = on.partition(":")
        return [stage.signals[of].pk, kind]
    if space == "intake":
        return [stage.signals[on].pk if on in stage.signals else UNKNOWN]
    if line.route == "notice_read":
        return [stage.ids[f"notice_{on}"]]
    if line.route in ("case_member_end", "case_member_replace"):
        return _membership(on, stage)
    if line.route in _OF_RECORD:
        case, _sep, record = on.partition("_")
        return [stage.cases[case].pk, stage.records[record].pk]
    return [stage.cases[on].pk if on in stage.cases else UNKNOWN]


def _membership(on: str, stage: Stage) -> list:
    case, holder = {
        "a_partner": ("a", ("a", "bruno")),
        "a_process": ("a", ("a", "pia")),
        "a_member_of_b": ("a", ("b", "karim")),
        "b_partner": ("b", ("b", "karim")),
    }[on]
    with bound(WORKER):
        member = TeamMember.objects.get(
            case=stage.cases[holder[0]], user=stage.people[holder[1]], active=True
        )
    return [stage.cases[case].pk, member.pk]


def _admin_arguments(on: str, stage: Stage) -> list:
    if on == "app":
        return ["agencies"]
    if not on:
        return []
    ids = {"localholiday": stage.ids["holiday"], "territoryprofile": 1}
    return [ids.get(on) or stage.ids[on]]


def typed(line: Line, stage: Stage, user) -> dict:
    """What the POST of that line carries; a form's own token where the form asks for one."""
    if line.data == "own_draft" and user is not None:
        return {drafts.FIELD: drafts.mint(user, "intake.new_signal"), "words": "Encore."}
    if line.data in ("own_draft", "draft_of_partner"):
        partner, case = stage.people["bruno"], stage.cases["a"]
        token = drafts.mint(partner, "casework.information", case.pk)
        return {drafts.FIELD: token, "body": "Encore."}
    today = clock.today()
    if today not in stage.typed:
        stage.typed[today] = _all_typed(stage)
    return stage.typed[today][line.data] | _token(line, stage, user)


def _all_typed(stage: Stage) -> dict[str, dict]:
    """What every form of the matrix carries today."""
    pk = {key: person.pk for key, person in stage.people.items()}
    soon, later = ((clock.today() + timedelta(days=days)).isoformat() for days in (30, 60))
    data = {
        "": {},
        "nothing": {},
        "signal": {"words": "Il ne vient plus depuis lundi."},
        "to_luc": {"to": pk["luc"], "reason": ""},
        "to_stranger": {"to": pk["odile"]},
        "reason": {"reason": "Rappeler pour vérifier le lieu."},
        "information": {"kind": "fact", "body": "Vu mardi.", "audience": "team"},
        "own_need": {"kind": "need", "body": "Un toit.", "audience": "own"},
        "held": {"kind": "held", "body": "Pas seul.", "audience": "team"},
        "own_held": {"kind": "held", "body": "Pas seul.", "audience": "own"},
        "to_odile": {"to": pk["odile"], "reason": "Relève."},
        "to_odile_why": {"to": pk["odile"], "reason": ""},
        "as_partner": {"user": pk["odile"], "role": "partner"},
        "as_coordinator": {"user": pk["odile"], "role": "process_coordinator"},
        "member_again": {"user": pk["bruno"], "role": "partner"},
        "no_team": {"given_name": "Yanis", "level": "individual", "grounds": "Isolement."},
        "correction": {"body": "Vu mardi, puis jeudi.", "reason": "Date oubliée."},
        "no_reason": {"body": "Vu mardi, puis jeudi.", "reason": ""},
        "person": {"given_name": "Yanis", "family_name": "Belcourt", "reason": "Nom complet."},
        "same": {"answer": "same", "reason": "Même rue, même âge."},
        "statement": {"goal": "Un contrat d’apprentissage."},
        "declaration": {"interest": "none", "words": "", "aim_accepted": "on"},
        "enough": {"enough": "on"},
        "gap": {"domain": stage.ids["online"], "question": "Qui ?", "importance": "high"},
        "ask": {"finder": pk["lea"], "due_on": clock.today().isoformat()},
        "settle": {"status": "accepted", "reason": "Trop risqué."},
        "factor": {
            "domain": stage.ids["online"], "kind": "push", "words": "Dettes.", "level": "weak",
            "basis": "fact", "evidence": "Courriers.",
        },
        "level": {
            "domain": stage.ids["online"], "direction": "risk", "level": "high", "basis": "fact",
            "evidence": "Deux canaux.", "rated_on": clock.today().isoformat(),
        },
        "reading": {
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
            "owner": pk["hugo"],
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
            "state": "done", "ended_on": clock.today().isoformat(), "performer": pk["hugo"],
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
        "absence_of_partner": {"absence": stage.ids["absence"]},
    }  # fmt: skip
    data["opening"] = data["no_team"] | {
        "process_coordinator": pk["claire"],
        "content_coordinator": pk["hugo"],
        "risk_owner": pk["paul"],
        "partners": [pk["lea"], pk["bruno"]],
    }
    data |= _first_analysis(pk)
    reason = data["grounds"]
    data["merged"] = reason | {"into": stage.signals["acked"].reference}
    data["merged_unknown"] = reason | {"into": "S-1999-001"}
    data["conference_day"] = reason | {"held_on": clock.today().isoformat()}
    return data | _after_closure(pk)


def _first_analysis(pk: dict) -> dict[str, dict]:
    """What the forms of a first analysis carry."""
    today = clock.today().isoformat()
    agencies = list(User.objects.filter(pk__in=[pk[k] for k in ("claire", "hugo", "lea")]))
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
        "check_person": {"person": pk["lea"]},
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
    }


def _token(line: Line, stage: Stage, user) -> dict:
    """The form's own token with the version that was read, as the page's hidden field has it."""
    form = VERSIONED.get(line.route)
    if form is None or user is None:
        return {}
    with bound(WORKER):
        if "/" in line.on:
            subject = stage.rows[line.on.partition("/")[2]]
            row = type(subject).objects.get(pk=subject.pk)
        elif line.route == "intake:correct":
            subject = stage.signals.get(line.on)
            row = Signal.objects.filter(pk=subject.pk).first() if subject else None
        elif line.route == "intake:name_person":
            subject = stage.signals.get(line.on)
            row = Person.objects.filter(signals=subject).first() if subject else None
        elif line.route == "case_correct_information":
            subject = stage.records[line.on.partition("_")[2]]
            row = Record.objects.get(pk=subject.pk)
        else:
            subject = stage.cases.get(line.on)
            row = Person.objects.filter(pk=subject.subject_id).first() if subject else None
            if line.route == "case_statement":
                row = AgencyStatement.objects.filter(case=subject, agency_id=user.agency_id).first()
    version = row.version if row else 0
    return {drafts.FIELD: drafts.mint(user, form, subject.pk if subject else "", version)}


# Forms that refuse what was read in an older version.
VERSIONED = {
    "intake:correct": "intake.correct",
    "intake:name_person": "intake.name_person",
    "case_correct_information": "casework.correct_information",
    "case_correct_person": "casework.person",
    "case_statement": "casework.statement",
    "plans:gap_correct": "plans.gap_correct",
    "plans:factor_correct": "plans.factor_correct",
    "plans:interpretation_weigh": "plans.interpretation_weigh",
    "closure:correct": "closure.correct",
}


class Browsers:
    """One signed-in browser for each persona; every cell starts from its cookies of the start."""

    def __init__(self, stage: Stage, personas=PERSONAS, *, remember=False):
        self.stage = stage
        # Two tests look at the same pages of an untouched stage: the second need not ask again.
        self.remember = remember
        # One for all: each new handler would read the folder of static files again.
        self.handler = Client(raise_request_exception=False).handler
        self.cookies = {name: self._sign_in(name) for name in personas}
        self.counted = writes()

    def _sign_in(self, persona: str):
        client, user = Client(), self.stage.persona(persona)
        client.handler = self.handler
        if user is not None:
            client.force_login(user, backend="agencies.backends.PasswordBackend")
            client.get(reverse("privacy"))  # stamps the session, which each cell would do anew
        return {key: morsel.value for key, morsel in client.cookies.items()}

    def of(self, persona: str, **more) -> Client:
        client = Client(raise_request_exception=False, **more)
        if not more:
            client.handler = self.handler
        for key, value in self.cookies[persona].items():
            client.cookies[key] = value
        return client


class Undone(Exception):
    """Leaves a savepoint."""


def ask(browsers: Browsers, line: Line, method: str, persona: str, url: str, **more):
    """One request; whatever it writes is undone. Returns (response, tables written)."""
    known = browsers.stage.answers if browsers.remember and method == "GET" else {}
    if (persona, url) in known:
        return known[persona, url]
    client = browsers.of(persona, **more)
    data = {}
    if method == "POST":
        person = browsers.stage.people.get(PERSONAS[persona])
        data = typed(line, browsers.stage, person)
    before = browsers.counted
    try:
        with transaction.atomic():
            response = getattr(client, method.lower())(url, data)
            after = writes()
            written = {table for table, count in after.items() if count != before.get(table, 0)}
            response.read = _read(response) if "casework_readinglog" in written else frozenset()
            raise Undone
    except Undone:
        pass
    browsers.counted = after  # what is undone stays counted
    known[persona, url] = (_light(response), written)
    return response, written


def _light(response) -> HttpResponse:
    """The answer without the templates and rows that the test client keeps with it."""
    light = HttpResponse(response.content, status=response.status_code)
    light.headers = response.headers
    light.read = response.read
    return light


def _read(response) -> frozenset:
    """(reader, case or signal) of each row that this request left in the reading log."""
    with bound(WORKER):
        rows = ReadingLog.objects.filter(request_id=response.headers["X-Request-ID"])
        return frozenset((row.reader_id, row.case_id or row.signal_id) for row in rows)


_WRITES = """
select c.relname, w.n from pg_class c, lateral (
  select pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
       + pg_stat_get_xact_tuples_deleted(c.oid) as n) w
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and w.n > 0
"""


def writes() -> dict[str, int]:
    """Rows inserted, updated and deleted in this transaction so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITES)
        return dict(cursor.fetchall())


def check_cell(browsers: Browsers, line: Line, method: str, persona: str, url: str) -> None:
    """The cell of the matrix: its status, its headers, and that a reading writes nothing."""
    response, written = ask(browsers, line, method, persona, url)
    wanted = line.expected(method, persona)
    got = response.status_code
    assert got == wanted, f"{method} {line.name} as {persona}: {got} instead of {wanted}"
    check_headers(response)
    check_reading(browsers, line, f"{method} {line.name} as {persona}", persona, url, response)
    if persona in OUTSIDE and not line.public:
        place = response["Location"]
        assert place.startswith("/account/login/"), f"{line.name} as {persona}: {place}"
    if method in ("GET", "HEAD"):
        assert written <= TRACES, f"{method} {line.name} as {persona} wrote {written - TRACES}"
    elif got in (403, 404, 405):
        assert written <= TRACES, f"refused {method} {line.name} as {persona} wrote {written}"


def check_reading(browsers: Browsers, line: Line, cell: str, persona: str, url, response) -> None:
    """Whatever shows something of a case or signal says who was shown it (G2, X44)."""
    view = readings.views().get(line.route)
    shows = view and issubclass(view, SubjectView) and not view.shows_nothing
    if not shows or response.status_code not in (200, 409, 422):
        return
    row = (browsers.stage.persona(persona).pk, resolve(url.partition("?")[0]).kwargs["pk"])
    assert response.read == {row}, f"{cell}: {response.status_code}, and the log holds no reading"


HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def check_headers(response) -> None:
    """What every answer carries, whatever it is (D1, D3)."""
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, f"{name}: {response.headers.get(name)}"
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy, policy
    assert "unsafe" not in policy, policy
    assert "camera=()" in response.headers["Permissions-Policy"]
