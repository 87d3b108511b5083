import type { Identity } from '@imaging/schemas'

/** Who sends a command, for telling the keys of different callers apart: the same person in another role is another. */
export const callerOf = ({ identity }: { readonly identity: Identity | null }): string => {
  if (identity === null) return 'anyone'
  return identity.kind === 'service' ? identity.name : `${identity.id} ${identity.role} ${identity.organisation}`
}
