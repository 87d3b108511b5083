import { capitalised } from './number-words.ts'

const abbreviations: ReadonlyMap<string, string> = new Map(
  ['CT', 'MRI', 'PET', 'TAVI', 'QA', 'IT'].map((word) => [word.toLowerCase(), word]),
)

/** The strength of a magnet, as `1.5t`. */
const FIELD_STRENGTH = /^(\d+(?:\.\d+)?)t$/

/** A code of a capability, fault or scope in words: `cardiac-ct` is "Cardiac CT", `1.5t` is "1.5 tesla". */
export const codeWords = (code: string): string => {
  const [, tesla] = FIELD_STRENGTH.exec(code) ?? []
  return tesla === undefined ? plainWords(code) : `${tesla} tesla`
}

const plainWords = (code: string): string =>
  capitalised(
    code
      .split(/[-.]/)
      .map((word) => abbreviations.get(word) ?? word)
      .join(' '),
  )
