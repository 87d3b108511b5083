-- Up Migration
create table organisation (
  code text primary key check (code ~ '^([A-Z0-9]{3,10}|[a-z0-9][a-z0-9-]{0,39})$'),
  kind text not null check (kind in ('trust', 'supplier', 'joint')),
  name text not null check (name <> '')
);
comment on table organisation is 'Who there is: the trusts, their suppliers, the joint body. A directory, nobody''s own.';

create function administered() returns text[] language sql stable as $$
  select coalesce(array_agg(organisation.code), '{}')
    from organisation, organisation as acting
   where acting.code = acts_for() and acting.kind <> 'supplier'
     and (organisation.code = acting.code or (acting.kind = 'joint' and organisation.kind = 'supplier'))
$$;
comment on function administered is 'The organisations whose accounts the one that acts looks after: its own, and the joint body the suppliers'' as well.';

create table account (
  account_id  uuid        primary key,
  issuer      text        not null,
  subject     text        not null,
  name        text        not null,
  home        text        not null references organisation,
  created_at  timestamptz not null,
  disabled_at timestamptz,
  unique (issuer, subject)
);
comment on table account is 'Somebody who may sign in, by the word of one issuer: never by an e-mail address.';
comment on column account.account_id is 'Made from issuer and subject, so that two organisations that give the same person a role mean the same account.';
comment on column account.home is 'The organisation that let them in first and whose administrators may disable the account.';
create index account_by_name on account (name, account_id);

create table membership (
  membership_id uuid        primary key,
  account_id    uuid        not null references account,
  role          text        not null,
  organisation  text        not null references organisation,
  starts_on     date        not null,
  ends_on       date        check (ends_on > starts_on),
  given_at      timestamptz not null,
  given_by      jsonb       not null,
  ended_at      timestamptz,
  ended_by      jsonb,
  constraint membership_ended_by_somebody check ((ended_at is null) = (ended_by is null)),
  constraint membership_once exclude using gist
    (account_id with =, role with =, organisation with =, daterange(starts_on, ends_on) with &&) where (ended_at is null)
);
comment on table membership is 'A role for an organisation, for a time. Rows are ended and never removed.';
create index membership_of_account on membership (account_id);
create index membership_of_organisation on membership (organisation, account_id);

create table session (
  session_id    uuid        primary key,
  digest        bytea       not null unique check (octet_length(digest) = 32),
  account_id    uuid        not null references account,
  membership_id uuid        not null references membership,
  signed_in_at  timestamptz not null,
  began_at      timestamptz not null,
  last_seen_at  timestamptz not null,
  ended_at      timestamptz,
  ended_why     text,
  constraint session_ended_for_a_reason check ((ended_at is null) = (ended_why is null))
);
comment on table session is 'Who is signed in, in which role. The token is stored nowhere: only its SHA-256 digest.';
comment on column session.signed_in_at is 'When the issuer said who it is: choosing another role begins a session anew, but not its time.';
create index session_of_account on session (account_id, began_at) where ended_at is null;
create index session_by_age on session (began_at);

create table machine_client (
  machine_id   uuid        primary key,
  issuer       text        not null,
  client_id    text        not null,
  name         text        not null,
  role         text        not null,
  organisation text        not null references organisation,
  disabled_at  timestamptz,
  unique (issuer, client_id)
);
comment on table machine_client is 'A system of an organisation, by the client an issuer knows it as.';
create index machine_client_of_organisation on machine_client (organisation);
create index machine_client_by_name on machine_client (name, machine_id);

create table access_request (
  request_id     uuid        primary key,
  issuer         text        not null,
  subject        text        not null,
  name           text,
  first_asked_at timestamptz not null,
  last_asked_at  timestamptz not null,
  times          integer     not null default 1 check (times > 0),
  unique (issuer, subject)
);
comment on table access_request is 'Who signed in at an issuer and has no account here. Whose they are nobody knows yet, so every administrator sees them.';
create index access_request_by_age on access_request (last_asked_at desc, request_id desc);

create table share_grant (
  grant_id          uuid        primary key,
  from_organisation text        not null references organisation,
  to_organisation   text        not null references organisation,
  share             text        not null check (share in ('status', 'ages', 'plans', 'capacity', 'commercial')),
  starts_on         date        not null,
  ends_on           date        check (ends_on > starts_on),
  why               text        not null,
  granted_by        jsonb       not null,
  granted_at        timestamptz not null,
  revoked_by        jsonb,
  revoked_at        timestamptz,
  constraint share_grant_to_another check (from_organisation <> to_organisation),
  constraint share_grant_revoked_by_somebody check ((revoked_at is null) = (revoked_by is null)),
  constraint share_grant_once exclude using gist
    (from_organisation with =, to_organisation with =, share with =, daterange(starts_on, ends_on) with &&) where (revoked_at is null)
);
comment on table share_grant is 'What one organisation shares with another, for a time. Rows are revoked and never removed.';
create index share_grant_to on share_grant (to_organisation) where revoked_at is null;
create index share_grant_newest_first on share_grant (granted_at desc, grant_id desc);

-- Requests of administrators: what their organisation looks after, and nothing when it is not said for whom.
alter table account enable row level security;
alter table account force row level security;
create policy account_read on account for select to imaging_access using (
  home = any ((select administered())::text[])
  or account_id in (select account_id from membership)
);
create policy account_create on account for insert to imaging_access with check (home = any ((select administered())::text[]));
create policy account_change on account for update to imaging_access using (home = any ((select administered())::text[]));

alter table membership enable row level security;
alter table membership force row level security;
create policy membership_administered on membership to imaging_access using (organisation = any ((select administered())::text[]));

alter table session enable row level security;
alter table session force row level security;
create policy session_of_membership on session for select to imaging_access using (
  account_id in (select account_id from account where home = any ((select administered())::text[]))
  or membership_id in (select membership_id from membership)
);
create policy session_end on session for update to imaging_access using (
  account_id in (select account_id from account where home = any ((select administered())::text[]))
  or membership_id in (select membership_id from membership)
);

alter table machine_client enable row level security;
alter table machine_client force row level security;
create policy machine_client_administered on machine_client to imaging_access using (organisation = any ((select administered())::text[]));

alter table access_request enable row level security;
alter table access_request force row level security;
create policy access_request_for_administrators on access_request to imaging_access using (
  (select cardinality(administered())) > 0
);

alter table share_grant enable row level security;
alter table share_grant force row level security;
create policy share_grant_read on share_grant for select to imaging_access using (
  (select acts_for()) in (from_organisation, to_organisation)
  or (select kind from organisation where code = acts_for()) = 'joint'
);
create policy share_grant_give on share_grant for insert to imaging_access with check (from_organisation = (select acts_for()));
create policy share_grant_revoke on share_grant for update to imaging_access using (from_organisation = (select acts_for()));

revoke insert, update, delete on organisation from imaging_access;
revoke delete on account, membership, machine_client, share_grant from imaging_access;
revoke insert, update on access_request from imaging_access;
revoke all on session from imaging_access;
grant select (session_id, account_id, membership_id, ended_at), update (ended_at, ended_why) on session to imaging_access;

-- The gateway asks who somebody is before it is known for whom they act: it reads all that decides it, and writes sessions alone.
create policy account_gateway on account for select to imaging_access_gateway using (true);
create policy membership_gateway on membership for select to imaging_access_gateway using (true);
create policy machine_client_gateway on machine_client for select to imaging_access_gateway using (true);
create policy share_grant_gateway on share_grant for select to imaging_access_gateway using (true);
create policy session_gateway on session to imaging_access_gateway using (true) with check (true);
create policy access_request_gateway on access_request to imaging_access_gateway using (true) with check (true);
grant select on organisation, account, membership, machine_client, share_grant to imaging_access_gateway;
grant select, insert, update on session to imaging_access_gateway;
grant select, insert, update, delete on access_request to imaging_access_gateway;

-- Reference rows at the start, first administrators, the example; and the removal of what is long over.
create policy account_ingest on account to imaging_access_ingest using (true) with check (true);
create policy membership_ingest on membership to imaging_access_ingest using (true) with check (true);
create policy machine_client_ingest on machine_client to imaging_access_ingest using (true) with check (true);
create policy share_grant_ingest on share_grant to imaging_access_ingest using (true) with check (true);
create policy session_ingest on session to imaging_access_ingest using (true);
create policy access_request_ingest on access_request to imaging_access_ingest using (true);
grant select, insert, update on organisation to imaging_access_ingest;
grant select, insert on account, membership, machine_client, share_grant to imaging_access_ingest;
grant select, delete on session, access_request to imaging_access_ingest;
