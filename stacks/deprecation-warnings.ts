/**
 * Runs without Node's deprecation warnings: CDKTF 0.21, which nobody maintains, calls `util.isArray`, and from Node 22
 * on each synthesis would print a warning about it.
 */
export function withoutDeprecationWarnings<Result>(work: () => Result): Result {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    return work();
  } finally {
    process.noDeprecation = noDeprecation;
  }
}
