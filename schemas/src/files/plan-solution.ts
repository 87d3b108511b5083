import { Type, type Static } from 'typebox'
import { LocalDate } from '../identifiers.ts'

const Pence = Type.Integer({ description: 'Integer pence' })

/** What `imaging plan --json` prints: a plan, what it costs, and how far from the cheapest it is at most. */
export const PlanSolutionFile = Type.Object(
  {
    title: Type.String(),
    isExample: Type.Boolean(),
    costPence: Type.Integer({ description: 'Net present cost of the plan' }),
    boundPence: Type.Union([Type.Integer(), Type.Null()], { description: 'No plan costs less; null when nothing is proven' }),
    gap: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
      description: 'How much cheaper a plan could be at most, as a share of the cost',
    }),
    isProvenOptimal: Type.Boolean({ description: 'Whether the gap is within the one asked for' }),
    /** False when the choices and limits leave no plan; then `missing` says what would be needed. */
    fits: Type.Boolean(),
    ended: Type.Union([
      Type.Literal('proven'),
      Type.Literal('time'),
      Type.Literal('done'),
      Type.Literal('cancelled'),
      Type.Literal('failed'),
    ]),
    failure: Type.Optional(Type.String()),
    wallS: Type.Number(),
    cpuS: Type.Number(),
    memoryMb: Type.Number(),
    firstPlanS: Type.Number(),
    hoursDown: Type.Number(),
    rentalWeeks: Type.Number(),
    parts: Type.Record(Type.String(), Pence, { description: 'Net present cost by what it is for' }),
    years: Type.Array(
      Type.Object({
        year: Type.Integer({ minimum: 0 }),
        trusts: Type.Array(Type.Object({ trustId: Type.String(), capitalPence: Pence, budgetPence: Pence, requestPence: Pence })),
        missingPence: Type.Integer({ minimum: 0, description: 'Capital beyond every budget and reserve' }),
      }),
    ),
    decisions: Type.Array(
      Type.Object({
        assetId: Type.String(),
        period: Type.Integer({ minimum: 0 }),
        from: LocalDate,
        action: Type.Union([Type.Literal('replace'), Type.Literal('upgrade')]),
      }),
    ),
  },
  { $id: 'plan-solution-file' },
)
export type PlanSolutionFile = Static<typeof PlanSolutionFile>
