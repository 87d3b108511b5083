import type { Use } from '../asset.ts'
import type { Dated } from '../dated.ts'
import type { LifePolicy } from '../life-policy.ts'

const carTable = 'Canadian Association of Radiologists, life expectancy guidelines; taken up by the European Society of Radiology, 2014'
const carFrom = '2014-01-01'

/**
 * The lives the platform starts with; each organisation may add lines of its own, dated and with their source.
 *
 * Of the table by use only radiography and fluoroscopy were read in the source; the others wait to be confirmed.
 */
export const lifePolicies: readonly Dated<LifePolicy>[] = [
  {
    kind: 'flag',
    years: 8,
    source: "Imperial College Healthcare: over eight years is past a scanner's normal life",
    isSourced: true,
    from: '2000-01-01',
  },
  {
    kind: 'replace',
    years: 10,
    source: 'Richards review of diagnostics, October 2020: all imaging equipment over ten years is renewed',
    isSourced: true,
    from: '2020-10-01',
  },
  {
    kind: 'replace',
    years: 10,
    source: 'European Society of Radiology, 2014: over ten years replacement is essential',
    isSourced: true,
    from: carFrom,
    to: '2020-10-01',
  },
  { kind: 'absolute-maximum', years: 15, source: carTable, isSourced: true, from: carFrom },
  ...byUse('x-ray', [10, 12, 14], [10_000, 20_000], true),
  ...byUse('mobile-x-ray', [10, 12, 14], [3_000, 6_000], true),
  ...byUse('interventional', [8, 10, 12], [2_000, 4_000], true),
  ...byUse('ct', [8, 10, 12], [7_500, 15_000], false),
  ...byUse('mri', [8, 10, 12], [4_000, 8_000], false),
  ...byUse('ultrasound', [7, 8, 9], [2_000, 4_000], false),
  ...byUse('nuclear-medicine', [8, 10, 12], [3_000, 6_000], false),
  ...byUse('mammography', [8, 9, 10], [3_500, 7_000], false),
]

/** The three lines of a class: life in years for high, middle and low use, and the exams a year that part them. */
function byUse(
  classId: string,
  [high, mid, low]: readonly [number, number, number],
  [midFrom, highFrom]: readonly [number, number],
  isSourced: boolean,
): readonly Dated<LifePolicy>[] {
  const line = (use: Use, years: number): Dated<LifePolicy> => ({
    kind: 'usual-life',
    classId,
    use,
    years,
    source: carTable,
    isSourced,
    from: carFrom,
  })
  return [
    { ...line('high', high), examsPerYearFrom: highFrom },
    { ...line('mid', mid), examsPerYearFrom: midFrom, examsPerYearTo: highFrom },
    { ...line('low', low), examsPerYearTo: midFrom },
  ]
}
