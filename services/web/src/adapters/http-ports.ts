import type { Log } from '@imaging/observability'
import type { ServiceAddresses } from '../config.ts'
import type { Ports } from '../pages/pages.ts'
import { registerImports, registerReader } from './assets-ports.ts'
import { boardReader, downtimeReader, faultReporter, heldReportDesk, labelDesk, ledgerReader } from './availability-ports.ts'
import { openClients } from './clients.ts'
import { liveFeed } from './live-feed.ts'
import { orderReader, photoStore, workOrderDesk } from './maintenance-ports.ts'
import { platformHealth } from './platform-health.ts'
import { readingsReader } from './telemetry-ports.ts'

/** Everything the pages need, from the other services' HTTP APIs. */
export const httpPorts = (addresses: ServiceAddresses, log: Log): Ports => {
  const clients = openClients(addresses, log)
  return {
    board: boardReader(clients),
    feed: liveFeed(addresses.availability),
    orders: orderReader(clients),
    desk: workOrderDesk(clients),
    register: registerReader(clients),
    ledger: ledgerReader(clients),
    readings: readingsReader(clients),
    faults: faultReporter(clients),
    labels: labelDesk(clients),
    held: heldReportDesk(clients),
    photos: photoStore(clients),
    downtime: downtimeReader(clients),
    imports: registerImports(clients),
    health: platformHealth(addresses),
  }
}
