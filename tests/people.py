"""The people of the tests: the demonstration's cast, and short ways to put a scene on stage.

Everything is done by the real decisions, as the person who would do it.
"""

from __future__ import annotations

from contextlib import contextmanager

from agencies.models import Channel, User
from casework.information.decisions import write_information
from casework.models import Case, Conference, Person, Record, Relationship
from casework.relationships.decisions import add_relationship
from common import clock
from common.scope import WORKER, Actor, bound
from intake.conference import decisions as conference
from intake.first_analysis import sheet
from intake.first_analysis.decisions import security, source, triage
from intake.matching import decisions as matching
from intake.matching.search import look, unanswered
from intake.models import NamedPerson, Signal
from intake.opening import decisions as opening
from intake.outcomes.decisions import outcome
from intake.signals import decisions as signals
from operations.demo import cast


@contextmanager
def acting(user: User):
    """Run as this person, as a request of theirs would."""
    with bound(Actor.of(user)):
        yield user


def town() -> dict[str, User]:
    """The whole cast by short names: claire, hugo, paul, ines, marc, … (operations.demo)."""
    with bound(WORKER):
        return cast.load()


def hotline() -> Channel:
    """The telephone desk: Inès and Luc receive, Thomas deputises."""
    return Channel.objects.get(kind=Channel.Kind.HOTLINE)


def signal_from(user: User, words: str = "Il dit qu’on verra samedi.", **more) -> Signal:
    """A signal that this person captured."""
    with acting(user):
        return signals.capture_signal(by=user, words=words, **more)


def acknowledged(signal: Signal, by: User) -> Signal:
    """The same signal, acknowledged by this person."""
    with acting(by):
        return signals.acknowledge(signal, by=by)


def team_of(people: dict[str, User], **changes) -> opening.OpeningTeam:
    """A first team: Claire (process), Hugo (content), Paul (risk owner), Bruno and Léa."""
    team = {
        "process_coordinator": people["claire"],
        "content_coordinator": people["hugo"],
        "risk_owner": people["paul"],
        "partners": [people["bruno"], people["lea"]],
    }
    return opening.OpeningTeam(**(team | changes))


ANALYSED = {
    "radicalised": "unclear",
    "radicalised_grounds": "Se replie et regarde des tueries ; rien d’autre n’est connu.",
    "useful": "yes",
    "useful_grounds": "Dettes, menaces et humeur se tiennent : aucun service ne suffit.",
}


def analysed(signal: Signal, by: User, **changes) -> Signal:
    """The same signal with every section of its first analysis answered by this person."""
    with acting(by):
        source.assess_source(
            signal,
            by=by,
            expected=0,
            reliability="fairly",
            credibility="likely",
            basis="Connu du service depuis deux ans.",
        )
        security.ask_deconfliction(
            signal, by=by, concern="none", reason="Ni menace, ni arme, ni départ."
        )
        alone = len(sheet.of(Signal.objects.get(pk=signal.pk)).named) < 2
        if alone:  # or else it is answered for each
            triage.answer_minor(
                signal, by=by, expected=0, minor="no", minor_basis="23 ans, dit la Mission locale."
            )
        triage.answer_questions(
            signal,
            by=by,
            expected=int(alone),
            alternatives=["family_conflict"],
            alternatives_words="Une dette, et la peur qu’elle fait.",
            **(ANALYSED | changes),
        )
        left_unnamed(signal, by)
        return Signal.objects.get(pk=signal.pk)


def left_unnamed(signal: Signal, by: User) -> None:
    """Why nobody is named on the signal, where nobody is: an outcome asks for one of the two."""
    with acting(by):
        read = Signal.objects.get(pk=signal.pk)
        if not sheet.of(read).named:
            matching.leave_unnamed(
                read,
                by=by,
                expected=sheet.of(read).triage.version,
                unnamed_because="L’appelant ne dit pas de qui il parle.",
            )


def named(signal: Signal, by: User, given: str, family: str, age: str = "") -> Signal:
    """The same signal, its person named and every possible match answered: one cannot tell."""
    said = {"given_name": given, "family_name": family, "alias": "", "birth_date": None}
    with acting(by):
        read = Signal.objects.get(pk=signal.pk)
        matching.name_person(read, by=by, changes=said | {"age_text": age})
    return others_answered(signal, by)


def others_answered(signal: Signal, by: User) -> Signal:
    """The same signal, of every possible match that is not answered yet: one cannot tell."""
    with acting(by):
        read = Signal.objects.get(pk=signal.pk)
        waiting = unanswered(read)
        for row in sheet.of(read).named:
            for candidate in look(row, by=by).candidates if row.pk in waiting else ():
                if candidate.answer is None:
                    answer = matching.answer_on(row, candidate.pk)
                    matching.answer_match(answer, by=by, expected=0, answer="cannot_tell")
        return Signal.objects.get(pk=signal.pk)


def is_nobody_named(signal: Signal) -> bool:
    """Whether nobody is named on the signal, as it stands now."""
    with bound(WORKER):
        return not NamedPerson.objects.filter(signal=signal, taken_back_at=None).exists()


def about_person(signal: Signal, person: Person) -> NamedPerson:
    """This person stands on the signal as its subject, whoever was first named there."""
    rows = NamedPerson.objects.filter(signal=signal, taken_back_at=None)
    row = rows.order_by("named_at", "pk").first()
    if row is None:
        row = NamedPerson(signal=signal, person=person, named_at=clock.now())
        row.save(force_insert=True)
        return row
    row.person = person
    row.save_changes()
    return row


def person_named(signal: Signal) -> Person | None:
    """Whoever was named first on the signal, as it stands now."""
    with bound(WORKER):
        rows = NamedPerson.objects.filter(signal=signal, taken_back_at=None)
        row = rows.select_related("person").order_by("named_at", "pk").first()
    return row.person if row else None


def to_the_conference(signal: Signal, by: User, reason="À regarder ensemble.") -> Signal:
    """The same signal, for which a decider has decided that the conference examines it."""
    with acting(by):
        outcome.take_to_conference(signal, by=by, reason=reason)
        return Signal.objects.get(pk=signal.pk)


def table_of(people: dict[str, User], *keys: str) -> dict:
    """The agencies of these people, present; by default those of the first team."""
    keys = keys or ("claire", "hugo", "bruno", "lea")
    return {people[key].agency: "present" for key in keys}


def conference_on(signal: Signal, by: User, seats: dict, **changes) -> Conference:
    """The conference of today on this signal, recorded."""
    with acting(by):
        return conference.record_conference(
            signal,
            by=by,
            held_on=changes.pop("held_on", clock.today()),
            seats=seats,
            **(ANALYSED | changes),
        )


def at_the_conference(
    signal: Signal, people: dict[str, User], by: User | None = None, name=("Yanis", "Belcourt")
) -> Signal:
    """An acknowledged signal brought to where a case may be opened, by Claire unless told."""
    by = by or people["claire"]
    signal = analysed(signal, by)
    coordinates = people.get("sonia", people["claire"])  # on the stage nobody else answers matches
    if is_nobody_named(signal):
        signal = named(signal, coordinates, *name, "23 ans")
    others_answered(signal, coordinates)
    signal = to_the_conference(signal, by)
    conference_on(signal, by, table_of(people))
    return signal


def case_on(signal: Signal, people: dict[str, User], *, given="Yanis", family="Belcourt", **more):
    """A case that Claire opened on an acknowledged signal, with ``team_of`` unless told.

    What is not done yet on the signal is done first: the first analysis and the conference.
    """
    claire = people["claire"]
    with acting(claire):
        if Signal.objects.get(pk=signal.pk).state == Signal.State.ACKNOWLEDGED:
            at_the_conference(signal, people, name=(given, family))
    if is_nobody_named(signal):
        named(signal, people.get("sonia", claire), given, family, "23 ans")
    with acting(claire):
        signal = Signal.objects.get(pk=signal.pk)
        return opening.open_case(
            signal,
            by=claire,
            reason=more.pop("grounds", "Isolement, dettes, menaces : aucun service ne suffit."),
            team_named=more.pop("team", None) or team_of(people),
            **more,
        )


def open_case(people: dict[str, User], **more) -> Case:
    """A whole way in: Inès takes the call, acknowledges it, Claire opens the case."""
    signal = acknowledged(signal_from(people["ines"], channel=hotline()), by=people["ines"])
    return case_on(signal, people, **more)


def information(case: Case, by: User, body: str, audience=Record.Audience.TEAM, **more) -> Record:
    """A piece of information that this person wrote."""
    with acting(by):
        return write_information(
            case,
            by=by,
            kind=more.pop("kind", Record.Kind.FACT),
            body=body,
            audience=audience,
            **more,
        )


def around(case: Case, by: User, name: str = "Sa tante Denise", **more) -> Relationship:
    """Somebody around the person of the case, who may not be approached where nothing is said."""
    said = {"kind": "family", "role": "relative", "knows_well": "yes", "audience": "team"}
    if "approach" not in more:
        said |= {"approach": "no", "approach_because": "Elle a peur de lui."}
    with acting(by):
        return add_relationship(case, by=by, name=name, **(said | more))


def carried_out(people: dict[str, User], *, finished: bool = False) -> Case:
    """A case that is carried out: Bruno's and Léa's actions accepted, begun by Claire.

    The plan is of the Monday, 2 March 2026; with ``finished`` both actions are done.
    """
    from plans.carrying.decisions import answers, progress, start
    from plans.models import FollowUp
    from tests.plans import planning

    case = planning.in_analysis(people)
    with clock.at(planning.noon(planning.MONDAY)):
        planning.draft(case, people)
        planning.approve(case, people["hugo"], reason="Vu en équipe.")
        mine = {}
        for key in ("bruno", "lea"):
            with acting(people[key]) as user:
                mine[key] = FollowUp.objects.get(case=case, owner=user)
                answers.accept_action(mine[key], by=user)
        with acting(people["claire"]) as claire:
            case = start.start_carrying_out(case, by=claire)
        for key in mine if finished else ():
            with acting(people[key]) as user:
                progress.finish_action(
                    mine[key], by=user, result="done", on=clock.today(), outcome="Fait."
                )
        return case
