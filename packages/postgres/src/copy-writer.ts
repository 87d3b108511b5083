/** Room for a few hundred ordinary rows; it doubles when a row needs more. */
const BYTES_AT_FIRST = 64 * 1024
const NONE = Buffer.alloc(0)
/** UTF-8 takes at most three bytes for each character of a JavaScript string. */
const BYTES_PER_CHARACTER_MAX = 3

/** Bytes written one after the other, numbers in network order, as PostgreSQL's binary formats are. */
export class CopyWriter {
  #bytes = NONE
  #view = viewOf(this.#bytes)
  #length = 0

  get length(): number {
    return this.#length
  }

  int16(value: number): void {
    const at = this.#reserve(2)
    this.#view.setInt16(at, value)
  }

  int32(value: number): void {
    const at = this.#reserve(4)
    this.#view.setInt32(at, value)
  }

  int64(value: bigint): void {
    const at = this.#reserve(8)
    this.#view.setBigInt64(at, value)
  }

  /** Each behind its length in bytes. */
  lengthsAndFloats(values: readonly number[]): void {
    let at = this.#reserve(values.length * 12)
    for (const value of values) {
      this.#view.setInt32(at, 8)
      this.#view.setFloat64(at + 4, value)
      at += 12
    }
  }

  bytes(value: Uint8Array): void {
    const at = this.#reserve(value.length)
    this.#bytes.set(value, at)
  }

  /** UTF-8 behind its length in bytes. */
  lengthAndText(value: string): void {
    const at = this.#reserve(4 + value.length * BYTES_PER_CHARACTER_MAX)
    const written = this.#bytes.write(value, at + 4, 'utf8')
    this.#view.setInt32(at, written)
    this.#length = at + 4 + written
  }

  /** What was written since the last take; the writer begins anew. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length)
    this.#bytes = NONE
    this.#length = 0
    return taken
  }

  /** Makes room, which may be in a new buffer: ask for it before touching the view. @returns Where it begins. */
  #reserve(bytes: number): number {
    const at = this.#length
    this.#length = at + bytes
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(BYTES_AT_FIRST, this.#bytes.length * 2, this.#length))
      this.#bytes.copy(larger, 0, 0, at)
      this.#bytes = larger
      this.#view = viewOf(larger)
    }
    return at
  }
}

const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView => new DataView(buffer, byteOffset, length)
