import type { ServiceAddresses } from '../config.ts'
import type { PlatformHealth, ServiceHealth } from '../pages/system-status/platform-health.ts'

/** A service that takes longer is not well. */
const TIMEOUT_MS = 2_500

const names: Readonly<Record<keyof ServiceAddresses, string>> = {
  assets: 'Register of scanners',
  telemetry: 'Signals from scanners',
  availability: 'Status and availability',
  maintenance: 'Work orders',
  access: 'Sign-in and roles',
  record: 'The record',
}

interface Readiness {
  readonly ready: boolean
  readonly state: 'serving' | 'starting' | 'draining'
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[]
}

const healthOf = async (name: string, baseUrl: string): Promise<ServiceHealth> => {
  try {
    const response = await fetch(new URL('/health/ready', baseUrl), { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const { ready, state, checks } = (await response.json()) as Readiness
    return { name, state, isReady: ready, failing: checks.filter(({ ok }) => !ok).map((check) => check.name) }
  } catch {
    return { name, state: undefined, isReady: false, failing: [] }
  }
}

/** Asks every service's readiness check at once; no answer is an answer too. */
export const platformHealth = (addresses: ServiceAddresses): PlatformHealth => ({
  services: () => Promise.all((Object.keys(names) as (keyof ServiceAddresses)[]).map((key) => healthOf(names[key], addresses[key]))),
})
