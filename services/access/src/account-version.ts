import { createHash } from 'node:crypto'
import type { Account } from '@imaging/schemas'

/**
 * The version of an account as its reader sees it: what another organisation does to its own part neither shows here nor
 * makes a form stale.
 */
export const versionOf = (account: Account): string => createHash('sha256').update(JSON.stringify(account)).digest('base64url').slice(0, 22)
