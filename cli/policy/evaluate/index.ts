export { decideThrough, type AccessPoint } from "./access-point";
export type { Call } from "./call";
export { EVERYTHING, principalOf, type Caller, type PrincipalCaller } from "./caller";
export { isOperator } from "./conditions";
export { decide } from "./decide";
export { likenessFor } from "./likeness";
export { keysOfRequest } from "./derived-keys";
export { evaluate, keysOf, requestOf, type Outcome } from "./evaluate";
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
export { lockDemand, setsAcl } from "./s3";
