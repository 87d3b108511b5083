-- Up Migration
-- Who sees and writes what. Two roles, besides the relay of every service:
--   imaging_assets         requests: each trust writes its own rows, and sees of others what they share with it.
--   imaging_assets_ingest  the start, which enters the reference, and the timer that forgets files nobody imported.
-- Sites, classes, organisations and names are everybody's: they say nothing of anybody, and no request changes them.

revoke insert, update, delete, truncate on organisation, site, asset_class, life_policy, maker_alias, site_nickname from imaging_assets;
grant select, insert on organisation, site, asset_class, life_policy, maker_alias, site_nickname to imaging_assets_ingest;

-- History is only added to.
revoke update, delete, truncate on
  asset_version, asset_commercial, building_version, room_version, contract_version, import_write from imaging_assets;

-- Machines and the places they stand in: shared as "ages", written by the trust that runs them.
alter table asset enable row level security;
alter table asset force row level security;
create policy asset_seen on asset for select to imaging_assets using (operator = any ((select sees('ages'))::text[]));
create policy asset_entered on asset for insert to imaging_assets with check (operator = any ((select sees('own'))::text[]));
create policy asset_changed on asset for update to imaging_assets using (operator = any ((select sees('own'))::text[]));
create policy asset_removed on asset for delete to imaging_assets using (operator = any ((select sees('own'))::text[]));

alter table asset_version enable row level security;
alter table asset_version force row level security;
create policy asset_version_seen on asset_version for select to imaging_assets using (operator = any ((select sees('ages'))::text[]));
create policy asset_version_added on asset_version for insert to imaging_assets with check (operator = any ((select sees('own'))::text[]));

alter table building enable row level security;
alter table building force row level security;
create policy building_seen on building for select to imaging_assets using (operator = any ((select sees('ages'))::text[]));
create policy building_entered on building for insert to imaging_assets with check (operator = any ((select sees('own'))::text[]));
create policy building_changed on building for update to imaging_assets using (operator = any ((select sees('own'))::text[]));
create policy building_removed on building for delete to imaging_assets using (operator = any ((select sees('own'))::text[]));

alter table building_version enable row level security;
alter table building_version force row level security;
create policy building_version_seen on building_version for select to imaging_assets
  using (operator = any ((select sees('ages'))::text[]));
create policy building_version_added on building_version for insert to imaging_assets
  with check (operator = any ((select sees('own'))::text[]));

alter table room enable row level security;
alter table room force row level security;
create policy room_seen on room for select to imaging_assets using (operator = any ((select sees('ages'))::text[]));
create policy room_entered on room for insert to imaging_assets with check (operator = any ((select sees('own'))::text[]));
create policy room_changed on room for update to imaging_assets using (operator = any ((select sees('own'))::text[]));
create policy room_removed on room for delete to imaging_assets using (operator = any ((select sees('own'))::text[]));

alter table room_version enable row level security;
alter table room_version force row level security;
create policy room_version_seen on room_version for select to imaging_assets using (operator = any ((select sees('ages'))::text[]));
create policy room_version_added on room_version for insert to imaging_assets with check (operator = any ((select sees('own'))::text[]));

-- Money and contracts: shared as "commercial". A contract is its supplier's as well.
alter table asset_commercial enable row level security;
alter table asset_commercial force row level security;
create policy asset_commercial_seen on asset_commercial for select to imaging_assets
  using (operator = any ((select sees('commercial'))::text[]));
create policy asset_commercial_added on asset_commercial for insert to imaging_assets
  with check (operator = any ((select sees('own'))::text[]));

alter table contract enable row level security;
alter table contract force row level security;
create policy contract_seen on contract for select to imaging_assets
  using (trust = any ((select sees('commercial'))::text[]) or supplier_id = (select acts_for()));
create policy contract_entered on contract for insert to imaging_assets with check (trust = any ((select sees('own'))::text[]));
create policy contract_changed on contract for update to imaging_assets using (trust = any ((select sees('own'))::text[]));
revoke delete, truncate on contract from imaging_assets;

-- Its history names the staff who changed it, which is nothing for a supplier.
alter table contract_version enable row level security;
alter table contract_version force row level security;
create policy contract_version_seen on contract_version for select to imaging_assets
  using (trust = any ((select sees('commercial'))::text[]));
create policy contract_version_added on contract_version for insert to imaging_assets
  with check (trust = any ((select sees('own'))::text[]));

-- Files, what they would change, and habits of writing are the affair of whoever sent them.
alter table register_import enable row level security;
alter table register_import force row level security;
create policy register_import_own on register_import to imaging_assets using (organisation = (select acts_for()));
revoke delete, truncate on register_import from imaging_assets;
-- The timer sees when a file was checked and whether it was imported, not what is in it, and can only discard it.
create policy register_import_aged on register_import for select to imaging_assets_ingest using (true);
create policy register_import_forgotten on register_import for update to imaging_assets_ingest
  using (status = 'CHECKED') with check (status = 'DISCARDED');
grant select (version, status, uploaded_at), update (version, status, file) on register_import to imaging_assets_ingest;

alter table import_write enable row level security;
alter table import_write force row level security;
create policy import_write_own on import_write to imaging_assets using (import_id in (select import_id from register_import));

alter table learned_mapping enable row level security;
alter table learned_mapping force row level security;
create policy learned_mapping_own on learned_mapping to imaging_assets using (organisation = (select acts_for()));
revoke delete, truncate on learned_mapping from imaging_assets;

-- What has to be known across trusts although it may not be seen: a machine stands in the register once, an id names one thing, and a
-- place with something in it stays. These answer for the owner of the tables, with yes or no and nothing besides.
create policy asset_answered on asset for select to imaging_assets_owner using (true);
create policy asset_version_answered on asset_version for select to imaging_assets_owner using (true);
create policy room_answered on room for select to imaging_assets_owner using (true);
create policy contract_answered on contract for select to imaging_assets_owner using (true);

create function machines_of_others(keys text[]) returns setof text language sql stable security definer set search_path = assets, pg_temp
as $$
  select machine_key from asset where machine_key = any (keys) and status = 'IN_USE' and operator <> (select acts_for())
$$;
comment on function machines_of_others is 'Of machines by their keys, those that another trust has in use.';

create function assets_of_others(ids text[]) returns setof text language sql stable security definer set search_path = assets, pg_temp
as $$
  select distinct asset_id from asset_version where asset_id = any (ids) and operator <> (select acts_for())
$$;
comment on function assets_of_others is 'Of ids of assets, those that another trust has or had: an id keeps its meaning.';

create function is_contract_of_another(id text) returns boolean language sql stable security definer set search_path = assets, pg_temp
as $$
  select exists (select from contract where contract_id = id and trust <> (select acts_for()))
$$;
comment on function is_contract_of_another is 'Whether another trust has a contract of this id.';

create function is_place_in_use(id text) returns boolean language sql stable security definer set search_path = assets, pg_temp
as $$
  select exists (select from asset where room_id = id or building_id = id) or exists (select from room where building_id = id)
$$;
comment on function is_place_in_use is 'Whether any machine stands in a room or building, whoever runs it, or any room is in the building.';

revoke execute on function machines_of_others, assets_of_others, is_contract_of_another, is_place_in_use
  from public, imaging_assets_ingest, imaging_assets_relay;
