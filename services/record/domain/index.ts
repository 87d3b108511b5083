export { appended, emptyHead, hashOf, type Digest, type Entry, type Head, type RecordedAct } from './entry.ts'
export { contradiction, rootOf, type Root, type SignedRoot } from './root.ts'
export { afterNext, beforeFirst, faultOf, goingOnFrom, verifyChain, type ChainFault, type Progress } from './verify-chain.ts'
export { vouchedBy, type RootFault, type Vouched } from './vouched.ts'
