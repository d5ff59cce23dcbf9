import type { Call } from "../gateway/call";
import { operationOf } from "../gateway/operation";

/** Calls that change a function, with the names in CloudTrail's records, which have the version of the API. */
const CALLS: readonly (readonly [method: string, path: RegExp, name: string])[] = [
  ["DELETE", /^\/2015-03-31\/functions\/([^/]+)$/, "DeleteFunction20150331"],
  ["PUT", /^\/2015-03-31\/functions\/([^/]+)\/code$/, "UpdateFunctionCode20150331v2"],
  ["PUT", /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, "UpdateFunctionConfiguration20150331v2"],
  ["PUT", /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/, "PutFunctionConcurrency20171031"],
  ["POST", /^\/2015-03-31\/functions\/([^/]+)\/policy$/, "AddPermission20150331v2"],
  ["DELETE", /^\/2015-03-31\/functions\/([^/]+)\/policy\/[^/]+$/, "RemovePermission20150331v2"],
];

/** The name of a call to AWS Lambda and its function, which only method and path show. Undefined for any other call. */
export function functionCallOf(call: Call): { readonly name: string; readonly functionName: string } | undefined {
  if (operationOf(call).service !== "lambda") return undefined;
  const { pathname } = new URL(call.url, "http://gateway");
  for (const [method, path, name] of CALLS) {
    const functionName = path.exec(pathname)?.[1];
    if (method === call.method && functionName !== undefined) {
      return { name, functionName: decodeURIComponent(functionName) };
    }
  }
  return undefined;
}
