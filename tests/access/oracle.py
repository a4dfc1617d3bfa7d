"""The oracle: which rows a persona may read, as plain SQL of the owner, by rulings 2-3.

Apart from the policies and from common.scope on purpose: three spellings of one rule.
"""

from __future__ import annotations

from django.db import connections

from tests.world.people import PERSONAS
from tests.world.stage import Stage

_WHO = """
with me as (select u.id, u.agency_id from agencies_user u where u.id = %(user)s and u.is_active),
duties as (select kind from agencies_duty d join me on me.id = d.user_id
           where current_date between since and coalesce(until, current_date)),
mine as (select m.case_id, m.role from casework_teammember m join me
           on me.id = m.user_id and me.agency_id = m.agency_id
         where m.active and m.role = any(array['process_coordinator', 'content_coordinator',
                                               'partner', 'risk_owner'])),
desk as (select s.id from intake_signal s
         where 'signal_coordinator' in (select kind from duties)
            or s.channel_id in (select p.channel_id from agencies_channelpost p
                                join me on me.id = p.user_id where p.active)),
signals as (select s.id from intake_signal s join me on s.reporter_id = me.id
            union select id from desk),
records as (select r.id from casework_record r where r.case_id in (select case_id from mine) and (
              case r.audience when 'team' then true
                when 'own' then r.agency_id = (select agency_id from me)
                when 'named' then r.agency_id = (select agency_id from me)
                  or exists (select 1 from mine where mine.case_id = r.case_id
                             and mine.role like '%%coordinator')
                  or exists (select 1 from casework_recordgroupobjectpermission g
                             join agencies_agency a using (group_id), me
                             where g.content_object_id = r.id and a.id = me.agency_id)
              end) and (r.withdrawn_at is null or r.author_id = (select id from me))
              and (r.misplaced_at is null or r.author_id = (select id from me)
                   or exists (select 1 from mine where mine.case_id = r.case_id
                              and mine.role like '%%coordinator'))),
around as (select r.id from casework_relationship r, me
           where r.case_id in (select case_id from mine) and (
             r.audience = 'team' or r.agency_id = me.agency_id or r.audience = 'named' and (
               me.agency_id = any(r.shared_with)
               or exists (select 1 from mine where mine.case_id = r.case_id
                          and mine.role like '%%coordinator')))),
persons as (select c.subject_id as id from casework_case c join mine on mine.case_id = c.id
            union select n.person_id from intake_namedperson n join desk on desk.id = n.signal_id),
overseen as (select case_id from mine where role <> 'partner')
"""
# Tables of a case that the whole team reads and writes, each with its history. A new one is a line.
TEAM_TABLES = (
    "plans_gap", "plans_factor", "plans_levelrating", "plans_interpretation", "plans_viewpoint",
    "plans_plan", "plans_goal", "plans_action", "plans_checkpoint",
    "plans_followup", "plans_actionreport", "plans_adverseeffect", "plans_commitment",
    "plans_pause",
    "plans_checkpointmeeting", "plans_checkpointseat", "plans_checkpointaction",
    "plans_checkpointgoal",
    "closure_closureproposal", "closure_goalresult", "closure_opinion", "closure_silence",
    "closure_handover", "closure_informedparty", "closure_monitoringcheck", "closure_reopening",
    "closure_transfer",
)  # fmt: skip
# Who coordinates the case or answers for its risk.
LED_TABLES = ("closure_formerpart",)
_OF_TWO_FILES = (
    "case_id in (select case_id from mine where state in ('agreed', 'undo_asked', 'undone')"
    " or role <> 'partner')"
)
# Tables of a signal that its desk reads, each with its history; a signal coordinator writes them.
DESK_TABLES: tuple[str, ...] = (
    "intake_sourceassessment", "intake_triage", "intake_outcome", "intake_matchanswer",
    "intake_namedperson",
)  # fmt: skip
# Tables of a file, each with its history: before a case its signal's desk, then the case's team.
FILE_TABLES = ("casework_deconfliction", "casework_conference")
_OF_FILE = (
    "(case_id in (select case_id from mine)"
    " or case_id is null and signal_id in (select id from desk))"
)
# Whoever may have to call: SC, the desks, and who coordinates a case.
_OF_ROSTER = (
    "('signal_coordinator' in (select kind from duties)"
    " or exists (select 1 from agencies_channelpost p join me on me.id = p.user_id where p.active)"
    " or exists (select 1 from mine where mine.role like '%%coordinator'))"
)


def history_of(table: str) -> str:
    """The table in which simple-history keeps what stood before."""
    app, _sep, name = table.partition("_")
    return f"{app}_historical{name}"


_READABLE = {
    "casework_case": "select case_id from mine",
    "casework_teammember": "select id from casework_teammember"
    " where case_id in (select case_id from mine)",
    "casework_agencystatement": "select id from casework_agencystatement"
    " where case_id in (select case_id from mine)",
    "casework_historicalagencystatement": "select history_id"
    " from casework_historicalagencystatement h where case_id in (select case_id from mine)"
    " and exists (select 1 from casework_agencystatement s where s.id = h.id)",
    "casework_record": "select id from records",
    "casework_relationship": "select id from around",
    "casework_historicalrelationship": "select history_id from casework_historicalrelationship"
    " where id in (select id from around)",
    "casework_recordgroupobjectpermission": "select id from casework_recordgroupobjectpermission"
    " where content_object_id in (select id from records)",
    "casework_caseuserobjectpermission": "select p.id from casework_caseuserobjectpermission p"
    " join me on me.id = p.user_id",
    "casework_journalentry": "select id from casework_journalentry where"
    " (case_id in (select case_id from mine)"
    "   and (record_id is null or record_id in (select id from records))"
    "   and (relationship_id is null or relationship_id in (select id from around)))"
    " or (case_id is null and signal_id in (select id from desk))",
    "casework_readinglog": "select id from casework_readinglog where"
    " 'dpo' in (select kind from duties) or case_id in (select case_id from overseen)",
    "casework_searchedwords": "select id from casework_searchedwords where"
    " 'dpo' in (select kind from duties)",
    "intake_matchsearch": "select id from intake_matchsearch where"
    " 'dpo' in (select kind from duties)",
    "notices_notice": "select n.id from notices_notice n join me on me.id = n.recipient_id",
    "notices_delivery": "select id from notices_delivery where false",
    "notices_pending": "select id from notices_pending where false",
    "agencies_accountmail": "select id from agencies_accountmail where false",
    "common_draft": "select d.id from common_draft d join me on me.id = d.user_id",
    "plans_paperfile": "select id from plans_paperfile where file_id in (select case_id from mine)"
    " or (file_id is null and (select id from me) in (opened_by_id, types_id, confirms_id))",
    "casework_person": "select id from persons",
    "agencies_turn": f"select id from agencies_turn where {_OF_ROSTER}",
    "agencies_historicalturn": "select history_id from agencies_historicalturn h"
    f" where {_OF_ROSTER} and exists (select 1 from agencies_turn t where t.id = h.id)",
    "casework_historicalcase": "select history_id from casework_historicalcase where id in"
    " (select case_id from mine)",
    "casework_historicalteammember": "select history_id from casework_historicalteammember h"
    " where case_id in (select case_id from mine)"
    " and exists (select 1 from casework_teammember m where m.id = h.id)",
    # what was marked as not about this person is sealed: its words are nobody's (X26)
    "casework_historicalrecord": "select history_id from casework_historicalrecord h where id in"
    " (select id from records) and (h.body = '' or not exists (select 1 from casework_record r"
    " where r.id = h.id and r.misplaced_at is not null))",
    "casework_historicalperson": "select history_id from casework_historicalperson where id in"
    " (select id from persons)",
    "intake_signal": "select id from signals",
    "intake_signalhop": "select id from intake_signalhop where signal_id in (select id from desk)",
    "intake_historicalsignal": "select history_id from intake_historicalsignal where id in"
    " (select id from signals)",
    # sealed: nothing of it while no reading with a reason is under way
    "intake_sourceidentity": "select id from intake_sourceidentity where false",
}
for _table, _which in (
    *((table, "case_id in (select case_id from mine)") for table in TEAM_TABLES),
    *((table, "case_id in (select case_id from overseen)") for table in LED_TABLES),
    ("closure_absorption", _OF_TWO_FILES),
    *((table, "signal_id in (select id from desk)") for table in DESK_TABLES),
    *((table, _OF_FILE) for table in FILE_TABLES),
):
    _READABLE[_table] = f"select id from {_table} where {_which}"
    _READABLE[history_of(_table)] = (
        f"select history_id from {history_of(_table)} h where {_which}"
        f" and exists (select 1 from {_table} l where l.id = h.id)"
    )
for _table in FILE_TABLES:  # the history of a row belongs to whoever reads the row today
    _READABLE[history_of(_table)] = (
        f"select history_id from {history_of(_table)} h"
        f" where h.id in (select id from {_table} where {_OF_FILE})"
    )
_READABLE["casework_conferenceseat"] = (
    "select s.id from casework_conferenceseat s join casework_conference c"
    f" on c.id = s.conference_id where {_OF_FILE}"
)
UNSEALED = (
    "select i.id from intake_sourceidentity i join intake_signal s on s.id = i.signal_id, me"
    " where 'signal_coordinator' in (select kind from duties)"
    " or (s.reporter_id = me.id and exists (select 1 from agencies_channelpost p"
    "     where p.channel_id = s.channel_id and p.active and p.user_id = me.id))"
)
TABLES = tuple(_READABLE)


def key_of(table: str) -> str:
    """The primary key's column."""
    return "history_id" if "historical" in table else "id"


def readable(cursor, stage: Stage, table: str, persona: str) -> set[str]:
    """The keys that this persona may read; ``cursor`` is the owner's."""
    return _ids(cursor, stage, _READABLE[table], persona)


def unsealed(cursor, stage: Stage, persona: str) -> set[str]:
    """The sealed identities that this persona may open, each with a reason."""
    return _ids(cursor, stage, UNSEALED, persona)


def _ids(cursor, stage: Stage, query: str, persona: str) -> set[str]:
    key = PERSONAS[persona]
    cursor.execute(f"{_WHO} {query}", {"user": stage.people[key].pk if key else 0})
    return {str(row[0]) for row in cursor.fetchall()}


def of_all(stage: Stage) -> dict[tuple[str, str], set[str]]:
    """(table, persona) -> keys, queried once as the owner on committed rows."""
    with connections["owner"].cursor() as cursor:
        found = {
            (table, persona): readable(cursor, stage, table, persona)
            for table in TABLES
            for persona in PERSONAS
        }
        found |= {("unsealed", persona): unsealed(cursor, stage, persona) for persona in PERSONAS}
        return found
