-- Up Migration
create table asset_watch (
  asset_id      text        primary key,
  version       text        not null,
  watch         text        not null,
  last_heard_at timestamptz,
  written_at    timestamptz not null default now()
) with (fillfactor = 50);
alter table asset_watch alter column watch set storage external;
comment on table asset_watch is 'What the conditions remember of each asset between its readings; written in the transaction of the readings.';
comment on column asset_watch.version is 'The transaction that wrote it; tells a kept copy from a stale one.';
comment on column asset_watch.last_heard_at is 'When the newest reading was observed; written_at is when one last came.';
comment on column asset_watch.watch is 'JSON by place, kept as text and uncompressed: it is written with every batch and only ever read whole.';

create table flood_watch (
  scope text primary key,
  watch jsonb not null
);
comment on table flood_watch is 'Whether an asset or a site is in a flood of conditions, and what is held back.';

create table condition (
  condition_id text        primary key,
  asset_id     text        not null,
  kind         text        not null,
  severity     text        not null check (severity in ('watch', 'warning', 'alarm')),
  raised_at    timestamptz not null,
  cleared_at   timestamptz,
  message      text        not null,
  action       text        not null,
  channel      text,
  value        float8,
  limit_value  float8,
  held_back    boolean     not null default false
);
comment on table condition is 'Every condition ever raised, those a flood held back too.';
comment on column condition.held_back is 'Stored, but not told to people while its asset or site is in a flood.';
create index condition_of_asset on condition (asset_id, raised_at desc);
create index condition_standing on condition (raised_at) where cleared_at is null;

create table data_health (
  asset_id    text        primary key,
  health      text        not null check (health in ('LIVE', 'SILENT', 'NOT_CONNECTED')),
  since       timestamptz not null,
  known_since timestamptz not null default now()
);
comment on table data_health is 'Whether the signal of each asset comes as it should: a flag, never a state.';
comment on column data_health.known_since is 'When this service first learnt of the asset: a feed cannot be missed before.';

create table exam_count (
  asset_id     text        not null,
  from_at      timestamptz not null,
  to_at        timestamptz not null,
  exams        integer     not null check (exams >= 0),
  last_exam_at timestamptz,
  primary key (asset_id, from_at, to_at),
  constraint exam_count_ends_after_it_starts check (to_at > from_at)
);
comment on table exam_count is 'How many exams a RIS or PACS counted, by period: aggregates only, never about a patient.';

create table exam_watch (
  asset_id           text        primary key,
  no_exams_at        timestamptz,
  exams_while_down_at timestamptz
);
comment on table exam_watch is 'When each of the two conditions that exams tell of was raised; null while it does not stand.';

create table marked (
  asset_id    text        primary key,
  state       text        not null,
  since       timestamptz not null,
  downtime_id uuid
);
comment on table marked is 'What each asset is marked as, by the downtimes that availability tells of: exams are judged against it.';
