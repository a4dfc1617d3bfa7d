-- Who asks: what the request or task bound for its transaction.
create schema if not exists access;
grant usage on schema access to app, app_worker;
create function access.uid() returns bigint language sql stable as
  $$ select nullif(current_setting('app.user_id', true), '')::bigint $$;
create function access.agency() returns bigint language sql stable as
  $$ select nullif(current_setting('app.agency_id', true), '')::bigint $$;
create function access.today() returns date language sql stable as
  $$ select nullif(current_setting('app.today', true), '')::date $$;

-- One's own places on teams. The owner's view, so that policies may ask it without recursion; a
-- barrier, so that no condition of a query is tried on the rows of others. Nobody writes through it.
create view access.membership with (security_barrier) as
  select m.case_id, m.role from public.[casework.TeamMember] m
  where m.active and m.user_id = access.uid() and m.agency_id = access.agency()
    and m.role <> 'evaluator';
revoke all on access.membership from app, app_worker;
grant select on access.membership to app, app_worker;

create function access.mine(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select 1 from access.membership m where m.case_id = wanted);
end $$;

create function access.leads(wanted uuid, roles text[]) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
    select 1 from access.membership m where m.case_id = wanted and m.role = any(roles));
end $$;

create function access.has_duty(wanted text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
    select 1 from [agencies.Duty] d
    where d.user_id = access.uid() and d.kind = wanted and d.since <= access.today()
      and (d.until is null or d.until >= access.today()));
end $$;

create function access.my_channels() returns bigint[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return array(
    select p.channel_id from [agencies.ChannelPost] p where p.active and p.user_id = access.uid());
end $$;

-- Whether one answers for a signal: by its channel, or for all of them.
create function access.on_desk(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
    select 1 from [intake.Signal] g
    where g.id = wanted and (access.has_duty('signal_coordinator') or exists (
      select 1 from [agencies.ChannelPost] p
      where p.channel_id = g.channel_id and p.active and p.user_id = access.uid())));
end $$;

create function access.reported(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
    select 1 from [intake.Signal] g where g.id = wanted and g.reporter_id = access.uid());
end $$;

create function access.shared_with_us(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
    select 1 from [casework.RecordGroupObjectPermission] s
    join [agencies.Agency] a on a.group_id = s.group_id
    where s.content_object_id = wanted and a.id = access.agency());
end $$;

-- A record by its audience; one that its author withdrew is the author's alone.
create function access.may_read(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
    select 1 from [casework.Record] r
    where r.id = wanted and access.mine(r.case_id)
      and (r.withdrawn_at is null or r.author_id = access.uid())
      and (r.audience = 'team' or r.agency_id = access.agency()
        or (r.audience = 'named' and (
          access.leads(r.case_id, '{process_coordinator,content_coordinator}')
          or access.shared_with_us(r.id)))));
end $$;

-- A person by a case of one's own, or by a signal that one answers for.
create function access.knows(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
      select 1 from [casework.Case] c join access.membership m on m.case_id = c.id
      where c.subject_id = wanted)
    or exists (
      select 1 from [intake.Signal] s
      where s.person_id = wanted and (access.has_duty('signal_coordinator') or exists (
        select 1 from [agencies.ChannelPost] p
        where p.channel_id = s.channel_id and p.active and p.user_id = access.uid())));
end $$;

revoke all on function
  access.mine(uuid), access.leads(uuid, text[]), access.has_duty(text), access.my_channels(),
  access.on_desk(uuid), access.reported(uuid), access.shared_with_us(uuid),
  access.may_read(uuid), access.knows(uuid) from public;
grant execute on function
  access.mine(uuid), access.leads(uuid, text[]), access.has_duty(text), access.my_channels(),
  access.on_desk(uuid), access.reported(uuid), access.shared_with_us(uuid),
  access.may_read(uuid), access.knows(uuid) to app, app_worker;

-- Rights on a case follow the team, in the same statement, whoever writes the row.
create function access.derive_rights(wanted_case uuid, wanted_user bigint) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  delete from [casework.CaseUserObjectPermission] p
  where p.content_object_id = wanted_case and p.user_id = wanted_user
    and not exists (
      select 1 from [casework.TeamMember] m join [casework.RoleRight] r on r.role = m.role
      where m.case_id = wanted_case and m.user_id = wanted_user and m.active
        and r.permission_id = p.permission_id);
  insert into [casework.CaseUserObjectPermission] (content_object_id, user_id, permission_id)
  select distinct m.case_id, m.user_id, r.permission_id
  from [casework.TeamMember] m join [casework.RoleRight] r on r.role = m.role
  where m.case_id = wanted_case and m.user_id = wanted_user and m.active
  on conflict do nothing; $$;
revoke all on function access.derive_rights(uuid, bigint) from public;

create function access.sync_member() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    perform access.derive_rights(old.case_id, old.user_id);
  end if;
  if tg_op <> 'DELETE' then
    perform access.derive_rights(new.case_id, new.user_id);
  end if;
  return null;
end $$;

-- Each save raises the version by one; whoever read an older one is refused.
create function access.check_version() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 then
    raise exception 'stale or unversioned write on %', tg_table_name
      using errcode = 'serialization_failure';
  end if;
  return new;
end $$;

-- What a row is, whose and on which file, is not the application's to change.
create function access.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a column of % that stands as it was written', tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

-- What opens files is given by an administrator to somebody else (B5). Commands bind nobody.
create function access.given_by_another() returns trigger language plpgsql as $$
begin
  if access.uid() is not null and (
      (to_jsonb(new) ->> tg_argv[0])::bigint = access.uid()
      or not access.has_duty('administrator')) then
    raise exception 'a power of %: an administrator gives it, and to another', tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
