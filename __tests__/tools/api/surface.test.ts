import { declarationsNamed, surfaceOf } from "../../../tools/api/surface";

const surface = (files: Readonly<Record<string, string>>) =>
  surfaceOf(new Map(Object.entries(files).map(([file, text]) => [`/modules/${file}`, text])), "/modules/index.d.ts");

const KEY = `import { Construct } from "constructs";
import type { Tags } from "../tags";
export interface KeyProps { readonly alias: string; readonly tags?: Tags; }
export declare class Key extends Construct {
    private readonly policy;
    readonly arn: string;
    private grant;
    constructor(scope: Construct, id: string, props: KeyProps);
}
export declare const hidden: string;
`;
const FILES = {
  "index.d.ts": 'export * from "./key";\n',
  "key/index.d.ts": 'import "../peers";\nexport { Key, type KeyProps } from "./key";\n',
  "key/key.d.ts": KEY,
  "peers.d.ts": "export {};\n",
  "tags.d.ts":
    "export type Tags = { readonly [key in TagName]: string; };\nexport type TagName = string;\ntype Other = 1;\n",
};

test("shows what each entry exports, sorted, without private members", () => {
  expect([...surface(FILES).exported]).toEqual([
    [
      "key",
      [
        "class Key extends Construct {\n    readonly arn: string;\n    constructor(scope: Construct, id: string, props: KeyProps);\n}",
        "interface KeyProps {\n    readonly alias: string;\n    readonly tags?: Tags;\n}",
      ],
    ],
  ]);
});

test("shows what exported declarations mention, and what that mentions, and nothing else", () => {
  expect(surface(FILES).mentioned).toEqual([
    "type TagName = string;",
    "type Tags = {\n    readonly [key in TagName]: string;\n};",
  ]);
});

test("shows a constant whose type is derived from it, and a type that is imported in place", () => {
  const { mentioned } = surface({
    ...FILES,
    "key/key.d.ts": `export declare const NAMES: readonly ["a", "b"];
export declare class Key { name(): (typeof NAMES)[number]; tag(): import("../tags").TagName; }
export interface KeyProps {}
`,
  });
  expect(mentioned).toEqual(['const NAMES: readonly [\n    "a",\n    "b"\n];', "type TagName = string;"]);
});

test("shows what commands write as JSON with what that mentions, and nothing that only code mentions", () => {
  const files = {
    "json.d.ts": `import { STATES, type Control } from "./control";
      export interface OutJson { readonly state: (typeof STATES)[number]; readonly control: Omit<Control, "check">; }
      export function asJson(control: Control): OutJson { return { state: helper(control), control }; }`,
    "control.d.ts": `import type { Environment } from "./environment";
      export const STATES = ["pass", choose()] as const;
      export interface Control { readonly id: string; readonly check: (environment: Environment) => boolean; }
      function choose(): string { return "fail"; }`,
    "environment.d.ts": "export interface Environment { readonly name: string; }",
  };
  const sources = new Map(Object.entries(files).map(([file, text]) => [`/cli/${file}`, text]));
  const shown = declarationsNamed(sources, ["OutJson"]).map((text) => text.split(/[ =]* [{=]/)[0]);
  expect(shown).toEqual(["interface Control", "interface OutJson", "const STATES"]);
  expect(() => declarationsNamed(sources, ["Absent"])).toThrow("no file exports Absent");
});
