"""Files on the stage: cases a and b in canaries, «tilleul» in ordinary words."""

from __future__ import annotations

from datetime import timedelta

from agencies.models import Absence, Agency, User
from casework.information.decisions import correct_information, end_held, withdraw_information
from casework.information.misplaced import mark_misplaced
from casework.models import Case, Record, TeamMember
from casework.persons import decisions as persons
from casework.persons.rules import FIELDS
from casework.relationships import acts as relationship_acts
from casework.relationships import decisions as relationships
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from common.scope import WORKER, bound
from intake.matching import decisions as matching
from intake.opening import decisions as opening
from tests import people as cast
from tests.world.canary import canary
from tests.world.first_analysis import to_the_conference
from tests.world.signals import LONG_NAME, LONG_WORD, capture, guichet

OWN, NAMED, EVERYONE = Record.Audience.OWN, Record.Audience.NAMED, Record.Audience.TEAM
HELD = Record.Kind.HELD
TEAMS = {
    "a": {
        "process_coordinator": "pia",
        "content_coordinator": "hector",
        "risk_owner": "pauline",
        "partners": ("basile", "lila", "ramon", "mathis"),
    },
    "b": {
        "process_coordinator": "esther",
        "content_coordinator": "mathieu",
        "risk_owner": "amina",
        "partners": ("kamel",),
    },
}


def build(stage) -> None:
    """Case a with corrections and former members, case b, and a file with a long name."""
    _case_a(stage)
    _corrections(stage)
    _case_b(stage)
    with bound(WORKER):
        for case, role, key in (
            ("a", "partner", "basile"), ("a", "process", "pia"), ("b", "partner", "kamel"),
        ):  # fmt: skip
            stage.rows[f"{role}_{case}"] = member_of(stage, case, key)
    _tilleul(stage)


def member_of(stage, case: str, key: str) -> TeamMember:
    """The membership of that person; asked as the worker."""
    return TeamMember.objects.get(case=stage.cases[case], user=stage.people[key], active=True)


def put(case: Case, state: str) -> None:
    """Set a state without its rules: cases a and b are there for who reads, not for when."""
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state = state
        row.save_changes()


def _open(stage, name: str, captured_by: str, channel=None) -> Case:
    people = stage.people
    signal = capture(stage, f"case_{name}", captured_by, channel)
    cast.acknowledged(signal, by=people[captured_by])
    with cast.acting(people["sonia"]) as sonia:
        names = {
            "given_name": canary(f"given {name}"),
            "family_name": canary(f"family {name}"),
            "alias": canary(f"alias {name}"),
            "birth_date": None,
            "age_text": canary(f"told age {name}"),
        }
        row = matching.name_person(signal, by=sonia, changes=names)
        stage.rows[f"who_case_{name}"] = row
    to_the_conference(stage, signal, f"case {name}")
    named = {
        role: [people[key] for key in who] if role == "partners" else people[who]
        for role, who in TEAMS[name].items()
    }
    with cast.acting(people["claire"]) as claire:
        stage.cases[name] = opening.open_case(
            signal,
            by=claire,
            reason=canary(f"grounds {name}"),
            team_named=opening.OpeningTeam(**named),
        )
    return stage.cases[name]


def _information(stage, key: str, case: str, by: str, audience: str, **more) -> None:
    stage.records[key] = cast.information(
        stage.cases[case], stage.people[by], canary(f"record {key}"), audience=audience, **more
    )


def _case_a(stage) -> None:
    people, case = stage.people, _open(stage, "a", "ines")
    with cast.acting(people["pia"]) as pia:
        for key, persona, role in (
            ("josette", "former", Role.PARTNER),
            ("yvonne", "evaluator", Role.EVALUATOR),
        ):
            stage.members[persona] = team.join(
                case, by=pia, user=people[key], role=role, reason=canary(f"join {persona}")
            )
    with bound(WORKER):
        stage.members["partner"] = member_of(stage, "a", "basile")
    _information(stage, "team_a", "a", "basile", EVERYONE)
    _information(stage, "named_a", "a", "basile", NAMED, agencies=[people["lila"].agency])
    _information(stage, "own_a", "a", "basile", OWN)
    _information(stage, "own_other", "a", "lila", OWN)
    _information(stage, "own_pia", "a", "pia", OWN)
    _information(stage, "need_a", "a", "hector", EVERYONE, kind=Record.Kind.NEED)
    _information(stage, "former_own", "a", "josette", OWN)
    _information(stage, "moved_own", "a", "ramon", OWN)
    learning = [people["basile"].agency]
    _information(stage, "held_a", "a", "lila", NAMED, kind=HELD, agencies=learning)
    _information(stage, "withdrawn_a", "a", "basile", EVERYONE)
    with cast.acting(people["basile"]) as basile:
        withdraw_information(stage.records["withdrawn_a"], by=basile)
    _misplaced(stage, "misplaced_a", "a", "basile", "pia")
    _ended(stage, "a", "basile")
    _around(stage, "around_a", "a", "basile")
    named = {"audience": NAMED, "agencies": [people["lila"].agency]}
    alone = {"approach": "only_by", "only_by": canary("alone around_named_a")}
    _around(stage, "around_named_a", "a", "basile", **named, **alone)
    _around(stage, "around_own_a", "a", "lila", audience=OWN)
    _around(stage, "around_changed_a", "a", "basile")
    _around_changed(stage, "around_changed_a", "pia")
    _around_ended(stage, "around_ended_a", "a", "basile")


def _around(stage, key: str, case: str, by: str, **more) -> None:
    """Somebody around the person, in canaries."""
    words = {"approach_because": "heed", "told": "told", "told_by": "teller"}
    said = {field: canary(f"{word} {key}") for field, word in words.items()}
    said |= {"approach": "no"} | more
    on, author = stage.cases[case], stage.people[by]
    stage.rows[key] = cast.around(on, author, canary(f"who {key}"), **said)


def _around_changed(stage, key: str, by: str) -> None:
    row = stage.rows[key]
    changes = {name: getattr(row, name) for name in relationship_acts.CorrectRelationship.fields}
    changes |= {"name": canary(f"now {key}"), "approach": "yes"}
    with cast.acting(stage.people[by]) as user:
        relationships.correct_relationship(
            row, by=user, changes=changes, reason=canary(f"change {key}")
        )


def _around_ended(stage, key: str, case: str, by: str) -> None:
    _around(stage, key, case, by)
    with cast.acting(stage.people[by]) as user:
        relationships.end_relationship(stage.rows[key], by=user, reason=canary(f"end of {key}"))


def _corrections(stage) -> None:
    """Correct a person, an own-agency record and a statement, so that histories hold canaries."""
    people, case, own = stage.people, stage.cases["a"], stage.records["own_a"]
    with cast.acting(people["basile"]) as basile:
        correct_information(
            own, by=basile, expected=1, body=canary("corrected own"), reason=canary("own reason")
        )
    stage.statements["a"] = _statement(stage, "a", basile)
    with cast.acting(people["lila"]) as lila:
        team.declare(case, by=lila, interest="personal", words=canary("interest other"))
    person = case.subject
    names = {name: getattr(person, name) for name in FIELDS}
    with cast.acting(people["hector"]) as hector:
        persons.correct_person(
            case, by=hector, expected=person.version, reason=canary("person reason"),
            changes=names | {"age_text": canary("corrected age")},
        )  # fmt: skip


def _statement(stage, name: str, by: User):
    words = {"goal": "goal", "interest": "gain", "limit": "limit"}
    said = {field: canary(f"{word} {name}") for field, word in words.items()}
    with cast.acting(by):
        return team.state_agency(stage.cases[name], by=by, expected=0, **said)


def _misplaced(stage, key: str, case: str, by: str, marked_by: str) -> None:
    """A note in the wrong file, marked by a coordinator: its words are nobody's any more."""
    _information(stage, key, case, by, EVERYONE)
    with cast.acting(stage.people[marked_by]) as user:
        mark_misplaced(stage.records[key], by=user, reason=canary(f"why {key}"))


def _ended(stage, case: str, by: str) -> None:
    key = f"ended_{case}"
    _information(stage, key, case, by, EVERYONE, kind=HELD)
    with cast.acting(stage.people[by]) as user:
        end_held(stage.records[key], by=user, reason=canary(f"end of {key}"))


def _case_b(stage) -> None:
    people = stage.people
    _open(stage, "b", "rita", guichet())
    _information(stage, "team_b", "b", "kamel", EVERYONE)
    _information(stage, "named_b", "b", "kamel", NAMED, agencies=[people["mathieu"].agency])
    _information(stage, "own_b", "b", "mathieu", OWN)
    _information(stage, "held_b", "b", "kamel", EVERYONE, kind=HELD)
    _misplaced(stage, "misplaced_b", "b", "kamel", "mathieu")
    _ended(stage, "b", "kamel")
    _around(stage, "around_b", "b", "kamel")
    _around(stage, "around_own_b", "b", "mathieu", audience=OWN)
    _around_ended(stage, "around_ended_b", "b", "kamel")
    stage.statements["b"] = _statement(stage, "b", people["kamel"])


def _tilleul(stage) -> None:
    """A file whose person has a name of five parts, with information for each audience."""
    people, records = stage.people, stage.records
    bruno, hugo, lea = people["bruno"], people["hugo"], people["lea"]
    given, family = LONG_NAME.split(" ", 1)
    stage.cases["tilleul"] = case = cast.open_case(people, given=given, family=family)
    with bound(WORKER):
        stage.signals["case_tilleul"] = case.signals.get()
        stage.rows["member_tilleul"] = member_of(stage, "tilleul", "lea")
    cast.information(case, bruno, "A quitté la formation le 3 novembre.")
    cast.information(
        case,
        hugo,
        "Un créneau fixe chaque semaine.\nLe même interlocuteur à chaque fois.",
        kind=Record.Kind.NEED,
    )
    cast.information(
        case,
        lea,
        "Vu au centre de jeunesse mardi, avec deux amis.",
        audience=NAMED,
        agencies=[Agency.objects.get(short_name="Mission locale")],
    )
    records["held_tilleul"] = cast.information(
        case,
        lea,
        "Ne pas se rendre seul au domicile.",
        kind=HELD,
        ask_again_on=clock.today() + timedelta(days=10),
    )
    records["misplaced_tilleul"] = cast.information(case, lea, "Son cousin travaille au marché.")
    with cast.acting(hugo):
        mark_misplaced(records["misplaced_tilleul"], by=hugo, reason="C’est un autre Yanis.")
    soon = clock.today() + timedelta(days=3)
    Absence.objects.create(user=lea, first_day=soon, last_day=soon)
    with cast.acting(lea):
        team.declare(case, by=lea, interest="personal", words=f"Connaît {LONG_WORD}.")
    records["own_tilleul"] = cast.information(
        case, bruno, "Noté pour nous seuls : rappeler jeudi.", audience=OWN
    )
