/** Numbers rows of as many cells, from 0 on: equal ones get the same number. */
export class RowNumbers {
  /** By cell after cell: a lookup of all at once would have to join them. */
  private readonly root: Branch = new Map();
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** The number of a row, which is the former `size` if it is new. */
  of(row: readonly string[]): number {
    let branch = this.root;
    for (let at = 0; at < row.length - 1; at += 1) {
      let next = branch.get(row[at]!);
      if (next === undefined) branch.set(row[at]!, (next = new Map()));
      branch = next as Branch;
    }
    const last = row.at(-1)!;
    const known = branch.get(last);
    if (known !== undefined) return known as number;
    branch.set(last, this.count);
    this.count += 1;
    return this.count - 1;
  }
}

/** Branches for all cells but the last one, and numbers for that. */
type Branch = Map<string, Branch | number>;
