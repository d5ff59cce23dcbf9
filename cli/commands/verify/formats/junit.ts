import { escapeXml } from "../../../render/escape";
import type { Result } from "../../../verification/check";
import { isFinding, type Verification } from "../../../verification/verify";
import { grouped } from "./grouped";

/** JUnit XML for CI systems, with a test suite for each group. With `strict`, unknown is a failure. */
export function asJunit(verification: Verification, { strict }: { readonly strict: boolean }): string {
  const isFailure = (result: Result) => isFinding({ ...verification, results: [result] }, strict);
  const suites = grouped(verification).map(([group, results]) => {
    const counted = [
      attribute("name", `${verification.environment}: ${group}`),
      attribute("tests", results.length),
      attribute("failures", results.filter(isFailure).length),
      attribute("skipped", results.filter((result) => isSkipped(result) && !isFailure(result)).length),
      attribute("timestamp", verification.at.toISOString()),
    ];
    return [
      `  <testsuite${counted.join("")}>`,
      ...results.map((one) => testCase(one, isFailure(one))),
      "  </testsuite>",
    ];
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites.flat(), "</testsuites>", ""].join("\n");
}

function testCase(result: Result, isFailure: boolean): string {
  const { check, state, found, details = [], milliseconds } = result;
  const head = [
    attribute("classname", check.group),
    attribute("name", `${check.id}: ${check.title}`),
    attribute("time", (milliseconds / 1000).toFixed(3)),
  ].join("");
  const message = attribute("message", `${state}: expected ${check.expected}, found ${found}`);
  if (isFailure) return `    <testcase${head}><failure${message}>${escapeXml(details.join("\n"))}</failure></testcase>`;
  if (isSkipped(result)) return `    <testcase${head}><skipped${message}/></testcase>`;
  return `    <testcase${head}><system-out>${escapeXml(`${state}: ${found}`)}</system-out></testcase>`;
}

function isSkipped({ state }: Result): boolean {
  return state === "skipped" || state === "not enforced" || state === "unknown";
}

function attribute(name: string, value: string | number): string {
  return ` ${name}="${escapeXml(String(value))}"`;
}
