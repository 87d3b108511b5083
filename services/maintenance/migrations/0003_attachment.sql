-- Up Migration
create table attachment (
  event_id    uuid        not null,
  number      integer     not null check (number between 1 and 3),
  asset_id    text        not null,
  trust       text        not null check (trust ~ '^[A-Z0-9]{3,10}$'),
  is_held     boolean     not null,
  media_type  text        not null check (media_type in ('image/jpeg', 'image/png')),
  bytes       bytea       not null check (octet_length(bytes) between 1 and 10485760),
  received_at timestamptz not null default now(),
  primary key (event_id, number)
);
comment on table attachment is 'Photos of reports, without anything but the picture. They can be taken out: a patient may be on one.';
comment on column attachment.event_id is 'The report it belongs to; the downtime is called so, too, where the report opened one.';
comment on column attachment.trust is 'Who operated the scanner when it came: whose photo it is.';
comment on column attachment.is_held is 'Sent by somebody who was not signed in: shown to a supplier only once the report has been confirmed and is a downtime.';
create index attachment_of_asset on attachment (asset_id, received_at);

create function work_orders_of_photo(asset text, report uuid, held boolean, received timestamptz) returns setof text language sql stable
begin atomic
  select work_order.id from work_order
   where work_order.asset_id = asset and (
     work_order.downtime_id = report
     or exists (select from downtime where downtime.id = report and downtime.work_order_id = work_order.id)
     or (not held and received >= work_order.opened_at and received < coalesce(work_order.closed_at, 'infinity'))
   );
end;
comment on function work_orders_of_photo is
  'The work orders a photo belongs to, of those the one who asks may see: whose downtime its report opened, or that took that in; and,
sent by someone signed in, those open on its scanner when it came, for then it was added to that fault.';

-- A trust sees, adds and takes out its own; a supplier sees those of the work orders it has. Nobody changes one.
alter table attachment enable row level security;
alter table attachment force row level security;
create policy attachment_seen on attachment for select to imaging_maintenance
  using (
    trust = any ((select sees('own'))::text[])
    or exists (select from work_orders_of_photo(asset_id, event_id, is_held, received_at))
  );
create policy attachment_added on attachment for insert to imaging_maintenance
  with check (trust = any ((select sees('own'))::text[]) and not is_held);
create policy attachment_taken_out on attachment for delete to imaging_maintenance
  using (trust = any ((select sees('own'))::text[]));
-- Whoever reads a label is nobody's: their photo is added without a look at any other.
create policy attachment_held on attachment for insert to imaging_maintenance_dispatch with check (is_held);
revoke update, truncate on attachment from imaging_maintenance;
grant insert on attachment to imaging_maintenance_dispatch;
