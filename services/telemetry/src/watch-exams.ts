import { openIntervals, unpacked } from '@imaging/calendar'
import { inTransaction, type Pool } from '@imaging/postgres'
import { conditionId, emptyExamWatch, examCheck, type Catalogue, type ConditionChange, type ExamFacts } from '@imaging/telemetry/domain'
import { examSummaries, examWatches, markedAssets, saveExamWatch, type ExamSummary, type Marked } from './exam-repository.ts'
import type { KnownAsset } from './register.ts'
import { tellConditions, type ConditionNews, type TellDeps } from './tell-conditions.ts'

export interface ExamDeps extends TellDeps {
  readonly ingest: Pool
  readonly catalogue: Catalogue
}

/** A mark older than this is judged from here on: the condition needs days, not years. */
const LOOKED_BACK_MS = 31 * 86_400_000

/** Asks of every scanner whether the exams counted on it fit what it is marked as. */
export async function watchExams(deps: ExamDeps): Promise<void> {
  const { ingest, register } = deps
  const [summaries, watches, marked] = await Promise.all([examSummaries(ingest), examWatches(ingest), markedAssets(ingest)])
  for (const known of register.all()) {
    const { assetId } = known.asset
    const summary = summaries.get(assetId)
    if (summary === undefined) continue
    const facts = examFacts(deps, known, summary, marked.get(assetId))
    const { watch, changes } = examCheck(watches.get(assetId) ?? emptyExamWatch, facts)
    if (changes.length === 0) continue
    await inTransaction(ingest, async (tx) => {
      await saveExamWatch(tx, assetId, watch)
      await tellConditions(
        deps,
        tx,
        changes.map((change) => newsOf(assetId, change)),
      )
    })
  }
}

function examFacts(
  { catalogue }: ExamDeps,
  { asset, operatingHours }: KnownAsset,
  summary: ExamSummary,
  marked: Marked | undefined,
): ExamFacts {
  const { countedToMs, lastExamAtMs } = summary
  const markedSinceMs = Math.max(marked?.sinceMs ?? 0, countedToMs - LOOKED_BACK_MS)
  const sheet = catalogue.get(asset.classId)?.sheet
  return {
    marked: markedAs(marked?.state),
    markedSinceMs,
    countedToMs,
    ...(lastExamAtMs === undefined ? {} : { lastExamAtMs }),
    openDuring: unpacked(openIntervals(operatingHours, markedSinceMs, countedToMs)),
    ...(sheet?.examsExpectedWithinOpenMs === undefined ? {} : { expectedWithinOpenMs: sheet.examsExpectedWithinOpenMs }),
  }
}

/** Nothing told means in use: assets begin so, and only what takes them out of use is told. */
function markedAs(state: string | undefined): ExamFacts['marked'] {
  if (state === undefined || state === 'UP' || state === 'DEGRADED') return 'working'
  return state === 'DOWN_UNPLANNED' || state === 'DOWN_EXTERNAL' ? 'down' : 'other'
}

const newsOf = (assetId: string, change: ConditionChange): ConditionNews => ({
  assetId,
  conditionId: conditionId(assetId, change),
  change,
  message: change.condition.message,
})
