/**
 * Whether a metric filter of CloudWatch Logs counts a JSON record, for the syntax that AWS documents and the alerts and
 * the CIS benchmark use: `=`, `!=`, `NOT EXISTS`, `&&`, `||`, parentheses, `*` at either end of a text, `[*]` in a path.
 * `&&` binds more tightly than `||`. A comparison with an absent field is false.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function matchesFilter(pattern: string, record: unknown): boolean {
  const tokens = tokensOf(pattern);
  let at = 0;
  const peek = () => tokens[at];
  const take = (expected?: string): string => {
    const token = tokens[at];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`expected ${expected ?? "more"} at token ${at}, got ${token ?? "the end"} in ${pattern}`);
    }
    at += 1;
    return token;
  };
  const either = (): boolean => {
    let value = both();
    while (peek() === "||") {
      take();
      value = both() || value;
    }
    return value;
  };
  const both = (): boolean => {
    let value = one();
    while (peek() === "&&") {
      take();
      value = one() && value;
    }
    return value;
  };
  const one = (): boolean => {
    if (peek() === "(") {
      take("(");
      const value = either();
      take(")");
      return value;
    }
    const values = valuesAt(record, take());
    if (peek() === "NOT") {
      take("NOT");
      take("EXISTS");
      return values.length === 0;
    }
    const operator = take();
    const test = wildcard(take());
    return values.some((value) => (operator === "=" ? test(String(value)) : !test(String(value))));
  };
  take("{");
  const result = either();
  take("}");
  if (at !== tokens.length) throw new Error(`more after the end of ${pattern}`);
  return result;
}

const TOKEN = /\s*(\{|\}|\(|\)|&&|\|\||!=|=|\$\.[A-Za-z0-9_.[\]*]+|"[^"]*"|[^\s(){}=!&|"]+)/y;

function tokensOf(pattern: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(pattern);
    if (!found) throw new Error(`cannot read "${pattern.slice(from)}"`);
    tokens.push(found[1]!);
  }
  return tokens;
}

/** Without quotes a text ends at a space; in both forms `*` stands for any characters at either end. */
function wildcard(token: string): (value: string) => boolean {
  const text = token.replace(/^"|"$/g, "");
  const source = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${source.join(".*")}$`, "s");
  return (value) => expression.test(value);
}

function valuesAt(record: unknown, path: string): unknown[] {
  const keys = path.slice("$.".length).split(".");
  return keys.reduce<unknown[]>((values, key) => values.flatMap((value) => membersAt(value, key)), [record]);
}

function membersAt(value: unknown, key: string): unknown[] {
  const name = key.replace("[*]", "");
  const member = (value as Record<string, unknown> | null | undefined)?.[name];
  if (member === undefined) return [];
  // A path without an index does not look into a list.
  return key.endsWith("[*]") ? (Array.isArray(member) ? member : []) : Array.isArray(member) ? [] : [member];
}
