"""Lines on the first analysis: SC alone changes it; the desk and the second reader read it."""

from tests.access.answers.line import (
    COORDINATES,
    DECIDES,
    HOTLINE,
    NOBODY,
    OTHER_DESK,
    REPORTER,
    SOLE,
    TAKER,
    Line,
    form,
)

_SOLE_THERE = OTHER_DESK - COORDINATES
_CHECKS = (
    ("assess_source", "source_said"), ("security", "danger_said"), ("minor", "minor_said"),
    ("questions", "questions_said"),
)  # fmt: skip
_DECIDED = ("need_more", "oriented", "handed_to_security", "no_action", "malicious")
ANALYSIS = (
    Line("intake:first_analysis", "desk", get={200: HOTLINE, 403: REPORTER}),
    *(
        Line("intake:first_analysis", on, get={200: HOTLINE})
        for on in (
            "acked", "ready", "proposed", "asked", "oriented", "handed", "tabled", "security",
            "advised", "case_a", "doubled",
        )
    ),
    *(
        Line("intake:first_analysis", on, get={200: OTHER_DESK})
        for on in ("other", "foreign", "case_b", "attached")
    ),
    *(
        form(f"intake:{route}", "acked", COORDINATES, SOLE, data=data) for route, data in _CHECKS
    ),
    *(
        form(
            f"intake:{route}", "desk", COORDINATES, SOLE | REPORTER, post=409, data=data
        )
        for route, data in _CHECKS
    ),
    *(
        form(
            f"intake:{route}", "other", COORDINATES, _SOLE_THERE, post=409, data=data
        )
        for route, data in _CHECKS
    ),
    form("intake:security_answer", "security", COORDINATES, SOLE, data="security_answer"),
    form("intake:security_answer", "acked", COORDINATES, SOLE, post=409, data="security_answer"),
    *(
        form("intake:decide", f"ready/{kind}", COORDINATES, SOLE, data=kind)
        for kind in (*_DECIDED, "merged") if kind != "malicious"
    ),
    form("intake:decide", "desk/merged", COORDINATES, SOLE | REPORTER, post=409, data="merged"),
    form("intake:decide", "ready/merged", COORDINATES, SOLE, post=422, data="merged_unknown"),
    # joined to the file: SC alone; the team of the file knows of no such signal
    form(
        "intake:decide", "joined/joined_to_case", COORDINATES, _SOLE_THERE, data="grounds"
    ),
    form("intake:decide", "ready/joined_to_case", COORDINATES, SOLE, post=409, data="grounds"),
    form(
        "intake:decide", "desk/joined_to_case", COORDINATES, SOLE | REPORTER,
        post=409, data="grounds",
    ),
    form("intake:take_off", "attached/attachment", COORDINATES, _SOLE_THERE, data="grounds"),
    form("intake:take_off", "doubled/merged", NOBODY, SOLE, data="grounds"),
    form("intake:separate", "doubled/merged", COORDINATES, SOLE, data="grounds"),
    form("intake:separate", "ready/merged", NOBODY, SOLE, data="grounds"),
    Line(
        "intake:take_back", "ready/minor", get=None,
        post={
            302: frozenset({"coordinator"}), 409: COORDINATES - {"coordinator"}, 403: SOLE,
        },
    ),
    Line("intake:take_back", "acked/source", get=None, post={409: COORDINATES, 403: SOLE}),
    Line("intake:take_back", "ready/weather", get=None, post={403: SOLE}),
    form(
        "intake:correct_conference", "tabled", DECIDES, HOTLINE - DECIDES,
        data="conference_record",
    ),
    form(
        "intake:correct_conference", "case_a", DECIDES, HOTLINE - DECIDES, post=409,
        data="conference_record",
    ),
    Line(
        "intake:correct_conference", "acked",
        get={403: HOTLINE - DECIDES}, post={403: HOTLINE - DECIDES},
    ),
    form("intake:decide", "ready/malicious", COORDINATES, SOLE, data="malicious"),
    *(
        form("intake:decide", f"acked/{kind}", COORDINATES, SOLE, post=409, data=kind)
        for kind in _DECIDED
    ),
    form("intake:decide", "security/oriented", COORDINATES, SOLE, post=409, data="oriented"),
    form(
        "intake:decide", "foreign/oriented", COORDINATES, _SOLE_THERE, data="oriented",
    ),
    Line("intake:decide", "ready/weather", get={}, post={}),
    form("intake:advice", "plain", SOLE, COORDINATES, data="grounds"),
    form("intake:advice", "acked", SOLE, COORDINATES, post=409, data="grounds"),
    form("intake:advice", "desk", SOLE, COORDINATES | REPORTER, post=409, data="grounds"),
    form("intake:to_conference", "ready", DECIDES, HOTLINE - DECIDES, data="grounds"),
    form("intake:to_conference", "acked", DECIDES, HOTLINE - DECIDES, post=409, data="grounds"),
    form("intake:conference", "tabled", DECIDES, HOTLINE - DECIDES, data="conference"),
    form("intake:conference", "ready", DECIDES, HOTLINE - DECIDES, post=409, data="conference"),
    form(
        "intake:second_reading", "proposed/proposal", TAKER, HOTLINE - TAKER, data="agrees",
    ),
    form("intake:second_reading", "ready/proposal", NOBODY, rest=404, data="agrees"),
    Line("intake:withdraw", "proposed/proposal", get=None, post={302: COORDINATES, 403: SOLE}),
    form("intake:reopen", "oriented/orientation", COORDINATES, SOLE, data="reopen"),
    form("intake:reopen", "asked/question", COORDINATES, SOLE, post=409, data="reopen"),
    Line(
        "intake:undo", "asked/question", get=None,
        post={302: frozenset({"coordinator"}), 403: HOTLINE - {"coordinator"}},
    ),
    form("intake:answer", "asked/question", COORDINATES, SOLE, data="answer"),
)  # fmt: skip
