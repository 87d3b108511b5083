import { describe, expect, it } from 'vitest'
import { MissingPrerequisites, java, maven, onPath, python, requireAll } from './missing.ts'

describe('MissingPrerequisites', () => {
  it('names every missing program with the command of this system', () => {
    const { message } = new MissingPrerequisites([java, maven, python], 'darwin')
    expect(message).toContain('lacks 3 programs')
    for (const command of ['brew install openjdk@17', 'brew install maven', 'brew install python']) expect(message).toContain(command)
    expect(message).toContain('KAFKA_BROKERS')
  })
})

describe('requireAll', () => {
  it('passes when all are there and names only those that are not', async () => {
    const there = { ...java, isThere: async () => true }
    const absent = { ...maven, isThere: async () => false }
    await expect(requireAll([there])).resolves.toBeUndefined()
    await expect(requireAll([there, absent])).rejects.toThrow(/lacks one program:\n {2}Maven/)
  })
})

describe('onPath', () => {
  it('finds a program as a shell would, and does not find one that is not there', () => {
    expect(onPath('sh')).toMatch(/\/sh$/)
    expect(onPath('no-such-program')).toBeUndefined()
  })
})
