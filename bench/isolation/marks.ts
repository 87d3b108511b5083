import { ORGANISATIONS, SUPPLIERS, TRUSTS, type Organisation, type Supplier, type Trust } from './organisations.ts'

/**
 * Whose words an answer may hold, and of what kind: a mark is `RQM money`, and its text stands in what was entered for RQM.
 *
 * A text says whose it is, so that a leak is a substring of an answer, whatever the shape of the answer.
 */
export type Mark = string

export const staffOf = (organisation: Organisation): string => `Staff of ${organisation}`
export const systemOf = (organisation: Organisation): string => `System of ${organisation}`
export const scannerOf = (trust: Trust): string => `Scanner of ${trust}`
export const placeOf = (trust: Trust): string => `Place of ${trust}`
export const funderOf = (trust: Trust): string => `Funder of ${trust}`
export const commentOf = (trust: Trust): string => `Comment of ${trust}`
export const whyOf = (trust: Trust): string => `Because ${trust} says so`
export const noteOf = (trust: Trust): string => `Note of ${trust}`
export const heldNoteOf = (trust: Trust): string => `Held note of ${trust}`
export const conditionOf = (trust: Trust): string => `Condition of ${trust}`
export const fileOf = (trust: Trust): string => `File of ${trust}.csv`
export const grantReasonOf = (from: Trust, to: Organisation): string => `Shared by ${from} with ${to}`
export const supplierNameOf = (supplier: Supplier, trust: Trust): string => `Name of ${supplier} at ${trust}`
export const wordsOf = (supplier: Supplier, trust: Trust): string => `Words of ${supplier} for ${trust}`
/** Prices and targets are numbers that nothing else can be. */
export const priceOf = (trust: Trust): number => 710_000_900 + TRUSTS.indexOf(trust)
export const targetOf = (trust: Trust): number => (912_311 + TRUSTS.indexOf(trust)) / 1_000_000
/** Values that a sensor of this trust alone reports. */
export const valueOf = (trust: Trust): number => (40_312 + 10 * TRUSTS.indexOf(trust)) / 10_000

const planted: readonly (readonly [text: string, mark: Mark])[] = [
  ...ORGANISATIONS.flatMap((organisation) => [
    [staffOf(organisation), `${organisation} staff`] as const,
    [systemOf(organisation), `${organisation} system`] as const,
  ]),
  ...TRUSTS.flatMap((trust) => [
    [scannerOf(trust), `${trust} scanner`] as const,
    [`${trust}-XCT-`, `${trust} scanner`] as const,
    [placeOf(trust), `${trust} place`] as const,
    [funderOf(trust), `${trust} money`] as const,
    [commentOf(trust), `${trust} money`] as const,
    [String(priceOf(trust)), `${trust} money`] as const,
    [String(targetOf(trust)), `${trust} terms`] as const,
    [`C-${trust}-`, `${trust} contract`] as const,
    [whyOf(trust), `${trust} why`] as const,
    [noteOf(trust), `${trust} note`] as const,
    [heldNoteOf(trust), `${trust} held`] as const,
    [fileOf(trust), `${trust} file`] as const,
    [String(valueOf(trust)), `${trust} value`] as const,
    [conditionOf(trust), `${trust} condition`] as const,
    ...ORGANISATIONS.map((to) => [`${grantReasonOf(trust, to)}.`, `${trust} grant to ${to}`] as const),
    ...SUPPLIERS.flatMap((supplier) => [
      [supplierNameOf(supplier, trust), `${trust} name of ${supplier}`] as const,
      [wordsOf(supplier, trust), `${trust} words of ${supplier}`] as const,
    ]),
  ]),
]

/** The marks in a text. What was asked does not count as told: `asked` is what the request itself said. */
export const marksIn = (text: string, asked = ''): ReadonlySet<Mark> =>
  new Set(planted.flatMap(([words, mark]) => (text.includes(words) && !asked.includes(words) ? [mark] : [])))

/** Whose a mark is. */
export const ownerOf = (mark: Mark): string => mark.split(' ', 1)[0] ?? ''
