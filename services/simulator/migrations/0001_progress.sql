-- Up Migration
create table example_run (
  is_only   boolean     primary key default true check (is_only),
  seed      integer     not null,
  fleet     text        not null check (fleet in ('full', 'small')),
  filled_to timestamptz not null
);
comment on table example_run is 'What the example was made from. A restart makes the same events again, so that a half-told history goes on where it stopped.';
comment on column example_run.filled_to is 'Until when history is filled in; what happens after is live.';

create table back_fill_step (
  step        text        primary key check (step in ('register', 'states', 'readings', 'exams', 'work-orders')),
  done        integer     not null default 0 check (done >= 0),
  total       integer     not null check (total >= done),
  finished_at timestamptz
);
comment on table back_fill_step is 'How far each step of the back-fill has come. The same things come in the same order, so a count says which are told.';

create table made_downtime (
  downtime_id   uuid        primary key,
  asset_id      text        not null,
  kind          text        not null check (kind in ('failure', 'limited', 'service', 'external')),
  cause         text        not null,
  from_at       timestamptz not null,
  mended_at     timestamptz not null check (mended_at >= from_at),
  back_at       timestamptz not null check (back_at >= mended_at),
  needed_part   boolean     not null,
  is_remote     boolean     not null,
  ended_at      timestamptz
);
comment on table made_downtime is 'Downtimes the simulator caused and how they are to end. It plays supplier and customer on these and on no other.';
create unique index made_downtime_one_open_per_asset on made_downtime (asset_id) where ended_at is null;

create table held_back (
  id     bigint      generated always as identity primary key,
  due_at timestamptz not null,
  topic  text        not null,
  key    text        not null,
  body   text        not null
);
comment on table held_back is 'True events that are delivered late on purpose.';
create index held_back_by_due on held_back (due_at);
