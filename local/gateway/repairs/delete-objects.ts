import { succeeded, xmlAnswer, type Step } from "../call";
import { escapeXml, unescapeXml } from "../errors";
import { placeOf } from "../operation";
import { s3Operation } from "../s3-operations";

/** moto fails when a list of objects to delete holds a delete marker; one by one it deletes them. */
export const deleteObjects: Step = async (call, next) => {
  const place = placeOf(call);
  if (!place || place.key !== "" || s3Operation(call, place) !== "DeleteObjects") return next(call);
  const request = call.body.toString();
  const results: string[] = [];
  for (const { key, version } of objectsIn(request)) {
    const path = `/${encodeURIComponent(place.bucket)}/${key.split("/").map(encodeURIComponent).join("/")}`;
    const url = version === undefined ? path : `${path}?versionId=${encodeURIComponent(version)}`;
    const { "content-length": _, "content-type": __, "content-md5": ___, ...headers } = call.headers;
    const answer = await next({ method: "DELETE", url, headers, body: Buffer.alloc(0) });
    const named = `<Key>${escapeXml(key)}</Key>${version === undefined ? "" : `<VersionId>${version}</VersionId>`}`;
    const code = /<Code>\w+<\/Code>/.exec(answer.body.toString())?.[0] ?? "<Code>InternalError</Code>";
    const quiet = /<Quiet>\s*true\s*<\/Quiet>/.test(request);
    if (!succeeded(answer)) results.push(`<Error>${named}${code}<Message>${answer.status}</Message></Error>`);
    else if (!quiet) results.push(`<Deleted>${named}</Deleted>`);
  }
  return xmlAnswer(`<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${results.join("")}</DeleteResult>`);
};

function objectsIn(xml: string): { key: string; version: string | undefined }[] {
  return [...xml.matchAll(/<Object>([\s\S]*?)<\/Object>/g)].map(([, object]) => ({
    key: unescapeXml(/<Key>([\s\S]*?)<\/Key>/.exec(object!)?.[1] ?? ""),
    version: /<VersionId>(.*?)<\/VersionId>/.exec(object!)?.[1],
  }));
}
