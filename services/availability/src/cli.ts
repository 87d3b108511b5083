import { readFileSync } from 'node:fs'
import { command, Refusal, table } from '@imaging/cli'
import { ProblemError } from '@imaging/http'
import { eventReader, RegisterFile, type AvailabilityFile, type Figure, type Figures, type TopicName } from '@imaging/schemas'
import { Value } from 'typebox/value'
import { assetFigures } from './asset-figures.ts'
import { addToLedger, factFault, kindOf, newLedger, type LedgerEventV1, type MutableLedger } from './ledger-fact.ts'
import { historyOf } from './ledger-store.ts'
import { windowAsked } from './period.ts'
import { sharedCalendars, withHours, type RegisteredAsset } from './register.ts'

/** Where the events of a file may come from. Those of other topics say nothing about availability. */
const TOLD_ON = ['imaging.downtime', 'imaging.conditions', 'imaging.work-orders'] as const satisfies readonly TopicName[]
const FAULTS_SHOWN_MAX = 20

/**
 * `imaging availability`: the figures of a dispute, from files alone, by the same code as the service's.
 *
 * An event's `recordedtime` says when it was known; `time` where it is missing.
 */
export const availabilityCommand = command({
  name: 'availability',
  summary: 'Work out availability from a register and a file of events, without a running platform',
  options: {
    register: { type: 'string', value: 'FILE', summary: 'Assets and contracts as JSON', required: true },
    events: { type: 'string', value: 'FILE', summary: 'CloudEvents, one as JSON a line', required: true },
    from: { type: 'string', value: 'DATE', summary: 'Start: a date in London, or an instant in UTC', required: true },
    to: { type: 'string', value: 'DATE', summary: 'End, exclusive', required: true },
    'known-at': { type: 'string', value: 'INSTANT', summary: 'Only what was known then' },
  },
  examples: [
    'availability --register schemas/examples/files/register-file.json --events schemas/examples/files/events.jsonl --from 2026-06-01 --to 2026-07-01',
  ],
  async run({ options }, { result }) {
    const nowMs = Date.now()
    const window = asRefusal(() => windowAsked({ ...options, knownAt: options['known-at'] }, nowMs))
    const ledgers = readLedgers(options.events, nowMs)
    const figures = readRegister(options.register).map((registered) => {
      const ledger = ledgers.get(registered.asset.assetId) ?? newLedger()
      return assetFigures(registered, historyOf(ledger, window.knownAtMs), window)
    })
    const file: AvailabilityFile = {
      from: new Date(window.fromMs).toISOString(),
      to: new Date(window.toMs).toISOString(),
      knownAt: new Date(window.knownAtMs).toISOString(),
      figures,
    }
    result(file, () => forPeople(figures))
  },
})

function readRegister(file: string): readonly RegisteredAsset[] {
  const register = parsed(file, readFileSync(file, 'utf8'))
  const [fault] = Value.Errors(RegisterFile, register)
  if (fault !== undefined || !Value.Check(RegisterFile, register))
    throw new Refusal(`${file}, ${fault?.instancePath ?? ''}: ${fault?.message ?? 'is not a register'}`)
  const contracts = new Map(register.contracts.map((contract) => [contract.contractId, contract]))
  const calendar = sharedCalendars()
  return register.assets.map((asset) => {
    try {
      return withHours(asset, asset.contractId === undefined ? undefined : contracts.get(asset.contractId), calendar)
    } catch (error) {
      throw new Refusal(`${file}, asset ${asset.assetId}: ${(error as Error).message}`, { cause: error })
    }
  })
}

function readLedgers(file: string, nowMs: number): ReadonlyMap<string, MutableLedger> {
  const readers = TOLD_ON.map((topic) => eventReader(topic))
  const ledgers = new Map<string, MutableLedger>()
  const faults: string[] = []
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue
    const read = readers.map((reader) => reader(Buffer.from(line), nowMs))
    const event = read.find((one) => 'event' in one)?.event as LedgerEventV1 | undefined
    const fault = event === undefined ? refusal(read) : factFault(event)
    if (fault !== undefined) faults.push(`line ${index + 1}: ${fault}`)
    if (event === undefined || fault !== undefined || kindOf(event) === undefined) continue
    const ledger = ledgers.get(event.data.assetId) ?? newLedger()
    ledgers.set(event.data.assetId, ledger)
    addToLedger(ledger, event)
  }
  if (faults.length > 0)
    throw new Refusal(`No figures were made. Mend these lines of ${file} first:\n${faults.slice(0, FAULTS_SHOWN_MAX).join('\n')}`)
  return ledgers
}

/** The reason that says most: of a type that some topic carries, what is wrong with it. */
function refusal(read: readonly ({ readonly refused: string } | object)[]): string {
  const reasons = read.flatMap((one) => ('refused' in one ? [one.refused] : []))
  return reasons.find((reason) => !reason.includes('does not carry')) ?? reasons[0] ?? 'cannot be read'
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Refusal(`${file} is not JSON: ${(error as Error).message}`, { cause: error })
  }
}

function asRefusal<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof ProblemError)
      throw new Refusal(
        error.errors
          .map(({ pointer, message }) => `${pointer.replace('/query/knownAt', '--known-at').replace('/query/', '--')}: ${message}`)
          .join('\n'),
        {
          cause: error,
        },
      )
    throw error
  }
}

function forPeople(figures: readonly Figures[]): string {
  const shown = ({ value, lower, upper }: Figure): string =>
    value === undefined ? 'not defined' : `${percent(value)} (${percent(lower ?? value)} to ${percent(upper ?? value)})`
  return table(figures, [
    { title: 'Asset', value: ({ assetId }) => assetId },
    { title: 'Technical', value: ({ technical }) => shown(technical) },
    { title: 'Contractual', value: ({ contractual }) => shown(contractual) },
    { title: 'Clinical', value: ({ clinical }) => shown(clinical) },
    {
      title: 'Confirmed',
      value: ({ technical }) => (technical.confirmedShare === undefined ? '' : percent(technical.confirmedShare)),
      align: 'right',
    },
    { title: 'Hours down', value: ({ technical }) => technical.lostHours.toFixed(1), align: 'right' },
    { title: 'Failures', value: ({ failures }) => String(failures), align: 'right' },
  ])
}

/** Cut, not rounded: 99.96 % is not 100 %. */
const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1)}%`
