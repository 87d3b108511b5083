/** How counts and shares are said on screen. */

/** A count with its noun: "1 scanner", "1,200 scanners"; irregular plurals are passed in. */
export const countWords = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? singular : plural}`

/**
 * A share from 0 to 1 as a percentage, rounded down so that a target just missed never reads as met.
 * One decimal unless told otherwise; "not defined" without a share.
 */
export const shareWords = (share: number | undefined, decimals = 1): string => {
  if (share === undefined) return 'not defined'
  const factor = 10 ** decimals
  // The small addition keeps 0.975 (held as 0.97499…) from losing its last digit.
  return `${(Math.floor(share * 100 * factor + 1e-7) / factor).toFixed(decimals)}%`
}

/** A list as a sentence says it: "a", "a and b", "a, b and c". */
export const listWords = (items: readonly string[]): string => {
  const last = items.at(-1)
  if (last === undefined) return ''
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** The first letter as a capital, the rest as it was. */
export const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase('en-GB') + text.slice(1)
