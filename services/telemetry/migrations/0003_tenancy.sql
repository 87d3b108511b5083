-- Up Migration
-- Who sees and writes what. Three roles:
--   imaging_telemetry         requests: what the scanners of their own organisation said, and nothing is written.
--   imaging_telemetry_ingest  consumers and timers: every organisation. It adds readings and cannot read them.
--   imaging_telemetry_rollup  hourly values and the end of old readings: every organisation.
-- A scanner's rows go with the scanner: who operates it now sees its whole history, so they follow asset_party. What peers may know of
-- a scanner's signal and conditions they are told on the board, by another service.

create table asset_party (
  asset_id text primary key,
  operator text not null
);
comment on table asset_party is 'Who operates each scanner, as the register last said: whose its rows are.';
create index asset_party_by_operator on asset_party (operator, asset_id);
alter table asset_party enable row level security;
alter table asset_party force row level security;
create policy asset_party_of_own on asset_party for select to imaging_telemetry
  using (operator = any ((select sees('own'))::text[]));
create policy asset_party_ingest on asset_party to imaging_telemetry_ingest using (true) with check (true);
revoke insert, update, delete, truncate on asset_party from imaging_telemetry;
grant select, insert, update, delete on asset_party to imaging_telemetry_ingest;

-- Nobody changes or takes out what a sensor said. Its partitions have no policies: who may do what with them, `prepare_reading_day` says.
alter table reading enable row level security;
alter table reading force row level security;
create policy reading_of_own on reading for select to imaging_telemetry
  using (asset_id in (select asset_id from asset_party where operator = any ((select sees('own'))::text[])));
create policy reading_added on reading for insert to imaging_telemetry_ingest with check (true);
create policy reading_rolled_up on reading for select to imaging_telemetry_rollup using (true);
revoke insert, update, delete, truncate on reading from imaging_telemetry;
grant insert on reading to imaging_telemetry_ingest;
grant select on reading to imaging_telemetry_rollup;

alter table reading_hour enable row level security;
alter table reading_hour force row level security;
create policy reading_hour_of_own on reading_hour for select to imaging_telemetry
  using (asset_id in (select asset_id from asset_party where operator = any ((select sees('own'))::text[])));
create policy reading_hour_rolled_up on reading_hour to imaging_telemetry_rollup using (true) with check (true);
revoke insert, update, delete, truncate on reading_hour from imaging_telemetry;
grant select, insert, update on reading_hour to imaging_telemetry_rollup;

alter table condition enable row level security;
alter table condition force row level security;
create policy condition_of_own on condition for select to imaging_telemetry
  using (asset_id in (select asset_id from asset_party where operator = any ((select sees('own'))::text[])));
create policy condition_ingest on condition to imaging_telemetry_ingest using (true) with check (true);
revoke insert, update, delete, truncate on condition from imaging_telemetry;
grant select, insert, update on condition to imaging_telemetry_ingest;

alter table exam_count enable row level security;
alter table exam_count force row level security;
create policy exam_count_of_own on exam_count for select to imaging_telemetry
  using (asset_id in (select asset_id from asset_party where operator = any ((select sees('own'))::text[])));
create policy exam_count_ingest on exam_count to imaging_telemetry_ingest using (true) with check (true);
revoke insert, update, delete, truncate on exam_count from imaging_telemetry;
grant select, insert, update on exam_count to imaging_telemetry_ingest;

-- What the service remembers for its own work; no request reads it.
alter table asset_watch enable row level security;
alter table asset_watch force row level security;
create policy asset_watch_ingest on asset_watch to imaging_telemetry_ingest using (true) with check (true);
alter table flood_watch enable row level security;
alter table flood_watch force row level security;
create policy flood_watch_ingest on flood_watch to imaging_telemetry_ingest using (true) with check (true);
alter table exam_watch enable row level security;
alter table exam_watch force row level security;
create policy exam_watch_ingest on exam_watch to imaging_telemetry_ingest using (true) with check (true);
alter table marked enable row level security;
alter table marked force row level security;
create policy marked_ingest on marked to imaging_telemetry_ingest using (true) with check (true);
alter table data_health enable row level security;
alter table data_health force row level security;
create policy data_health_ingest on data_health to imaging_telemetry_ingest using (true) with check (true);
revoke all on asset_watch, flood_watch, exam_watch, marked, data_health from imaging_telemetry;
grant select, insert, update on asset_watch, flood_watch, exam_watch, marked, data_health to imaging_telemetry_ingest;

-- The register is read into memory by the consumers' role; requests are answered from there and never read it here.
alter table snapshot enable row level security;
alter table snapshot force row level security;
create policy snapshot_ingest on snapshot to imaging_telemetry_ingest using (true) with check (true);
revoke all on snapshot from imaging_telemetry;

-- Of no organisation: which channels come together, and which hours have changed.
revoke insert, update, delete, truncate on channel_set from imaging_telemetry;
grant select, insert on channel_set to imaging_telemetry_ingest;
grant select on channel_set to imaging_telemetry_rollup;
revoke all on dirty_hour from imaging_telemetry;
grant insert on dirty_hour to imaging_telemetry_ingest;
grant select, delete on dirty_hour to imaging_telemetry_rollup;

-- These act as the owner, or on every organisation's rows: each is for one role alone.
revoke execute on function prepare_reading_day, drop_reading_days, roll_up_hour
  from public, imaging_telemetry, imaging_telemetry_ingest, imaging_telemetry_relay, imaging_telemetry_rollup;
grant execute on function prepare_reading_day to imaging_telemetry_ingest;
grant execute on function drop_reading_days, roll_up_hour to imaging_telemetry_rollup;
