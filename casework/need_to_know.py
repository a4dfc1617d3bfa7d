"""Conditions of the policies, as SQL: how a row concerns the person who is bound.

In forms that were measured. What does not depend on the row stands in a sub-select, so that it is
asked once a statement; membership is looked up in an owner's view, by an index.
"""

from __future__ import annotations

MINE = "access.uid()"
OUR_AGENCY = "access.agency()"
COORDINATORS = "{process_coordinator,content_coordinator}"
OVERSEERS = "{process_coordinator,content_coordinator,risk_owner}"


def on_team(case: str = "[self].case_id") -> str:
    """Whether the bound person works on the case; an evaluator does not."""
    return f"(select true from access.membership m where m.case_id = {case} limit 1)"


def leads(roles: str) -> str:
    """Whether the bound person has one of ``roles`` on the row's case."""
    return f"access.leads(case_id, '{roles}'::text[])"


def has_duty(kind: str) -> str:
    """Whether the bound person has that duty today."""
    return f"(select access.has_duty('{kind}'))"


SIGNAL_COORDINATOR, OFFICER = has_duty("signal_coordinator"), has_duty("dpo")


def receives(channel: str = "channel_id") -> str:
    """Whether the bound person receives signals of that channel, or coordinates them."""
    return f"({SIGNAL_COORDINATOR} or {channel} = any((select access.my_channels())::bigint[]))"


# A row on a case with an audience, which holds the agencies that it is shared with.
BY_OWN_SHARING = (
    f"{on_team()} and (audience = 'team' or agency_id = {OUR_AGENCY} or (audience = 'named'"
    f" and ({leads(COORDINATORS)} or {OUR_AGENCY} = any(shared_with))))"
)
DESK = "access.on_desk(signal_id)"
# Before a case it is the signal's desk that reads, from the case on its team.
OF_FILE = f"(access.mine(case_id) or (case_id is null and {DESK}))"
WRITTEN_ON_FILE = f"(access.mine(case_id) or (case_id is null and {SIGNAL_COORDINATOR}))"
