import { classBehaviours } from './class-behaviour.ts'
import { BACK_FILL_TO_MS, NORMAL_LIFE_YEARS, YEAR_MS } from './example-period.ts'
import { sitePlans, type ClassId, type SitePlan } from './fleet-plan.ts'
import { modelsByClass, threeTeslaModels } from './models.ts'
import { randomFor, type Random } from './seeded-random.ts'

export interface FleetAsset {
  readonly assetId: string
  readonly name: string
  readonly classId: ClassId
  readonly siteCode: string
  readonly building: string
  readonly rebuiltIn?: number
  readonly owner: string
  readonly operator: string
  readonly landlord: string
  readonly funder: string
  readonly manufacturer: string
  readonly model: string
  readonly supplierId: string
  readonly serial: string
  readonly installedMs: number
  readonly manufacturedMs: number
  readonly refreshedMs?: number
  readonly leased: boolean
  readonly donated: boolean
  readonly connected: boolean
  readonly capabilities: readonly string[]
  readonly pricePence: number
  /** Hours of use: every day and night, long days, or working days. */
  readonly hours: 'always' | 'long-days' | 'until-midnight' | 'working-days'
}

/** 30 % of Imperial's imaging equipment is over eight years old, in its own words; the others are assumed near it. */
const SHARE_OVER_LIFE: Readonly<Record<string, number>> = { RYJ: 0.3, RQM: 0.27, RAS: 0.32, R1K: 0.34 }
const SHORT_CLASS: Readonly<Record<ClassId, string>> = {
  ct: 'CT',
  mri: 'MRI',
  'pet-ct': 'PET',
  'nuclear-medicine': 'NM',
  interventional: 'IR',
  mammography: 'MAM',
  'x-ray': 'XR',
  'mobile-x-ray': 'MXR',
  ultrasound: 'US',
}
const SPOKEN_CLASS: Readonly<Record<ClassId, string>> = {
  ct: 'CT',
  mri: 'MRI',
  'pet-ct': 'PET-CT',
  'nuclear-medicine': 'Gamma camera',
  interventional: 'Interventional room',
  mammography: 'Mammography',
  'x-ray': 'X-ray room',
  'mobile-x-ray': 'Mobile X-ray',
  ultrasound: 'Ultrasound',
}
/** Six of the 22 magnets are 3 tesla, one at each large hospital. */
const THREE_TESLA_SITES = ['RYJ01', 'RYJ02', 'RYJ03', 'RQM01', 'RAS01', 'R1K01']

/**
 * The example fleet: about 290 assets of the four trusts, the same for the same seed. Nothing in it is a real machine.
 *
 * Of the assets Imperial operates, exactly 30 % are over eight years from installation on the day the back-fill ends.
 */
export function exampleFleet(seed: number): readonly FleetAsset[] {
  const places = sitePlans.flatMap((plan) =>
    Object.entries(plan.counts).flatMap(([classId, count]) =>
      Array.from({ length: count }, (_, index) => ({ plan, classId: classId as ClassId, number: index + 1 })),
    ),
  )
  const old = overLife(
    seed,
    places.map(({ plan }, index) => ({ operator: plan.operator, index })),
  )
  return places.map((place, index) => asset(seed, place, old.has(index)))
}

/** Which assets are over their normal life: a fixed share of each trust's, chosen by the seed. */
function overLife(seed: number, places: readonly { operator: string; index: number }[]): ReadonlySet<number> {
  const chosen = new Set<number>()
  for (const [operator, share] of Object.entries(SHARE_OVER_LIFE)) {
    const own = places.filter((place) => place.operator === operator)
    const random = randomFor(seed, 'over-life', operator)
    const shuffled = own.map(({ index }) => ({ index, order: random.unit() })).toSorted((a, b) => a.order - b.order)
    for (const { index } of shuffled.slice(0, Math.round(own.length * share))) chosen.add(index)
  }
  return chosen
}

function asset(seed: number, { plan, classId, number }: { plan: SitePlan; classId: ClassId; number: number }, isOld: boolean): FleetAsset {
  const assetId = `${plan.siteCode}-${SHORT_CLASS[classId]}-${String(number).padStart(3, '0')}`
  const random = randomFor(seed, 'asset', assetId)
  const chosen = random.weighted(modelsByClass[classId])
  const threeTesla = classId === 'mri' && number === 1 && THREE_TESLA_SITES.includes(plan.siteCode)
  const ageYears = isOld ? random.between(NORMAL_LIFE_YEARS + 0.1, oldest(plan, classId)) : random.between(0.4, NORMAL_LIFE_YEARS - 0.1)
  const installedMs = wholeDay(BACK_FILL_TO_MS - ageYears * YEAR_MS)
  const refreshed = ageYears > 9 && classId === 'mri' && random.chance(0.5)
  return {
    assetId,
    name: `${SPOKEN_CLASS[classId]} ${number}`,
    classId,
    siteCode: plan.siteCode,
    building: plan.building,
    ...(plan.rebuiltIn === undefined ? {} : { rebuiltIn: plan.rebuiltIn }),
    ...ownership(plan, classId, number),
    manufacturer: chosen.manufacturer,
    model: threeTesla ? (threeTeslaModels[chosen.supplierId] as string) : chosen.model,
    supplierId: chosen.supplierId,
    serial: `EX${String(random.whole(0, 99_999)).padStart(5, '0')}-${assetId}`,
    installedMs,
    manufacturedMs: wholeDay(installedMs - random.between(0.1, 0.6) * YEAR_MS),
    ...(refreshed ? { refreshedMs: wholeDay(BACK_FILL_TO_MS - random.between(1, 4) * YEAR_MS) } : {}),
    leased: random.chance(0.08),
    donated: plan.operator === 'RYJ' && random.chance(0.05),
    connected: random.chance(classBehaviours[classId].connectedShare),
    capabilities: capabilities(classId, threeTesla, random),
    pricePence: Math.round((classBehaviours[classId].pricePence * random.between(0.85, 1.15)) / 100_000) * 100_000,
    hours: hours(plan.siteCode, classId),
  }
}

/** London North West's magnets are the oldest of the four trusts in the example. */
const oldest = (plan: SitePlan, classId: ClassId): number => (plan.operator === 'R1K' && classId === 'mri' ? 15 : 13)

const wholeDay = (ms: number): number => Math.floor(ms / 86_400_000) * 86_400_000

/** The awkward cases of real registers: one owned by the landlord's trust, centres funded by the board. */
function ownership(
  { siteCode, operator }: SitePlan,
  classId: ClassId,
  number: number,
): Pick<FleetAsset, 'owner' | 'operator' | 'landlord' | 'funder'> {
  const centre = siteCode.startsWith('CDC')
  const lent = siteCode === 'CDCWEM' && classId === 'mri' && number === 2
  return {
    owner: lent ? 'R1K' : operator,
    operator,
    landlord: centre ? 'R1K' : operator,
    funder: centre ? 'NHS North West London Integrated Care Board' : 'Trust capital',
  }
}

function capabilities(classId: ClassId, threeTesla: boolean, random: Random): readonly string[] {
  const some = (...codes: readonly string[]): string[] => codes.filter(() => random.chance(0.5))
  if (classId === 'mri')
    return [threeTesla ? '3t' : '1.5t', ...some('wide-bore', 'cardiac', 'paediatric', 'breast', 'prostate', 'mr-conditional-implants')]
  if (classId === 'ct') return ['trauma', ...some('cardiac', 'paediatric', 'bariatric', 'stroke', 'interventional', 'dual-energy')]
  if (classId === 'interventional') return some('vascular', 'neuro', 'cardiac', 'barium')
  if (classId === 'mammography') return ['tomosynthesis', ...some('biopsy', 'contrast')]
  if (classId === 'ultrasound') return some('obstetric', 'cardiac', 'vascular', 'musculoskeletal')
  if (classId === 'x-ray') return ['chest', 'trauma', ...some('paediatric', 'bariatric')]
  return []
}

function hours(siteCode: string, classId: ClassId): FleetAsset['hours'] {
  const acute = ['RYJ01', 'RYJ02', 'RYJ03', 'RQM01', 'RQM91', 'RAS01', 'R1K01', 'R1K04'].includes(siteCode)
  if (siteCode === 'CDCWEM' && classId === 'mri') return 'until-midnight'
  if (acute && (classId === 'x-ray' || classId === 'mobile-x-ray')) return 'always'
  return classId === 'ct' || classId === 'mri' || siteCode.startsWith('CDC') ? 'long-days' : 'working-days'
}
