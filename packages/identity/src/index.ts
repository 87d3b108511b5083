export { acting, actorOf, addAccess, callerOf, seeingOf, type Access } from './access.ts'
export { IdentityKeys, newIdentityKeys, readIdentityKeys, readPrivateKey, type PrivateKey } from './identity-keys.ts'
export { createIdentitySigner, type IdentitySigner } from './identity-signer.ts'
export { createIdentityVerifier, RefusedToken, type IdentityVerifier } from './identity-verifier.ts'
