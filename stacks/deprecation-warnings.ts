/**
 * Runs without Node's deprecation warnings: CDKTF 0.21 calls `util.isArray`, about which Node 22 and later print a
 * warning at each synthesis, and CDKTF is no longer maintained.
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
