"""Every page: its name, its route, who looks at it, where it stands. One table.

``test_pages.py`` fails when a route with a page stands neither here nor among NO_PAGE.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from agencies.models import Absence, Agency, Channel, Duty, User
from casework.models import Code, LocalHoliday, TerritoryProfile

VISITOR = ""


@dataclass(frozen=True)
class Page:
    """``where`` makes the address from the world (in the database's thread)."""

    name: str
    route: str
    persona: str
    where: Callable
    status: int = 200

    def __str__(self) -> str:
        return self.name


def at(route: str, *args, query: str = "") -> Callable:
    return lambda world: reverse(route, args=args) + query


def signal(route: str, which: str) -> Callable:
    return lambda world: reverse(route, args=[world.signals[which].pk])


def analysis(which: str) -> Callable:
    return signal("intake:first_analysis", which)


def check(route: str, which: str) -> Callable:
    return signal(f"intake:{route}", which)


def deciding(kind: str, which: str) -> Callable:
    return lambda world: reverse("intake:decide", args=[world.signals[which].pk, kind])


def separating(world) -> str:
    args = [world.signals["doubled"].pk, world.rows["merged"].pk]
    return reverse("intake:separate", args=args)


def taking_off(world) -> str:
    args = [world.signals["attached"].pk, world.rows["attachment"].pk]
    return reverse("intake:take_off", args=args)


def ending_held(world) -> str:
    args = [world.cases["tilleul"].pk, world.records["held"].pk]
    return reverse("case_end_held", args=args)


def late(route: str, which: str, row: str = "", *more: str) -> Callable:
    """An address of the second half of the way: of a case, or of a row of it."""

    def where(world):
        found = world.rows[row] if row else None
        key = [] if found is None else [found.line if row == "goal_line" else found.pk]
        return reverse(route, args=[world.cases[which].pk, *key, *more])

    return where


def reading(world) -> str:
    args = [world.signals["proposed"].pk, world.outcome.pk]
    return reverse("intake:second_reading", args=args)


def answering(world) -> str:
    return reverse("intake:answer", args=[world.signals["proposed"].pk, world.outcome.pk])


def case(route: str, query: str = "") -> Callable:
    return lambda world: reverse(route, args=[world.cases["tilleul"].pk]) + query


def leaving(world) -> str:
    found = world.cases["tilleul"]
    return reverse("case_member_end", args=[found.pk, world.people["lea"].membership])


def handing_over(world) -> str:
    found = world.cases["tilleul"]
    return reverse("case_member_replace", args=[found.pk, world.people["lea"].membership])


def own_information(world) -> str:
    args = [world.cases["tilleul"].pk, world.records["own"].pk]
    return reverse("case_correct_information", args=args)


def line(route: str, which: str) -> Callable:
    return lambda world: reverse(route, args=[world.cases["tilleul"].pk, world.rows[which].pk])


def plan(route: str, which: str = "planned", query: str = "") -> Callable:
    return lambda world: reverse(f"plans:{route}", args=[world.cases[which].pk]) + query


def plan_line(route: str) -> Callable:
    def where(world):
        row = world.records[f"plan_{'proposal' if route == 'decline' else route}"]
        return reverse(f"plans:{route}", args=[world.cases["planned"].pk, row.pk])

    return where


def after(route: str, row: str = "", of: str = "quiet") -> Callable:
    def where(world):
        rows = [world.rows[row].pk] if row else []
        return reverse(f"closure:{route}", args=[world.cases[of].pk, *rows])

    return where


def listed(model: str) -> Page:
    """The administration's list of the rows of one model."""
    route = f"admin:{model}_changelist"
    return Page(f"admin-{model.replace('_', '-')}-list", route, "samuel", at(route))


def added(model: str) -> Page:
    """The administration's form for a new row."""
    route = f"admin:{model}_add"
    return Page(f"admin-{model.replace('_', '-')}-add", route, "samuel", at(route))


def changed(model, **lookup) -> Page:
    """The administration's page of one row."""
    name = model._meta.label_lower.replace(".", "_")
    route = f"admin:{name}_change"

    def where(world):
        return reverse(route, args=[model.objects.filter(**lookup).first().pk])

    return Page(f"admin-{name.replace('_', '-')}", route, "samuel", where)


PAGES = (
    # what waits, signals
    Page("my-work", "home", "claire", at("home")),
    Page("my-work-risk-owner", "home", "paul", at("home")),
    Page("my-work-content", "home", "hugo", at("home")),
    Page("my-work-partner", "home", "bruno", at("home")),
    Page("my-work-one-kind", "home", "claire", at("home", query="?only=decision")),
    Page("my-work-receiver", "home", "ines", at("home")),
    Page("my-work-long-agency", "home", "elise", at("home")),
    Page("my-work-empty", "home", "karim", at("home")),
    Page("jump-nothing", "jump", "claire", at("jump", query="?q=SA-1999-001")),
    Page("signals", "intake:list", "ines", at("intake:list")),
    Page("signals-filtered", "intake:list", "ines", at("intake:list", query="?state=received")),
    Page("signals-empty", "intake:list", "karim", at("intake:list")),
    Page("signal-new", "intake:new", "ines", at("intake:new")),
    Page("signal", "intake:page", "ines", signal("intake:page", "waits")),
    Page("signal-acknowledged", "intake:page", "claire", signal("intake:page", "acknowledged")),
    Page("signal-with-case", "intake:page", "claire", signal("intake:page", "with_case")),
    Page("signal-reporter", "intake:page", "sophie", signal("intake:page", "partner")),
    Page("signal-long-words", "intake:page", "claire", signal("intake:page", "partner")),
    Page("signal-pass-on", "intake:pass_on", "ines", signal("intake:pass_on", "waits")),
    Page("signal-correct", "intake:correct", "ines", signal("intake:correct", "waits")),
    Page(
        "signal-source",
        "intake:reveal_source",
        "ines",
        signal("intake:reveal_source", "acknowledged"),
    ),
    Page("signal-open-case", "intake:open_case", "claire", signal("intake:open_case", "tabled")),
    # the first analysis
    Page("analysis", "intake:first_analysis", "claire", analysis("answered")),
    Page("analysis-begun", "intake:first_analysis", "claire", analysis("begun")),
    Page("analysis-empty", "intake:first_analysis", "claire", analysis("acknowledged")),
    Page("analysis-asked", "intake:first_analysis", "claire", analysis("asked")),
    Page("analysis-proposed", "intake:first_analysis", "claire", analysis("proposed")),
    Page("analysis-tabled", "intake:first_analysis", "claire", analysis("tabled")),
    Page("analysis-receiver", "intake:first_analysis", "luc", analysis("answered")),
    Page("analysis-waits", "intake:first_analysis", "claire", analysis("waits")),
    Page("analysis-with-case", "intake:first_analysis", "claire", analysis("with_case")),
    Page("analysis-source", "intake:assess_source", "claire", check("assess_source", "begun")),
    Page("analysis-security", "intake:security", "claire", check("security", "begun")),
    Page("analysis-minor", "intake:minor", "claire", check("minor", "answered")),
    Page("analysis-questions", "intake:questions", "claire", check("questions", "answered")),
    Page("analysis-answer", "intake:security_answer", "claire", check("security_answer", "asked")),
    Page("analysis-decide", "intake:decide", "claire", deciding("need_more", "answered")),
    Page("analysis-decide-two", "intake:decide", "claire", deciding("no_action", "answered")),
    Page("analysis-decide-not-yet", "intake:decide", "claire", deciding("oriented", "begun")),
    Page("second-reading", "intake:second_reading", "ines", reading),
    Page("note-answer", "intake:answer", "claire", answering),
    Page("signal-advice", "intake:advice", "ines", check("advice", "acknowledged")),
    Page("to-the-table", "intake:to_conference", "claire", check("to_conference", "answered")),
    Page("to-the-table-not-yet", "intake:to_conference", "claire", check("to_conference", "begun")),
    Page("conference", "intake:conference", "claire", check("conference", "tabled")),
    Page(
        "signal-open-case-not-yet",
        "intake:open_case",
        "claire",
        signal("intake:open_case", "waits"),
    ),
    # is this person known already?
    Page(
        "signal-who", "intake:name_person", "claire", signal("intake:name_person", "acknowledged")
    ),
    Page("signal-matches", "intake:matches", "claire", signal("intake:matches", "named")),
    Page(
        "signal-matches-asked", "intake:matches", "claire", signal("intake:matches", "acknowledged")
    ),
    Page("signal-matches-none", "intake:matches", "claire", signal("intake:matches", "alone")),
    Page(
        "signal-match-answer",
        "intake:answer_match",
        "claire",
        lambda world: reverse(
            "intake:answer_match", args=[world.signals["named"].pk, world.records["known"].pk]
        ),
    ),
    # cases
    Page("cases", "cases", "claire", at("cases")),
    Page("cases-empty", "cases", "karim", at("cases")),
    Page("case", "case", "claire", case("case")),
    Page("case-partner", "case", "bruno", case("case")),
    Page("case-name", "case", "claire", case("case", "?name=1")),
    Page("case-team", "case_team", "claire", case("case_team")),
    Page("case-team-partner", "case_team", "bruno", case("case_team")),
    Page("case-member-add", "case_member_add", "claire", case("case_member_add")),
    Page("case-member-end", "case_member_end", "claire", leaving),
    Page("cases-filtered-empty", "cases", "claire", at("cases", query="?q=zzz&phase=4")),
    Page("cases-silent", "cases", "claire", at("cases", query="?order=silent&minors=on")),
    Page("case-content", "case", "hugo", case("case")),
    Page("case-held", "case", "claire", case("case", "?only=held")),
    Page("case-team-risk-owner", "case_team", "paul", case("case_team")),
    Page("case-member-replace", "case_member_replace", "claire", handing_over),
    Page("case-information", "case_add_information", "bruno", case("case_add_information")),
    Page("case-held-end", "case_end_held", "lea", ending_held),
    Page("signal-merged", "intake:page", "claire", signal("intake:page", "doubled")),
    Page("signal-merge", "intake:decide", "claire", deciding("merged", "answered")),
    Page("signal-separate", "intake:separate", "claire", separating),
    Page("signal-join", "intake:decide", "claire", deciding("joined_to_case", "answered")),
    Page("signal-joined", "intake:page", "claire", signal("intake:page", "attached")),
    Page("signal-take-off", "intake:take_off", "claire", taking_off),
    Page(
        "conference-correct",
        "intake:correct_conference",
        "claire",
        signal("intake:correct_conference", "tabled"),
    ),
    Page("case-information-correct", "case_correct_information", "bruno", own_information),
    Page("case-person", "case_correct_person", "hugo", case("case_correct_person")),
    Page("case-our-part", "case_statement", "bruno", case("case_statement")),
    Page("case-declare", "case_declare", "bruno", case("case_declare")),
    Page("case-start-analysis", "case_start_analysis", "hugo", case("case_start_analysis")),
    Page("case-readings", "case_readings", "claire", case("case_readings")),
    Page("readings", "readings", "nadia", at("readings")),
    Page("searches", "intake:searches", "nadia", at("intake:searches")),
    Page("authorisations", "authorisations", "nadia", at("authorisations")),
    # the in-depth analysis
    Page("analysis", "plans:analysis", "hugo", case("plans:analysis")),
    Page("analysis-partner", "plans:analysis", "bruno", case("plans:analysis", "?domain=online")),
    Page("analysis-reader", "plans:analysis", "paul", case("plans:analysis", "?all=known")),
    Page("gap-add", "plans:gap_add", "bruno", case("plans:gap_add", "?domain=online")),
    Page("gap-ask", "plans:gap_ask", "hugo", line("plans:gap_ask", "gap")),
    Page("gap-answer", "plans:gap_answer", "lea", line("plans:gap_answer", "gap")),
    Page("gap-settle", "plans:gap_settle", "hugo", line("plans:gap_settle", "gap")),
    Page("gap-settle-again", "plans:gap_settle", "hugo", line("plans:gap_settle", "settled")),
    Page("gap-reopen", "plans:gap_reopen", "hugo", line("plans:gap_reopen", "settled")),
    Page("gap-correct", "plans:gap_correct", "lea", line("plans:gap_correct", "gap")),
    Page("factor-add", "plans:factor_add", "bruno", case("plans:factor_add")),
    Page("factor-correct", "plans:factor_correct", "bruno", line("plans:factor_correct", "factor")),
    Page(
        "factor-withdraw", "plans:factor_withdraw", "hugo", line("plans:factor_withdraw", "factor")
    ),
    Page("level-rate", "plans:level_rate", "bruno", case("plans:level_rate")),
    Page("level-agree", "plans:level_agree", "hugo", case("plans:level_agree")),
    Page("reading-add", "plans:interpretation_add", "hugo", case("plans:interpretation_add")),
    Page(
        "reading-weigh",
        "plans:interpretation_weigh",
        "hugo",
        line("plans:interpretation_weigh", "reading"),
    ),
    Page("view-add", "plans:viewpoint_add", "lea", case("plans:viewpoint_add")),
    # the plan
    Page("plan", "plans:plan", "hugo", plan("plan")),
    Page("plan-partner", "plans:plan", "bruno", plan("plan")),
    Page("plan-old", "plans:plan", "hugo", plan("plan", query="?version=1")),
    Page("plan-none", "plans:plan", "hugo", plan("plan", "analysed")),
    Page("plan-none-partner", "plans:plan", "bruno", plan("plan", "analysed")),
    Page("plan-sixty", "plans:plan", "hugo", plan("plan", "crowded")),
    Page("plan-print", "plans:print", "claire", plan("print")),
    Page("plan-version", "plans:version", "hugo", plan("version")),
    Page("plan-texts", "plans:texts", "hugo", plan("texts")),
    Page("plan-goal-add", "plans:goal_add", "hugo", plan("goal_add")),
    Page("plan-goal", "plans:goal", "hugo", plan_line("goal")),
    Page("plan-action-add", "plans:action_add", "hugo", plan("action_add")),
    Page("plan-action", "plans:action", "hugo", plan_line("action")),
    Page("plan-checkpoint-add", "plans:checkpoint_add", "hugo", plan("checkpoint_add")),
    Page("plan-checkpoint", "plans:checkpoint", "hugo", plan_line("checkpoint")),
    Page("plan-propose", "plans:propose", "bruno", plan("propose")),
    Page("plan-decline", "plans:decline", "hugo", plan_line("decline")),
    Page("plan-discard", "plans:discard", "hugo", plan("discard")),
    Page("plan-approve", "plans:approve", "hugo", plan("approve")),
    Page("plan-confirm", "plans:confirm", "paul", plan("confirm")),
    # carrying out, checkpoints
    *(
        Page(
            f"carry-{name.replace('_', '-')}",
            f"plans:{name}",
            persona,
            late(f"plans:{name}", "carried", *row),
        )
        for name, persona, row in (
            ("pause", "hugo", ()),
            ("resume", "hugo", ()),
            ("action_decline", "bruno", ("followed",)),
            ("action_absence", "hugo", ("followed",)),
            ("action_report", "bruno", ("followed",)),
            ("action_finish", "bruno", ("followed",)),
            ("action_outcome", "bruno", ("followed",)),
            ("report_correct", "bruno", ("report",)),
            ("action_stop", "hugo", ("followed",)),
            ("action_check", "claire", ("followed",)),
            ("effect_add", "bruno", ()),
            ("effect_correct", "bruno", ("effect",)),
            ("effect_respond", "bruno", ("effect",)),
            ("effect_close", "claire", ("effect",)),
            ("commitment_add", "bruno", ()),
            ("commitment_correct", "bruno", ("promise",)),
            ("commitment_settle", "bruno", ("promise",)),
        )
    ),
    Page("carrying", "plans:carrying", "hugo", late("plans:carrying", "carried")),
    Page("carrying-partner", "plans:carrying", "bruno", late("plans:carrying", "carried")),
    Page("partner-carried", "case", "bruno", late("case", "carried")),
    Page("checkpoints", "plans:checkpoints", "claire", late("plans:checkpoints", "checked")),
    Page(
        "checkpoint-open", "plans:checking", "claire", late("plans:checking", "carried", "meeting")
    ),
    Page(
        "checkpoint-held", "plans:checking", "lea", late("plans:checking", "checked", "concluded")
    ),
    Page(
        "checkpoint-begin",
        "plans:checkpoint_open",
        "claire",
        late("plans:checkpoint_open", "checked"),
    ),
    *(
        Page(
            f"checkpoint-{name}",
            "plans:checkpoint_section",
            "claire",
            late("plans:checkpoint_section", "carried", "meeting", name),
        )
        for name in ("presence", "actions", "goals", "effects")
    ),
    Page(
        "checkpoint-conclude",
        "plans:checkpoint_conclude",
        "hugo",
        late("plans:checkpoint_conclude", "carried", "meeting"),
    ),
    Page(
        "checkpoint-cancel",
        "plans:checkpoint_cancel",
        "claire",
        late("plans:checkpoint_cancel", "carried", "meeting"),
    ),
    Page(
        "checkpoint-day",
        "plans:checkpoint_day",
        "claire",
        late("plans:checkpoint_day", "carried", "meeting"),
    ),
    # closing
    Page("closing-before", "closure:closing", "hugo", late("closure:closing", "carried")),
    Page("closing", "closure:closing", "hugo", late("closure:closing", "closing")),
    Page("closing-partner", "closure:closing", "bruno", late("closure:closing", "closing")),
    Page("closing-sign", "closure:sign", "paul", late("closure:sign", "closing")),
    Page("closing-print", "closure:print", "claire", late("closure:print", "closing")),
    Page("closing-propose", "closure:propose", "hugo", late("closure:propose", "carried")),
    Page("closing-texts", "closure:texts", "hugo", late("closure:texts", "closing")),
    Page("closing-withdraw", "closure:withdraw", "hugo", late("closure:withdraw", "closing")),
    Page("closing-opinion", "closure:opinion", "bruno", late("closure:opinion", "closing")),
    Page(
        "closing-result", "closure:result", "hugo", late("closure:result", "closing", "goal_line")
    ),
    Page("closing-handover", "closure:handover", "hugo", late("closure:handover", "closing")),
    Page(
        "closing-handover-answer",
        "closure:handover_answer",
        "hugo",
        late("closure:handover_answer", "closing", "handover"),
    ),
    Page("closing-inform", "closure:inform", "hugo", late("closure:inform", "closing")),
    Page(
        "closing-informed",
        "closure:informed",
        "hugo",
        late("closure:informed", "closing", "informed"),
    ),
    # after closure
    Page("monitoring", "closure:monitoring", "claire", after("monitoring")),
    Page("monitoring-content", "closure:monitoring", "hugo", after("monitoring")),
    Page("monitoring-again", "closure:monitoring", "hugo", after("monitoring", of="again")),
    Page(
        "monitoring-overview",
        "case",
        "claire",
        lambda w: reverse("case", args=[w.cases["quiet"].pk]),
    ),
    Page("check", "closure:check", "claire", after("check", "open")),
    Page("check-not-held", "closure:not_held", "claire", after("not_held", "open")),
    Page("check-correct", "closure:correct", "lea", after("correct", "held")),
    Page("check-person", "closure:person", "claire", after("person", "open")),
    Page("check-answer", "closure:answer", "hugo", after("answer", "held")),
    Page("monitoring-end", "closure:end", "claire", after("end")),
    Page("monitoring-end-early", "closure:end_early", "claire", after("end_early")),
    Page("reopen", "closure:reopen", "hugo", after("reopen")),
    Page("told-again", "closure:told_again", "hugo", after("told_again", "told", "again")),
    # the reader's own
    Page("notices", "notices", "hugo", at("notices")),
    Page("notices-empty", "notices", "karim", at("notices")),
    Page("profile", "agencies:profile", "claire", at("agencies:profile")),
    Page("passphrase", "agencies:passphrase", "claire", at("agencies:passphrase")),
    Page("sessions", "agencies:sessions", "claire", at("agencies:sessions")),
    Page("absences", "agencies:absence_add", "claire", at("agencies:absence_add")),
    Page("sign-out", "account_logout", "claire", at("account_logout")),
    Page("confirm", "account_reauthenticate", "claire", at("account_reauthenticate")),
    # words
    Page("help", "help", "claire", at("help")),
    Page("glossary", "glossary", "claire", at("glossary")),
    Page("showroom", "showroom", "claire", at("showroom")),
    Page("privacy", "privacy", VISITOR, at("privacy")),
    Page("accessibility", "accessibility", VISITOR, at("accessibility")),
    # before signing in
    Page("sign-in", "account_login", VISITOR, at("account_login")),
    Page("reset", "account_reset_password", VISITOR, at("account_reset_password")),
    Page("reset-asked", "account_reset_password_done", VISITOR, at("account_reset_password_done")),
    Page(
        "reset-done",
        "account_reset_password_from_key_done",
        VISITOR,
        at("account_reset_password_from_key_done"),
    ),
    Page("reset-link", "account_reset_password_from_key", VISITOR, lambda world: world.reset_link),
    Page(
        "reset-link-over",
        "account_reset_password_from_key",
        VISITOR,
        at("account_reset_password_from_key", "1", "a-b"),
        404,
    ),
    Page("invitation", "agencies:invitation", VISITOR, lambda world: world.invitation),
    Page(
        "invitation-over", "agencies:invitation", VISITOR, at("agencies:invitation", "MQ", "x"), 404
    ),
    # refused
    Page("forbidden", "readings", "marc", at("readings"), 403),
    Page("not-found", "case", "karim", case("case"), 404),
    # the administration
    Page("admin-health", "admin:health", "samuel", at("admin:health")),
    Page("admin", "admin:index", "samuel", at("admin:index")),
    Page("admin-people", "admin:app_list", "samuel", at("admin:app_list", "agencies")),
    Page("admin-sign-out", "admin:logout", "samuel", at("admin:logout")),
    listed("agencies_agency"),
    added("agencies_agency"),
    changed(Agency, short_name="CMP"),
    listed("agencies_user"),
    added("agencies_user"),
    changed(User, email__startswith="bruno@"),
    listed("agencies_duty"),
    added("agencies_duty"),
    changed(Duty, kind="dpo"),
    listed("agencies_channel"),
    added("agencies_channel"),
    changed(Channel, kind="hotline"),
    listed("agencies_absence"),
    changed(Absence),
    changed(TerritoryProfile),
    listed("casework_code"),
    added("casework_code"),
    changed(Code),
    listed("casework_localholiday"),
    added("casework_localholiday"),
    changed(LocalHoliday),
    Page(
        "admin-holiday-delete",
        "admin:casework_localholiday_delete",
        "samuel",
        lambda world: reverse(
            "admin:casework_localholiday_delete", args=[LocalHoliday.objects.first().pk]
        ),
    ),
)

# Answered without a page of their own, and why.
NO_PAGE = {
    "intake:acknowledge": "an act: POST",
    "intake:withdraw": "an act: POST",
    "intake:undo": "an act: POST",
    "plans:factor_restore": "an act: POST",
    "plans:start": "an act: POST",
    "plans:action_move": "an act: POST",
    "plans:line_remove": "an act: POST",
    "plans:line_restore": "an act: POST",
    "plans:take_in": "an act: POST",
    "case_withdraw_information": "an act: POST",
    "plans:carrying_start": "an act: POST",
    "plans:action_accept": "an act: POST",
    "intake:take_back": "an act: POST",
    "case_remind": "an act: POST",
    "notices_read_all": "an act: POST",
    "notice_read": "an act: POST",
    "draft_save": "an act: POST",
    "draft_discard": "an act: POST",
    "set_language": "an act: POST",
    "set_theme": "an act: POST",
    "stay_signed_in": "an act: POST",
    "agencies:session_end": "an act: POST",
    "agencies:sessions_end_others": "an act: POST",
    "agencies:absence_end": "an act: POST",
    "favicon": "a picture",
    "health": "a figure for machines",
    "admin:jsi18n": "a script",
    "admin:password_change": "leads to one’s own passphrase",
    "admin:agencies_absence_add": "refused: people declare their absences themselves",
    "admin:casework_territoryprofile_changelist": "leads to the one row",
    "admin:casework_territoryprofile_add": "refused: the row stands",
}
