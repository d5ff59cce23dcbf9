export interface Account {
  /** Names its stack and its trail. */
  readonly name: string;
  readonly id: string;
}

/** Keeps the logs of all accounts. */
export const ARCHIVE: Account = { name: "archive", id: "111122223333" };

/** A line here adds an account. */
export const MEMBERS: readonly Account[] = [
  { name: "payments", id: "444455556666" },
  { name: "shop", id: "555566667777" },
  { name: "warehouse", id: "666677778888" },
];
