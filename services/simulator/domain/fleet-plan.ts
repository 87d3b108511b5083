/** How many of each class stand at each site. Invented, in the proportions of published counts. */
export interface SitePlan {
  readonly siteCode: string
  readonly operator: string
  readonly building: string
  /** The year the building is to be rebuilt, where it is: no magnet should go in late. */
  readonly rebuiltIn?: number
  readonly counts: Readonly<Partial<Record<ClassId, number>>>
}

export type ClassId =
  | 'ct'
  | 'mri'
  | 'pet-ct'
  | 'nuclear-medicine'
  | 'interventional'
  | 'mammography'
  | 'x-ray'
  | 'mobile-x-ray'
  | 'ultrasound'

/** 290 assets; the 110 that Imperial operates are a multiple of ten, so that 30 % of them is a whole number. */
export const sitePlans: readonly SitePlan[] = [
  site(
    'RYJ01',
    'RYJ',
    'Example wing',
    { ct: 3, mri: 2, interventional: 2, mammography: 1, 'x-ray': 5, 'mobile-x-ray': 5, ultrasound: 13 },
    2035,
  ),
  site(
    'RYJ02',
    'RYJ',
    'Example tower',
    { ct: 3, mri: 2, interventional: 2, mammography: 2, 'x-ray': 4, 'mobile-x-ray': 4, ultrasound: 11 },
    2037,
  ),
  site(
    'RYJ03',
    'RYJ',
    'Example house',
    { ct: 2, mri: 2, 'pet-ct': 1, 'nuclear-medicine': 2, interventional: 2, 'x-ray': 3, 'mobile-x-ray': 4, ultrasound: 12 },
    2036,
  ),
  site('RYJ04', 'RYJ', 'Example house', { ultrasound: 9, 'x-ray': 1, 'mobile-x-ray': 1 }),
  site('RYJ07', 'RYJ', 'Example eye unit', { ultrasound: 3 }),
  site('CDCWEM', 'RYJ', 'Example centre', { ct: 1, mri: 2, 'x-ray': 1, ultrasound: 2 }),
  site('CDCWIL', 'RYJ', 'Example centre', { ct: 1, mri: 1, ultrasound: 1 }),
  site('RQM01', 'RQM', 'Example block', {
    ct: 2,
    mri: 2,
    interventional: 1,
    mammography: 1,
    'x-ray': 5,
    'mobile-x-ray': 4,
    ultrasound: 13,
  }),
  site('RQM91', 'RQM', 'Example block', {
    ct: 2,
    mri: 2,
    'nuclear-medicine': 1,
    interventional: 1,
    mammography: 1,
    'x-ray': 5,
    'mobile-x-ray': 4,
    ultrasound: 11,
  }),
  site(
    'RAS01',
    'RAS',
    'Example tower',
    { ct: 2, mri: 1, 'nuclear-medicine': 1, interventional: 1, mammography: 1, 'x-ray': 4, 'mobile-x-ray': 4, ultrasound: 9 },
    2031,
  ),
  site('RAS02', 'RAS', 'Example pavilion', {
    ct: 1,
    mri: 1,
    'pet-ct': 1,
    'nuclear-medicine': 1,
    mammography: 1,
    'x-ray': 3,
    'mobile-x-ray': 1,
    ultrasound: 5,
  }),
  site('R1K01', 'R1K', 'Example wing', {
    ct: 3,
    mri: 3,
    'pet-ct': 1,
    'nuclear-medicine': 1,
    interventional: 3,
    mammography: 3,
    'x-ray': 6,
    'mobile-x-ray': 7,
    ultrasound: 15,
  }),
  site('R1K02', 'R1K', 'Example block', {
    ct: 2,
    mri: 1,
    'nuclear-medicine': 1,
    interventional: 1,
    mammography: 1,
    'x-ray': 4,
    'mobile-x-ray': 3,
    ultrasound: 7,
  }),
  site('R1K04', 'R1K', 'Example block', { ct: 2, mri: 2, interventional: 1, mammography: 1, 'x-ray': 4, 'mobile-x-ray': 3, ultrasound: 7 }),
  site('CDCEAL', 'R1K', 'Example centre', { ct: 2, mri: 1, 'x-ray': 1, ultrasound: 2 }),
]

function site(siteCode: string, operator: string, building: string, counts: SitePlan['counts'], rebuiltIn?: number): SitePlan {
  return { siteCode, operator, building, counts, ...(rebuiltIn === undefined ? {} : { rebuiltIn }) }
}
