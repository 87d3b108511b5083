-- Up Migration
create table parcel (
  id           integer primary key,
  organisation text    not null,
  note         text
);
comment on table parcel is 'Example data for the tests of this package.';
alter table parcel enable row level security;
alter table parcel force row level security;
create policy parcel_of_organisation on parcel
  using (organisation = any ((select sees('parcels'))::text[]))
  with check (organisation = (select acts_for()));

-- The tests give this schema many names; a service knows its own and writes its roles plainly.
do $$
begin
  execute format('create policy parcel_ingest on parcel to imaging_%s_ingest using (true) with check (true)', current_schema());
  execute format('grant select on parcel to imaging_%s_ingest', current_schema());
end
$$;

create table news (
  id             bigint generated always as identity primary key,
  transaction_id xid8   not null default pg_current_xact_id(),
  what           text   not null
);
comment on table news is 'Example feed for the tests of this package.';
create index news_by_transaction on news (transaction_id, id);
