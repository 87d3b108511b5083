import { describe, expect, it } from 'vitest'
import { AROUND, acted, engineer, handedBack, HOUR_MS, lead, MRI, newOrder, NINE_MS, workedOn } from './example-order.ts'
import { accessChecks, classTraits, releaseChecks, scopesOffered } from './return-to-use.ts'
import { CHECKS, SCOPES } from './return-to-use-rules.ts'
import { decide } from './decide.ts'
import { scannerEffect, type ScannerEffect } from './scanner-effect.ts'
import type { Actor } from './actor.ts'
import type { Command } from './command.ts'
import type { WorkOrder } from './work-order.ts'

const codes = (traits: Parameters<typeof scopesOffered>[0], remote = false) => scopesOffered(traits, remote).map(({ code }) => code)
const checks = (...scopes: string[]) => releaseChecks(scopes).map(({ check }) => check)
const effects = (order: WorkOrder, actor: Actor, command: Command): (ScannerEffect | undefined)[] => {
  const decision = decide(command, order, actor, NINE_MS + 3 * HOUR_MS, AROUND)
  return 'facts' in decision ? decision.facts.map((fact) => scannerEffect(order, fact)) : []
}

describe('scopes of work', () => {
  it('are offered by what the class has: X-rays, a magnet, or neither', () => {
    expect(codes(classTraits('ct', { ionising: true, magnet: false }))).toContain('tube')
    expect(codes(classTraits('ct', { ionising: true, magnet: false }))).not.toContain('magnet')
    expect(codes(MRI)).toEqual(expect.arrayContaining(['magnet', 'gradient', 'quench-pipe', 'coil']))
    expect(codes(classTraits('surgical-robot', { ionising: false, magnet: false }))).toEqual(['routine-repair', 'table'])
  })

  it('from a distance are a remote fix and software only', () => {
    expect(codes(classTraits('ct', { ionising: true, magnet: false }), true)).toEqual(['remote-fix', 'dose-software'])
  })

  it('name only checks there are, and every scope asks for at least one', () => {
    for (const { checks: wanted } of Object.values(SCOPES)) {
      expect(wanted.length).toBeGreaterThan(0)
      for (const check of wanted) expect(CHECKS[check]).toBeDefined()
    }
  })

  it.each(['tube', 'aec', 'collimation', 'interlock', 'shielding', 'dose-software'])(
    'ask for critical examination and acceptance, two records, after %s work',
    (scope) => {
      expect(checks(scope)).toEqual(expect.arrayContaining(['critical-examination', 'acceptance', 'local-checks']))
    },
  )

  it('add up when the work had several, each check once', () => {
    expect(checks('tube', 'table', 'collimation')).toEqual(['local-checks', 'critical-examination', 'acceptance'])
    expect(checks('magnet', 'gradient').filter((check) => check === 'mr-safety-advice')).toHaveLength(1)
  })

  it('ask for a permit before access where radioactive material is used, and for nothing when nobody comes', () => {
    const petCt = classTraits('pet-ct', { ionising: true, magnet: false })
    expect(accessChecks(petCt, false).map(({ check }) => check)).toEqual(['radiation-permit'])
    expect(accessChecks(MRI, true)).toEqual([])
  })
})

describe('what a work order says of its scanner', () => {
  const passed = (order: WorkOrder) =>
    acted(order, lead, { action: 'record-check', check: 'local-checks', result: 'pass' }, NINE_MS + 3 * HOUR_MS)
  const limited = newOrder({ opening: { scannerState: 'DEGRADED' } })
  const handBack = (scope: readonly string[]): Command => ({ action: 'hand-back', scope, work: 'Mended.' })

  it('is checks before use at hand-back of one that was down', () => {
    expect(effects(workedOn(), engineer, handBack(['table']))).toEqual([{ state: 'IN_QA', note: 'Mended.' }])
  })

  it('is nothing at hand-back of one that was only limited, unless the scope forbids use before its checks', () => {
    expect(effects(workedOn(limited), engineer, handBack(['table']))).toEqual([undefined])
    expect(effects(workedOn(limited), engineer, handBack(['tube']))).toEqual([{ state: 'IN_QA', note: 'Mended.' }])
  })

  it('is down again after a failed check, but only if hand-back had said otherwise', () => {
    const fail: Command = { action: 'record-check', check: 'local-checks', result: 'fail', note: 'Artefacts.' }
    expect(effects(handedBack(['table']), lead, fail)).toEqual([{ state: 'DOWN_UNPLANNED', note: 'Artefacts.' }])
    expect(effects(handedBack(['table'], limited), lead, fail)).toEqual([undefined])
  })

  it('is working, or limited with what it can still do, at release: always with the release', () => {
    const ready = passed(handedBack(['table']))
    expect(effects(ready, lead, { action: 'release' })).toEqual([{ state: 'UP', releaseId: 'WO-1-R1' }])
    expect(effects(ready, lead, { action: 'release', limits: 'No cardiac.', canStill: ['head'] })).toEqual([
      { state: 'DEGRADED', releaseId: 'WO-1-R1', note: 'No cardiac.', canStill: ['head'] },
    ])
  })

  it('is working when a person says that the alarm was false', () => {
    expect(effects(newOrder(), lead, { action: 'cancel', reason: 'false-alarm', note: 'Door was open.' })).toEqual([
      { state: 'UP', releaseId: 'WO-1-F', note: 'Door was open.' },
    ])
  })
})
