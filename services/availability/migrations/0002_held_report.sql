-- Up Migration
create table held_report (
  id          uuid        primary key,
  asset_id    text        not null,
  reported_at timestamptz not null,
  at          timestamptz not null check (at <= reported_at),
  report      jsonb       not null,
  outcome     text        check (outcome in ('confirmed', 'dismissed')),
  decided_at  timestamptz,
  decided_by  jsonb,
  reason      text,
  late_told   boolean     not null default false,
  constraint held_report_is_decided_whole check ((outcome is null) = (decided_at is null) and (outcome is null) = (decided_by is null)),
  constraint held_report_is_dismissed_for_a_reason check ((outcome is not distinct from 'dismissed') = (reason is not null))
);
comment on table held_report is 'What somebody who was not signed in reported from a scanner''s label. Counts for nothing until radiology confirms it; who reported is not known.';
comment on column held_report.id is 'Confirmed, it becomes the event of this id.';
comment on column held_report.decided_by is 'Name, role and organisation of who confirmed or dismissed it.';
comment on column held_report.late_told is 'Whether the board has been told that nobody has decided on it in time.';
create index held_report_waiting on held_report (asset_id, reported_at) where outcome is null;
create index held_report_to_be_told on held_report (reported_at) where outcome is null and not late_told;

alter table board_change add column held_reports integer not null default 0;
comment on column board_change.held_reports is 'How many reports from its label waited to be confirmed.';
