-- Up Migration
create table work_order (
  id           text        primary key check (id ~ '^WO-[0-9]{1,12}$'),
  number       bigint      not null unique,
  asset_id     text        not null,
  trust        text        not null check (trust ~ '^[A-Z0-9]{3,10}$'),
  supplier_id  text        not null check (supplier_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  downtime_id  uuid,
  follows      text        references work_order,
  reference    text,
  status       text        not null check (status in ('NEW', 'ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART', 'AWAITING_CHECKS', 'CLOSED', 'CANCELLED')),
  opened_at    timestamptz not null,
  closed_at    timestamptz check (closed_at >= opened_at),
  version      integer     not null check (version > 0),
  sequence     integer     not null check (sequence >= version),
  state        jsonb       not null,
  unique (trust, reference),
  constraint work_order_closed_has_an_end check ((status in ('CLOSED', 'CANCELLED')) = (closed_at is not null))
);
comment on table work_order is 'Where each work order stands: what its facts add up to, with the columns that lists are asked by.';
comment on column work_order.supplier_id is 'Who has the work now; it changes hands when a supplier declines or the customer chooses another.';
comment on column work_order.follows is 'The work order whose release with limits left this to be mended.';
comment on column work_order.reference is 'Its number in the system its trust brought it from; none for those raised here.';
comment on column work_order.version is 'How many facts people made: what a form is decided on (ETag).';
comment on column work_order.sequence is 'How many facts there are.';

-- At most one for a downtime, however often it is told of, and one for what its release left: the rule lives here, not in code.
create unique index work_order_one_per_downtime on work_order (downtime_id, trust)
  where downtime_id is not null and follows is null and status <> 'CANCELLED';
create unique index work_order_one_follow_up on work_order (follows) where status <> 'CANCELLED';
create index work_order_newest_first on work_order (opened_at desc, number desc);
create index work_order_by_trust on work_order (trust, opened_at desc, number desc);
create index work_order_by_supplier on work_order (supplier_id, opened_at desc, number desc);
create index work_order_by_asset on work_order (asset_id, opened_at desc, number desc);
create index work_order_open on work_order (asset_id) where closed_at is null;

create sequence work_order_number;

create table work_order_fact (
  work_order_id text        not null references work_order,
  sequence      integer     not null check (sequence > 0),
  trust         text        not null,
  supplier_id   text        not null,
  event_id      uuid        not null unique,
  step          text        not null,
  at            timestamptz not null,
  recorded_at   timestamptz not null default now(),
  body          jsonb       not null,
  primary key (work_order_id, sequence)
);
comment on table work_order_fact is 'Everything that happened to work orders, in order. Rows are added and never changed.';
comment on column work_order_fact.supplier_id is 'Who had the work when it happened: of another supplier''s time a supplier reads nothing.';

create table downtime (
  id            uuid        primary key,
  asset_id      text        not null,
  from_at       timestamptz not null,
  closed_at     timestamptz,
  opening       jsonb       not null,
  fate          text        not null check (fate in ('waiting', 'raised', 'taken-in', 'history', 'not-ours', 'voided', 'renamed')),
  decide_at     timestamptz,
  work_order_id text        references work_order,
  constraint downtime_waiting_has_an_hour check ((fate = 'waiting') = (decide_at is not null))
);
comment on table downtime is 'Downtimes told of, and what became of each: a work order, a place in another''s, or none.';
comment on column downtime.work_order_id is 'The newest that stands for it.';
comment on column downtime.decide_at is 'A downtime learnt late waits until then: closed by that time it is history and needs no work order.';
create index downtime_waiting on downtime (decide_at) where fate = 'waiting';
