"""Who may what, copied by hand from the rulings; the table of the code is compared with it."""

from __future__ import annotations

from casework.rights import GRANTS, HOLDERS, Right

RULED: dict[str, str] = {
    "use_relais": "everyone",
    "capture_signal": "everyone",
    "read_signal": "reporter receiver signal_coordinator",
    "correct_signal": "receiver signal_coordinator",
    "acknowledge_signal": "receiver signal_coordinator",
    "pass_on_signal": "receiver signal_coordinator",
    "give_advice": "receiver",
    "see_source": "taker signal_coordinator",
    "analyse_signal": "signal_coordinator",
    "second_read": "signal_coordinator receiver",
    "decide_outcome": "signal_coordinator",
    "match_persons": "signal_coordinator",
    "open_case": "decider",
    "read_roster": "signal_coordinator desk coordinates",
    "keep_roster": "signal_coordinator",
    "name_risk_owner": "signal_coordinator dpo",
    "read_case": "process_coordinator content_coordinator partner risk_owner",
    "manage_team": "process_coordinator",
    "replace_coordinator": "risk_owner",
    "declare_interest": "process_coordinator content_coordinator partner risk_owner",
    "write_information": "process_coordinator content_coordinator partner risk_owner",
    "ask_information": "process_coordinator content_coordinator",
    "contribute_analysis": "content_coordinator partner",
    "approve_plan": "content_coordinator",
    "propose_plan": "content_coordinator partner",
    "report_action": "process_coordinator content_coordinator partner",
    "plan_meetings": "process_coordinator",
    "record_decision": "content_coordinator",
    "record_effect": "process_coordinator content_coordinator partner",
    "propose_closure": "content_coordinator",
    "give_opinion": "process_coordinator content_coordinator partner",
    "sign_off": "risk_owner",
    "enter_check": "process_coordinator check_person",
    "see_sensitive_note": "risk_owner",
    "see_readings": "process_coordinator content_coordinator risk_owner dpo",
    "see_authorisations": "dpo",
    "print_case": "process_coordinator content_coordinator",
    "print_decision": "process_coordinator content_coordinator risk_owner",
    "pseudonymised": "evaluator",
    "administer": "administrator",
}


def check_rights(grants=GRANTS) -> int:
    """The code's table says what the rulings say, line by line, and every right has its line."""
    coded = {grant.right.value: {holder.value for holder in grant.holders} for grant in grants}
    ruled = {right: set(who.split()) for right, who in RULED.items()}
    different = sorted(
        right for right in coded.keys() | ruled.keys() if coded.get(right) != ruled.get(right)
    )
    assert not different, f"casework/rights.py and the rulings differ on: {', '.join(different)}"
    assert set(Right.values) == set(ruled), "a right without a line"
    assert set(HOLDERS) == set(Right)
    return len(ruled)
