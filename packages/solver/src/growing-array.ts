const FIRST_BYTES = 8192

type Numbers = Uint8Array | Int32Array | Float64Array

/** A list of numbers that grows, and ends as one array in memory that threads can share. */
interface Growing<List extends Numbers> {
  readonly length: number
  /** @returns The place of the value. */
  push(value: number): number
  /** An array of exactly the length that was pushed. */
  shared(): List
}

function growing<List extends Numbers>(over: (buffer: ArrayBufferLike) => List): Growing<List> {
  let list = over(new ArrayBuffer(FIRST_BYTES))
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === list.length) {
        const larger = over(new ArrayBuffer(list.byteLength * 2))
        larger.set(list)
        list = larger
      }
      list[length] = value
      length += 1
      return length - 1
    },
    shared() {
      const exact = over(new SharedArrayBuffer(length * list.BYTES_PER_ELEMENT))
      exact.set(list.subarray(0, length))
      return exact
    },
  }
}

export const growingBytes = (): Growing<Uint8Array> => growing((buffer) => new Uint8Array(buffer))
export const growingInts = (): Growing<Int32Array> => growing((buffer) => new Int32Array(buffer))
export const growingFloats = (): Growing<Float64Array> => growing((buffer) => new Float64Array(buffer))
