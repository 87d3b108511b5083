import type { BoardRow } from '@imaging/schemas'
import { csv } from '../../lists/csv.ts'
import { causeWords, healthWords, stateWords } from '../../words/state-words.ts'

const headings = [
  'Scanner',
  'Scanner ID',
  'Type',
  'Site',
  'Trust',
  'Supplier',
  'Status',
  'Since (UTC)',
  'Signal',
  'Signal since (UTC)',
  'Cause',
  'Note',
  'Hours lost, last 90 days',
  'Uptime, last 90 days',
  'Uptime, lower bound',
  'Uptime, upper bound',
  'Share of time confirmed',
  'Contract target',
  'Read at (UTC)',
]

/** The board's rows as CSV: the same figures as on screen, unrounded, each line with the instant it was read. */
export const boardCsv = (rows: readonly BoardRow[], nowMs: number): string =>
  csv(
    headings,
    rows.map((row) => [
      row.name,
      row.assetId,
      row.className,
      row.siteName,
      row.trustName,
      row.supplierName,
      stateWords[row.state].word,
      row.since,
      healthWords[row.health],
      row.healthSince,
      row.cause === undefined ? undefined : causeWords[row.cause],
      row.note,
      row.hoursLost90Days,
      row.uptime.value,
      row.uptime.lower,
      row.uptime.upper,
      row.uptime.confirmedShare,
      row.uptimeTarget,
      new Date(nowMs).toISOString(),
    ]),
  )
