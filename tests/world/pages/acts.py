"""The rows of acts, from their declarations: route, what the address names, whether it has a form.

By hand remains what a declaration cannot say: which row of the stage stands for a model, who of the
cast holds a right, and where a photograph shows something else than that.
"""

from __future__ import annotations

from collections.abc import Iterator

from agencies.models import Turn
from casework import acts
from casework.models import Case, Record, Relationship, TeamMember
from casework.rights import Right
from closure.closing.rows import GOAL
from closure.models import (
    Absorption,
    ClosureProposal,
    FormerPart,
    Handover,
    InformedParty,
    MonitoringCheck,
    Transfer,
)
from intake.models import NamedPerson, Outcome, Signal
from plans import models as plans
from tests.world.pages.row import Kind, Picture, Row

# What is photographed of acts on a case, by the folder that declares them.
CASES = {
    "casework": "tilleul", "intake": "tilleul", "plans.analysis": "tilleul",
    "plans.plan": "planned", "plans.carrying": "carried", "plans.checkpoints": "checked",
    "closure.closing": "closing", "closure.monitoring": "quiet", "closure.reopening": "quiet",
    "closure.without_year": "carried", "closure.transfer": "carried",
    "closure.absorbed": "carried",
}  # fmt: skip
# The row of the stage that stands for its model; of a proposal the address names the case alone.
ROWS: dict[type, str] = {
    TeamMember: "tilleul/member_tilleul",
    Record: "tilleul/own_tilleul",
    Relationship: "tilleul/around_tilleul",
    Outcome: "quarrel/proposal_quarrel",
    NamedPerson: "pair/who_younger_brother",
    plans.Gap: "tilleul/gap_tilleul",
    plans.Factor: "tilleul/factor_tilleul",
    plans.Interpretation: "tilleul/interpretation_tilleul",
    plans.Goal: "planned/goal_planned",
    plans.Action: "planned/action_planned",
    plans.Checkpoint: "planned/checkpoint_planned",
    plans.FollowUp: "carried/followed_carried",
    plans.ActionReport: "carried/report_carried",
    plans.AdverseEffect: "carried/effect_carried",
    plans.Commitment: "carried/promise_carried",
    plans.CheckpointMeeting: "carried/meeting_carried",
    ClosureProposal: "closing",
    Handover: "closing/handover_closing",
    InformedParty: "closing/informed_closing",
    MonitoringCheck: "quiet/check_open",
    Transfer: "checked",
    Absorption: "quiet/question_quiet",
    FormerPart: "twin/part_twin",
}
# Who of the cast holds the right.
HOLDERS: dict[str, tuple[Right, ...]] = {
    "ines": (
        Right.CAPTURE_SIGNAL, Right.PASS_ON_SIGNAL, Right.CORRECT_SIGNAL, Right.SEE_SOURCE,
        Right.GIVE_ADVICE, Right.SECOND_READ,
    ),
    "claire": (
        Right.OPEN_CASE, Right.ANALYSE_SIGNAL, Right.DECIDE_OUTCOME, Right.MATCH_PERSONS,
        Right.READ_CASE, Right.PLAN_MEETINGS, Right.ENTER_CHECK, Right.MANAGE_TEAM,
        Right.KEEP_ROSTER,
    ),
    "bruno": (
        Right.WRITE_INFORMATION, Right.DECLARE_INTEREST, Right.CONTRIBUTE_ANALYSIS,
        Right.PROPOSE_PLAN, Right.REPORT_ACTION, Right.RECORD_EFFECT, Right.GIVE_OPINION,
    ),
    "hugo": (Right.RECORD_DECISION, Right.APPROVE_PLAN, Right.PROPOSE_CLOSURE),
    "paul": (Right.SIGN_OFF,),
}  # fmt: skip
BY = {right: person for person, rights in HOLDERS.items() for right in rights}
# Photographs of something else: by whom, of what; «» is what the declaration says. The second and
# later ones have a name of their own.
SHOWN: dict[str, tuple[tuple[str, ...], ...]] = {
    "intake:new": (("", "", "signal-new"),),
    "intake:turn_change": (("", "turn_tonight"),),
    "intake:pass_on": (("", "waits"),),
    "intake:correct": (("", "waits"),),
    "intake:reveal_source": (("", "acknowledged"),),
    "intake:correct_source": (("", "acknowledged"),),
    "intake:advice": (("", "acknowledged"),),
    "intake:open_case": (
        ("", "threat"),
        ("", "waits", "signal-open-case-not-yet"),
        ("", "family", "signal-open-case-of-several"),
    ),
    "intake:assess_source": (("", "begun"),),
    "intake:security": (("", "begun"),),
    "intake:security_answer": (("", "weapon"),),
    "intake:minor": (("", "answered"),),
    "intake:questions": (("", "answered"),),
    "intake:decide": (
        ("", "answered/need_more"),
        ("", "answered/no_action", "analysis-decide-two"),
        ("", "begun/oriented", "analysis-decide-not-yet"),
        ("", "answered/merged", "signal-merge"),
        ("", "answered/joined_to_case", "signal-join"),
    ),
    "intake:separate": (("", "twice/merged_twice"),),
    "intake:reopen": (("", "threat/taken_threat"),),
    "intake:take_off": (("", "later/attachment_later"),),
    "intake:to_conference": (("", "answered"), ("", "begun", "to-conference-not-yet")),
    "intake:conference": (("", "threat"),),
    "intake:correct_conference": (("", "threat"),),
    "intake:name_person": (("", "acknowledged"),),
    "intake:no_file": (("", "family/who_mother"),),
    "intake:leave_unnamed": (("", "acknowledged"),),
    "intake:answer_match": (("", "misspelt/who_misspelt/known_earlier"),),
    "case_end_held": (("lea", "tilleul/held_tilleul"),),
    "case_misplaced": (("", "tilleul/held_tilleul"),),
    "case_put_back": (("", "tilleul/misplaced_tilleul"),),
    "plans:gap_add": (("", "tilleul", "", "domain=online"),),
    "plans:gap_ask": (("hugo",),),
    "plans:gap_answer": (("lea",),),
    "plans:gap_correct": (("lea",),),
    "plans:gap_settle": (("hugo",), ("hugo", "tilleul/gap_settled_tilleul", "gap-settle-again")),
    "plans:gap_reopen": (("hugo", "tilleul/gap_settled_tilleul"),),
    "plans:factor_withdraw": (("hugo",),),
    "plans:viewpoint_add": (("lea",),),
    "plans:decline": (("", "planned/proposal_planned"),),
    "plans:confirm": (("paul",),),
    "closure:reopen": (("hugo",),),
    "plans:action_verify": (("claire",),),
    "plans:effect_close": (("claire",),),
    "plans:checkpoint_section": (
        ("", "carried/meeting_carried/presence"),
        *(
            ("", f"carried/meeting_carried/{part}", f"checkpoint-{part}")
            for part in ("actions", "goals", "effects")
        ),
    ),
    "papers:new": (("thomas", "", "paper-new"),),
    "papers:opening": (("thomas", "typed", "paper-opening"),),
    "papers:type": (("claire", "typed", "paper-type"),),
    "papers:hand_over": (("claire", "typed", "paper-hand-over-not-yet"),),
    "papers:give_back": (("hector", "handed", "paper-give-back"),),
    "papers:confirm": (("hector", "handed", "paper-confirm"),),
    "papers:call_off": (("claire", "typed", "paper-call-off"),),
    "plans:paper_sign": (("", "papered"),),
    "closure:propose": (("", "carried"),),
    "closure:without_opinion": (("paul",),),
    "closure:without_year_propose": (("hugo", "carried"),),
    "closure:without_year_withdraw": (("hugo", "again"),),
    "closure:without_year_sign": (("", "again"),),
    "closure:transfer_ask": (("hugo",),),
    "closure:transfer_call_off": (("hugo",),),
    "closure:one_file_ask": (("hugo",),),
    "closure:one_file_take_back": (("julie", "asks/question_asks"),),
    "closure:one_file_agree": (("hugo",),),
    "closure:one_file_decline": (("hugo",),),
    "closure:one_file_undo": (("hugo", "twin/absorbs_twin"),),
    "closure:one_file_undo_confirm": (("hugo", "error/undoing_error"),),
    "closure:one_file_undo_decline": (("hugo", "error/undoing_error"),),
    "closure:one_file_stays_out": (("hugo",),),
    "closure:result": (("", "closing/goal_closing"),),
    "closure:correct": (("lea", "quiet/check_held"),),
    "closure:answer": (("", "quiet/check_held"),),
    "closure:told_again": (("", "again/told_again"),),
}  # fmt: skip
_NAMED = {
    Case: "case", Signal: "signal", Record: "record", plans.PaperFile: "paper", Turn: "row",
}  # fmt: skip


def rows(addresses: dict[str, dict[str, str]]) -> Iterator[Row]:
    """A row for each address of acts; ``addresses`` are its parts: their names and converters."""
    seen = set()
    for act in acts.every():
        route = acts.route_of(act)
        if route not in seen:
            seen.add(route)
            yield _row(act, route, addresses[route])


def _row(act: type[acts.Act], route: str, parts: dict[str, str]) -> Row:
    names = tuple(_name(act, part, kind) for part, kind in parts.items())
    if act.form_class is None:
        return Row(route, names, kind=Kind.ACT, theme="acts")
    shown = [_picture(act, route, *shot) for shot in SHOWN.get(route, ((),))]
    return Row(route, names, tuple(shown), theme="acts")


def _name(act: type[acts.Act], part: str, kind: str) -> str:
    """What this part of the address names: a key of FINDERS."""
    if part == "pk":
        return _NAMED[act.model]
    if kind != "uuid":
        return "word"
    on = getattr(act, "on", None)
    return "line" if on is GOAL else _NAMED.get(on and on.model, "row")


def _picture(act, route: str, by: str = "", on: str = "", name: str = "", query: str = ""):
    named = name or route.replace(":", "-").replace("_", "-")
    return Picture(named, by or BY[act.right], on or _object(act), query, route=route)


def _object(act: type[acts.Act]) -> str:
    """What stands for what the act is done on; nothing where something is begun."""
    if act.model is None:
        return ""
    if getattr(act, "on", None):
        return ROWS[act.on.model]
    return next(case for folder, case in CASES.items() if act.__module__.startswith(folder))
