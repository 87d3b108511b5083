import type { BuildingSnapshot, RegisterAsset, RoomSnapshot } from '@imaging/schemas'
import { html, type Printable } from '../../html/safe-html.ts'
import { capitalised, listWords } from '../../words/number-words.ts'
import { trustName } from '../../words/trust-words.ts'
import { dayWords } from './scanners-view.ts'

const shieldingWords = { 'x-ray': 'X-rays', gamma: 'gamma rays', 'radio-frequency': 'radio waves', magnetic: 'the magnetic field' } as const
const accessWords = { route: 'through the building', crane: 'by crane' } as const

const inTwoLines = (first: string, second: readonly string[]): Printable =>
  second.length === 0 ? first : html`${first}<br /><span class="app-quiet">${second.map((sentence) => `${sentence}.`).join(' ')}</span>`

/** The building a scanner stands in, until when it stands, and whose consent a change of it needs. */
export const buildingWords = ({ building }: RegisterAsset): Printable =>
  building === undefined
    ? 'Not recorded'
    : inTwoLines(building.name, [...rebuildWords(building), ...endWords(building), `Landlord ${trustName(building.landlord)}`])

const rebuildWords = ({ rebuild }: BuildingSnapshot): readonly string[] => {
  if (rebuild === undefined) return []
  const { programme, worksFrom, worksTo } = rebuild
  const from = worksFrom === undefined ? 'no date yet' : `works from ${dayWords(worksFrom)}`
  return [`To be rebuilt: ${programme}, ${from}${worksTo === undefined ? '' : ` to ${dayWords(worksTo)}`}`]
}

/** The end of its life, where the works that replace it do not say the same. */
const endWords = ({ endOfLife, rebuild }: BuildingSnapshot): readonly string[] =>
  endOfLife === undefined || endOfLife === rebuild?.worksFrom ? [] : [`Life ends ${dayWords(endOfLife)}`]

/** The room a scanner stands in, its own dates, and what it offers a scanner. What is not known is left out. */
export const roomWords = ({ room }: RegisterAsset): Printable => {
  if (room === undefined) return 'Not recorded'
  const { name, level, endOfLife, surveyDue } = room
  return inTwoLines(level === undefined ? name : `${name}, ${level}`, [
    ...(endOfLife === undefined ? [] : [`Life ends ${dayWords(endOfLife)}`]),
    ...(surveyDue === undefined ? [] : [`Next survey ${dayWords(surveyDue)}`]),
    ...offers(room),
  ])
}

const offers = ({ shielding, floorLoadKg, powerKva, chilledWaterKw, access, asbestos }: RoomSnapshot): readonly string[] => {
  const services = [
    ...(floorLoadKg === undefined ? [] : [`floor for ${floorLoadKg.toLocaleString('en-GB')} kg`]),
    ...(powerKva === undefined ? [] : [`${powerKva} kVA`]),
    ...(chilledWaterKw === undefined ? [] : [chilledWaterKw === 0 ? 'no chilled water' : `chilled water for ${chilledWaterKw} kW`]),
  ]
  return [
    ...(shielding === undefined
      ? []
      : [shielding.length === 0 ? 'No shielding' : `Shielded against ${listWords(shielding.map((kind) => shieldingWords[kind]))}`]),
    ...(services.length === 0 ? [] : [capitalised(listWords(services))]),
    ...(access === undefined ? [] : [`Scanners come in ${accessWords[access]}`]),
    ...(asbestos === undefined ? [] : [asbestos === 'present' ? 'Asbestos present' : 'No asbestos found']),
  ]
}
