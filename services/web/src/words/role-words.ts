import { capitalised } from './number-words.ts'

/** A role as it stands in records, in words: `radiology-lead` is "Radiology lead". */
export const roleWords = (role: string): string => capitalised(role.replaceAll(/[-_]/g, ' '))
