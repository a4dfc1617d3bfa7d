"""Row-level security of the first analysis, its outcomes, deconfliction and the conference.

The last two are the foundation's tables; before a case they are seen through their signal.
"""

from django.db import migrations

COORDINATES_SIGNALS = """exists (
    select 1 from agencies_duty d
    where d.user_id = access.uid() and d.kind = 'signal_coordinator'
      and d.since <= access.today() and (d.until is null or d.until >= access.today()))"""


def on_desk(signal):
    """The signal's own policy is asked too: this only tells a receiver from a reporter."""
    return f"""exists (
    select 1 from intake_signal g
    where g.id = {signal} and ({COORDINATES_SIGNALS} or exists (
      select 1 from agencies_channelpost p
      where p.channel_id = g.channel_id and p.active and p.user_id = access.uid())))"""


def on_team(table):
    return f"""exists (
    select 1 from casework_teammember m
    where m.case_id = {table}.case_id and m.active and m.user_id = access.uid()
      and m.agency_id = access.agency() and m.role <> 'evaluator')"""


def of_file(table):
    """Before a case the signal's desk, from the case on its team."""
    return f"({on_team(table)} or (case_id is null and {on_desk(f'{table}.signal_id')}))"


def written_on_file(table):
    return f"({on_team(table)} or (case_id is null and {COORDINATES_SIGNALS}))"


OWN_OUTCOME = """(second_reader_id = access.uid() or proposed_by_id = access.uid())"""
OUTCOME_DESK = on_desk("intake_outcome.signal_id")
DECONFLICTION, CONFERENCE = "casework_deconfliction", "casework_conference"
POLICIES = {
    **{
        table: {
            "select": (on_desk(f"{table}.signal_id"), None),
            "insert": (None, COORDINATES_SIGNALS),
            "update": (COORDINATES_SIGNALS, None),
        }
        for table in ("intake_sourceassessment", "intake_triage")
    },
    # A receiver may be the second reader, and alone gives advice.
    "intake_outcome": {
        "select": (OUTCOME_DESK, None),
        "insert": (
            None,
            "proposed_by_id = access.uid() and"
            f" ({COORDINATES_SIGNALS} or (kind = 'advice_given' and {OUTCOME_DESK}))",
        ),
        "update": (f"{OUTCOME_DESK} and ({COORDINATES_SIGNALS} or {OWN_OUTCOME})", None),
    },
    DECONFLICTION: {
        "select": (of_file(DECONFLICTION), None),
        "insert": (None, written_on_file(DECONFLICTION)),
        "update": (written_on_file(DECONFLICTION), None),
    },
    # A decider may stand outside the desk: the decision writes the record as the worker.
    CONFERENCE: {"select": (of_file(CONFERENCE), None)},
    "casework_conferenceseat": {
        "select": (
            "exists (select 1 from casework_conference c"
            " where c.id = casework_conferenceseat.conference_id)",
            None,
        ),
    },
}
VERSIONED = tuple(name for name in POLICIES if name != "casework_conferenceseat")
APPEND_ONLY = ("casework_conferenceseat",)


def history_of(table):
    app, _sep, name = table.partition("_")
    return f"{app}_historical{name}"


def _policy(table, command, using, check):
    clauses = f" using ({using})" if using else ""
    clauses += f" with check ({check})" if check else ""
    return f"create policy see_{command} on {table} for {command} to app{clauses};"


def forward():
    for table, commands in POLICIES.items():
        yield f"alter table {table} enable row level security;"
        yield f"create policy work on {table} to app_worker using (true) with check (true);"
        for command, (using, check) in commands.items():
            yield _policy(table, command, using, check)
        yield f"revoke delete, truncate on {table} from app, app_worker;"
    for table in VERSIONED:
        past = history_of(table)
        live = f"exists (select 1 from {table} l where l.id = {past}.id)"
        yield (
            f"create trigger check_version before update on {table}"
            " for each row execute function access.check_version();"
        )
        yield f"alter table {past} enable row level security;"
        yield f"create policy work on {past} to app_worker using (true) with check (true);"
        yield _policy(past, "select", live, None)
        yield _policy(past, "insert", None, live)
        yield f"revoke update, delete, truncate on {past} from app, app_worker;"
    for table in APPEND_ONLY:
        yield f"revoke update on {table} from app, app_worker;"


def backward():
    for table, commands in POLICIES.items():
        yield f"drop policy work on {table};"
        for command in commands:
            yield f"drop policy see_{command} on {table};"
        yield f"alter table {table} disable row level security;"
        yield f"grant update, delete, truncate on {table} to app, app_worker;"
    for table in VERSIONED:
        past = history_of(table)
        yield f"drop trigger check_version on {table};"
        for name in ("work", "see_select", "see_insert"):
            yield f"drop policy {name} on {past};"
        yield f"alter table {past} disable row level security;"
        yield f"grant update, delete, truncate on {past} to app, app_worker;"


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_first_analysis"), ("casework", "0007_conference")]

    operations = [migrations.RunSQL("\n".join(forward()), "\n".join(backward()))]
