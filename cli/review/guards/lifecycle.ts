import type { Arguments } from "../../synthesized/stack";
import { at, type Guard } from "./guard";

/** Rules that end the life of log files earlier than before, or that are new. */
export const lifecycle: Guard = {
  id: "retention-shortened",
  types: ["aws_s3_bucket_lifecycle_configuration"],
  check: ({ before, after }) => {
    if (!before || !after) return undefined;
    const found = ["expiration.days", "noncurrent_version_expiration.noncurrent_days"].flatMap((path) => {
      const [was, will] = [shortest(before, path), shortest(after, path)];
      return will < was ? `${path}: ${was === Infinity ? "never" : was} -> ${will}` : [];
    });
    return found.length > 0 ? found.join(", ") : undefined;
  },
};

/** Days after which the first enabled rule deletes; `Infinity` where none does. */
function shortest(values: Arguments, path: string): number {
  const rules = (values["rule"] ?? []) as readonly Arguments[];
  const days = rules
    .filter(({ status }) => status === "Enabled")
    .map((rule) => Number(at(rule, path) ?? 0))
    .filter((count) => count > 0);
  return Math.min(Infinity, ...days);
}
