/** What a browser that comes back from the issuer is checked against. It is kept in that browser alone, sealed. */
export interface SignInChecks {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** Who the issuer says has signed in. */
export interface SignedIn {
  readonly issuer: string
  readonly subject: string
  readonly name: string | undefined
  /** Shown to the issuer again when signing out, so that it need not ask who wants to. */
  readonly idToken: string
}

/** Where people prove who they are: any OpenID provider. */
export interface Issuer {
  /** Where to send a browser, and what to check when it comes back. */
  begin(): Promise<{ readonly href: string; readonly checks: SignInChecks }>
  /** Who has come back to an address of ours. @throws RefusedSignIn where the answer is not one to what was asked */
  finish(returnedTo: string, checks: SignInChecks): Promise<SignedIn>
  /** Where to send a browser to sign out there as well; nothing where the issuer knows no such thing. */
  signOutHref(idToken: string | undefined): Promise<string | undefined>
}

/** An answer of the issuer that is not believed, or a refusal of its own. Why is for the log alone. */
export class RefusedSignIn extends Error {
  override readonly name = 'RefusedSignIn'
}
