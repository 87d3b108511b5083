-- Up Migration
create table idempotency_key (
  scope          text        not null,
  key            text        not null,
  request_digest text        not null,
  status         smallint,
  response       jsonb,
  created_at     timestamptz not null default now(),
  primary key (scope, key)
);
comment on table idempotency_key is 'Commands already carried out, so that pressing twice answers the same; written in the command''s own transaction.';
comment on column idempotency_key.scope is 'Who sent the command and what for: the same key of another sender or command is another key.';
create index idempotency_key_by_age on idempotency_key (created_at);
