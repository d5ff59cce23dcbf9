import { code, document, joined, list, md, table, type Markdown } from "../../render/markdown";
import type { Assessment } from "../../controls/assess";
import { inOrder, ofFramework } from "../../controls/assess";
import { testFile } from "../../controls/catalogue";
import type { Control, Framework } from "../../controls/control";
import { FRAMEWORKS } from "../../controls/control";
import type { Exclusion } from "../../controls/exclusions";
import { REASONS } from "../../controls/exclusions";
import { LEGEND, MARKS, type Contents } from "./table";

/** The controls as a document: by framework, then how each is met and tested, then what is left out and why. */
export function asMarkdown({ framework, environments, notes, assessments, exclusions }: Contents): string {
  const shown = (Object.keys(FRAMEWORKS) as Framework[]).filter((one) => framework === undefined || one === framework);
  const blocks = [
    md`# Controls`,
    md`What the modules do for the requirements of five frameworks, and the result for each environment, computed from the
synthesized Terraform JSON. The requirements are in this project's words; the texts of the frameworks are authoritative.`,
    md`${LEGEND.replaceAll("   ", "; ")}.`,
    ...notes.map((note) => md`${note}`),
    ...shown.flatMap((one) => frameworkSection(one, environments, assessments)),
    md`## How each is met, and the test that proves it`,
    md`Each test runs the control's check on the environment \`prod\`, where it must pass, and on copies of its JSON that are
broken on purpose, where it must fail. The tests have the control's name.`,
    ...assessments.flatMap(({ control }) => controlSection(control)),
    md`## Off by choice`,
    table(
      ["Control", "Why an environment may leave it off"],
      assessments.flatMap(({ control }) => choiceRow(control)),
    ),
    md`## Left out`,
    list(Object.entries(REASONS).map(([reason, meaning]) => md`**${reason}**: ${meaning}`)),
    table(["Requirement", "Scanner", "On", "", "Why"], exclusions.map(exclusionRow)),
  ];
  return `${document(blocks)}\n`;
}

function frameworkSection(
  framework: Framework,
  environments: readonly string[],
  assessments: readonly Assessment[],
): Markdown[] {
  const rows = inOrder(assessments, framework).map(({ control, verdicts }) => [
    control.frameworks[framework]!.join(", "),
    control.requirement,
    linkTo(control),
    ...verdicts.map(({ status }) => MARKS[status]),
  ]);
  return [md`## ${FRAMEWORKS[framework]}`, table(["Id", "Requirement", "Control", ...environments], rows)];
}

function controlSection(control: Control): Markdown[] {
  return [
    md`### ${control.id}`,
    md`${control.requirement}.`,
    list([
      md`Module: ${codes(control.modules.map((module) => `modules/${module}`))}`,
      md`Setting: ${control.setting}`,
      md`Test: ${codes([testFile(control), control.id])}`,
      ...(control.scanners.length > 0 ? [md`Scanners: ${codes(control.scanners)}`] : []),
    ]),
  ];
}

function choiceRow(control: Control) {
  return control.choice === undefined ? [] : [[linkTo(control), control.choice]];
}

function exclusionRow(exclusion: Exclusion) {
  const frameworks = Object.keys(FRAMEWORKS) as Framework[];
  const requirements = frameworks
    .filter((framework) => ofFramework([exclusion], framework).length > 0)
    .map((framework) => `${framework.toUpperCase()} ${exclusion.frameworks[framework]!.join(", ")}`);
  return [requirements.join("; "), codes(exclusion.scanners), exclusion.on, exclusion.reason, exclusion.why];
}

/** Links to the section about the control. */
function linkTo({ id }: Control): Markdown {
  return md`[${id}](#${id})`;
}

function codes(texts: readonly string[]): Markdown {
  return joined(texts.map(code), ", ");
}
