export { decideThrough, type AccessPoint } from "./access-point";
export type { Call } from "./call";
export { EVERYTHING, principalOf, type Caller, type PrincipalCaller } from "./caller";
export { isOperator } from "./conditions";
export { decide } from "./decide";
export { evaluate, keysOf, keysOfRequest, lockDemand, refusesAcl, requestOf, type Outcome } from "./evaluate";
export type {
  AclGrant,
  Answer,
  BucketSettings,
  Context,
  Decider,
  Decision,
  KmsGrant,
  Layer,
  ObjectLock,
  Policies,
  Principal,
  Request,
  Settings,
} from "./request";
