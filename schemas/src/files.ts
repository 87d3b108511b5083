import { Type, type Static, type TSchema } from 'typebox'
import { AssetChangedV1, ContractChangedV1 } from './events/register.ts'
import { Instant } from './identifiers.ts'
import { Figures } from './api/availability.ts'
import { RegisterImport } from './api/register.ts'
import { PlanProblemFile } from './files/plan-problem.ts'
import { PlanSolutionFile } from './files/plan-solution.ts'

/** What the operator's CLI is given as a register: the assets, and the contracts their hours are counted by. */
export const RegisterFile = Type.Object(
  {
    assets: Type.Array(AssetChangedV1.properties.data, { maxItems: 20_000 }),
    contracts: Type.Array(ContractChangedV1.properties.data, { maxItems: 5_000 }),
  },
  { $id: 'register-file' },
)
export type RegisterFile = Static<typeof RegisterFile>

/** What `imaging availability --json` prints: the same figures a service gives, from files alone. */
export const AvailabilityFile = Type.Object(
  { from: Instant, to: Instant, knownAt: Instant, figures: Type.Array(Figures) },
  { $id: 'availability-file' },
)
export type AvailabilityFile = Static<typeof AvailabilityFile>

/** A refused record as `imaging dead-letters` shows it. */
export const DeadLetterFile = Type.Object(
  {
    id: Type.String({ description: 'topic/partition/offset of the refused record' }),
    topic: Type.String(),
    reason: Type.String(),
    key: Type.Optional(Type.String()),
    publishedAt: Instant,
    replayedAt: Type.Optional(Instant),
    body: Type.Optional(Type.String({ description: 'The record untouched, as text' })),
  },
  { $id: 'dead-letter-file' },
)
export type DeadLetterFile = Static<typeof DeadLetterFile>

/** How far each consumer is behind, as `imaging lag` prints it. */
export const LagFile = Type.Array(
  Type.Object({
    group: Type.String(),
    topic: Type.String(),
    partition: Type.Integer({ minimum: 0 }),
    committedOffset: Type.Integer({ minimum: 0 }),
    endOffset: Type.Integer({ minimum: 0 }),
    lag: Type.Integer({ minimum: 0, description: 'Records published and not yet read' }),
  }),
  { $id: 'lag-file' },
)
export type LagFile = Static<typeof LagFile>

/** Every file a command reads or writes besides events, which stand one JSON event a line. */
export const fileSchemas: Readonly<Record<string, TSchema>> = {
  'register-file': RegisterFile,
  'availability-file': AvailabilityFile,
  'dead-letter-file': DeadLetterFile,
  'lag-file': LagFile,
  'import-file': RegisterImport,
  'plan-problem-file': PlanProblemFile,
  'plan-solution-file': PlanSolutionFile,
}
