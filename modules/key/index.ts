import "../peers";
export { ExistingKey, type ExistingKeyProps } from "./existing-key";
export { KeyBase, type KeyPolicyProps, type KeyStatement, type RootAccess } from "./key-base";
export type { GrantOperation, GrantProps, ServiceAccess } from "./grant-types";
export { Key, type KeyProps } from "./key";
export { keyConstruct, keyRegionProblem, nameOfKey, type LogKey, type NamedKey } from "./log-key";
export { ReplicaKey, type ReplicaKeyProps } from "./replica-key";
export { s3In, throughS3 } from "./s3-statements";
