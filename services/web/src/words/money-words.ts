/** Pence as pounds for people: "£1.2 million", "£45,300", "£0". */
export const moneyWords = (pence: number): string => {
  const pounds = pence / 100
  if (Math.abs(pounds) >= 1_000_000) return `£${(Math.round(pounds / 100_000) / 10).toLocaleString('en-GB')} million`
  return `£${Math.round(pounds).toLocaleString('en-GB')}`
}
