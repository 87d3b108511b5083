-- Up Migration
create table outbox (
  id             bigint      generated always as identity primary key,
  transaction_id xid8        not null default pg_current_xact_id(),
  destination    text        not null,
  topic          text        not null,
  key            bytea,
  headers        json        not null default '{}',
  body           bytea,
  tries          integer     not null default 0,
  enqueued_at    timestamptz not null default now()
);
comment on table outbox is 'Messages that leave this service, written with the change they tell of; the relay publishes a row and removes it.';
comment on column outbox.headers is 'json and not jsonb: a header may hold any character, U+0000 among them.';
comment on column outbox.tries is 'How often the destination refused this very message; an unavailable destination does not count.';
create index outbox_by_destination on outbox (destination, id);

create table outbox_set_aside (
  id             bigint      primary key,
  destination    text        not null,
  topic          text        not null,
  key            bytea,
  headers        json        not null,
  body           bytea,
  tries          integer     not null,
  enqueued_at    timestamptz not null,
  reason         text        not null,
  set_aside_at   timestamptz not null default now()
);
comment on table outbox_set_aside is 'Messages their destination refused for good, with its reason, for the operator to mend and enqueue again.';

create function wake_relay() returns trigger language plpgsql as $$
begin
  perform pg_notify('outbox.' || tg_table_schema, '');
  return null;
end
$$;
comment on function wake_relay is 'Wakes the relay at commit, so that a message leaves at once and not at the next poll.';
create trigger outbox_wakes_relay after insert on outbox for each statement execute function wake_relay();
