import { sqlStateOf } from '@imaging/postgres'
import type { Actor } from '@imaging/schemas'

/** Who changes the register, when, and why. */
export interface Change {
  readonly by: Actor
  readonly at: Date
  readonly why: string
  readonly importId?: string
}

const UNIQUE_VIOLATION = '23505'
const FOREIGN_KEY_VIOLATION = '23503'

/** Whether someone else wrote the same machine or id, or took out a place it names, between our look and our write. */
export const isOvertaken = (error: unknown): boolean => [UNIQUE_VIOLATION, FOREIGN_KEY_VIOLATION].includes(sqlStateOf(error) ?? '')

/** Runs work, and once more when someone was quicker: the second look finds what they wrote, and says so. */
export async function lookingAgain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isOvertaken(error)) throw error
    return work()
  }
}
