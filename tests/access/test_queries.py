"""A page asks the same number of questions whatever the file holds: 10 and 10,000 rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.scope import WORKER, bound
from tests.access import asking
from tests.access.answers.line import Line

pytestmark = pytest.mark.access

# (route, object) -> (persona, queries); settings of the connection and savepoints included.
PINNED = {
    ("home", ""): ("coordinator", 12),
    ("home?only=action", ""): ("partner", 13),
    ("home?only=decision", ""): ("content", 16),
    ("home?only=meeting", ""): ("process", 14),
    ("intake:list", ""): ("coordinator", 11),
    ("intake:page", "desk"): ("coordinator", 15),
    ("intake:first_analysis", "ready"): ("coordinator", 27),
    ("intake:matches", "named"): ("coordinator", 18),
    ("notices", ""): ("partner", 9),
    ("cases", ""): ("partner", 10),
    ("cases?q=zq", ""): ("partner", 9),
    ("cases?order=silent", ""): ("partner", 10),
    ("case", "a"): ("partner", 19),
    ("case?only=held", "a"): ("process", 16),
    ("case_team", "a"): ("partner", 12),
    ("case_reading_log", "a"): ("process", 11),
    ("reading_log", ""): ("dpo", 10),
    ("plans:analysis", "a"): ("partner", 12),
    ("plans:plan", "a"): ("content", 17),
    ("closure:monitoring", "a"): ("process", 11),
    ("closure:closing", "a"): ("content", 14),
    ("plans:carrying", "a"): ("process", 13),
    ("plans:checkpoints", "a"): ("process", 12),
    ("plans:checkpoint_page", "a/meeting_a"): ("content", 18),
    ("admin:health", ""): ("administrator", 20),
    ("search?zq", ""): ("coordinator", 10),
    ("search?zqrecord zqwords", ""): ("content", 11),
}
# What is multiplied, as the worker: name -> SQL with the stage's ids.
MANY = {
    "signals": """
        insert into intake_signal select made.* from intake_signal s,
          generate_series(1, %(n)s) n,
          lateral jsonb_populate_record(null::intake_signal, to_jsonb(s) || jsonb_build_object(
            'id', gen_random_uuid(), 'reference', %(name)s || n,
            'received_at', s.received_at - n * interval '1 minute')) made
        where s.id = %(signal)s""",
    "matches": """
        with more as (insert into casework_person select made.* from casework_person p,
            generate_series(1, least(%(n)s, 300)) n,
            lateral jsonb_populate_record(null::casework_person, to_jsonb(p) ||
              jsonb_build_object('id', gen_random_uuid(),
                'created_at', p.created_at - n * interval '1 minute')) made
          where p.id = %(person)s returning id)
        , told as (insert into intake_signal select made.* from more, intake_signal s,
          lateral jsonb_populate_record(null::intake_signal, to_jsonb(s) || jsonb_build_object(
            'id', more.id, 'reference', 'M' || left(more.id::text, 20))) made
          where s.id = %(signal)s returning id)
        insert into intake_namedperson select made.* from told, intake_namedperson m,
          lateral jsonb_populate_record(null::intake_namedperson, to_jsonb(m) ||
            jsonb_build_object('id', gen_random_uuid(), 'signal_id', told.id,
              'person_id', told.id)) made
        where m.signal_id = %(signal)s""",
    "hops": """
        insert into intake_signalhop select made.* from (select * from intake_signalhop limit 1) h,
          generate_series(1, least(%(n)s, 500)) n,
          lateral jsonb_populate_record(null::intake_signalhop, to_jsonb(h) || jsonb_build_object(
            'id', gen_random_uuid(), 'signal_id', %(signal)s, 'step', %(n)s + n)) made""",
    "cases": """
        with whom as (insert into casework_person select made.* from casework_person p,
            generate_series(1, least(%(n)s, 300)) n,
            lateral jsonb_populate_record(null::casework_person, to_jsonb(p) ||
              jsonb_build_object('id', md5(p.id::text || %(name)s || n)::uuid)) made
          where p.id = (select c.subject_id from casework_case c where c.id = %(case)s)),
        more as (insert into casework_case select made.* from casework_case c,
            generate_series(1, least(%(n)s, 300)) n,
            lateral jsonb_populate_record(null::casework_case, to_jsonb(c) || jsonb_build_object(
              'id', gen_random_uuid(), 'reference', %(name)s || n,
              'subject_id', md5(c.subject_id::text || %(name)s || n)::uuid,
              'opened_at', c.opened_at - n * interval '1 day')) made
          where c.id = %(case)s returning id, opened_at)
        insert into casework_teammember select made.* from more, casework_teammember m,
          lateral jsonb_populate_record(null::casework_teammember, to_jsonb(m) ||
            jsonb_build_object('id', gen_random_uuid(), 'case_id', more.id,
              'opened_at', more.opened_at)) made
        where m.case_id = %(case)s and m.user_id = %(user)s""",
    "notes": """
        with more as (insert into casework_record select made.* from casework_record r,
            casework_case c, lateral jsonb_populate_record(null::casework_record,
              to_jsonb(r) || jsonb_build_object('id', gen_random_uuid(), 'case_id', c.id)) made
          where r.id = %(named)s and c.reference like %(name)s || '%%' returning id)
        insert into casework_recordgroupobjectpermission
          (content_object_id, group_id, permission_id)
        select more.id, s.group_id, s.permission_id
        from more, casework_recordgroupobjectpermission s where s.content_object_id = %(named)s""",
    "records": """
        insert into casework_record select made.* from casework_record r,
          generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::casework_record, to_jsonb(r) || jsonb_build_object(
            'id', gen_random_uuid(), 'written_at', r.written_at - n * interval '1 minute')) made
        where r.id = %(record)s""",
    "journal": """
        insert into casework_journalentry select made.*
        from (select * from casework_journalentry where case_id = %(case)s limit 1) j,
          generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::casework_journalentry, to_jsonb(j) ||
            jsonb_build_object('id', gen_random_uuid(),
              'at', j.at - n * interval '1 minute')) made""",
    **{
        table: f"""
        insert into {table} select made.* from {table} l, generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::{table}, to_jsonb(l) || jsonb_build_object(
            'id', gen_random_uuid(), 'written_at', l.written_at - n * interval '1 minute')) made
        where l.case_id = %(case)s"""
        for table in (
            "plans_gap",
            "plans_factor",
            "plans_levelrating",
            "plans_interpretation",
            "plans_viewpoint",
        )
    },
    "checks": """
        insert into closure_monitoringcheck select made.* from closure_monitoringcheck l,
          generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::closure_monitoringcheck, to_jsonb(l) ||
            jsonb_build_object('id', gen_random_uuid(), 'number',
              (select max(number) from closure_monitoringcheck) + n)) made
        where l.id = %(check)s""",
    **{
        table: f"""
        insert into {table} select made.* from {table} l, generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::{table}, to_jsonb(l) || jsonb_build_object(
            'id', md5(l.id::text || %(name)s || n)::uuid,
            'line', md5(%(name)s || n || l.id::text)::uuid)) made
        where l.case_id = %(case)s"""
        for table in ("plans_followup", "plans_adverseeffect", "plans_commitment")
    },
    "held": """
        insert into plans_checkpointmeeting select made.* from plans_checkpointmeeting l,
          generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::plans_checkpointmeeting, to_jsonb(l) ||
            jsonb_build_object('id', md5(l.id::text || %(name)s || n)::uuid, 'line', null)) made
        where l.id = %(meeting)s""",
    "told": """
        insert into closure_informedparty select made.* from closure_informedparty l,
          generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::closure_informedparty, to_jsonb(l) ||
            jsonb_build_object('id', gen_random_uuid(), 'how', case when n > 0 then l.how end)) made
        where l.id = %(told)s""",
    "notices": """
        insert into notices_notice select made.*
        from (select * from notices_notice where recipient_id = %(user)s limit 1) t,
          generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::notices_notice, to_jsonb(t) ||
            jsonb_build_object('id', gen_random_uuid(), 'key', t.key || %(name)s || n,
              'made_at', t.made_at - n * interval '1 minute')) made""",
    "goals": """
        insert into plans_goal select made.* from plans_goal r,
          generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::plans_goal, to_jsonb(r) || jsonb_build_object(
            'id', gen_random_uuid(), 'line', gen_random_uuid(), 'position', r.position + n)) made
        where r.id = %(goal)s""",
    "actions": """
        insert into plans_action select made.* from plans_action r,
          generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::plans_action, to_jsonb(r) || jsonb_build_object(
            'id', gen_random_uuid(), 'line', gen_random_uuid(), 'position', r.position + n)) made
        where r.id = %(action)s""",
    "reading_log": """
        insert into casework_readinglog select made.*
        from (select * from casework_readinglog where case_id = %(case)s limit 1) l,
          generate_series(1, least(%(n)s, 300)) n,
          lateral jsonb_populate_record(null::casework_readinglog, to_jsonb(l) ||
            jsonb_build_object('id', gen_random_uuid(),
              'at', l.at - n * interval '1 minute')) made""",
}


def multiply(stage, n: int, name: str) -> None:
    """Add ``n`` more of each to the stage, uncommitted; references begin with ``name``."""
    ids = {
        "n": n,
        "name": name,
        "signal": str(stage.signals["desk"].pk),
        "case": str(stage.cases["a"].pk),
        "person": str(stage.cases["b"].subject_id),
        "record": str(stage.records["team_a"].pk),
        "goal": str(stage.rows["goal"].pk),
        "action": str(stage.rows["action"].pk),
        "named": str(stage.records["named_a"].pk),
        "check": str(stage.rows["check_a"].pk),
        "told": str(stage.rows["told_a"].pk),
        "meeting": str(stage.rows["meeting_a"].pk),
        "user": stage.people["basile"].pk,
    }
    with bound(WORKER), connection.cursor() as cursor:
        for statement in MANY.values():
            cursor.execute(statement, ids)
        cursor.execute("select count(*) from intake_signal")
        assert cursor.fetchone()[0] > n


def counted(stage, *, known: bool) -> dict[tuple[str, str], tuple[str, int]]:
    """How many statements each page asks; ``known`` where each was visited once before."""
    found = {}
    for (route, on), (persona, _number) in PINNED.items():
        browsers = asking.Browsers(stage, [persona])
        name, _mark, query = route.partition("?")
        client = browsers.of(persona)
        if name == "search":
            url = client.post(reverse(name), {"q": query}).url
        else:
            url = asking.address(Line(name, on, query=query), stage)
        # The first visit of a session stamps it; that of a page fills what a process remembers.
        client.get(reverse("privacy") if known else url)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(url)
        assert response.status_code == 200
        found[route, on] = (persona, len(asked))
    return found


def test_ten_or_ten_thousand_ask_the_same(stage, db):
    """Red when a page asks once more for each row, and when a page begins to ask more at all."""
    multiply(stage, 10, "FEW")
    few = counted(stage, known=False)
    multiply(stage, 10_000, "MANY")
    many = counted(stage, known=True)
    for page in PINNED:
        assert many[page] == few[page], f"{page}: {few[page]} with few rows, {many[page]} with many"
    more = {page: many[page] for page in PINNED if many[page] != PINNED[page]}
    assert not more, f"PINNED says otherwise: {more}"
