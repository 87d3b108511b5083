-- Up Migration
create table organisation (
  ods          text   primary key check (ods ~ '^[A-Z0-9]{3,10}$'),
  name         text   not null,
  short_name   text   not null,
  kind         text   not null,
  also_written text[] not null
);
comment on table organisation is 'Legal entities by their ODS code: the trusts, and the board that brings them together.';

create table site (
  site_code text  primary key check (site_code ~ '^[A-Z0-9]{3,10}$'),
  body      jsonb not null check (body->>'siteCode' = site_code),
  operator  text  generated always as (body->>'operator') stored not null references organisation
);
comment on table site is 'Where machines stand. Operator, landlord, funder and catchment are four questions, all in the body.';

create table asset_class (
  class_id text  primary key check (class_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  body     jsonb not null check (body->>'classId' = class_id)
);
comment on table asset_class is 'Kinds of equipment as data: a surgical robot is one more row.';

create table life_policy (
  id                  integer   generated always as identity primary key,
  kind                text      not null check (kind in ('flag', 'replace', 'usual-life', 'absolute-maximum')),
  class_id            text      references asset_class,
  use                 text      check (use in ('high', 'mid', 'low')),
  years               numeric   not null check (years > 0),
  exams_per_year_from integer,
  exams_per_year_to   integer,
  source              text      not null,
  is_sourced          boolean   not null,
  in_force            daterange not null,
  constraint life_policy_one_a_day exclude using gist
    (kind with =, (coalesce(class_id, '')) with =, (coalesce(use, '')) with =, in_force with &&)
);
comment on table life_policy is 'How long equipment lasts, by class and use, dated and with its source. Without a class it holds for all.';
comment on column life_policy.is_sourced is 'False where the figure waits to be confirmed before it is quoted.';

create table maker_alias (
  written text primary key,
  maker   text not null
);
comment on table maker_alias is 'How registers write makers, and the one name the register keeps.';

create table site_nickname (
  written   text primary key,
  site_code text not null references site
);
comment on table site_nickname is 'How registers write sites, beyond names and codes.';

create table contract (
  contract_id text        primary key,
  version     integer     not null,
  body        jsonb       not null check (body->>'contractId' = contract_id),
  changed_at  timestamptz not null,
  trust       text        generated always as (body->>'trust') stored not null references organisation,
  supplier_id text        generated always as (body->>'supplierId') stored not null
);
comment on table contract is 'Maintenance contracts as they stand, with all their dated terms.';
create index contract_of_trust on contract (trust, contract_id);

create table contract_version (
  contract_id text        not null,
  version     integer     not null check (version > 0),
  recorded_at timestamptz not null,
  recorded_by jsonb       not null,
  why         text        not null,
  body        jsonb       not null,
  trust       text        generated always as (body->>'trust') stored not null,
  primary key (contract_id, version)
);
comment on table contract_version is 'Every version of every contract. Rows are only added.';

create table building (
  building_id text        primary key check (building_id ~ '^[A-Z0-9]{3,10}-B-[A-Z0-9-]{1,30}$'),
  version     integer     not null,
  operator    text        not null references organisation,
  body        jsonb       not null check (body->>'buildingId' = building_id),
  changed_at  timestamptz not null,
  site_code   text        generated always as (body->>'siteCode') stored not null references site
);
comment on table building is 'Buildings of the sites as they stand: each has a landlord and a life of its own.';
comment on column building.operator is 'Whose row it is: who runs the site.';
create unique index building_one_name on building (site_code, lower(body->>'name'));

create table room (
  room_id     text        primary key check (room_id ~ '^[A-Z0-9]{3,10}-R-[A-Z0-9-]{1,30}$'),
  version     integer     not null,
  operator    text        not null references organisation,
  body        jsonb       not null check (body->>'roomId' = room_id),
  changed_at  timestamptz not null,
  site_code   text        generated always as (body->>'siteCode') stored not null references site,
  building_id text        generated always as (body->>'buildingId') stored references building
);
comment on table room is 'Rooms that hold machines as they stand: what each offers decides what can go into it.';
create unique index room_one_name on room
  (site_code, coalesce(building_id, ''), lower(coalesce(body->>'level', '')), lower(body->>'name'));
create index room_of_building on room (building_id);

create table asset (
  asset_id    text        primary key check (asset_id ~ '^[A-Z0-9][A-Z0-9-]{0,29}$'),
  version     integer     not null,
  machine_key text        not null,
  body        jsonb       not null check (body->>'assetId' = asset_id),
  changed_at  timestamptz not null,
  status      text        generated always as (body->>'status') stored not null check (status in ('IN_USE', 'DECOMMISSIONED')),
  site_code   text        generated always as (body->>'siteCode') stored not null references site,
  class_id    text        generated always as (body->>'classId') stored not null references asset_class,
  operator    text        generated always as (body->>'operator') stored not null references organisation,
  supplier_id text        generated always as (body->>'supplierId') stored,
  room_id     text        generated always as (body->'place'->>'roomId') stored references room,
  building_id text        generated always as (body->'place'->>'buildingId') stored references building,
  search_text text        generated always as (
    lower(asset_id || ' ' || (body->>'name') || ' ' || (body->>'serial') || ' ' || coalesce(body->>'equipmentNo', ''))
  ) stored
);
comment on table asset is 'The machines of the register as they stand, without what is commercial: that is in asset_commercial, by version.';
comment on column asset.machine_key is 'The maker, however written, and the serial number: what makes a machine one machine.';

-- A machine in use stands in the register once. What is decommissioned may come back under another id, at another trust.
create unique index asset_one_machine on asset (machine_key) where status = 'IN_USE';
create index asset_of_operator on asset (operator, asset_id);
create index asset_at_site on asset (site_code);
create index asset_in_room on asset (room_id);
create index asset_in_building on asset (building_id);

create table register_import (
  import_id     uuid        primary key,
  organisation  text        not null references organisation,
  version       integer     not null,
  status        text        not null check (status in ('CHECKED', 'APPLIED', 'UNDONE', 'DISCARDED')),
  file_name     text        not null,
  file          bytea,
  uploaded_at   timestamptz not null,
  uploaded_by   jsonb       not null,
  as_of         date        not null,
  preview       jsonb       not null,
  seen_versions jsonb       not null,
  applied_at    timestamptz,
  kept          jsonb,
  constraint register_import_applied check ((status in ('APPLIED', 'UNDONE')) = (applied_at is not null)),
  constraint register_import_file check (file is not null or status = 'DISCARDED')
);
comment on table register_import is 'Register files that were checked: what each would change, and what became of it.';
comment on column register_import.as_of is 'The day the file was checked against: what is installed later is still to come.';
comment on column register_import.preview is 'What was shown, and exactly what applying writes.';
comment on column register_import.seen_versions is 'The version of each asset the file would change; another one by the time of applying means: check again.';
comment on column register_import.kept is 'What undoing left as it is, because it was changed since.';
create index register_import_of_organisation on register_import (organisation, import_id desc);

create table asset_version (
  asset_id    text        not null,
  version     integer     not null check (version > 0),
  operator    text        not null,
  recorded_at timestamptz not null,
  recorded_by jsonb       not null,
  why         text        not null,
  import_id   uuid        references register_import,
  body        jsonb,
  primary key (asset_id, version)
);
comment on table asset_version is 'Every version of every asset: when, by whom, why, by which import. Rows are only added.';
comment on column asset_version.operator is 'Whose row it is, also once the asset was taken out of the register.';
comment on column asset_version.body is 'Nothing where it was taken out of the register.';

create table asset_commercial (
  asset_id    text    not null,
  version     integer not null,
  operator    text    not null,
  body        jsonb   not null,
  contract_id text    generated always as (body->>'contractId') stored references contract,
  primary key (asset_id, version),
  foreign key (asset_id, version) references asset_version
);
comment on table asset_commercial is
  'What each version of an asset says of money and contracts: apart from the rest, because it is shared by a further grant. Rows are only added.';

create table building_version (
  building_id text        not null,
  version     integer     not null check (version > 0),
  operator    text        not null,
  recorded_at timestamptz not null,
  recorded_by jsonb       not null,
  why         text        not null,
  import_id   uuid        references register_import,
  body        jsonb,
  primary key (building_id, version)
);
comment on table building_version is 'Every version of every building. Rows are only added; without a body it was taken out of the register.';
create index building_version_of_import on building_version (import_id);

create table room_version (
  room_id     text        not null,
  version     integer     not null check (version > 0),
  operator    text        not null,
  recorded_at timestamptz not null,
  recorded_by jsonb       not null,
  why         text        not null,
  import_id   uuid        references register_import,
  body        jsonb,
  primary key (room_id, version)
);
comment on table room_version is 'Every version of every room. Rows are only added; without a body it was taken out of the register.';
create index room_version_of_import on room_version (import_id);

create table import_write (
  import_id      uuid    not null references register_import,
  asset_id       text    not null,
  before_version integer,
  after_version  integer not null,
  primary key (import_id, asset_id),
  foreign key (asset_id, before_version) references asset_version,
  foreign key (asset_id, after_version) references asset_version
);
comment on table import_write is 'What an import wrote, as versions before and after, so that it can be undone.';

create table learned_mapping (
  organisation text        primary key references organisation,
  headings     jsonb       not null,
  names        jsonb       not null,
  learned_at   timestamptz not null,
  learned_by   jsonb       not null
);
comment on table learned_mapping is 'How an organisation writes headings, sites, makers and classes, as its people corrected it.';
