import type { OpenedSession, Session, SignIn } from '@imaging/schemas'

/** Sessions, as the access service keeps them. What it says holds for one request. */
export interface Sessions {
  /** Opens a session for somebody whom the issuer has just signed in; nothing where they may not come in, of which no more is told. */
  signIn(signIn: SignIn): Promise<OpenedSession | undefined>
  /** The session of a token; nothing where it has ended or never was. */
  look(token: string): Promise<Session | undefined>
  /** Goes on in another role of the same person, with a token of its own; the old one ends. Nothing where it is not theirs. */
  chooseRole(token: string, membershipId: string): Promise<OpenedSession | undefined>
  end(token: string): Promise<void>
}
