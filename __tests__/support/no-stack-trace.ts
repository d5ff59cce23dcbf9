/** Replaces the functions of cdktf that record where each token was created. No test reads those stacks. */
export const captureStackTrace = (): string[] => [];
/** In CDK Terrain. */
export const captureCreationStack = captureStackTrace;
