import type { LocalDate } from '@imaging/calendar'

/** A record with the days it is in force: from `from` up to, not including, `to`. */
export type Dated<Kind> = Kind & { readonly from: LocalDate; readonly to?: LocalDate }

/** The records in force on a day, in the order given. */
export function inForce<Kind extends Dated<object>>(records: readonly Kind[], onDate: LocalDate): readonly Kind[] {
  return records.filter(({ from, to }) => from <= onDate && (to === undefined || onDate < to))
}

/** Pairs of records of one thing that are in force on the same day, which makes the rule of that day ambiguous. */
export function overlapping<Kind extends Dated<object>>(records: readonly Kind[]): readonly (readonly [Kind, Kind])[] {
  const ordered = records.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return ordered.flatMap((earlier, index) =>
    ordered
      .slice(index + 1)
      .filter((later) => earlier.to === undefined || later.from < earlier.to)
      .map((later): readonly [Kind, Kind] => [earlier, later]),
  )
}
