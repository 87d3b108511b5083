import type { Asset } from './asset.ts'
import { nameKey } from './name-key.ts'
import type { RegisterProblem } from './problem.ts'

/** One way of writing a maker's name, and the name the register keeps. A person can see and correct each. */
export interface MakerAlias {
  readonly written: string
  readonly maker: string
}

/** The register's name of a maker; a name nobody has mapped stays as written. A later alias corrects an earlier one. */
export function makerName(written: string, aliases: readonly MakerAlias[]): string {
  const key = nameKey(written)
  return aliases.findLast((alias) => nameKey(alias.written) === key)?.maker ?? written.trim().replaceAll(/\s+/g, ' ')
}

/** What two serial numbers are compared by: case and spaces do not matter, hyphens do. */
export const serialKey = (serial: string): string => serial.toUpperCase().replaceAll(/\s+/g, '')

/** What makes a machine one machine: its maker, however written, and its serial number. */
export function machineKey({ manufacturer, serial }: Pick<Asset, 'manufacturer' | 'serial'>, aliases: readonly MakerAlias[]): string {
  return `${nameKey(makerName(manufacturer, aliases))}\n${serialKey(serial)}`
}

/**
 * Refuses a machine whose maker and serial number the register already holds under another id.
 *
 * @returns The problem, which names the other machine and its site; `undefined` when there is none.
 */
export function serialClash(
  asset: Pick<Asset, 'assetId' | 'manufacturer' | 'serial'>,
  register: readonly Pick<Asset, 'assetId' | 'manufacturer' | 'serial' | 'siteCode'>[],
  aliases: readonly MakerAlias[],
): RegisterProblem | undefined {
  const key = machineKey(asset, aliases)
  const other = register.find((candidate) => candidate.assetId !== asset.assetId && machineKey(candidate, aliases) === key)
  if (other === undefined) return undefined
  return {
    field: 'serial',
    wrote: asset.serial,
    problem: `${makerName(asset.manufacturer, aliases)} ${asset.serial} is already in the register as ${other.assetId} at ${other.siteCode}.`,
    remedy: 'One maker gives a serial number once. Read it again on the label of both machines and correct the one that is wrong.',
  }
}
