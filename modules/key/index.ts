export { ExistingKey, type ExistingKeyProps } from "./existing-key";
export { GuardedKey, type KeyPolicyProps, type RootAccess } from "./guarded-key";
export type { GrantOperation, GrantProps, ServiceAccess } from "./intents";
export { Key, type KeyProps } from "./key";
export { ReplicaKey, type ReplicaKeyProps } from "./replica-key";
export { throughS3, viaS3 } from "./statements";
