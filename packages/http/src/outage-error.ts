/** Another service did not answer: away, cut off, or too slow. Nothing is known about whether it did what was asked. */
export class OutageError extends Error {
  override readonly name = 'OutageError'
}
