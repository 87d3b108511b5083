-- Up Migration
create table entry (
  organisation  text           not null,
  sequence      bigint         not null check (sequence >= 1),
  recorded_at   timestamptz(3) not null,
  event_id      uuid           not null,
  act           text           not null,
  at            timestamptz(3) not null,
  by            jsonb          not null,
  about         text           not null,
  details       jsonb          not null,
  previous_hash text           not null check (previous_hash ~ '^[0-9a-f]{64}$'),
  hash          text           not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (organisation, sequence),
  constraint entry_is_recorded_once unique (event_id)
);
comment on table entry is 'The record: every act that must be proven later, a chain of hashes for each organisation. Rows are added and never changed.';
comment on column entry.recorded_at is 'To the millisecond, as it is hashed: a finer instant could be changed unseen.';
create index entry_by_instant on entry (organisation, at);
create index entry_by_act on entry (organisation, act, sequence);

create table root (
  organisation text           not null,
  sequence     bigint         not null,
  after        bigint         not null check (after >= 0),
  hash         text           not null,
  digest       text           not null,
  at           timestamptz(3) not null,
  signature    text           not null,
  hashes       text[]         not null,
  primary key (organisation, sequence),
  constraint root_lists_what_it_covers check (cardinality(hashes) = sequence - after)
);
comment on table root is 'How far each record reached at an instant, signed and exported before it is written here.';

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the record is added to and never changed: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
create trigger entry_stands before update or delete or truncate on entry for each statement execute function refuse_change();
create trigger root_stands before update or delete or truncate on root for each statement execute function refuse_change();

create function continue_chain() returns trigger language plpgsql as $$
declare
  head record;
begin
  -- One writer at a time for each chain, until its transaction ends: no gap, no fork.
  perform pg_advisory_xact_lock(hashtextextended('record.' || new.organisation, 0));
  select sequence, hash into head from entry where organisation = new.organisation order by sequence desc limit 1;
  if new.sequence <> coalesce(head.sequence, 0) + 1 or new.previous_hash <> coalesce(head.hash, new.previous_hash) then
    raise exception 'entry % of % does not go on from entry %', new.sequence, new.organisation, coalesce(head.sequence, 0)
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;
create trigger entry_continues_chain before insert on entry for each row execute function continue_chain();

-- Not even a session that plays replica, which passes over ordinary triggers, changes anything in passing.
alter table entry enable always trigger entry_stands, enable always trigger entry_continues_chain;
alter table root enable always trigger root_stands;

revoke insert, update, delete, truncate on entry, root from imaging_record;
grant select, insert on entry, root to imaging_record_ingest;
grant select on entry, root to imaging_record_audit;

alter table entry enable row level security;
alter table entry force row level security;
create policy entry_of_own_record on entry for select to imaging_record using (organisation = (select acts_for()));
create policy entry_ingest_reads on entry for select to imaging_record_ingest using (true);
create policy entry_ingest_adds on entry for insert to imaging_record_ingest with check (true);
create policy entry_audit on entry for select to imaging_record_audit using (true);

alter table root enable row level security;
alter table root force row level security;
create policy root_of_own_record on root for select to imaging_record using (organisation = (select acts_for()));
create policy root_ingest_reads on root for select to imaging_record_ingest using (true);
create policy root_ingest_adds on root for insert to imaging_record_ingest with check (true);
create policy root_audit on root for select to imaging_record_audit using (true);
