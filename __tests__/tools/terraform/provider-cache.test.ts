import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillProviderCache } from "../../../tools/terraform/provider-cache";

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-trail-cache-"));
  cache = join(folder, "providers");
});
afterEach(() => rmSync(folder, { recursive: true }));

const add = (name: string) => async () => writeFileSync(join(cache, name), "");
const held = () => readdirSync(cache).filter((name) => name !== ".complete");

test("a cache that was filled to its end is kept", async () => {
  await fillProviderCache(cache, add("aws"));
  await fillProviderCache(cache, add("random"));
  expect(held()).toEqual(["aws", "random"]);
});

test("a cache whose filling broke off is thrown away", async () => {
  await fillProviderCache(cache, add("aws"));
  const broken = fillProviderCache(cache, async () => {
    await add("half")();
    throw new Error("interrupted");
  });
  await expect(broken).rejects.toThrow("interrupted");
  await fillProviderCache(cache, add("aws"));
  expect(held()).toEqual(["aws"]);
});

test("a cache is not complete while it is filled: a killed process leaves no mark", async () => {
  mkdirSync(cache);
  await fillProviderCache(cache, async () => expect(existsSync(join(cache, ".complete"))).toBe(false));
  await fillProviderCache(cache, async () => expect(existsSync(join(cache, ".complete"))).toBe(false));
});
