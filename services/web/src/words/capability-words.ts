import { capitalised } from './number-words.ts'

const abbreviations: ReadonlyMap<string, string> = new Map(
  ['CT', 'MRI', 'PET', 'TAVI', 'QA', 'IT'].map((word) => [word.toLowerCase(), word]),
)

/** A code of a capability, fault or scope in words: `cardiac-ct` is "Cardiac CT". */
export const codeWords = (code: string): string =>
  capitalised(
    code
      .split(/[-.]/)
      .map((word) => abbreviations.get(word) ?? word)
      .join(' '),
  )
