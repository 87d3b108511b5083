-- Up Migration
create table effect (
  id            bigint  generated always as identity primary key,
  topic         text    not null,
  partition     integer not null,
  record_offset bigint  not null,
  key           text,
  value         integer not null
);
comment on table effect is 'Example effects for the tests of this package; nothing here would refuse a second one of the same record.';

-- Consumers work in the role of ingest; the tests give this schema many names.
do $$
begin
  execute format('grant select, insert on effect to imaging_%s_ingest', current_schema());
end
$$;
