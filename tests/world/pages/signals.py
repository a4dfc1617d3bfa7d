"""Phase 1: signals, their first analysis, who they are about."""

from tests.world.pages.row import act, page

SIGNALS = (
    page(
        "intake:list", "",
        ("signals", "ines"),
        ("signals-filtered", "ines", "", "state=received"),
        ("signals-empty", "karim"),
    ),
    page("intake:new", "", ("signal-new", "ines")),
    page(
        "intake:page", "signal",
        ("signal", "ines", "waits"),
        ("signal-acknowledged", "claire", "acknowledged"),
        ("signal-with-case", "claire", "case_tilleul"),
        ("signal-reporter", "sophie", "partner"),
        ("signal-long-words", "claire", "partner"),
        ("signal-merged", "claire", "twice"),
        ("signal-joined", "claire", "later"),
    ),
    act("intake:acknowledge", "signal"),
    page("intake:pass_on", "signal", ("signal-pass-on", "ines", "waits")),
    page("intake:correct", "signal", ("signal-correct", "ines", "waits")),
    page("intake:reveal_source", "signal", ("signal-source", "ines", "acknowledged")),
    page(
        "intake:open_case", "signal",
        ("signal-open-case", "claire", "threat"),
        ("signal-open-case-not-yet", "claire", "waits"),
    ),
)  # fmt: skip
FIRST_ANALYSIS = (
    page(
        "intake:first_analysis", "signal",
        ("first-analysis", "claire", "answered"),
        ("analysis-begun", "claire", "begun"),
        ("analysis-empty", "claire", "acknowledged"),
        ("analysis-asked", "claire", "weapon"),
        ("analysis-proposed", "claire", "quarrel"),
        ("analysis-tabled", "claire", "threat"),
        ("analysis-receiver", "luc", "answered"),
        ("analysis-waits", "claire", "waits"),
        ("analysis-with-case", "claire", "case_tilleul"),
    ),
    page("intake:assess_source", "signal", ("analysis-source", "claire", "begun")),
    page("intake:security", "signal", ("analysis-security", "claire", "begun")),
    page("intake:minor", "signal", ("analysis-minor", "claire", "answered")),
    page("intake:questions", "signal", ("analysis-questions", "claire", "answered")),
    page("intake:security_answer", "signal", ("analysis-answer", "claire", "weapon")),
    act("intake:take_back", "signal word"),
    page(
        "intake:decide", "signal word",
        ("analysis-decide", "claire", "answered/need_more"),
        ("analysis-decide-two", "claire", "answered/no_action"),
        ("analysis-decide-not-yet", "claire", "begun/oriented"),
        ("signal-merge", "claire", "answered/merged"),
        ("signal-join", "claire", "answered/joined_to_case"),
    ),
    page(
        "intake:second_reading", "signal row",
        ("second-reading", "ines", "quarrel/proposal_quarrel"),
    ),
    act("intake:withdraw", "signal row"),
    act("intake:undo", "signal row"),
    page("intake:answer", "signal row", ("note-answer", "claire", "quarrel/proposal_quarrel")),
    page("intake:separate", "signal row", ("signal-separate", "claire", "twice/merged_twice")),
    page("intake:take_off", "signal row", ("signal-take-off", "claire", "later/attachment_later")),
    page("intake:advice", "signal", ("signal-advice", "ines", "acknowledged")),
    page(
        "intake:to_conference", "signal",
        ("to-the-table", "claire", "answered"),
        ("to-the-table-not-yet", "claire", "begun"),
    ),
    page("intake:conference", "signal", ("conference", "claire", "threat")),
    page("intake:correct_conference", "signal", ("conference-correct", "claire", "threat")),
)  # fmt: skip
MATCHING = (
    page("intake:name_person", "signal", ("signal-who", "claire", "acknowledged")),
    page(
        "intake:matches", "signal",
        ("signal-matches", "claire", "misspelt"),
        ("signal-matches-asked", "claire", "acknowledged"),
        ("signal-matches-none", "claire", "alone"),
    ),
    page(
        "intake:answer_match", "signal row",
        ("signal-match-answer", "claire", "misspelt/known_earlier"),
    ),
    page("intake:searches", "", ("searches", "nadia")),
)  # fmt: skip
