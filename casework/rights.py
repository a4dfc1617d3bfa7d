"""Roles on a case, rights, and who holds which, as one table.

Nothing else says who may do what: the pages, guardian's rows, the access tests and
docs/rights.md are all made from ``GRANTS``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role is held on a case, not by a person."""

    PROCESS_COORDINATOR = "process_coordinator", _("process coordinator")
    CONTENT_COORDINATOR = "content_coordinator", _("content coordinator")
    PARTNER = "partner", _("partner")
    RISK_OWNER = "risk_owner", _("risk owner")
    EVALUATOR = "evaluator", _("evaluator")


# The words for several roles at once.
COORDINATORS = (Role.PROCESS_COORDINATOR, Role.CONTENT_COORDINATOR)
OVERSEERS = (*COORDINATORS, Role.RISK_OWNER)
WORKERS = (*COORDINATORS, Role.PARTNER)


class Holder(models.TextChoices):
    """Who can hold a right: everybody, by a relation to a signal or check, a duty or a role."""

    EVERYONE = "everyone", _("every signed-in person")
    REPORTER = "reporter", _("whoever reported the signal (own words)")
    RECEIVER = "receiver", _("a receiver or deputy of the signal’s channel")
    TAKER = "taker", _("the receiver who took the signal")
    SIGNAL_COORDINATOR = "signal_coordinator", _("a signal coordinator")
    DECIDER = "decider", _("a decider")
    DPO = "dpo", _("the data protection officer")
    ADMINISTRATOR = "administrator", _("an administrator")
    PROCESS_COORDINATOR = "process_coordinator", _("the process coordinator")
    CONTENT_COORDINATOR = "content_coordinator", _("the content coordinator")
    PARTNER = "partner", _("a partner on the team")
    RISK_OWNER = "risk_owner", _("the risk owner")
    EVALUATOR = "evaluator", _("the evaluator")
    CHECK_PERSON = "check_person", _("the person named for the check")
    DESK = "desk", _("whoever has a post on a channel")
    COORDINATES = "coordinates", _("whoever coordinates a case")


class Right(models.TextChoices):
    """What somebody may do. Those on a case are guardian permissions of the same name."""

    USE_RELAIS = "use_relais", _("sign in and see one’s own pages")
    CAPTURE_SIGNAL = "capture_signal", _("capture a signal")
    READ_SIGNAL = "read_signal", _("read a signal")
    CORRECT_SIGNAL = "correct_signal", _("correct the words of a signal")
    ACKNOWLEDGE_SIGNAL = "acknowledge_signal", _("acknowledge a signal")
    PASS_ON_SIGNAL = "pass_on_signal", _("pass on a signal")
    GIVE_ADVICE = "give_advice", _("close a call with advice given, about nobody recorded")
    SEE_SOURCE = "see_source", _("see the source’s identity (reason, logged)")
    ANALYSE_SIGNAL = "analyse_signal", _("carry out the first analysis, assess the source")
    SECOND_READ = "second_read", _("be second reader")
    DECIDE_OUTCOME = "decide_outcome", _("decide an outcome")
    MATCH_PERSONS = "match_persons", _("match and merge persons")
    OPEN_CASE = "open_case", _("open a case")
    READ_ROSTER = "read_roster", _("read the duty roster")
    KEEP_ROSTER = "keep_roster", _("keep the duty roster")
    NAME_RISK_OWNER = (
        "name_risk_owner",
        _("name a risk owner to a file of which nobody who could is there any more"),
    )
    READ_CASE = "read_case", _("read the case’s front, team, plan and opinions")
    MANAGE_TEAM = "manage_team", _("name or end team members")
    REPLACE_COORDINATOR = "replace_coordinator", _("name or end the coordinators’ own posts")
    DECLARE_INTEREST = "declare_interest", _("declare own interest, accept the common aim")
    WRITE_INFORMATION = "write_information", _("write information, reply to a request")
    ASK_INFORMATION = "ask_information", _("ask for information")
    CONTRIBUTE_ANALYSIS = "contribute_analysis", _("contribute ratings, gaps and factors")
    APPROVE_PLAN = "approve_plan", _("read jointly, draft and approve the plan")
    PROPOSE_PLAN = "propose_plan", _("propose a part of the plan")
    REPORT_ACTION = "report_action", _("accept and report on an action of the own agency")
    PLAN_MEETINGS = "plan_meetings", _("plan meetings and checkpoints, issue minutes")
    RECORD_DECISION = "record_decision", _("record a content decision, adjust the plan")
    RECORD_EFFECT = "record_effect", _("record a negative effect, external event, commitment")
    PROPOSE_CLOSURE = "propose_closure", _("propose closure, reopen")
    GIVE_OPINION = "give_opinion", _("give the agency’s opinion")
    SIGN_OFF = "sign_off", _("sign off")
    ENTER_CHECK = "enter_check", _("enter a monitoring check")
    SEE_SENSITIVE_NOTE = "see_sensitive_note", _("read the sensitive note")
    SEE_READINGS = "see_readings", _("see who saw this file")
    SEE_AUTHORISATIONS = "see_authorisations", _("read the history of authorisations")
    PRINT_CASE = "print_case", _("print, take out")
    PRINT_DECISION = "print_decision", _("print the decision sheet")
    PSEUDONYMISED = "pseudonymised", _("read the pseudonymised set")
    ADMINISTER = "administer", _("keep accounts, code lists and settings; no case content")


H = Holder
_TEAM = (H.PROCESS_COORDINATOR, H.CONTENT_COORDINATOR, H.PARTNER, H.RISK_OWNER)
_WORKING = (H.PROCESS_COORDINATOR, H.CONTENT_COORDINATOR, H.PARTNER)
_COORDINATORS = (H.PROCESS_COORDINATOR, H.CONTENT_COORDINATOR)


@dataclass(frozen=True)
class Grant:
    """A right with all who hold it."""

    right: Right
    holders: tuple[Holder, ...]


GRANTS: tuple[Grant, ...] = (
    Grant(Right.USE_RELAIS, (H.EVERYONE,)),
    Grant(Right.CAPTURE_SIGNAL, (H.EVERYONE,)),
    Grant(Right.READ_SIGNAL, (H.REPORTER, H.RECEIVER, H.SIGNAL_COORDINATOR)),
    Grant(Right.CORRECT_SIGNAL, (H.RECEIVER, H.SIGNAL_COORDINATOR)),
    Grant(Right.ACKNOWLEDGE_SIGNAL, (H.RECEIVER, H.SIGNAL_COORDINATOR)),
    Grant(Right.PASS_ON_SIGNAL, (H.RECEIVER, H.SIGNAL_COORDINATOR)),
    Grant(Right.GIVE_ADVICE, (H.RECEIVER,)),
    Grant(Right.SEE_SOURCE, (H.TAKER, H.SIGNAL_COORDINATOR)),
    Grant(Right.ANALYSE_SIGNAL, (H.SIGNAL_COORDINATOR,)),
    Grant(Right.SECOND_READ, (H.SIGNAL_COORDINATOR, H.RECEIVER)),
    Grant(Right.DECIDE_OUTCOME, (H.SIGNAL_COORDINATOR,)),
    Grant(Right.MATCH_PERSONS, (H.SIGNAL_COORDINATOR,)),
    Grant(Right.OPEN_CASE, (H.DECIDER,)),
    Grant(Right.READ_ROSTER, (H.SIGNAL_COORDINATOR, H.DESK, H.COORDINATES)),
    Grant(Right.KEEP_ROSTER, (H.SIGNAL_COORDINATOR,)),
    Grant(Right.NAME_RISK_OWNER, (H.SIGNAL_COORDINATOR, H.DPO)),
    Grant(Right.READ_CASE, _TEAM),
    Grant(Right.MANAGE_TEAM, (H.PROCESS_COORDINATOR,)),
    Grant(Right.REPLACE_COORDINATOR, (H.RISK_OWNER,)),
    Grant(Right.DECLARE_INTEREST, _TEAM),
    Grant(Right.WRITE_INFORMATION, _TEAM),
    Grant(Right.ASK_INFORMATION, _COORDINATORS),
    Grant(Right.CONTRIBUTE_ANALYSIS, (H.CONTENT_COORDINATOR, H.PARTNER)),
    Grant(Right.APPROVE_PLAN, (H.CONTENT_COORDINATOR,)),
    Grant(Right.PROPOSE_PLAN, (H.CONTENT_COORDINATOR, H.PARTNER)),
    Grant(Right.REPORT_ACTION, _WORKING),
    Grant(Right.PLAN_MEETINGS, (H.PROCESS_COORDINATOR,)),
    Grant(Right.RECORD_DECISION, (H.CONTENT_COORDINATOR,)),
    Grant(Right.RECORD_EFFECT, _WORKING),
    Grant(Right.PROPOSE_CLOSURE, (H.CONTENT_COORDINATOR,)),
    Grant(Right.GIVE_OPINION, _WORKING),
    Grant(Right.SIGN_OFF, (H.RISK_OWNER,)),
    Grant(Right.ENTER_CHECK, (H.PROCESS_COORDINATOR, H.CHECK_PERSON)),
    Grant(Right.SEE_SENSITIVE_NOTE, (H.RISK_OWNER,)),
    Grant(Right.SEE_READINGS, (*_COORDINATORS, H.RISK_OWNER, H.DPO)),
    Grant(Right.SEE_AUTHORISATIONS, (H.DPO,)),
    Grant(Right.PRINT_CASE, _COORDINATORS),
    Grant(Right.PRINT_DECISION, (*_COORDINATORS, H.RISK_OWNER)),
    Grant(Right.PSEUDONYMISED, (H.EVALUATOR,)),
    Grant(Right.ADMINISTER, (H.ADMINISTRATOR,)),
)

HOLDERS: dict[Right, tuple[Holder, ...]] = {grant.right: grant.holders for grant in GRANTS}
ROLES_OF: dict[Right, frozenset[Role]] = {
    right: frozenset(Role(h.value) for h in holders if h.value in Role.values)
    for right, holders in HOLDERS.items()
}
MAY: dict[Role, frozenset[Right]] = {
    role: frozenset(right for right, roles in ROLES_OF.items() if role in roles) for role in Role
}
CASE_RIGHTS: tuple[Right, ...] = tuple(right for right in HOLDERS if ROLES_OF[right])
