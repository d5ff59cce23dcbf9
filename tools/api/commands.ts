import { EXIT_STATUS, type Definition } from "../../cli/framework/command";
import type { Option } from "../../cli/framework/option";

/** What a script may rely on, for each command: its operands, options and exit status, without texts for people. */
export function commandLines(tool: string, commands: readonly Definition[]): string[][] {
  return commands.map(({ name, operands, options, exitStatus = EXIT_STATUS }) => [
    [tool, name, operands ?? [], "[options]"].flat().join(" "),
    ...Object.entries(options)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([option, one]) => `  ${optionLine(option, one)}`),
    exitStatus,
  ]);
}

/** `--format FORMAT: one of table, json; default table` */
function optionLine(name: string, option: Option): string {
  if (option.type === "boolean") return `--${name}`;
  const { placeholder, expected, required, multiple, default: byDefault } = option;
  const facts = [
    expected,
    ...(required === true ? ["required"] : []),
    ...(multiple === true ? ["may be repeated"] : []),
    ...(byDefault === undefined ? [] : [`default ${byDefault}`]),
  ];
  return `--${name} ${placeholder}: ${facts.join("; ")}`;
}
