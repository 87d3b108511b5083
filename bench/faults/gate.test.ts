import { describe, expect, it } from 'vitest'
import { createGate } from './gate.ts'

describe('a gate', () => {
  it('lets everything pass until it is armed', () => expect(createGate().pass('rows → commit')).toBeUndefined())

  it('holds the first message of its point alone, and tells so', async () => {
    const gate = createGate()
    const armed = gate.arm('rows → commit')
    expect(gate.pass('begin → rows')).toBeUndefined()
    const held = gate.pass('rows → commit')
    await armed.reached
    expect(gate.pass('rows → commit')).toBeUndefined()
    armed.release('cut')
    expect(await held).toBe('cut')
  })

  it('holds nothing more once it is released', () => {
    const gate = createGate()
    gate.arm('rows → commit').release('pass')
    expect(gate.pass('rows → commit')).toBeUndefined()
  })
})
