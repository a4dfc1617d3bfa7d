"""Lines on phase 1: signals, first analysis, opening a case, matching."""

from tests.access.answers.line import (
    CONTENT,
    COORDINATES,
    DECIDES,
    EVERYONE,
    HOTLINE,
    NOBODY,
    OTHER_DESK,
    PROCESS,
    REPORTER,
    SOLE,
    TAKER,
    Line,
    each,
    form,
)

# Is this person known already? SC alone, from the first analysis of a signal (rulings 2, 3).
_SOLE_THERE = OTHER_DESK - COORDINATES
_MATCHING = (
    Line("intake:before", "desk/signal/desk", get={200: HOTLINE, 403: REPORTER}),
    Line("intake:before", "taken/signal/taken", get={200: HOTLINE}),
    Line("intake:before", "taken/weather/taken", get={}),
    Line("intake:page", "named", get={200: HOTLINE}),
    Line("intake:page", "joined", get={200: OTHER_DESK}),
    Line("intake:page", "attached", get={200: OTHER_DESK}),
    Line("intake:matches", "named", get={200: COORDINATES, 403: SOLE}),
    Line("intake:matches", "acked", get={200: COORDINATES, 403: SOLE}),
    Line("intake:matches", "desk", get={200: COORDINATES, 403: SOLE | REPORTER}),
    Line("intake:matches", "case_a", get={200: COORDINATES, 403: SOLE}),
    Line("intake:matches", "joined", get={200: COORDINATES, 403: _SOLE_THERE}),
    Line("intake:matches", "unknown", get={}),
    Line(
        "intake:former_match", "named/known_b", get={302: COORDINATES, 403: SOLE},
        post={405: COORDINATES, 403: SOLE},
    ),
    form("intake:name_person", "named", COORDINATES, SOLE, data="person"),
    form("intake:name_person", "acked", COORDINATES, SOLE, data="person"),
    form("intake:name_person", "acked", COORDINATES, SOLE, post=409, data="nothing"),
    form("intake:name_person", "desk", COORDINATES, SOLE | REPORTER, post=409, data="person"),
    form("intake:name_person", "case_a", COORDINATES, SOLE, data="person"),
    form("intake:name_person", "joined", COORDINATES, _SOLE_THERE, data="person"),
    form("intake:correct_named", "named/who_named", COORDINATES, SOLE, data="person"),
    form("intake:correct_named", "case_a/who_case_a", COORDINATES, SOLE, post=409, data="person"),
    form(
        "intake:correct_named", "joined/who_joined", COORDINATES, _SOLE_THERE,
        post=409, data="person",
    ),
    form("intake:correct_named", "named/who_joined", NOBODY, SOLE, data="person"),
    form("intake:take_name_back", "named/who_named", COORDINATES, SOLE, data="grounds"),
    form(
        "intake:take_name_back", "case_a/who_case_a", COORDINATES, SOLE, post=409, data="grounds"
    ),
    form(
        "intake:take_name_back", "named/who_named", COORDINATES, SOLE, post=409, data="nothing"
    ),
    form(
        "intake:minor_of", "pair/who_elder_brother", COORDINATES, SOLE, data="minor_said"
    ),
    form("intake:minor_of", "named/who_named", COORDINATES, SOLE, data="minor_said"),
    form("intake:no_file", "family/who_mother", DECIDES, HOTLINE - DECIDES, data="grounds"),
    form(
        "intake:no_file", "pair/who_elder_brother", DECIDES, HOTLINE - DECIDES,
        post=409, data="grounds",
    ),
    form("intake:leave_unnamed", "acked", COORDINATES, SOLE, data="unnamed"),
    form("intake:leave_unnamed", "acked", COORDINATES, SOLE, post=409, data="nothing"),
    form("intake:leave_unnamed", "named", COORDINATES, SOLE, post=409, data="unnamed"),
    form("intake:leave_unnamed", "desk", COORDINATES, SOLE | REPORTER, post=409, data="unnamed"),
    form("intake:leave_unnamed", "case_a", COORDINATES, SOLE, post=409, data="unnamed"),
    form("intake:answer_match", "named/who_named/known_b", COORDINATES, SOLE, data="same"),
    form(
        "intake:answer_match", "named/who_named/known_b", COORDINATES, SOLE,
        post=422, data="nothing",
    ),
    form("intake:answer_match", "desk/who_named/known_b", NOBODY, SOLE | REPORTER, data="same"),
    form(
        "intake:answer_match", "joined/who_joined/known_a", COORDINATES, _SOLE_THERE,
        post=409, data="same",
    ),
    # before somebody says who it is about, nobody is a possible match
    form("intake:answer_match", "acked/who_named/known_b", NOBODY, SOLE, data="same"),
)  # fmt: skip
# The duty roster: SC keep it; the desks and whoever coordinates a case read it (rulings 7).
_READERS = HOTLINE | OTHER_DESK | PROCESS | CONTENT
_ROSTER = (
    Line("intake:roster", get={200: _READERS}, rest=403),
    form("intake:turn_add", "", COORDINATES, EVERYONE - COORDINATES, data="example"),
    form(
        "intake:turn_add", "", COORDINATES, EVERYONE - COORDINATES,
        data="nothing", sent={422: COORDINATES, 403: EVERYONE - COORDINATES},
    ),
    form("intake:turn_change", "turn_words", COORDINATES, _READERS - COORDINATES, data="turn"),
    form("intake:turn_change", "unknown", NOBODY, data="turn"),
    Line(
        "intake:turn_remove", "turn_words", get=None,
        post={302: COORDINATES, 403: _READERS - COORDINATES},
    ),
)  # fmt: skip
SIGNALS = (
    Line("intake:list"),
    Line("intake:new", post=each(302), data="signal"),
    Line("intake:new", post=each(422), data="nothing"),
    Line("intake:page", "desk", get={200: HOTLINE | REPORTER}),
    Line("intake:page", "taken", get={200: HOTLINE}),
    Line("intake:page", "other", get={200: OTHER_DESK}),
    Line("intake:page", "case_a", get={200: HOTLINE}),
    Line("intake:page", "acked", get={200: HOTLINE}),
    Line("intake:page", "plain", get={200: HOTLINE}),
    Line("intake:page", "case_b", get={200: OTHER_DESK}),
    Line("intake:page", "unknown", get={}),
    # acknowledge: RC, SC; the reporter knows of it and may not; a second time is too late
    Line("intake:acknowledge", "desk", get=None, post={302: HOTLINE, 403: REPORTER}),
    Line("intake:acknowledge", "acked", get=None, post={409: HOTLINE}),
    Line("intake:acknowledge", "case_a", get=None, post={409: HOTLINE}),
    Line("intake:acknowledge", "other", get=None, post={302: OTHER_DESK}),
    Line("intake:acknowledge", "unknown", get=None, post={}),
    form("intake:pass_on", "desk", HOTLINE, REPORTER, data="to_luc"),
    form("intake:pass_on", "acked", HOTLINE, post=409, data="to_luc"),
    form("intake:pass_on", "desk", HOTLINE, REPORTER, post=422, data="to_stranger"),
    form("intake:pass_on", "other", OTHER_DESK, post=422, data="to_luc"),
    form("intake:correct", "desk", HOTLINE, REPORTER, data="signal"),
    form("intake:correct", "case_a", HOTLINE, post=409, data="signal"),
    form("intake:correct", "other", OTHER_DESK, data="signal"),
    # the source: the receiver who took the call, and SC
    form(
        "intake:reveal_source", "taken", TAKER | COORDINATES, frozenset({"deputy"}),
        post=200, data="reason",
    ),
    form(
        "intake:reveal_source", "taken", TAKER | COORDINATES, frozenset({"deputy"}),
        post=422, data="nothing",
    ),
    form(
        "intake:reveal_source", "desk", COORDINATES, REPORTER | {"receiver", "deputy"},
        post=200, data="reason",
    ),
    form("intake:reveal_source", "other", OTHER_DESK, post=200, data="reason"),
    form(
        "intake:correct_source", "taken", TAKER | COORDINATES, frozenset({"deputy"}),
        data="caller",
    ),
    form(
        "intake:correct_source", "taken", TAKER | COORDINATES, frozenset({"deputy"}),
        post=422, data="nothing",
    ),
    form(
        "intake:correct_source", "desk", COORDINATES, REPORTER | {"receiver", "deputy"},
        data="caller",
    ),
    form("intake:correct_source", "other", OTHER_DESK, data="caller"),
    # open a case: DE who may read the signal
    form("intake:open_case", "tabled", DECIDES, HOTLINE - DECIDES, data="opening"),
    form("intake:open_case", "tabled", DECIDES, HOTLINE - DECIDES, post=409, data="no_team"),
    form("intake:open_case", "acked", DECIDES, HOTLINE - DECIDES, post=409, data="opening"),
    form(
        "intake:open_case", "desk", DECIDES, (HOTLINE | REPORTER) - DECIDES,
        post=409, data="opening",
    ),
    form("intake:open_case", "case_a", DECIDES, HOTLINE - DECIDES, post=409, data="opening"),
    form("intake:open_case", "other", DECIDES, OTHER_DESK - DECIDES, post=409, data="opening"),
    *_MATCHING,
    *_ROSTER,
)  # fmt: skip
