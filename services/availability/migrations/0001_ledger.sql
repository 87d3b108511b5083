-- Up Migration
create table ledger_event (
  event_id    uuid        primary key,
  asset_id    text        not null,
  kind        text        not null check (kind in ('state', 'correction', 'session-loss', 'health', 'work-order')),
  recorded_at timestamptz not null,
  event       jsonb       not null
);
comment on table ledger_event is 'Everything told about an asset, as it was told. Nothing is changed or taken out; a correction is a row of its own.';
comment on column ledger_event.recorded_at is 'When the platform accepted it: "as known at K" means recorded at or before K.';
comment on column ledger_event.event is 'The CloudEvent, untouched but for recordedtime.';
create index ledger_event_of_asset on ledger_event (asset_id, recorded_at);

create table asset_now (
  asset_id       text        primary key,
  ledger_version text        not null,
  state          text        not null,
  since          timestamptz,
  health         text        not null,
  health_since   timestamptz,
  downtime_id    uuid,
  changes_at     timestamptz,
  told_at        timestamptz
);
comment on table asset_now is 'Where each asset stands by its ledger: what the live board shows.';
comment on column asset_now.ledger_version is 'The transaction that last grew the ledger of the asset; tells a cached ledger from a stale one.';
comment on column asset_now.changes_at is 'When it changes of itself: the agreed end of planned work, or a report dated a little ahead.';
comment on column asset_now.told_at is 'Until when others have been told what its ledger says.';
create index asset_now_by_change on asset_now (changes_at) where changes_at is not null;

create table board_change (
  id             bigint      generated always as identity primary key,
  transaction_id xid8        not null default pg_current_xact_id(),
  asset_id       text        not null,
  state          text        not null,
  since          timestamptz,
  health         text        not null,
  health_since   timestamptz,
  published_at   timestamptz,
  changed_at     timestamptz not null default now()
);
comment on table board_change is 'The live feed: one row each time an asset''s line on the board changed. Kept for a day.';
create index board_change_by_transaction on board_change (transaction_id, id);
create index board_change_by_age on board_change (changed_at);

create function wake_feed() returns trigger language plpgsql as $$
begin
  perform pg_notify('availability.board', '');
  return null;
end
$$;
comment on function wake_feed is 'Wakes those who watch the live feed at commit.';
create trigger board_change_wakes_feed after insert on board_change for each statement execute function wake_feed();
