-- Up Migration
-- Who sees and writes what. Three roles:
--   imaging_maintenance           requests: a trust its own work orders, a supplier those it has now.
--   imaging_maintenance_dispatch  the moment of a request in which an act is decided on and recorded. It knows what the sender may not:
--                                 who else has a contract with the trust; and what it writes may pass to a supplier the sender cannot see.
--   imaging_maintenance_ingest    consumers, timers and the process that watches the clocks: every organisation.

alter table work_order enable row level security;
alter table work_order force row level security;
create policy work_order_seen on work_order for select to imaging_maintenance
  using (trust = any ((select sees('own'))::text[]) or supplier_id = (select acts_for()));
-- Held ("for update") while it is decided on; changed by what is recorded, never by the request itself.
create policy work_order_held on work_order for update to imaging_maintenance
  using (trust = any ((select sees('own'))::text[]) or supplier_id = (select acts_for()))
  with check (false);
-- Closed work orders that a trust brings over from an older system.
create policy work_order_history on work_order for insert to imaging_maintenance
  with check (trust = any ((select sees('own'))::text[]) and closed_at is not null);
create policy work_order_dispatch on work_order to imaging_maintenance_dispatch using (true) with check (true);
create policy work_order_ingest on work_order to imaging_maintenance_ingest using (true) with check (true);
revoke delete, truncate on work_order from imaging_maintenance;
grant select, insert, update on work_order to imaging_maintenance_dispatch, imaging_maintenance_ingest;
grant usage on sequence work_order_number to imaging_maintenance_dispatch, imaging_maintenance_ingest;

-- Nobody changes a fact.
alter table work_order_fact enable row level security;
alter table work_order_fact force row level security;
create policy work_order_fact_seen on work_order_fact for select to imaging_maintenance
  using (trust = any ((select sees('own'))::text[]) or supplier_id = (select acts_for()));
create policy work_order_fact_history on work_order_fact for insert to imaging_maintenance
  with check (trust = any ((select sees('own'))::text[]));
create policy work_order_fact_dispatch on work_order_fact for insert to imaging_maintenance_dispatch with check (true);
create policy work_order_fact_ingest on work_order_fact for insert to imaging_maintenance_ingest with check (true);
revoke update, delete, truncate on work_order_fact from imaging_maintenance;
grant insert on work_order_fact to imaging_maintenance_dispatch, imaging_maintenance_ingest;

-- Known to whoever may know of its work order: the way from a downtime to it.
alter table downtime enable row level security;
alter table downtime force row level security;
create policy downtime_seen on downtime for select to imaging_maintenance
  using (exists (select from work_order where work_order.id = downtime.work_order_id));
create policy downtime_dispatch on downtime to imaging_maintenance_dispatch using (true) with check (true);
create policy downtime_ingest on downtime to imaging_maintenance_ingest using (true) with check (true);
revoke insert, update, delete, truncate on downtime from imaging_maintenance;
grant select, update on downtime to imaging_maintenance_dispatch;
grant select, insert, update on downtime to imaging_maintenance_ingest;

-- The register as it was told. Everybody knows sites and classes; a trust its own scanners and contracts; a supplier the scanners it
-- works on and its own contracts.
alter table snapshot enable row level security;
alter table snapshot force row level security;
create policy snapshot_site_or_class on snapshot for select to imaging_maintenance
  using (topic in ('imaging.sites', 'imaging.classes'));
create policy snapshot_asset on snapshot for select to imaging_maintenance
  using (
    topic = 'imaging.assets' and (
      body->'data'->>'operator' = any ((select sees('own'))::text[])
      or exists (select from work_order where work_order.asset_id = snapshot.key)
    )
  );
create policy snapshot_contract on snapshot for select to imaging_maintenance
  using (
    topic = 'imaging.contracts' and (
      body->'data'->>'trust' = any ((select sees('own'))::text[])
      or body->'data'->>'supplierId' = (select acts_for())
    )
  );
create policy snapshot_dispatch on snapshot for select to imaging_maintenance_dispatch using (true);
create policy snapshot_ingest on snapshot to imaging_maintenance_ingest using (true) with check (true);
revoke insert, update, delete, truncate on snapshot from imaging_maintenance;
grant select on snapshot to imaging_maintenance_dispatch;

-- Work orders have no use for what a scanner cost and who paid, so that it is not kept here at all.
create function leave_out_money() returns trigger language plpgsql as $$
begin
  if new.topic = 'imaging.assets' and jsonb_typeof(new.body->'data') = 'object' then
    new.body := jsonb_set(
      new.body, '{data}',
      (new.body->'data') - array['purchasePricePence', 'netBookValuePence', 'leaseEnds', 'funder', 'donated']
    );
  end if;
  return new;
end
$$;
create trigger snapshot_leaves_out_money before insert or update on snapshot for each row execute function leave_out_money();

grant insert on outbox to imaging_maintenance_dispatch;
