-- Up Migration
create table snapshot (
  topic         text        not null,
  key           text        not null,
  body          jsonb       not null,
  published_at  timestamptz not null,
  partition     integer     not null,
  record_offset bigint      not null,
  primary key (topic, key)
);
comment on table snapshot is 'The latest body of each key of the compacted topics this service follows; a tombstone removes the row.';
