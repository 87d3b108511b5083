import { expect, it } from 'vitest'
import { codeWords } from './capability-words.ts'

it.each([
  ['cardiac-ct', 'Cardiac CT'],
  ['wide-bore', 'Wide bore'],
  ['1.5t', '1.5 tesla'],
  ['3t', '3 tesla'],
])('says %s in words', (code, words) => expect(codeWords(code)).toBe(words))
