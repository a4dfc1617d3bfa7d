"""The stage of the access tests: two cases, four signals, everybody of rulings 2, canaries.

Every free text and every name is a canary: a made-up word that stands nowhere else. It is
written by its rightful author through the real decision. Who may read it is said in
tests/access/entitled.py, by hand, from the rulings and not from the code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from agencies import decisions as agency_decisions
from agencies.models import Absence, Agency, Channel, ChannelPost, Duty, User
from casework import persons, team
from casework.information import correct_information, end_held, withdraw_information
from casework.models import AgencyStatement, Case, Code, LocalHoliday, Person, Record, TeamMember
from casework.rights import Role
from common import clock, drafts
from common.scope import WORKER, bound
from intake.matching import decisions as matching
from intake.matching.search import look
from intake.models import Signal, SignalHop
from intake.opening import decisions as opening
from intake.outcomes.decisions import joining
from intake.signals import decisions as signals_decisions
from notices import telling
from notices.models import Notice
from plans.carrying.decisions import answers as answers_decisions
from plans.carrying.decisions import commitments, effects, follow, pauses, progress
from plans.models import Gap
from plans.plan.decisions import approval, proposals, versions
from plans.plan.decisions import approval as approval_decisions
from plans.plan.decisions import lines as lines_decisions
from plans.plan.decisions.versions import TEXTS
from plans.plan.sheet import Sheet
from tests import people as cast
from tests.access import stage_after, stage_analysis, stage_checking
from tests.plans import scenes as lines

LONG_AGO = date(2020, 1, 1)
# persona -> key of the cast, or a person made for these tests (name, agency, duty)
NEW_PEOPLE = {
    "denis": ("Denis Aubry", "Ville", ""),
    "sonia": ("Sonia Keller", "Ville", "signal_coordinator"),
    "damien": ("Damien Roche", "Ville", "decider"),
    "rita": ("Rita Nowak", "Ville", ""),
    "pia": ("Pia Lemoine", "Ville", ""),
    "brice": ("Brice Colin", "Mission locale", ""),
    "romain": ("Romain Pic", "Ville", ""),
}
PERSONAS = {
    "receiver": "ines",
    "other_receiver": "rita",
    "deputy": "denis",
    "coordinator": "sonia",
    "decider": "damien",
    "deciding_coordinator": "claire",
    "dpo": "nadia",
    "administrator": "samuel",
    "process": "pia",
    "content": "hugo",
    "partner": "bruno",
    "other_partner": "lea",
    "risk_owner": "paul",
    "evaluator": "yves",
    "reporter": "sophie",
    "stranger": "odile",
    "same_agency": "brice",
    "former": "julie",
    "moved": "rachid",
    "foreign": "karim",
    "anonymous": None,
    "superuser": "romain",
    "deactivated": "marek",
}


# Every canary that was ever named: what a sweep without a right must not meet. Words known by
# heart, for a pattern would now and then find one in a random token.
ISSUED: set[str] = set()


def canary(name: str) -> str:
    """The canary of that name: one word that no page spells by itself."""
    word = "Zq" + "".join(letter for letter in name.title() if letter.isalpha()) + "qZ"
    ISSUED.add(word)
    return word


@dataclass
class Stage:
    """What stands on the stage: people by persona, cases, signals, records, and the ids."""

    people: dict[str, User]
    cases: dict[str, Case] = field(default_factory=dict)
    signals: dict[str, Signal] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    members: dict[str, TeamMember] = field(default_factory=dict)
    statements: dict[str, AgencyStatement] = field(default_factory=dict)
    rows: dict[str, object] = field(default_factory=dict)  # other rows that an address may name
    ids: dict[str, object] = field(default_factory=dict)
    answers: dict = field(default_factory=dict)  # of tests/access/asking.py
    typed: dict = field(default_factory=dict)  # of the same: the day -> what the forms carry

    def persona(self, name: str) -> User | None:
        """The person, read anew (so that no right is remembered from the last request)."""
        key = PERSONAS[name]
        return User.objects.get(pk=self.people[key].pk) if key else None


def build() -> Stage:
    """Put everything on stage, committed by whoever would do it. Nobody is told by mail."""
    ring, telling._ring = telling._ring, lambda: None
    try:
        return _build()
    finally:
        telling._ring = ring


def _build() -> Stage:
    stage = Stage(cast.town())
    _people(stage)
    _signals(stage)
    stage_analysis.first_analyses(stage, _capture, canary)
    _case_a(stage)
    _corrections(stage)
    _case_b(stage)
    _matches(stage)
    _analysis(stage)
    _plans(stage)
    _carrying(stage)
    stage_checking.checkpoints(stage, _put, canary)
    stage_after.after_closure(stage, _put, canary)
    _leavings(stage)
    _typed_and_open(stage)
    _read(stage)
    stage.ids["notice_own"] = _notice_of(stage, "bruno")
    stage.ids["notice_foreign"] = _notice_of(stage, "karim")
    return stage


def _people(stage: Stage) -> None:
    for key, (name, agency, duty) in NEW_PEOPLE.items():
        user = User(
            email=f"{key}@saint-aubrac.example",
            full_name=name,
            agency=Agency.objects.get(short_name=agency),
        )
        user.set_unusable_password()
        user.save()
        if duty:
            Duty.objects.create(user=user, kind=duty, since=LONG_AGO)
        stage.people[key] = user
    hotline = cast.hotline()
    ChannelPost.objects.create(
        channel=hotline, user=stage.people["denis"], post="deputy", position=9
    )
    desk = Channel.objects.create(name="Guichet", kind=Channel.Kind.DESK)
    ChannelPost.objects.create(channel=desk, user=stage.people["rita"], post="receiver")
    with connection.cursor() as cursor:
        cursor.execute(
            "update agencies_user set is_superuser = true where id = %s",
            [stage.people["romain"].pk],
        )
    stage.ids |= {
        "online": lines.domain("online").pk,
        "channel": hotline.pk,
        "agency": Agency.objects.get(short_name="CMP").pk,
        "user": stage.people["odile"].pk,
        "duty": Duty.objects.get(user=stage.people["sonia"]).pk,
        "code": Code.objects.order_by("pk").first().pk,
        "holiday": LocalHoliday.objects.create(day=date(2027, 5, 3), name="Fête").pk,
    }
    bruno = stage.people["bruno"]
    absence = Absence(
        user=bruno,
        first_day=clock.today() + timedelta(days=30),
        last_day=clock.today() + timedelta(days=31),
        reason="formation",
    )
    stage.ids["absence"] = agency_decisions.declare_absence(absence, by=bruno) or absence
    stage.ids["absence"] = Absence.objects.get(user=bruno).pk


def _capture(stage: Stage, name: str, by: str, channel: Channel, **more) -> Signal:
    return cast.signal_from(
        stage.people[by],
        words=canary(f"words {name}"),
        channel=channel,
        about=canary(f"about {name}"),
        about_age=canary(f"age {name}"),
        place=canary(f"place {name}"),
        others=canary(f"others {name}"),
        **more,
    )


def _signals(stage: Stage) -> None:
    """desk: reported by the school; taken: a call with a source; other: another desk's; acked."""
    hotline = cast.hotline()
    desk = Channel.objects.get(kind=Channel.Kind.DESK)
    people, signals = stage.people, stage.signals
    signals["desk"] = _capture(stage, "desk", "sophie", hotline)
    signals["taken"] = _capture(
        stage, "taken", "ines", hotline,
        caller=Signal.Caller.FAMILY,
        caller_name=canary("source name"), caller_contact=canary("source phone"),
    )  # fmt: skip
    signals["other"] = _capture(
        stage, "other", "rita", desk,
        caller_name=canary("foreign source"), caller_contact=canary("foreign phone"),
    )  # fmt: skip
    signals["acked"] = _capture(stage, "acked", "ines", hotline)
    cast.acknowledged(signals["acked"], by=people["ines"])
    with cast.acting(people["ines"]):
        signals_decisions.pass_on(
            signals["taken"], by=people["ines"], to=people["luc"], reason=canary("hop note")
        )
        signals_decisions.correct_signal(
            signals["desk"],
            by=people["ines"],
            expected=1,
            changes={"words": canary("corrected desk"), "place": canary("place desk")},
            reason=canary("correction reason"),
        )
    with bound(WORKER):
        stage.ids["hop"] = SignalHop.objects.filter(note=canary("hop note")).get().pk


def _open(stage: Stage, name: str, captured_by: str, roles: dict, channel: Channel) -> Case:
    people = stage.people
    signal = _capture(stage, f"case {name}", captured_by, channel)
    cast.acknowledged(signal, by=people[captured_by])
    stage_analysis.to_the_table(stage, signal, f"case {name}", canary)
    named = opening.OpeningTeam(**roles)
    with cast.acting(people["claire"]):
        case = opening.open_case(
            signal,
            by=people["claire"],
            reason=canary(f"grounds {name}"),
            person=Person(
                given_name=canary(f"given {name}"),
                family_name=canary(f"family {name}"),
                alias=canary(f"alias {name}"),
                age_text=canary(f"told age {name}"),
            ),
            team_named=named,
        )
    stage.signals[f"case_{name}"] = signal
    stage.cases[name] = case
    return case


def _information(stage: Stage, key: str, case: str, by: str, audience: str, **more) -> None:
    stage.records[key] = cast.information(
        stage.cases[case], stage.people[by], canary(f"record {key}"), audience=audience, **more
    )


def _case_a(stage: Stage) -> None:
    people = stage.people
    roles = {
        "process_coordinator": people["pia"],
        "content_coordinator": people["hugo"],
        "risk_owner": people["paul"],
        "partners": [people["bruno"], people["lea"], people["rachid"], people["marek"]],
    }
    case = _open(stage, "a", "ines", roles, cast.hotline())
    pia = people["pia"]
    with cast.acting(pia):
        for key, role in (("julie", Role.PARTNER), ("yves", Role.EVALUATOR)):
            stage.members[key] = team.join(
                case, by=pia, user=people[key], role=role, reason=canary(f"join {key}")
            )
    with bound(WORKER):
        stage.members["bruno"] = TeamMember.objects.get(case=case, user=people["bruno"])
    own, named, everyone = Record.Audience.OWN, Record.Audience.NAMED, Record.Audience.TEAM
    youth = people["lea"].agency
    _information(stage, "team_a", "a", "bruno", everyone)
    _information(stage, "named_a", "a", "bruno", named, agencies=[youth])
    _information(stage, "own_a", "a", "bruno", own)
    _information(stage, "own_lea", "a", "lea", own)
    _information(stage, "own_pia", "a", "pia", own)
    _information(stage, "need_a", "a", "hugo", everyone, kind=Record.Kind.NEED)
    _information(stage, "former_own", "a", "julie", own)
    _information(stage, "moved_own", "a", "rachid", own)
    learning, held = people["bruno"].agency, Record.Kind.HELD
    _information(stage, "held_a", "a", "lea", named, kind=held, agencies=[learning])
    _information(stage, "withdrawn_a", "a", "bruno", everyone)
    with cast.acting(people["bruno"]):
        withdraw_information(stage.records["withdrawn_a"], by=people["bruno"])
    _ended(stage, "a", "bruno")


def _corrections(stage: Stage) -> None:
    """A person, an own-agency record and a statement: what stood before is in the history."""
    people, case, own = stage.people, stage.cases["a"], stage.records["own_a"]
    bruno, lea, hugo = people["bruno"], people["lea"], people["hugo"]
    with cast.acting(bruno):
        correct_information(
            own, by=bruno, expected=1, body=canary("corrected own"), reason=canary("own reason")
        )
    stage.statements["a"] = _statement(stage, "a", bruno)
    with cast.acting(lea):
        team.declare(case, by=lea, interest="personal", words=canary("interest lea"))
    person = case.subject
    names = {name: getattr(person, name) for name in persons.FIELDS}
    with cast.acting(hugo):
        persons.correct_person(
            case, by=hugo, expected=1, reason=canary("person reason"),
            changes=names | {"age_text": canary("corrected age")},
        )  # fmt: skip


def _statement(stage: Stage, name: str, by: User):
    with cast.acting(by):
        return team.state_agency(
            stage.cases[name], by=by, expected=0, goal=canary(f"goal {name}"),
            interest=canary(f"gain {name}"), limit=canary(f"limit {name}"),
        )  # fmt: skip


def _ended(stage: Stage, case: str, by: str) -> None:
    """Something that was held back once, with the reason why it is no more."""
    key, user = f"ended_{case}", stage.people[by]
    _information(stage, key, case, by, Record.Audience.TEAM, kind=Record.Kind.HELD)
    with cast.acting(user):
        end_held(stage.records[key], by=user, reason=canary(f"end of {key}"))


def _case_b(stage: Stage) -> None:
    people = stage.people
    roles = {
        "process_coordinator": people["elise"],
        "content_coordinator": people["marc"],
        "risk_owner": people["aicha"],
        "partners": [people["karim"]],
    }
    _open(stage, "b", "rita", roles, Channel.objects.get(kind=Channel.Kind.DESK))
    named = Record.Audience.NAMED
    _information(stage, "team_b", "b", "karim", Record.Audience.TEAM)
    _information(stage, "named_b", "b", "karim", named, agencies=[people["marc"].agency])
    _information(stage, "own_b", "b", "marc", Record.Audience.OWN)
    _information(stage, "held_b", "b", "karim", Record.Audience.TEAM, kind=Record.Kind.HELD)
    _ended(stage, "b", "karim")
    stage.statements["b"] = _statement(stage, "b", people["karim"])


def _matches(stage: Stage) -> None:
    """named: who it is about is said, one candidate answered; joined: to the person of case B;
    attached: to that person and to the file.
    """
    sonia, desk = stage.people["sonia"], Channel.objects.get(kind=Channel.Kind.DESK)
    stage.rows |= {f"known_{name}": case.subject for name, case in stage.cases.items()}
    for name, by, channel, known in (
        ("named", "ines", cast.hotline(), "ab"), ("joined", "rita", desk, "ab"),
        ("attached", "rita", desk, "b"),
    ):  # fmt: skip
        signal = stage.signals[name] = _capture(stage, name, by, channel)
        cast.acknowledged(signal, by=stage.people[by])
        with cast.acting(sonia):
            matching.name_person(
                signal, by=sonia, expected=0,
                changes={
                    "given_name": canary(f"given {name}"), "family_name": canary(f"family {name}"),
                    "alias": f"{canary(f'alias {name}')} {_heard(known)}", "birth_date": None,
                    "age_text": canary(f"told age {name}"),
                },
            )  # fmt: skip
        with cast.acting(sonia):
            look(signal, by=sonia)
    answers = ("named", "a", "different"), ("joined", "b", "same"), ("attached", "b", "same")
    for name, known, said in answers:
        with cast.acting(sonia):
            matching.answer_match(
                stage.signals[name], by=sonia, expected=0, candidate=stage.cases[known].subject_id,
                answer=said, reason=canary(f"match reason {name}"),
            )  # fmt: skip
    with cast.acting(sonia):
        stage.rows["attachment"] = joining.join_to_case(
            stage.signals["attached"], by=sonia, reason=canary("grounds attached"),
            dissent=canary("dissent attached"),
        )  # fmt: skip


def _heard(names: str) -> str:
    """The names of those cases as one may hear them: other vowels, no canary of theirs."""
    words = [canary(f"{part} {name}") for name in names for part in ("given", "family")]
    return " ".join(words).translate(str.maketrans("aeio", "uuuu"))


def _analysis(stage: Stage) -> None:
    """Lines of the analysis of both cases, each by its rightful author; older than the feed."""
    people, a, b = stage.people, stage.cases["a"], stage.cases["b"]
    with clock.at(clock.now() - timedelta(hours=1)):
        _lines(stage, "a", a, people["bruno"], people["lea"], people["hugo"])
        _lines(stage, "b", b, people["karim"], people["karim"], people["marc"])


def _lines(stage: Stage, case: str, on: Case, partner: User, other: User, content: User) -> None:
    rows, online = stage.rows, {"code": "online"}

    def gap(name: str) -> Gap:
        words = {"question": canary(f"{name} {case}"), "changes": canary(f"{name} change {case}")}
        return lines.gap(on, partner, **words, **online)

    rows[f"gap_{case}"] = gap("gap")
    rows[f"gap_asked_{case}"] = lines.asked(gap("asked"), content, other)
    reason = canary(f"settled reason {case}")
    rows[f"gap_settled_{case}"] = lines.settled(gap("settled"), content, reason=reason)
    answer = {"audience": "named", "agencies": [other.agency]}
    lines.answered(gap("answered"), partner, canary(f"answer {case}"), **answer)
    for name, author in (("factor", partner), ("withdrawn", other)):
        words = {"words": canary(f"{name} {case}"), "evidence": canary(f"{name} evidence {case}")}
        rows[f"{name}_{case}"] = lines.factor(on, author, **words)
    lines.withdrawn(rows[f"withdrawn_{case}"], other, canary(f"withdrawn reason {case}"))
    lines.level(on, other, evidence=canary(f"own level {case}"))
    lines.level(on, content, evidence=canary(f"joint level {case}"), joint=True)
    rows[f"reading_{case}"] = lines.reading(
        on, content, words=canary(f"reading {case}"), speaks_for=canary(f"for {case}"),
        speaks_against=canary(f"against {case}"),
    )  # fmt: skip
    lines.view(on, partner, says=canary(f"view {case}"))


def _plans(stage: Stage) -> None:
    """A plan on either case; older than the feed, which shows the newest events alone."""
    with clock.at(clock.now() - timedelta(hours=1)):
        _both_plans(stage)


def _both_plans(stage: Stage) -> None:
    """A plan on either case: version 1 approved, 2 given up, 3 a draft with every kind of line."""
    for name, writer, offers in (("a", "hugo", "bruno"), ("b", "marc", "karim")):
        case, by = stage.cases[name], stage.people[writer]
        end = "" if name == "a" else "_b"
        _put(case, Case.State.PLANNED)
        with cast.acting(by):
            versions.start_plan(case, by=by)
            _approved_as_it_is(case, by, canary(f"approval {name}"))
            versions.start_version(
                case, by=by, trigger="other", reason=canary(f"given up version {name}")
            )
            versions.discard_draft(case, by=by, reason=canary(f"given up {name}"))
            draft = versions.start_version(
                case, by=by, trigger="other", reason=canary(f"version {name}")
            )
            versions.write_texts(
                case,
                by=by,
                expected=draft.version,
                changes={text: canary(f"{text} {name}") for text in TEXTS},
            )
            goal = lines_decisions.add_goal(
                case,
                by=by,
                due_on=clock.today(),
                tag="care",
                **{
                    text: canary(f"goal {text} {name}")
                    for text in ("statement", "indicator", "baseline", "target", "means", "why")
                },
            )
            action = lines_decisions.add_action(
                case,
                by=by,
                owner=by,
                agency=by.agency,
                kind="social",
                starts_on=clock.today(),
                ends_on=clock.today() + timedelta(days=9),
                **{text: canary(f"action {text} {name}") for text in ("title", "why_fits", "why")},
            )
            point = lines_decisions.add_checkpoint(
                case,
                by=by,
                due_on=clock.today() + timedelta(days=30),
                looks_at=canary(f"looks {name}"),
                why=canary(f"point why {name}"),
            )
        partner = stage.people[offers]
        with cast.acting(partner):
            proposal, declined = (
                proposals.propose_action(
                    case,
                    by=partner,
                    title=canary(f"{key} {name}"),
                    kind="social",
                    starts_on=clock.today(),
                    ends_on=clock.today(),
                )
                for key in ("proposal", "declined")
            )
        with cast.acting(by):
            proposals.decline_proposal(declined, by=by, reason=canary(f"declined because {name}"))
        rows = {"goal": goal, "action": action, "checkpoint": point, "offered": proposal}
        stage.rows |= {f"{key}{end}": row for key, row in rows.items()}
        _put(case, Case.State.ANALYSIS)


def _carrying(stage: Stage) -> None:
    """Each case carried out for an hour, long ago; then back where it was."""
    with clock.at(clock.now() - timedelta(hours=1)):
        for name, content, partner in (("a", "hugo", "bruno"), ("b", "marc", "karim")):
            _put(stage.cases[name], Case.State.ACTIVE)
            _carried_out(stage, name, stage.people[content], stage.people[partner])
            _put(stage.cases[name], Case.State.ANALYSIS)


def _carried_out(stage: Stage, name: str, content: User, partner: User) -> None:
    """An action to its checked outcome, an effect answered, a promise settled, a pause."""
    case, today = stage.cases[name], clock.today()
    end = "" if name == "a" else "_b"
    with cast.acting(content):
        (row,) = follow.follow(stage.rows[f"action{end}"].plan)
        answers_decisions.accept_action(row, by=content)
        words = {"happened_on": today, "words": canary(f"report {name}")}
        report = progress.report_action(row, by=content, **words)
        progress.finish_action(
            row, by=content, result="done", on=today, outcome=canary(f"outcome {name}")
        )
    with cast.acting(partner):
        progress.check_outcome(row, by=partner, words=canary(f"outcome check {name}"))
        effect = effects.record_effect(
            case,
            by=partner,
            kind=Code.objects.get(kind=Code.List.EFFECT, code="stigma"),
            noticed_on=today,
            severity="low",
            words=canary(f"effect {name}"),
        )
        effects.respond_to_effect(
            effect, by=partner, expected=1, response=canary(f"response {name}")
        )
        said = {text: canary(f"promise {text} {name}") for text in ("said_to", "words", "limit")}
        promise = commitments.record_commitment(case, by=partner, said_on=today, **said)
        commitments.settle_commitment(
            promise, by=partner, state="kept", words=canary(f"promise kept {name}")
        )
    with cast.acting(content):
        effects.close_effect(effect, by=content, reason=canary(f"effect closed {name}"))
        review = today + timedelta(days=9)
        pauses.pause(case, by=content, reason=canary(f"pause {name}"), review_on=review)
    rows = {"followed": row, "report": report, "effect": effect, "promise": promise}
    stage.rows |= {f"{key}{end}": one for key, one in rows.items()}


def _put(case: Case, state: str) -> None:
    """Set a state without its rules: the stage is about who reads, not about when."""
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state = state
        row.save_changes()


def _approved_as_it_is(case: Case, by: User, reason: str) -> None:
    """Approve an empty version, for the words of its reason."""
    asked, approval.standing = approval.standing, lambda _case: []
    try:
        edition = Sheet.draft_of(case).edition
        approval_decisions.approve_plan(case, by=by, expected=edition, reason=reason)
    finally:
        approval.standing = asked


def _leavings(stage: Stage) -> None:
    """One left, one moved to another employer, one account was closed."""
    people = stage.people
    with cast.acting(people["pia"]):
        team.leave(stage.members["julie"], by=people["pia"], reason=canary("leave julie"))
    rachid, marek = people["rachid"], people["marek"]
    rachid.agency = Agency.objects.get(short_name="CCAS")
    rachid.save()
    marek.is_active = False
    marek.save()


def _typed_and_open(stage: Stage) -> None:
    """A half-typed text of a partner on case A and of a receiver."""
    for key, form, subject in (
        ("bruno", "casework.information", stage.cases["a"].pk),
        ("ines", "intake.new_signal", ""),
    ):
        user = stage.people[key]
        text = QueryDict(mutable=True)
        text["body"] = text["words"] = canary(f"draft {key}")
        token = drafts.read(drafts.mint(user, form, subject))
        with cast.acting(user):
            drafts.keep(token, text)


def _read(stage: Stage) -> None:
    """Somebody looked: rows of the reading log, one with a reason."""
    case_a, case_b = (reverse("case", args=[stage.cases[name].pk]) for name in "ab")
    source = reverse("intake:reveal_source", args=[stage.signals["taken"].pk])
    for key, url in (("hugo", case_a), ("karim", case_b)):
        assert _browser(stage, key).get(url).status_code == 200
    told = _browser(stage, "sonia").post(source, {"reason": canary("reveal reason")})
    assert told.status_code == 200


def _browser(stage: Stage, key: str) -> Client:
    client = Client()
    client.force_login(stage.people[key], backend="agencies.backends.PasswordBackend")
    return client


def _notice_of(stage: Stage, key: str):
    with bound(WORKER):
        return Notice.objects.filter(recipient=stage.people[key]).order_by("made_at").first().pk
