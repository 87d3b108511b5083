import type { Asset } from './asset.ts'

/** Gives names as staff say them, and knows which are taken. */
export interface SpokenNames {
  /** Takes a name, so that no other machine of the site is given it. */
  take(siteCode: string, name: string): void
  /** Gives the next name of its kind at a site: after MRI 1 and MRI 3 comes MRI 4. */
  next(siteCode: string, spokenName: string): string
}

/** The names of a register, those of machines no longer in use among them, so that no name comes to mean another machine. */
export function spokenNames(register: readonly Pick<Asset, 'siteCode' | 'name'>[]): SpokenNames {
  const highest = new Map<string, number>()
  const numberOf = (siteCode: string, kind: string): number => highest.get(`${siteCode} ${kind}`) ?? 0
  const take = (siteCode: string, name: string): void => {
    const [, kind, number] = /^(.+) (\d{1,6})$/.exec(name) ?? []
    if (kind !== undefined) highest.set(`${siteCode} ${kind}`, Math.max(numberOf(siteCode, kind), Number(number)))
  }
  for (const { siteCode, name } of register) take(siteCode, name)
  return {
    take,
    next(siteCode, spokenName) {
      const name = `${spokenName} ${numberOf(siteCode, spokenName) + 1}`
      take(siteCode, name)
      return name
    },
  }
}
