/** How long a token of ours is good for: long enough for one call on a busy machine, too short to be worth stealing. Seconds. */
export const TOKEN_LIFE_S = 60

/** Clocks of two machines of one platform differ by less. Seconds. */
export const CLOCK_TOLERANCE_S = 5

export const ALGORITHM = 'EdDSA'

/** The claim that holds who asks. */
export const IDENTITY_CLAIM = 'identity'
