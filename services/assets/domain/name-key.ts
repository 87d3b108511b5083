/**
 * What is left of a written name when case, spaces, apostrophes and punctuation no longer matter.
 *
 * "ST MARY’S HOSPITAL " and "St Mary's Hospital" come to the same; "C&W" becomes "c and w".
 */
export function nameKey(written: string): string {
  return written
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['\u2018\u2019\u02BC`]/g, '')
    .replaceAll('&', ' and ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
