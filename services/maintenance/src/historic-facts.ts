import { TYPE_PREFIX, workOrderFacts, type HistoricWorkOrder } from '@imaging/schemas'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Fact, Opening, ServiceTerms } from '../domain/index.ts'

/** What the register adds to a work order from elsewhere. */
export interface RegisterPart {
  readonly workOrderId: string
  readonly trust: string
  readonly traits: Opening['traits']
  readonly terms: ServiceTerms
}

type Data = Readonly<Record<string, unknown>> & { readonly at: string }

const validators = new Map(
  workOrderFacts.map((schema) => {
    const { $id, properties } = schema as unknown as { $id: string; properties: { data: TSchema } }
    return [$id.slice(`${TYPE_PREFIX}work-order.`.length, -'.v1'.length), Compile(properties.data)]
  }),
)

/** The facts of a historic work order, or why they cannot be read, as a sentence. */
export function historicFacts(sent: HistoricWorkOrder, register: RegisterPart): readonly Fact[] | string {
  const facts: Fact[] = []
  for (const [index, { step, ...said }] of sent.facts.entries()) {
    const validator = validators.get(step)
    if (validator === undefined) return `Fact ${index + 1}: “${step}” is not a step. Use one of ${[...validators.keys()].join(', ')}.`
    const data = { ...(step === 'call-logged' && callOf(sent)), ...said, workOrderId: register.workOrderId, assetId: sent.assetId } as Data
    if (!validator.Check(data)) {
      const [fault] = validator.Errors(data)
      return `Fact ${index + 1} (${step}): ${fault?.instancePath ?? ''} ${fault?.message ?? 'is not valid'}.`
    }
    facts.push(factOf(step, data, sent, register))
  }
  return facts
}

const callOf = ({ supplierId, contractId, priority, summary }: HistoricWorkOrder) => ({
  supplierId,
  priority,
  summary,
  ...(contractId !== undefined && { contractId }),
})

/** The fields of an event that hold instants, and what the fact calls them. */
const INSTANTS: Readonly<Record<string, string>> = { arriveAt: 'arriveAtMs', expectedAt: 'expectedAtMs', was: 'wasMs', is: 'isMs' }

/** Fields of every event that a fact leaves to its work order. */
const OF_THE_ORDER: ReadonlySet<string> = new Set(['workOrderId', 'assetId'])

/** The schema has been checked, so that each step has what it must say. */
function factOf(step: string, { at, by, ...said }: Data, sent: HistoricWorkOrder, register: RegisterPart): Fact {
  const stamp = { step, atMs: Date.parse(at), by }
  if (step === 'call-logged')
    return { ...stamp, opening: openingOf(sent, register, Date.parse(at)), assignment: assignmentOf(sent, register) } as Fact
  if (step === 'reassigned') {
    return { ...stamp, reason: said['reason'], assignment: { supplierId: said['supplierId'], terms: register.terms } } as Fact
  }
  const details = Object.entries(said)
    .filter(([name]) => !OF_THE_ORDER.has(name))
    .map(([name, value]) => {
      const instantName = INSTANTS[name]
      return instantName === undefined ? [name, value] : [instantName, Date.parse(String(value))]
    })
  return { ...stamp, ...Object.fromEntries(details) }
}

const assignmentOf = ({ supplierId, contractId }: HistoricWorkOrder, { terms }: RegisterPart) => ({
  supplierId,
  terms,
  ...(contractId !== undefined && { contractId }),
})

const openingOf = (sent: HistoricWorkOrder, { workOrderId, trust, traits }: RegisterPart, calledAtMs: number): Opening => ({
  workOrderId,
  assetId: sent.assetId,
  trust,
  traits,
  faultAtMs: sent.faultAt === undefined ? calledAtMs : Math.min(Date.parse(sent.faultAt), calledAtMs),
  scannerState: sent.scannerState ?? 'DOWN_UNPLANNED',
  priority: sent.priority,
  summary: sent.summary,
  example: sent.example ?? false,
  ...(sent.downtimeId !== undefined && { downtimeId: sent.downtimeId }),
})
