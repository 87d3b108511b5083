/**
 * The next name of its kind at a site: after MRI 1 and MRI 3 comes MRI 4.
 *
 * @param taken Names of the site's machines, those no longer in use among them, so that no name comes to mean another machine.
 */
export function nextSpokenName(spokenName: string, taken: readonly string[]): string {
  const numbers = taken.flatMap((name) => {
    const number = name.startsWith(`${spokenName} `) ? name.slice(spokenName.length + 1) : ''
    return /^\d{1,6}$/.test(number) ? [Number(number)] : []
  })
  return `${spokenName} ${Math.max(0, ...numbers) + 1}`
}
