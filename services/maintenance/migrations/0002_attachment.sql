-- Up Migration
create table attachment (
  event_id    uuid        not null,
  number      integer     not null check (number between 1 and 3),
  asset_id    text        not null,
  is_held     boolean     not null,
  media_type  text        not null check (media_type in ('image/jpeg', 'image/png')),
  bytes       bytea       not null check (octet_length(bytes) between 1 and 10485760),
  received_at timestamptz not null default now(),
  primary key (event_id, number)
);
comment on table attachment is 'Photos of reports, without anything but the picture. They can be taken out: a patient may be on one.';
comment on column attachment.event_id is 'The report it belongs to; the downtime is called so, too, where the report opened one.';
comment on column attachment.is_held is 'Sent by somebody who was not signed in: shown to a supplier only once the report has been confirmed and is a downtime.';
create index attachment_of_asset on attachment (asset_id, received_at);

-- A supplier comes no nearer than the scanners it has work on; which photos belong to that work the query says.
alter table attachment enable row level security;
create policy attachment_of_organisation on attachment using (
  current_setting('imaging.organisation') = '*'
  or current_setting('imaging.organisation') ~ '^[A-Z0-9]{3,10}$'
  or exists (select from work_order where work_order.asset_id = attachment.asset_id)
) with check (true);
