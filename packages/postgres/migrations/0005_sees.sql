-- Up Migration
create function sees(share text) returns text[] language plpgsql stable as $$
declare
  told text := current_setting('imaging.sees_' || share, true);
begin
  -- Empty is not "nobody": a list without members is '{}'. Left over from a transaction before, or never set, it is ''.
  if coalesce(told, '') = '' then
    raise exception 'it is not said for whom rows are looked at'
      using errcode = 'insufficient_privilege', hint = 'Give the transaction "seeing".';
  end if;
  return told::text[];
end
$$;
comment on function sees is 'The organisations whose rows may be seen under a share, as the transaction was told; an error when it was not.';

create function acts_for() returns text language plpgsql stable as $$
declare
  told text := current_setting('imaging.organisation', true);
begin
  if coalesce(told, '') = '' then
    raise exception 'it is not said for whom rows are looked at'
      using errcode = 'insufficient_privilege', hint = 'Give the transaction "seeing".';
  end if;
  return told;
end
$$;
comment on function acts_for is 'The organisation that acts, as the transaction was told; an error when it was not.';

-- What every service keeps for itself: seen and written by its consumers and its relay, added to by requests.
do $$
declare
  service text := current_schema();
begin
  execute format('grant select, insert, update, delete on consumer_offset, snapshot, idempotency_key to imaging_%s_ingest', service);
  execute format('grant select, insert on outbox to imaging_%s_ingest', service);
  execute format('grant usage on all sequences in schema %I to imaging_%s_ingest, imaging_%s_relay', service, service, service);
  execute format('grant select, insert, update, delete on outbox, outbox_set_aside to imaging_%s_relay', service);
  execute format('revoke select, update, delete, truncate on outbox, outbox_set_aside from imaging_%s', service);
  execute format('grant insert on outbox to imaging_%s', service);
end
$$;
