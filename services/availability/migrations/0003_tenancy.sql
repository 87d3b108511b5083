-- Up Migration
-- Who sees and writes what. Two roles:
--   imaging_availability         requests: the scanners of those who share their status with the one who asks.
--   imaging_availability_ingest  consumers and timers: every organisation.
-- A scanner's rows go with the scanner: who operates it now shares its whole history, so they follow asset_party. A ledger is seen
-- whole or not at all, since figures made from part of one would be wrong.

create table asset_party (
  asset_id text primary key,
  operator text not null
);
comment on table asset_party is 'Who operates each scanner, as the register last said: whose its rows are.';
create index asset_party_by_operator on asset_party (operator, asset_id);
alter table asset_party enable row level security;
alter table asset_party force row level security;
create policy asset_party_seen on asset_party for select to imaging_availability
  using (operator = any ((select sees('status'))::text[]));
create policy asset_party_ingest on asset_party to imaging_availability_ingest using (true) with check (true);
revoke insert, update, delete, truncate on asset_party from imaging_availability;
grant select, insert, update, delete on asset_party to imaging_availability_ingest;

-- Nobody changes or takes out what was told, and no request adds to it: what people report comes in by the log, as everybody's word.
alter table ledger_event enable row level security;
alter table ledger_event force row level security;
create policy ledger_event_seen on ledger_event for select to imaging_availability
  using (asset_id in (select asset_id from asset_party where operator = any ((select sees('status'))::text[])));
create policy ledger_event_told on ledger_event for select to imaging_availability_ingest using (true);
create policy ledger_event_added on ledger_event for insert to imaging_availability_ingest with check (true);
revoke insert, update, delete, truncate on ledger_event from imaging_availability;
grant select, insert on ledger_event to imaging_availability_ingest;

alter table asset_now enable row level security;
alter table asset_now force row level security;
create policy asset_now_seen on asset_now for select to imaging_availability
  using (asset_id in (select asset_id from asset_party where operator = any ((select sees('status'))::text[])));
-- A request about a report from a label holds the line of its own scanner, so that writers of one scanner take turns. It may add a line
-- that says nothing, and hold one ("for update"); where a scanner stands is for its ledger to say.
create policy asset_now_begun on asset_now for insert to imaging_availability
  with check (
    ledger_version = '' and state = 'UNKNOWN' and health = 'NOT_CONNECTED'
    and asset_id in (select asset_id from asset_party where operator = any ((select sees('own'))::text[]))
  );
create policy asset_now_held on asset_now for update to imaging_availability
  using (asset_id in (select asset_id from asset_party where operator = any ((select sees('own'))::text[])))
  with check (false);
create policy asset_now_ingest on asset_now to imaging_availability_ingest using (true) with check (true);
revoke delete, truncate on asset_now from imaging_availability;
grant select, insert, update on asset_now to imaging_availability_ingest;

alter table board_change enable row level security;
alter table board_change force row level security;
create policy board_change_seen on board_change for select to imaging_availability
  using (asset_id in (select asset_id from asset_party where operator = any ((select sees('status'))::text[])));
create policy board_change_of_own on board_change for insert to imaging_availability
  with check (asset_id in (select asset_id from asset_party where operator = any ((select sees('own'))::text[])));
create policy board_change_ingest on board_change to imaging_availability_ingest using (true) with check (true);
revoke update, delete, truncate on board_change from imaging_availability;
grant select, insert, delete on board_change to imaging_availability_ingest;

-- What nobody has confirmed is not yet the trust's word: it is its own, and not shared with its status.
alter table held_report enable row level security;
alter table held_report force row level security;
create policy held_report_of_own on held_report to imaging_availability
  using (asset_id in (select asset_id from asset_party where operator = any ((select sees('own'))::text[])))
  with check (asset_id in (select asset_id from asset_party where operator = any ((select sees('own'))::text[])));
create policy held_report_ingest on held_report to imaging_availability_ingest using (true) with check (true);
revoke update, delete, truncate on held_report from imaging_availability;
grant update (outcome, decided_at, decided_by, reason) on held_report to imaging_availability;
grant select, update (late_told) on held_report to imaging_availability_ingest;

-- The register is read into memory by the consumers' role, money and all; requests are answered from there and never read it here.
alter table snapshot enable row level security;
alter table snapshot force row level security;
create policy snapshot_ingest on snapshot to imaging_availability_ingest using (true) with check (true);
revoke all on snapshot from imaging_availability;
