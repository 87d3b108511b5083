-- Up Migration
create table consumer_offset (
  group_name  text        not null,
  topic       text        not null,
  partition   integer     not null check (partition >= 0),
  next_offset bigint      not null check (next_offset >= 0),
  updated_at  timestamptz not null default now(),
  primary key (group_name, topic, partition)
) with (fillfactor = 50);
comment on table consumer_offset is 'The next record each consumer group reads, moved in the transaction that holds the effects: the authority over Kafka''s own offsets.';
comment on column consumer_offset.next_offset is 'Moved only from the value the writer expects, so a stale member of the group cannot write twice.';
