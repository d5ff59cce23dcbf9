export { decideThrough, type AccessPoint } from "./access-point";
export { decide } from "./decide";
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
