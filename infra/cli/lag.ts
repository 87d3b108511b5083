import { command, EXIT, table } from '@imaging/cli'
import { lag } from '@imaging/event-log'
import type { LagFile } from '@imaging/schemas'
import { withEventLog } from './with-event-log.ts'

/** Every consumer group of the platform. A service's README says what its groups do. */
export const consumerGroups: readonly string[] = [
  'telemetry.readings',
  'telemetry.downtimes',
  'telemetry.register',
  'availability.ledger',
  'availability.register',
  'maintenance.availability',
  'maintenance.register',
  'record.acts',
]

/** `imaging lag`: how far each consumer is behind. Exit code 1 when one is further behind than allowed. */
export const showLag = command({
  name: 'lag',
  summary: 'Show how many records each consumer has still to read',
  options: { max: { type: 'string', value: 'N', summary: 'Fail when a group is further behind than this' } },
  async run({ options: { max } }, { result }) {
    const rows: LagFile = [...(await withEventLog((eventLog) => lag(eventLog, consumerGroups)))]
    result(rows, (all) =>
      all.length === 0
        ? 'No consumer has read anything yet.'
        : table(all, [
            { title: 'Group', value: (row) => row.group },
            { title: 'Topic', value: (row) => row.topic },
            { title: 'Partition', value: (row) => String(row.partition), align: 'right' },
            { title: 'Behind', value: (row) => String(row.lag), align: 'right' },
          ]),
    )
    const worst = Math.max(0, ...rows.map((row) => row.lag))
    return max !== undefined && worst > Number(max) ? EXIT.failed : EXIT.ok
  },
})
