/** What is wrong with something wanted: where, as a JSON pointer into it, and what to choose instead. */
export interface Fault {
  readonly place: string
  readonly message: string
}
