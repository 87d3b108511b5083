import { AMOUNT_TOLERANCE, type Ladder, type TariffChoice } from './model.ts'

/** What a volume costs on a ladder: minus the rate of the highest band it reaches, on the whole. */
export function ladderCost({ from, rate }: Ladder, volume: number): number {
  for (let band = from.length - 1; band > 0; band -= 1) if (volume >= from[band]! - AMOUNT_TOLERANCE) return -rate[band]! * volume
  return -rate[0]! * volume
}

/** What one tariff of a choice costs: minus its rate on the value, and the claw-back of what is short of its promise. */
export function tariffCost({ rate, promise, clawback }: TariffChoice, tariff: number, value: number, volume: number): number {
  const short = promise[tariff]! - volume
  return -rate[tariff]! * value + (short > 0 ? clawback * short : 0)
}

/** What a choice costs when the best of its tariffs is signed. */
export function signedCost(choice: TariffChoice, value: number, volume: number): number {
  let least = tariffCost(choice, 0, value, volume)
  for (let one = 1; one < choice.rate.length; one += 1) least = Math.min(least, tariffCost(choice, one, value, volume))
  return least
}

/** The tariff that costs least at a value and volume; of equal ones the first. */
export function bestTariff(choice: TariffChoice, value: number, volume: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let tariff = 0; tariff < choice.rate.length; tariff += 1) {
    const cost = tariffCost(choice, tariff, value, volume)
    if (cost < least) {
      least = cost
      best = tariff
    }
  }
  return best
}
