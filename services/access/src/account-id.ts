import { v5 as uuidV5 } from 'uuid'

/** The space of names in which accounts are named; any fixed UUID would do. */
const ACCOUNTS = '5b0f1f0e-6a53-4f0c-9d53-2f6a2d6a4c11'

/** The id of somebody's account, from the words of their issuer: the same person has one, whoever lets them in. */
export const accountIdOf = (issuer: string, subject: string): string => uuidV5(JSON.stringify([issuer, subject]), ACCOUNTS)
