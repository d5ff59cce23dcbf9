import { UserError } from "../../../framework/user-error";

/** A word, a text, a number or a sign of SQL. */
export interface Token {
  readonly kind: "word" | "quoted" | "text" | "number" | "sign";
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /(?<space>\s+|--[^\n]*|\/\*[^]*?\*\/)|(?<text>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<number>\d[\d.]*(?:[eE][+-]?\d+)?)|(?<sign>::|->>|->|==|<>|[<>!]=|\|\||\*\*|\/\/|[^])/gu;

/** The tokens of SQL, without comments. */
export function tokensOf(sql: string): Token[] {
  return [...sql.matchAll(TOKEN)].flatMap(({ groups = {}, index, 0: text }) => {
    const kind = (["word", "quoted", "text", "number", "sign"] as const).find((name) => groups[name] !== undefined);
    return kind === undefined ? [] : [{ kind, text, at: index }];
  });
}

/** One SELECT, without comments before it and a semicolon after it. Throws a `UserError` for anything else. */
export function statementOf(sql: string): string {
  const tokens = tokensOf(sql);
  const open = tokens.find(({ kind, text }) => kind === "sign" && (text === "'" || text === '"'));
  if (open) throw new UserError(`the SQL has a quote that is not closed: ${open.text} at character ${open.at + 1}`);
  const semicolons = tokens.filter(({ text }) => text === ";");
  const end = semicolons[0]?.at ?? sql.length;
  if (tokens.some(({ at, text }) => at > end && text !== ";")) {
    throw new UserError("the SQL has several statements; give one SELECT");
  }
  const first = tokens.find(({ text }) => text !== "(");
  if (first === undefined || !/^(select|with)$/i.test(first.text)) {
    const found = first === undefined || first.text === ";" ? "nothing" : first.text;
    throw new UserError(
      `the SQL must begin with SELECT or WITH, got ${found}; nothing else is allowed, files come after it`,
    );
  }
  return sql.slice(tokens[0]!.at, end).trimEnd();
}
