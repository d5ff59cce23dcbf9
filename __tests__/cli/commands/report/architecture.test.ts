import { drawArchitecture } from "../../../../cli/commands/report/diagram/draw";
import type { Architecture } from "../../../../cli/commands/report/diagram/parts";
import { dev } from "../../../fixtures/environments/dev";
import { prod } from "../../../fixtures/environments/prod";
import { staging } from "../../../fixtures/environments/staging";
import { accountId, fleetOf } from "../../../support/fleet";
import { drawn } from "../../../support/report";

const told = ({ parts }: Architecture) => parts.map(({ account, title, name }) => `${account} ${title} ${name}`).sort();
const arrows = ({ parts, arrows: all }: Architecture) => {
  const title = (id: string) => parts.find((part) => part.id === id)!.title;
  return all.map(({ from, to, text }) => `${title(from)} ${text} ${title(to)}`);
};

describe("the parts of the picture", () => {
  test("of dev are in one account", () => {
    const { architecture } = drawn(dev);
    expect(told(architecture)).toEqual([
      "111122223333 Access-log bucket example-dev-audit-access-logs",
      "111122223333 Key alias/dev-audit-trail",
      "111122223333 Log bucket example-dev-audit-logs",
      "111122223333 Reader dev-audit-log-reader",
      "111122223333 Terraform state example-dev-audit-state",
      "111122223333 Trail dev-audit-trail",
    ]);
    expect(arrows(architecture)).toEqual([
      "Trail log files, digests Log bucket",
      "Key encrypts Log bucket",
      "Log bucket access logs Access-log bucket",
      "Log bucket reads and decrypts Reader",
    ]);
  });

  test("of staging are in two, with the bucket that the trail watches", () => {
    expect(told(drawn(staging).architecture)).toEqual([
      "123456789012 Log group /aws/cloudtrail/staging-audit-trail",
      "123456789012 Trail staging-audit-trail",
      "123456789012 Watched bucket example-staging-customer-data",
      "444455556666 Access-log bucket example-staging-audit-access-logs",
      "444455556666 Break-glass role staging-audit-break-glass",
      "444455556666 Key alias/staging-audit-trail",
      "444455556666 Log bucket example-staging-audit-logs",
      "444455556666 Reader staging-audit-log-reader",
      "444455556666 Terraform state example-staging-audit-state",
      "444455556666 Trail of the archive account staging-audit-trail",
    ]);
  });

  test("of a fleet name its further accounts", () => {
    const [box] = drawn(fleetOf(3)).architecture.parts.filter(({ id }) => id === "otherTrails");
    expect(box).toMatchObject({ title: "Trails of 2 other accounts", name: [2, 3].map(accountId).join(", ") });
  });

  test("of prod have the replica with its own key, and no reader in its way", () => {
    const { architecture } = drawn(prod);
    expect(arrows(architecture)).toEqual(
      expect.arrayContaining([
        "Log bucket copies Replica in eu-west-1",
        "Key encrypts Replica in eu-west-1",
        "Trail notices Topic",
      ]),
    );
    const { row, fact } = architecture.parts.find(({ id }) => id === "replica")!;
    expect(fact).toBe("locked 365 days (compliance); private");
    const readers = architecture.parts.filter(({ kind }) => kind === "role");
    expect(readers.map(({ name, fact: does }) => [name, does]).sort()).toEqual([
      ["prod-audit-break-glass", "deletes"],
      ["prod-audit-external-auditor", "reads and decrypts"],
      ["prod-audit-log-reader", "reads and decrypts"],
    ]);
    expect(readers.filter((reader) => reader.row === row)).toEqual([]);
  });
});

describe("the picture", () => {
  test("has no two boxes in one place, and a frame for each account", () => {
    for (const environment of [dev, staging, prod]) {
      const { architecture } = drawn(environment);
      const places = architecture.parts.map(({ column, row }) => `${column} ${row}`);
      expect(new Set(places).size).toBe(places.length);
      const svg = String(drawArchitecture(architecture, (account) => account));
      const accounts = new Set(architecture.parts.map(({ account }) => account));
      expect(svg.match(/class="frame"/g)).toHaveLength(accounts.size);
      expect(svg.match(/class="arrow"/g)).toHaveLength(architecture.arrows.length);
    }
  });

  test("shortens long names, and tells them in full where the pointer rests", () => {
    const { architecture } = drawn(dev);
    const name = "x".repeat(63);
    const svg = drawArchitecture(
      { ...architecture, parts: architecture.parts.map((part) => ({ ...part, name })) },
      () => "",
    );
    expect(String(svg)).toContain(`>${"x".repeat(32)}…<`);
    expect(String(svg)).toContain(`<title>Trail ${name}: `);
  });

  test("escapes what names hold", () => {
    const { architecture } = drawn(dev);
    const evil = architecture.parts.map((part) => ({ ...part, name: "<script>", fact: '"&' }));
    const svg = String(drawArchitecture({ ...architecture, parts: evil }, () => "<b>"));
    expect(svg).not.toMatch(/<script>|<b>/);
    expect(svg).toContain("&lt;script&gt;");
  });
});
