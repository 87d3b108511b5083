import { Set as setFormat } from 'typebox/format'

/** The format of text in which no patient's number may stand. */
export const WITHOUT_PATIENT_NUMBER = 'without-patient-number'

/** Ten digits, in one piece or as 3, 3 and 4, that are not part of a longer number. */
const TEN_DIGITS = /(?<![\d-])\d{3}([ -]?)\d{3}\1\d{4}(?![\d-])/g

/**
 * Whether text holds what can only be an NHS number: ten digits of which the last is the check digit of the others.
 *
 * One in eleven other ten-digit numbers passes the check, too; serial numbers belong into their own fields.
 *
 * @source NHS Data Dictionary, NHS number: modulus 11
 */
export const holdsPatientNumber = (text: string): boolean =>
  [...text.matchAll(TEN_DIGITS)].some(([found]) => isNhsNumber(found.replace(/\D/g, '')))

function isNhsNumber(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < 9; place += 1) sum += Number(digits[place]) * (10 - place)
  const check = (11 - (sum % 11)) % 11
  return check === Number(digits[9])
}

setFormat(WITHOUT_PATIENT_NUMBER, (text) => !holdsPatientNumber(text))
