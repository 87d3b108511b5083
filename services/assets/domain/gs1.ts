const gtinLengths = new Set([8, 12, 13, 14])

/**
 * The GS1 mod-10 check digit of the digits before it: weights 3, 1, 3, … from the right.
 *
 * @throws {RangeError} When the text holds anything but digits, or nothing.
 * @source GS1 General Specifications, section 7.9
 */
export function checkDigit(digits: string): number {
  if (!/^\d+$/.test(digits)) throw new RangeError(`"${digits}" is not a row of digits`)
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10
}

/** Whether a text is a Global Location Number: 13 digits, the last one the check digit. */
export const isGln = (text: string): boolean => text.length === 13 && endsInItsCheckDigit(text)

/** Whether a text is a Global Trade Item Number of 8, 12, 13 or 14 digits, the last one the check digit. */
export const isGtin = (text: string): boolean => gtinLengths.has(text.length) && endsInItsCheckDigit(text)

/** Whether a text is a device identification: a GTIN alone, or from (01) with further GS1 identifiers behind it. */
export function isUdi(text: string): boolean {
  const [, gtin] = /^\(01\)(\d{14})(?:\(\d{2,4}\)[^()]+)*$/.exec(text) ?? []
  return isGtin(gtin ?? text)
}

/** Whether a text can be an asset's id: a GIAI of at most 30 characters, ours kept to A to Z, 0 to 9 and hyphen. */
export const isAssetId = (text: string): boolean => /^[A-Z0-9][A-Z0-9-]{0,29}$/.test(text)

function endsInItsCheckDigit(text: string): boolean {
  return /^\d+$/.test(text) && checkDigit(text.slice(0, -1)) === Number(text.at(-1))
}
