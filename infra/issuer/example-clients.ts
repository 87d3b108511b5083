import { createHmac } from 'node:crypto'
import { exampleMachines } from '@imaging/access/example-accounts'

/** The pages, as the issuer knows them. */
export const WEB_CLIENT = 'imaging-web'

/**
 * The systems that may ask for tokens by their own credentials: one of each supplier and one of each trust; and one for each
 * example account, so that the operator's commands can do what that person can.
 */
export const machineClients: readonly string[] = exampleMachines.map(({ clientId }) => clientId)

/** A client's secret, from the one secret that a run keeps: whoever has that one can be any client of the run. */
export const clientSecret = (issuerSecret: string, clientId: string): string =>
  createHmac('sha256', issuerSecret).update(`client\n${clientId}`).digest('base64url')

/** The API of the platform as tokens name it: what they are asked for, and the only place that takes them. */
export const apiOf = (webOrigin: string): string => `${webOrigin}/api/v1`
