"""Who reads and writes signals, their first analysis and their sources."""

from pathlib import Path

from django.db import migrations

from casework.need_to_know import DESK, MINE, OFFICER, SIGNAL_COORDINATOR, receives
from common.need_to_know import Functions, NeedToKnow

DECIDED = f"decided_by_id = {MINE} and {SIGNAL_COORDINATOR}"
OWN_OUTCOME = f"(second_reader_id = {MINE} or proposed_by_id = {MINE})"
TAKER = (
    "exists (select 1 from [intake.Signal] t"
    " join [agencies.ChannelPost] p on p.channel_id = t.channel_id"
    f" where t.id = [self].signal_id and t.reporter_id = {MINE}"
    f" and p.active and p.user_id = {MINE})"
)
UNSEALED = "signal_id::text = current_setting('app.unsealed', true)"
COORDINATORS_WRITE = {
    "reads": DESK,
    "adds": SIGNAL_COORDINATOR,
    "changes": SIGNAL_COORDINATOR,
    "stands": ("signal",),
}


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("casework", "0003_need_to_know")]

    operations = [
        Functions(Path(__file__).with_name("functions.sql")),
        NeedToKnow(
            "Signal",
            reads=f"(reporter_id = {MINE} or {receives()})",
            adds=f"reporter_id = {MINE} and case_id is null and person_id is null",
            changes=receives(),
            stands=("reference", "reporter", "received_at", "case"),
        ),
        NeedToKnow("SignalHop", reads=DESK, once=True),
        # Read for one signal at a time, with a reason.
        NeedToKnow(
            "SourceIdentity",
            reads=f"{UNSEALED} and ({SIGNAL_COORDINATOR} or {TAKER})",
            adds="access.reported(signal_id)",
            once=True,
        ),
        NeedToKnow("SourceAssessment", **COORDINATORS_WRITE),
        NeedToKnow("Triage", **COORDINATORS_WRITE),
        # A receiver may be the second reader, and alone gives advice.
        NeedToKnow(
            "Outcome",
            reads=DESK,
            adds=f"proposed_by_id = {MINE}"
            f" and ({SIGNAL_COORDINATOR} or (kind = 'advice_given' and {DESK}))",
            changes=f"{DESK} and ({SIGNAL_COORDINATOR} or {OWN_OUTCOME})",
            stands=("signal", "proposed_by", "proposed_at"),
        ),
        NeedToKnow(
            "MatchAnswer",
            reads=DESK,
            adds=DECIDED,
            changes=SIGNAL_COORDINATOR,
            becomes=DECIDED,
            stands=("signal", "candidate"),
        ),
        NeedToKnow(
            "MatchSearch", reads=OFFICER, adds=f"by_id = {MINE} and {SIGNAL_COORDINATOR}", once=True
        ),
    ]
