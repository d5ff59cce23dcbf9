import { inParallel } from "../../../cli/framework/pool";

describe("work in parallel", () => {
  test("gives results in the order of the items", async () => {
    const later = (time: number) => new Promise<number>((done) => setTimeout(() => done(time), time));
    await expect(inParallel([20, 1, 10], 3, later)).resolves.toEqual([20, 1, 10]);
  });

  test("does not run more than the limit at once, and that many where it can", async () => {
    let running = 0;
    let most = 0;
    await inParallel([1, 2, 3, 4, 5], 2, async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    });
    expect(most).toBe(2);
  });

  test("does nothing where there is nothing", async () => {
    await expect(inParallel([], 2, async () => 1)).resolves.toEqual([]);
  });

  test("fails as its first item fails", async () => {
    const work = inParallel([1, 2], 2, async (item) => {
      if (item === 2) throw new Error("two");
    });
    await expect(work).rejects.toThrow("two");
  });
});
