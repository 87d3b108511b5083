/** One service of the platform as its readiness check answers. */
export interface ServiceHealth {
  readonly name: string
  /** Undefined where it did not answer at all. */
  readonly state: 'serving' | 'starting' | 'draining' | undefined
  readonly isReady: boolean
  readonly failing: readonly string[]
}

/** Asks every service whether it is well. Never throws: a service that does not answer is an answer. */
export interface PlatformHealth {
  services(): Promise<readonly ServiceHealth[]>
}
