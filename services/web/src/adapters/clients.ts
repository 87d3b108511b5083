import { createClient, type CallOptions, type Client } from '@imaging/http'
import type { Log } from '@imaging/observability'
import { ACTOR_HEADER, writeActor, type Actor } from '@imaging/schemas'
import type { ServiceAddresses } from '../config.ts'

/** A client for each service whose API the pages use. */
export type Clients = Readonly<Record<keyof ServiceAddresses, Client>>

/** A page waits this long for one service; longer, and it shows what it can without it. */
const TIMEOUT_MS = 8_000

/** Opens a client for each service. */
export const openClients = (addresses: ServiceAddresses, log: Log): Clients => {
  const open = (baseUrl: string): Client => createClient({ baseUrl, log, timeoutMs: TIMEOUT_MS })
  return {
    assets: open(addresses.assets),
    telemetry: open(addresses.telemetry),
    availability: open(addresses.availability),
    maintenance: open(addresses.maintenance),
  }
}

/** What tells a service who asks. */
export const asActor = (actor: Actor): { readonly headers: Readonly<Record<string, string>> } => ({
  headers: { [ACTOR_HEADER]: writeActor(actor) },
})

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
