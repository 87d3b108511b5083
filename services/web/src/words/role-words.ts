import { capitalised } from './number-words.ts'

/** A role as it stands in records, in words: `radiology-lead` is "Radiology lead". */
export const roleWords = (role: string): string => capitalised(role.replaceAll(/[-_]/g, ' '))

/** Someone who acted: "Daniel Hughes, radiology lead", or the role alone where no name is kept. */
export const personWords = (name: string | undefined, role: string | undefined): string => {
  if (name === undefined) return role === undefined ? '' : roleWords(role)
  return role === undefined ? name : `${name}, ${roleWords(role).toLowerCase()}`
}
