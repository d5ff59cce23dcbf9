import type { ModuleDefinition, Part } from "./definition";
import { condition, isObject, isTags, Writer, within, type Place } from "./expressions";
import { markParts, Optional, type Marked } from "./optional";
import { isPolicy, synthesize, type Json, type NamedResource } from "./synthesize";

/** What a module consists of, apart from its variables and outputs. */
export interface WrittenModule {
  readonly resources: { readonly [type: string]: { readonly [name: string]: Json } };
  /** Statements of policies, and which of them are optional. */
  readonly policies: { readonly [local: string]: Json };
  readonly providerVersions: string;
}

/** A resource of which one, none or one for each item is made. */
interface Repeated extends Omit<NamedResource, "body"> {
  readonly body: { readonly [key: string]: Marked };
  /** Without which it is not there. */
  readonly parts: readonly Part[];
}

/** The local that says which statements are left out. */
const OPTIONAL_STATEMENTS = "optional_statements";

/** Synthesizes a module's constructs with placeholders and without each part, and makes one configuration of that. */
export function writeModule(definition: ModuleDefinition): WrittenModule {
  const { resources: full, providerVersions } = synthesize(definition);
  const others = definition.parts.map((part) => [part, synthesize(definition, part).resources] as const);
  const all = new Map<string, Repeated>();
  for (const [address, { type, name, body }] of full) {
    const bodies = new Map(others.map(([part, resources]) => [part, resources.get(address)?.body]));
    const { parts, value } = unwrapped(markParts(body, bodies, address));
    all.set(address, { type, name, body: value as Repeated["body"], parts });
  }
  return new Assembly(definition, all, providerVersions).write();
}

class Assembly {
  private readonly writer: Writer;
  private readonly statements: Record<string, Json> = {};
  private readonly optional: Record<string, string> = {};
  private readonly settings = new Set<unknown>();

  constructor(
    private readonly definition: ModuleDefinition,
    private readonly resources: ReadonlyMap<string, Repeated>,
    private readonly providerVersions: string,
  ) {
    this.writer = new Writer(definition.placeholders);
  }

  write(): WrittenModule {
    const { name, placeholders, settings = [] } = this.definition;
    const resources: Record<string, Record<string, Json>> = {};
    for (const resource of this.resources.values())
      (resources[resource.type] ??= {})[resource.name] = this.resource(resource);
    const unused = [
      ...placeholders.filter((one) => !this.writer.used.has(one)).map(({ value }) => String(value)),
      ...settings.filter((one) => !this.settings.has(one)).map(({ type, attribute }) => `${type}.${attribute}`),
    ];
    if (unused.length > 0) throw new Error(`${name}: the constructs do not use ${unused.join(", ")}`);
    const hasOptional = Object.keys(this.optional).length > 0;
    const policies = { ...this.statements, ...(hasOptional && { [OPTIONAL_STATEMENTS]: this.optional }) };
    return { resources, policies, providerVersions: this.providerVersions };
  }

  private resource({ type, name, body, parts }: Repeated): Json {
    const forEach = parts.find(({ items }) => items !== undefined)?.items;
    const place: Place = { forEach, reference: (address) => this.referenceTo(address, parts) };
    const conditions = parts.filter(({ items }) => items === undefined).map((part) => condition(part, place));
    const { depends_on: dependencies = [], lifecycle, ...values } = body;
    const policies = Object.entries(values).filter(([key]) => isPolicy(key));
    const others = Object.fromEntries(Object.entries(values).filter(([key]) => !isPolicy(key)));
    const addresses = (dependencies as readonly string[]).map((address) => this.addressOf(address));
    return {
      ...(forEach && {
        for_each: `\${{ for ${forEach.item} in ${forEach.variable} : ${forEach.item}.${forEach.key} => ${forEach.item} }}`,
      }),
      ...(conditions.length > 0 && { count: `\${${conditions.join(" && ")} ? 1 : 0}` }),
      ...this.block(others, place),
      ...Object.fromEntries(policies.map(([key, policy]) => [key, this.policy(`${name}_${key}`, policy, place)])),
      ...this.settingsOf(type),
      ...(lifecycle !== undefined && { lifecycle: lifecycle as Json }),
      ...(addresses.length > 0 && { depends_on: addresses }),
    };
  }

  /** The body of a resource or block. A block that is there only with a part becomes a dynamic one. */
  private block(body: { readonly [key: string]: Marked }, place: Place): Record<string, Json> {
    const written: Record<string, Json> = {};
    const dynamic: Record<string, Json> = {};
    for (const [key, value] of Object.entries(body)) {
      const blocks = blocksOf(value);
      if (blocks === undefined) {
        written[key] = this.writer.json(value, place);
        continue;
      }
      const fixed = blocks.filter((one) => !(one instanceof Optional)).map((one) => this.block(one as Body, place));
      if (fixed.length > 0) written[key] = fixed;
      const [optional, ...more] = blocks.filter((one) => one instanceof Optional);
      if (more.length > 0) throw new Error(`${key}: only one of the blocks can be optional`);
      if (optional === undefined) continue;
      const content = this.block(optional.value as Body, within(optional.part, place));
      dynamic[key] = { for_each: `\${${condition(optional.part, place)} ? [true] : []}`, content };
    }
    return { ...written, ...(Object.keys(dynamic).length > 0 && { dynamic }) };
  }

  /** Its statements become a local, which JSON shows better, unless they differ from item to item. */
  private policy(name: string, policy: Marked, place: Place): string {
    const { Version, Statement } = policy as { readonly Version: string; readonly Statement: readonly Marked[] };
    const statements = Statement.map((statement) => unwrapped(statement));
    const ofItems = place.forEach && this.differs(Statement, place);
    const kept = statements.some(({ parts }) => parts.length > 0)
      ? ` if lookup(local.${OPTIONAL_STATEMENTS}, statement.Sid, true)`
      : "";
    const cleaned = statements.some(({ value }) => hasOptionalKeys(value))
      ? "{ for key, value in statement : key => value if value != null }"
      : "statement";
    for (const { value, parts } of statements) this.noteOptional(value as Body, parts, place);
    const values = statements.map(({ value, parts }) => ({
      value,
      place: parts.reduce((inner, part) => within(part, inner), place),
    }));
    let list = `local.${name}`;
    if (ofItems) list = `[${values.map((one) => this.writer.expression(one.value, one.place)).join(", ")}]`;
    else this.statements[name] = values.map((one) => this.writer.json(one.value, one.place));
    const all = kept === "" && cleaned === "statement" ? list : `[for statement in ${list} : ${cleaned}${kept}]`;
    return `\${jsonencode({ Version = ${JSON.stringify(Version)}, Statement = ${all} })}`;
  }

  private differs(statements: readonly Marked[], place: Place): boolean {
    return this.writer.expression(statements, place).includes("each.value.");
  }

  private noteOptional({ Sid }: Body, parts: readonly Part[], place: Place): void {
    if (parts.length === 0) return;
    const [sid, text] = [Sid as string, `\${${parts.map((part) => condition(part, place)).join(" && ")}}`];
    if ((this.optional[sid] ?? text) !== text) throw new Error(`${sid} depends on different parts in two policies`);
    this.optional[sid] = text;
  }

  private settingsOf(type: string): Record<string, Json> {
    const found = (this.definition.settings ?? []).filter((setting) => setting.type === type);
    found.forEach((setting) => this.settings.add(setting));
    return Object.fromEntries(found.map(({ attribute, expression }) => [attribute, `\${${expression}}`]));
  }

  private addressOf(address: string): string {
    const { type, name } = this.resourceAt(address);
    return `${type}.${name}`;
  }

  private referenceTo(address: string, parts: readonly Part[]): string {
    const { parts: required } = this.resourceAt(address);
    const added = required.find((part) => !parts.includes(part));
    if (added) throw new Error(`${address} is not always there: ${added.condition}`);
    const index = required.some(({ items }) => items !== undefined) ? "[each.key]" : required.length > 0 ? "[0]" : "";
    return `${this.addressOf(address)}${index}`;
  }

  private resourceAt(address: string): Repeated {
    const found = this.resources.get(address);
    if (found === undefined) throw new Error(`${address} is no resource of ${this.definition.name}`);
    return found;
  }
}

type Body = { readonly [key: string]: Marked };

/** A value, and the parts without which it is not there. */
function unwrapped(marked: Marked): { readonly value: Marked; readonly parts: readonly Part[] } {
  if (!(marked instanceof Optional)) return { value: marked, parts: [] };
  const { value, parts } = unwrapped(marked.value);
  return { value, parts: [marked.part, ...parts] };
}

function hasOptionalKeys(statement: Marked): boolean {
  return isObject(statement) && Object.values(statement).some((value) => value instanceof Optional);
}

/** The blocks that a value consists of. Undefined for an attribute. The constructs write no attribute as an empty list. */
function blocksOf(value: Marked): readonly Marked[] | undefined {
  if (value instanceof Optional) {
    const inner = blocksOf(value.value);
    return inner?.map((block) => new Optional(value.part, block));
  }
  if (Array.isArray(value)) {
    const list = value as readonly Marked[];
    const isBlock = (one: Marked): boolean => isObject(one instanceof Optional ? one.value : one);
    return list.every(isBlock) ? list : undefined;
  }
  return isObject(value) && !isTags(value) ? [value] : undefined;
}
