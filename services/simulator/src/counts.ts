/** How often things happened since the start, by name. */
export interface Counts {
  add(name: string, times?: number): void
  all(): Readonly<Record<string, number>>
}

/** Counts from nothing. */
export function createCounts(): Counts {
  const counts = new Map<string, number>()
  return {
    add: (name, times = 1) => void counts.set(name, (counts.get(name) ?? 0) + times),
    all: () => Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  }
}
