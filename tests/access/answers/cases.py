"""Lines on the case file: front, team, information."""

from tests.access.answers.line import (
    CONTENT,
    NOBODY,
    OVERSEES,
    PROCESS,
    RISK_OWNER,
    TEAM,
    TEAM_B,
    Line,
    form,
)

COORDINATORS = PROCESS | CONTENT
OTHER, KEEPS = frozenset({"other_partner"}), COORDINATORS | {"partner"}
CASES = (
    Line("case", "a", get={200: TEAM}),
    Line("case", "a", get={200: TEAM}, query="name=1"),
    Line("case", "b", get={200: TEAM_B}),
    Line("case", "b", get={200: TEAM_B}, query="name=1"),
    Line("case", "unknown", get={}),
    # what stood before: by whoever may read the row now
    Line("case_before", "a/information/team_a", get={200: TEAM}),
    Line("case_before", "a/information/own_a", get={200: frozenset({"partner"})}),
    Line(
        "case_before", "a/information/named_a",
        get={200: frozenset({"partner", "other_partner", "process", "content"})},
    ),
    Line("case_before", "a/information/team_b", get={}),
    Line("case_before", "b/information/team_b", get={200: TEAM_B}),
    Line("case_before", "a/weather/team_a", get={}),
    Line("case_before", "a/information/unknown", get={}),
    Line("case_before", "a/around/around_changed_a", get={200: TEAM}),
    Line("case_before", "a/around/around_own_a", get={200: OTHER}),
    Line("case_before", "a/around/around_b", get={}),
    Line("case_team", "a", get={200: TEAM}),
    Line("case_team", "b", get={200: TEAM_B}),
    Line("case_reading_log", "a", get={200: OVERSEES, 403: TEAM}),
    Line("case_reading_log", "b", get={403: TEAM_B}),
    form("case_add_information", "a", TEAM, data="information"),
    form("case_add_information", "a", TEAM, post=409, data="own_need"),
    form("case_add_information", "a", TEAM, post=422, data="nothing"),
    form("case_add_information", "b", TEAM_B, data="information"),
    # an author corrects their own words; who may not read them gets 404, team or not
    form(
        "case_correct_information", "a/team_a", frozenset({"partner"}), TEAM - {"partner"},
        data="correction",
    ),
    form("case_correct_information", "a/own_a", frozenset({"partner"}), data="correction"),
    form(
        "case_correct_information", "a/named_a", frozenset({"partner"}),
        frozenset({"other_partner", "process", "content"}), post=409, data="no_reason",
    ),
    form("case_correct_information", "a/team_b", NOBODY, data="correction"),
    form(
        "case_correct_person", "a", CONTENT, TEAM - {"content"}, data="person",
    ),
    form("case_correct_person", "b", NOBODY, TEAM_B, data="person"),
    form("case_statement", "a", TEAM, data="statement"),
    form("case_statement", "b", TEAM_B, data="statement"),
    form("case_declare", "a", TEAM, data="declaration"),
    form("case_declare", "b", TEAM_B, data="declaration"),
    form(
        "case_start_analysis", "a", CONTENT, TEAM - {"content"}, post=409,
        data="enough",
    ),
    form("case_start_analysis", "b", NOBODY, TEAM_B, data="enough"),
    # PR names members; RO names the coordinators; a role that is not one's to give is no choice
    form(
        "case_member_add", "a", frozenset({"process", "risk_owner"}),
        TEAM - {"process", "risk_owner"}, data="as_partner",
        sent={302: PROCESS, 422: RISK_OWNER, 403: TEAM},
    ),
    form(
        "case_member_add", "a", frozenset({"process", "risk_owner"}),
        TEAM - {"process", "risk_owner"}, data="as_coordinator",
        sent={302: RISK_OWNER, 422: PROCESS, 403: TEAM},
    ),
    form(
        "case_member_add", "a", frozenset({"process", "risk_owner"}),
        TEAM - {"process", "risk_owner"}, data="member_again",
        sent={409: PROCESS, 422: RISK_OWNER, 403: TEAM},
    ),
    form("case_member_add", "b", NOBODY, TEAM_B, data="as_partner"),
    form(
        "case_member_end", "a/partner_a", PROCESS, TEAM - {"process"}, data="reason",
    ),
    form(
        "case_member_end", "a/partner_a", PROCESS, TEAM - {"process"},
        post=409, data="nothing",
    ),
    form(
        "case_member_end", "a/process_a", RISK_OWNER, TEAM - {"risk_owner"},
        post=409, data="reason",
    ),
    form("case_member_end", "a/partner_b", NOBODY, data="reason"),
    form("case_member_end", "b/partner_b", NOBODY, TEAM_B, data="reason"),
    # hand over: PR for partners, RO for the coordinators; ask to declare: PR
    form(
        "case_member_replace", "a/partner_a", PROCESS, TEAM - {"process"},
        data="to_olga",
    ),
    form(
        "case_member_replace", "a/partner_a", PROCESS, TEAM - {"process"},
        post=409, data="to_olga_why",
    ),
    form(
        "case_member_replace", "a/process_a", RISK_OWNER, TEAM - {"risk_owner"},
        data="to_olga",
    ),
    form("case_member_replace", "a/partner_b", NOBODY, data="to_olga"),
    form("case_member_replace", "b/partner_b", NOBODY, TEAM_B, data="to_olga"),
    Line(
        "case_remind", "a", get=None,
        post={302: PROCESS, 403: TEAM - {"process"}},
    ),
    Line("case_remind", "b", get=None, post={403: TEAM_B}),
    # withdraw: the author, while nobody entitled has looked (Hugo has)
    Line(
        "case_withdraw_information", "a/team_a", get=None,
        post={409: frozenset({"partner"}), 403: TEAM - {"partner"}},
    ),
    Line(
        "case_withdraw_information", "a/own_a", get=None, post={302: frozenset({"partner"})},
    ),
    Line(
        "case_withdraw_information", "a/withdrawn_a", get=None,
        post={409: frozenset({"partner"})},
    ),
    Line("case_withdraw_information", "a/team_b", get=None, post={}),
    form("case_end_held", "b/held_b", TEAM_B, data="grounds"),
    form("case_end_held", "b/ended_b", TEAM_B, post=409, data="grounds"),
    form(
        "case_end_held", "a/ended_a", frozenset({"partner"}), TEAM - {"partner"}, post=409,
        data="grounds",
    ),
    form("case_end_held", "a/team_a", NOBODY, rest=404, data="grounds"),
    # X26: a coordinator marks what is not about this person, and undoes it
    form("case_misplaced", "a/team_a", COORDINATORS, TEAM - COORDINATORS, data="reason"),
    form("case_misplaced", "a/own_a", NOBODY, frozenset({"partner"}), data="reason"),
    form(
        "case_misplaced", "a/misplaced_a", COORDINATORS, frozenset({"partner"}), post=409,
        data="reason",
    ),
    form("case_misplaced", "a/team_b", NOBODY, data="reason"),
    form("case_misplaced", "b/team_b", NOBODY, TEAM_B, data="reason"),
    form(
        "case_put_back", "a/misplaced_a", COORDINATORS, frozenset({"partner"}), data="reason",
    ),
    form("case_put_back", "a/team_a", COORDINATORS, TEAM - COORDINATORS, post=409, data="reason"),
    form("case_put_back", "a/misplaced_b", NOBODY, data="reason"),
    form("case_put_back", "b/misplaced_b", NOBODY, TEAM_B, data="reason"),
    # people around: whoever writes information writes them down; their agency and the
    # coordinators who read them keep them true; who may not read them gets 404
    form("case_relationship_add", "a", TEAM, data="example"),
    form("case_relationship_add", "a", TEAM, post=409, data="around_without_why"),
    form("case_relationship_add", "a", TEAM, post=422, data="nothing"),
    form("case_relationship_add", "b", TEAM_B, data="example"),
    form("case_relationship_correct", "a/around_a", KEEPS, TEAM - KEEPS, data="example"),
    form("case_relationship_correct", "a/around_named_a", KEEPS, OTHER, data="example"),
    form("case_relationship_correct", "a/around_own_a", OTHER, data="example"),
    form("case_relationship_correct", "a/around_ended_a", KEEPS, TEAM - KEEPS, data="example"),
    form(
        "case_relationship_correct", "a/around_a", KEEPS, TEAM - KEEPS, post=409,
        data="around_without_why",
    ),
    form("case_relationship_correct", "a/around_b", NOBODY, data="example"),
    form("case_relationship_correct", "b/around_b", TEAM_B, data="example"),
    form("case_relationship_end", "a/around_a", KEEPS, TEAM - KEEPS, data="reason"),
    form("case_relationship_end", "a/around_named_a", KEEPS, OTHER, data="reason"),
    form("case_relationship_end", "a/around_own_a", OTHER, data="reason"),
    form("case_relationship_end", "a/around_own_a", OTHER, post=409, data="nothing"),
    form("case_relationship_end", "a/around_ended_a", KEEPS, TEAM - KEEPS, post=409, data="reason"),
    form("case_relationship_end", "a/around_b", NOBODY, data="reason"),
    form("case_relationship_end", "b/around_b", TEAM_B, data="reason"),
    Line("case_withdraw_information", "b/held_b", get=None, post={302: TEAM_B}),
    form("case_add_information", "a", TEAM, data="held"),
    form("case_add_information", "a", TEAM, post=409, data="own_held"),
    Line("case", "a", get={200: TEAM}, query="only=held"),
    Line("case", "a", get={200: TEAM}, query="only=information"),
    Line("case", "a", get={200: TEAM}, query="whole=text-1"),
    Line("case", "a", get={200: TEAM}, query="tasks=1"),
    Line("case", "b", get={200: TEAM_B}, query="only=decisions"),
    Line("cases", query="order=silent"),
    Line("cases", query="q=case_a"),
)  # fmt: skip
