import type { ActingIdentity } from '@imaging/schemas'
import type { AskAs } from './asking.ts'
import { commentOf, fileOf, funderOf, placeOf, priceOf, scannerOf, supplierNameOf, targetOf, whyOf } from './marks.ts'
import { SUPPLIERS, TRUSTS, type Supplier, type Trust } from './organisations.ts'
import { personOf, type People } from './people.ts'

const always = [{ from: '00:00', to: '24:00' }]
const hours = {
  patterns: [
    { week: { monday: always, tuesday: always, wednesday: always, thursday: always, friday: always, saturday: always, sunday: always } },
  ],
}

/** The scanners of a trust: each has one supplier, but the third passes from siemens to ge. */
export const SCANNERS = [
  { number: 1, supplier: 'siemens', maker: 'siemens' },
  { number: 2, supplier: 'ge', maker: 'ge' },
  { number: 3, supplier: 'siemens', maker: 'ge' },
] as const

export const scannerIdOf = (trust: Trust, number: number): string => `${trust}-XCT-${number}`
export const siteOf = (trust: Trust): string => `${trust}01`
export const buildingIdOf = (trust: Trust): string => `${trust}01-B-ONE`
export const roomIdOf = (trust: Trust): string => `${trust}01-R-ONE`
export const contractIdOf = (trust: Trust, supplier: Supplier): string => `C-${trust}-${supplier}`

/** What is entered for a trust, whole, so that it can be sent again. Example data. */
export const contractOf = (trust: Trust, supplier: Supplier) => ({
  contractId: contractIdOf(trust, supplier),
  supplierId: supplier,
  supplierName: supplierNameOf(supplier, trust),
  trust,
  from: '2024-04-01',
  terms: [
    {
      from: '2024-04-01',
      coverHours: hours,
      countsAgreedPlannedWork: false,
      degradedWeight: 0,
      clockStarts: 'call-logged-with-access',
      clockEnds: 'hand-back',
      clockRuns: 'cover-hours',
      excludedCauses: [],
      responseMinutes: { P1: 120, P2: 240, P3: 480 },
      repairMinutes: { P1: 480, P2: 960, P3: 2400 },
      uptimeTarget: targetOf(trust),
    },
  ],
  example: true,
})

export const buildingOf = (trust: Trust) => ({
  buildingId: buildingIdOf(trust),
  siteCode: siteOf(trust),
  name: `${placeOf(trust)}, building`,
  validFrom: '2024-04-01',
  landlord: trust,
  example: true,
})

export const roomOf = (trust: Trust) => ({
  roomId: roomIdOf(trust),
  siteCode: siteOf(trust),
  buildingId: buildingIdOf(trust),
  name: `${placeOf(trust)}, room`,
  validFrom: '2024-04-01',
  example: true,
})

export const assetOf = (trust: Trust, number: number) => {
  const { supplier, maker } = SCANNERS.find((one) => one.number === number) ?? SCANNERS[0]
  return {
    assetId: scannerIdOf(trust, number),
    name: `${scannerOf(trust)} ${number}`,
    classId: 'ct',
    status: 'IN_USE',
    validFrom: '2024-04-01',
    manufacturer: 'Example maker',
    model: 'Example model',
    serial: `EX-${trust}-${number}`,
    siteCode: siteOf(trust),
    place: { roomId: roomIdOf(trust) },
    owner: trust,
    operator: trust,
    landlord: trust,
    funder: funderOf(trust),
    manufactured: '2020-01-01',
    installed: '2020-04-01',
    purchasePricePence: priceOf(trust),
    donated: false,
    dicomAliases: [],
    capabilities: [{ code: 'head' }],
    linkedAssets: [],
    supplierId: maker,
    contractId: contractIdOf(trust, supplier),
    comments: commentOf(trust),
    operatingHours: hours,
    feed: { fitted: true },
    example: true,
  }
}

/** What can be found of the register, by trust. */
export interface Registered {
  /** The version of each thing as it stands, quoted, by its path. */
  readonly versions: ReadonlyMap<string, string>
  readonly imports: Readonly<Record<Trust, string>>
}

/** Enters contracts, buildings, rooms and scanners for each trust, and checks a file of each. */
export async function fillRegister(ask: AskAs, people: People): Promise<Registered> {
  const versions = new Map<string, string>()
  const imports: Partial<Record<Trust, string>> = {}
  for (const trust of TRUSTS) {
    const planner = personOf(people, 'E', trust)
    const enter = async (path: string, body: unknown): Promise<void> => {
      const why = new URLSearchParams({ why: whyOf(trust) })
      const { etag } = await ask(planner, 'assets', { method: 'PUT', path: `${path}?${why}`, body, headers: { 'if-none-match': '*' } })
      versions.set(path, etag)
    }
    for (const supplier of SUPPLIERS) await enter(`/api/v1/contracts/${contractIdOf(trust, supplier)}`, contractOf(trust, supplier))
    await enter(`/api/v1/buildings/${buildingIdOf(trust)}`, buildingOf(trust))
    await enter(`/api/v1/rooms/${roomIdOf(trust)}`, roomOf(trust))
    for (const { number } of SCANNERS) await enter(`/api/v1/assets/${scannerIdOf(trust, number)}`, assetOf(trust, number))
    imports[trust] = await checkedImport(ask, planner, trust)
  }
  return { versions, imports: imports as Registered['imports'] }
}

/** The register of a trust, sent back to it as a file. */
async function checkedImport(ask: AskAs, planner: ActingIdentity, trust: Trust): Promise<string> {
  const rows = `Asset ID,Asset name,Manufacturer\n${scannerIdOf(trust, 1)},${scannerOf(trust)} 1,Example maker\n`
  const body = { fileName: fileOf(trust), content: Buffer.from(rows).toString('base64') }
  return (await ask<{ importId: string }>(planner, 'assets', { method: 'POST', path: '/api/v1/imports', body })).body.importId
}
