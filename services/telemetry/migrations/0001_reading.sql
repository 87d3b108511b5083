-- Up Migration
create table channel_set (
  channel_set_id integer generated always as identity primary key,
  channels       text[]  not null constraint channel_set_has_channels check (cardinality(channels) > 0),
  constraint channel_set_once unique (channels)
);
comment on table channel_set is 'The channels that came together in one message, sorted: a device sends the same few sets for ever.';

create table reading (
  asset_id       text             not null,
  observed_at    timestamptz      not null,
  channel_set_id integer          not null,
  recorded_at    timestamptz      not null default now(),
  channel_values float8[]         not null,
  primary key (asset_id, observed_at, channel_set_id)
) partition by range (observed_at);
comment on table reading is 'What a scanner''s sensors said at one instant, in the units of the channel catalogue. One partition a day.';
comment on column reading.channel_values is 'In the order of channel_set.channels.';
create index reading_by_time on reading using brin (observed_at);

create function prepare_reading_day(day date) returns void
  language plpgsql security definer set search_path = telemetry, pg_temp as $$
declare
  partition text := 'reading_' || to_char(day, 'YYYYMMDD');
begin
  -- Two that begin at once take turns.
  perform pg_advisory_xact_lock(hashtextextended('telemetry.prepare_reading_day', 0));
  if to_regclass('telemetry.' || partition) is not null then
    return;
  end if;
  execute format('create table telemetry.%I partition of telemetry.reading for values from (%L) to (%L)',
    partition, day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
  -- The policies of "reading" do not hold for a partition asked by its own name, so nobody may read one. Readings are copied into it,
  -- for COPY refuses a table with row-level security: that alone is granted, and no column may be read back.
  execute format('revoke all on telemetry.%I from imaging_telemetry', partition);
  execute format('grant insert on telemetry.%I to imaging_telemetry_ingest', partition);
end
$$;
comment on function prepare_reading_day is 'Makes the partition of a UTC day, as the owner: the service itself may not change tables.';

create function drop_reading_days(before date) returns integer
  language plpgsql security definer set search_path = telemetry, pg_temp as $$
declare
  partition regclass;
  dropped   integer := 0;
begin
  for partition in
    select inhrelid::regclass from pg_inherits
     where inhparent = 'telemetry.reading'::regclass
       and right(inhrelid::regclass::text, 8)::date < before
  loop
    execute format('drop table %s', partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;
comment on function drop_reading_days is 'Drops the partitions of days before a date: how readings end after their retention. Hourly values stay.';

create table reading_hour (
  asset_id   text        not null,
  channel    text        not null,
  hour       timestamptz not null,
  mean_value float8      not null,
  min_value  float8      not null,
  max_value  float8      not null,
  readings   integer     not null check (readings > 0),
  primary key (asset_id, channel, hour)
);
comment on table reading_hour is 'Readings rolled up by the hour; kept when the readings are gone.';

create table dirty_hour (
  hour      timestamptz not null,
  marked_at timestamptz not null default now()
);
comment on table dirty_hour is 'Hours with readings not yet rolled up. The same hour may stand more than once: writers must not wait for each other.';
create index dirty_hour_by_hour on dirty_hour (hour);

create function roll_up_hour(rolled timestamptz) returns void
  language sql as $$
  insert into reading_hour (asset_id, channel, hour, mean_value, min_value, max_value, readings)
  select asset_id, channel, rolled, avg(value), min(value), max(value), count(*)
    from reading
    join channel_set using (channel_set_id)
    cross join lateral unnest(channels, channel_values) as sent (channel, value)
   where observed_at >= rolled and observed_at < rolled + interval '1 hour'
   group by asset_id, channel
  on conflict (asset_id, channel, hour) do update
     set mean_value = excluded.mean_value, min_value = excluded.min_value, max_value = excluded.max_value, readings = excluded.readings;
$$;
comment on function roll_up_hour is 'Works an hour out anew from all its readings, so that late ones count and doing it twice changes nothing.';
