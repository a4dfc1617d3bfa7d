"""Row-level security of phase 1, and of what is seen through a signal (persons, journal)."""

from django.db import migrations

COORDINATES_SIGNALS = """exists (
    select 1 from agencies_duty d
    where d.user_id = access.uid() and d.kind = 'signal_coordinator'
      and d.since <= access.today() and (d.until is null or d.until >= access.today()))"""


def receives(channel):
    return f"""({COORDINATES_SIGNALS} or exists (
    select 1 from agencies_channelpost p
    where p.channel_id = {channel} and p.active and p.user_id = access.uid()))"""


def on_desk(signal):
    """The signal's own policy is asked too: this only tells a receiver from a reporter."""
    return f"""exists (
    select 1 from intake_signal g
    where g.id = {signal} and {receives("g.channel_id")})"""


ON_TEAM = """exists (
    select 1 from casework_teammember m
    where m.case_id = {case} and m.active and m.user_id = access.uid()
      and m.agency_id = access.agency() and m.role <> 'evaluator')"""
SIGNAL = f"(reporter_id = access.uid() or {receives('intake_signal.channel_id')})"
MINE = (
    "exists (select 1 from intake_signal g where g.id = signal_id and g.reporter_id = access.uid())"
)
TAKER = """exists (
    select 1 from intake_signal t join agencies_channelpost p on p.channel_id = t.channel_id
    where t.id = intake_sourceidentity.signal_id and t.reporter_id = access.uid()
      and p.active and p.user_id = access.uid())"""
UNSEALED = "signal_id::text = current_setting('app.unsealed', true)"
PERSON = f"""(exists (
    select 1 from casework_case c where c.subject_id = casework_person.id
      and {ON_TEAM.format(case="c.id")})
  or exists (
    select 1 from intake_signal s where s.person_id = casework_person.id
      and {receives("s.channel_id")}))"""
LIVE_PERSON = "exists (select 1 from casework_person l where l.id = casework_historicalperson.id)"
LIVE_SIGNAL = "exists (select 1 from intake_signal l where l.id = intake_historicalsignal.id)"
JOURNAL = f"""(({ON_TEAM.format(case="casework_journalentry.case_id")}
    and (record_id is null
         or exists (select 1 from casework_record r where r.id = record_id)))
  or (case_id is null and {on_desk("casework_journalentry.signal_id")}))"""

POLICIES = {
    "intake_signal": {
        "select": (SIGNAL, None),
        "insert": (None, "reporter_id = access.uid()"),
        "update": (receives("intake_signal.channel_id"), "true"),
    },
    "intake_signalhop": {
        "select": (on_desk("intake_signalhop.signal_id"), None),
    },
    "intake_sourceidentity": {
        "select": (f"{UNSEALED} and ({COORDINATES_SIGNALS} or {TAKER})", None),
        "insert": (None, MINE),
    },
    "intake_historicalsignal": {
        "select": (LIVE_SIGNAL, None),
        "insert": (None, LIVE_SIGNAL),
    },
    "casework_person": {
        "select": (PERSON, None),
        "update": (PERSON, "true"),
    },
    "casework_historicalperson": {
        "select": (LIVE_PERSON, None),
        "insert": (None, LIVE_PERSON),
    },
    "casework_journalentry": {
        "select": (JOURNAL, None),
        "insert": (None, "by_id = access.uid()"),
    },
}
APPEND_ONLY = ("intake_signalhop", "intake_sourceidentity", "intake_historicalsignal")


def policies():
    for name, commands in POLICIES.items():
        yield f"alter table {name} enable row level security;"
        yield f"create policy work on {name} to app_worker using (true) with check (true);"
        for command, (using, check) in commands.items():
            clauses = f" using ({using})" if using else ""
            clauses += f" with check ({check})" if check else ""
            yield f"create policy see_{command} on {name} for {command} to app{clauses};"
    for name in APPEND_ONLY:
        yield f"revoke update, delete, truncate on {name} from app, app_worker;"


def no_policies():
    for name, commands in POLICIES.items():
        yield f"drop policy work on {name};"
        for command in commands:
            yield f"drop policy see_{command} on {name};"
        yield f"alter table {name} disable row level security;"


CHECK_VERSION = (
    "create trigger check_version before update on intake_signal"
    " for each row execute function access.check_version();"
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("casework", "0002_need_to_know")]

    operations = [
        migrations.RunSQL(CHECK_VERSION, "drop trigger check_version on intake_signal;"),
        migrations.RunSQL("\n".join(policies()), "\n".join(no_policies())),
    ]
