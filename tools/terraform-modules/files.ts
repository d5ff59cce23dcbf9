import { TERRAFORM_VERSIONS } from "../../stacks/terraform-files";
import type { ModuleDefinition, Output, Variable } from "./definition";
import { writeModule, type WrittenModule } from "./module";
import { readme } from "./readme";
import { TAGS } from "./placeholders";

/** Texts by the path of their file, relative to the root of the repository. */
export type Files = Readonly<Record<string, string>>;

const NOTICE = "Written by `npm run terraform-modules`. Do not edit.";

/** All files of a module. */
export function filesOf(definition: ModuleDefinition): Files {
  const written = writeModule(definition);
  const main = mainOf(definition, written);
  assertNothingLeft(definition, [main, written.policies]);
  const files = {
    "README.md": readme(definition, written.providerVersions),
    "main.tf.json": json(main),
    "outputs.tf.json": json({ output: byName(definition.outputs, outputOf) }),
    "policies.tf.json": json({ locals: written.policies }),
    "variables.tf.json": json({ variable: byName(definition.variables, variableOf) }),
    "versions.tf": versions(written.providerVersions),
  };
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [`terraform/${definition.name}/${file}`, text]),
  );
}

function mainOf({ locals }: ModuleDefinition, { resources }: WrittenModule): object {
  return {
    data: {
      aws_caller_identity: { current: {} },
      aws_partition: { current: { lifecycle: { postcondition: [PARTITION] } } },
      aws_region: { current: {} },
    },
    locals: {
      account_id: "${data.aws_caller_identity.current.account_id}",
      dns_suffix: "${data.aws_partition.current.dns_suffix}",
      partition: "${data.aws_partition.current.partition}",
      // Its `name` is deprecated since version 6 of the provider, and `region` is new there.
      region: "${data.aws_region.current.id}",
      ...locals,
    },
    resource: resources,
  };
}

/** In the others, the names of services do not follow from what Terraform knows of the partition. */
const PARTITION = {
  condition: '${contains(["aws", "aws-cn", "aws-us-gov"], self.partition)}',
  error_message:
    "This module works in the partitions aws, aws-cn and aws-us-gov. For the European Sovereign Cloud, use the TypeScript modules.",
};

function variableOf({ type, description, default: value, validations = [] }: Variable): object {
  return {
    type,
    description,
    ...(value !== undefined && { default: value }),
    // A null from the caller then stands for the default.
    ...(value !== null && { nullable: false }),
    ...(validations.length > 0 && {
      validation: validations.map(({ condition, message }) => ({
        condition: `\${${condition}}`,
        error_message: message,
      })),
    }),
  };
}

function outputOf({ description, expression }: Output): object {
  return { description, value: `\${${expression}}` };
}

function byName<Named extends { readonly name: string }>(all: readonly Named[], write: (one: Named) => object): object {
  return Object.fromEntries(all.map((one) => [one.name, write(one)]));
}

function json(configuration: object): string {
  return `${JSON.stringify({ "//": NOTICE, ...configuration }, undefined, 2)}\n`;
}

/** In JSON, `required_version` stops checkov: https://github.com/bridgecrewio/checkov/issues/7454 */
function versions(aws: string): string {
  return `# ${NOTICE}
terraform {
  required_version = "${TERRAFORM_VERSIONS}"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "${aws}"
    }
  }
}
`;
}

/** A placeholder that is still there would become a name or a principal in somebody's account. */
function assertNothingLeft({ name, placeholders }: ModuleDefinition, configurations: readonly object[]): void {
  const values = placeholders.map(({ value }) => value).concat(Object.entries(TAGS.value).flat());
  const left = values.filter((value) => configurations.some((one) => holds(one, value)));
  const word = configurations.some((one) => /placeholder/i.test(JSON.stringify(one)));
  if (left.length > 0 || word) throw new Error(`${name}: placeholders are left: ${left.join(", ")}`);
}

function holds(configuration: unknown, value: string | number): boolean {
  if (typeof configuration !== "object" || configuration === null) {
    return typeof value === "number" ? configuration === value : String(configuration).includes(value);
  }
  return Object.entries(configuration).some(([key, inner]) => holds(key, value) || holds(inner, value));
}
