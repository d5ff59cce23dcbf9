import { dnsSuffixOf } from "../../../modules/policy/partition";
import { fail, gone, pass, walkthrough, type Check, type Finding } from "../check";
import type { Context } from "../context";
import { folderOf, newestFile } from "../log-files";
import type { Environment } from "../../model/environment";

/**
 * S3's answers to anonymous callers. All requests are unsigned, because a signature sent over plain HTTP could be
 * replayed.
 */
export function anonymousChecks(environment: Environment): Check[] {
  const shared = {
    group: "Logs",
    expected: "refused with 403",
    exampleStep: walkthrough(4),
    needs: "bucket.region",
  } as const;
  const { name } = environment.logBucket;
  const get = async (context: Context, protocol: Protocol) => {
    // S3 also refuses to read a missing file, if the caller may not list.
    const file = await newestFile(context, "CloudTrail").catch(() => undefined);
    const key = file?.key ?? `${folderOf(context, "CloudTrail")}none.json.gz`;
    return refused(context, protocol, `${name}/${key.split("/").map(encodeURIComponent).join("/")}`);
  };
  return [
    {
      ...shared,
      id: "logs.anonymous-get",
      title: "unsigned reads are refused",
      controls: ["bucket-public-access-block"],
      run: (context) => get(context, "https"),
    },
    {
      ...shared,
      id: "logs.anonymous-list",
      title: "unsigned listing is refused",
      controls: ["bucket-public-access-block"],
      run: (context) => refused(context, "https", `${name}?list-type=2&max-keys=1`),
    },
    {
      ...shared,
      id: "logs.plain-http",
      title: "reads over plain HTTP are refused (tested unsigned; the bucket policy refuses signed ones too)",
      controls: ["bucket-tls-only"],
      run: (context) => get(context, "http"),
    },
  ];
}

type Protocol = "http" | "https";

async function refused(context: Context, protocol: Protocol, path: string): Promise<Finding> {
  const { environment, endpoint, emulated, signal } = context;
  const { region } = environment.logBucket;
  // Path-style, because the certificate of S3 does not cover bucket names with dots.
  const base = endpoint ?? `${protocol}://s3.${region}.${dnsSuffixOf(region)}`;
  const answer = await fetch(`${base.replace(/\/+$/, "")}/${path}`, { redirect: "manual", signal }).catch(
    (error: unknown) => (error as { cause?: Error }).cause ?? (error as Error),
  );
  if (answer instanceof Error) return { state: "unknown", found: `no answer: ${answer.message}` };
  await answer.body?.cancel();
  const found = `status ${answer.status}`;
  if (emulated) return { state: "not enforced", found: `${found} from the emulator` };
  if (answer.status === 404) return gone(found);
  return answer.status === 403 ? pass(found) : fail(found);
}
