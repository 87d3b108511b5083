/** The grants to an organisation that were not revoked, as a JSON array; which of them hold on a day the domain decides. */
export const grantsTo = (organisation: string): string => `coalesce((
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'from', from_organisation, 'to', to_organisation, 'share', share, 'startsOn', starts_on, 'endsOn', ends_on)))
    from share_grant where to_organisation = ${organisation} and revoked_at is null), '[]')`
