import type { Ports } from '../pages/pages.ts'
import { accessDesk, sessionsOf } from './access-ports.ts'
import { registerImports, registerReader } from './assets-ports.ts'
import { boardReader, downtimeReader, faultReporter, heldReportDesk, labelDesk, ledgerReader } from './availability-ports.ts'
import { openClients, type Speaking } from './clients.ts'
import { liveFeed } from './live-feed.ts'
import { orderReader, photoStore, workOrderDesk } from './maintenance-ports.ts'
import { platformHealth } from './platform-health.ts'
import { recordReader } from './record-ports.ts'
import { readingsReader } from './telemetry-ports.ts'

/** Everything the pages need from the other services' HTTP APIs. */
export const httpPorts = (speaking: Speaking): Omit<Ports, 'issuer'> => {
  const clients = openClients(speaking)
  return {
    access: sessionsOf(clients),
    accessDesk: accessDesk(clients),
    record: recordReader(clients),
    board: boardReader(clients),
    feed: liveFeed(speaking),
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
    health: platformHealth(speaking.addresses),
  }
}
