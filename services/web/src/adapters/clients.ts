import { createClient, type CallOptions, type Client } from '@imaging/http'
import type { IdentitySigner } from '@imaging/identity'
import type { Log } from '@imaging/observability'
import type { Identity } from '@imaging/schemas'
import type { ServiceAddresses } from '../config.ts'

/** Calls to one service, each on behalf of somebody. */
export interface ServiceClient extends Client {
  /** Says who asks, signed for this service and made anew for every attempt: it takes each token once. */
  readonly as: (identity: Identity) => Required<Pick<CallOptions, 'authorization'>>
}

/** A client for each service whose API the pages use. */
export type Clients = Readonly<Record<keyof ServiceAddresses, ServiceClient>>

/** Where other services are, and how we tell them who asks. */
export interface Speaking {
  readonly addresses: ServiceAddresses
  readonly sign: IdentitySigner
  readonly log: Log
}

/** A page waits this long for one service; longer, and it shows what it can without it. */
const TIMEOUT_MS = 8_000

/** We ourselves, where nobody has signed in yet or a session is looked up. */
export const OURSELVES: Identity = { kind: 'service', name: 'web' }

/** The header that tells a service who asks. */
export const bearer = (sign: IdentitySigner, identity: Identity, service: keyof ServiceAddresses) => async (): Promise<string> =>
  `Bearer ${await sign(identity, service)}`

/** Opens a client for each service. */
export const openClients = ({ addresses, sign, log }: Speaking): Clients => {
  const open = (service: keyof ServiceAddresses): ServiceClient => ({
    ...createClient({ baseUrl: addresses[service], log, timeoutMs: TIMEOUT_MS }),
    as: (identity) => ({ authorization: bearer(sign, identity, service) }),
  })
  return {
    assets: open('assets'),
    telemetry: open('telemetry'),
    availability: open('availability'),
    maintenance: open('maintenance'),
    access: open('access'),
    record: open('record'),
  }
}

interface Listed<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** The longest page a service gives. */
const PAGE_LIMIT = 200

/** Every item of a list, page after page, up to a limit. */
export const allPages = async <Item>(client: Client, path: string, options: CallOptions, itemsMax: number): Promise<readonly Item[]> => {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const answer: Listed<Item> = await client.get<Listed<Item>>(path, {
      ...options,
      query: { ...options.query, limit: PAGE_LIMIT, cursor },
    })
    items.push(...answer.items)
    cursor = answer.next
  } while (cursor !== undefined && items.length < itemsMax)
  return items.slice(0, itemsMax)
}
