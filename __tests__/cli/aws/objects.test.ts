import type { S3Client } from "@aws-sdk/client-s3";
import { S3Objects } from "../../../cli/aws/objects";

/** A client whose every call has this result. */
const clientWith = (send: () => Promise<unknown>) => ({ send }) as unknown as S3Client;
const objects = (send: () => Promise<unknown>) => new S3Objects(clientWith(send), 1000);
const failing = (name: string, statusCode: number, headers: Record<string, string> = {}) =>
  objects(() => Promise.reject(Object.assign(new Error(name), { name, $response: { statusCode, headers } })));

describe("the Region of a bucket", () => {
  const header = { "x-amz-bucket-region": "eu-west-1" };

  test("comes from the answer, or from the header of a refusal", async () => {
    expect(await objects(() => Promise.resolve({ BucketRegion: "eu-north-1" })).regionOf("logs")).toBe("eu-north-1");
    expect(await failing("AccessDenied", 403, header).regionOf("logs")).toBe("eu-west-1");
  });

  test.each([
    ["denied", "AccessDenied", 403, {}],
    ["denied", "AccessDenied", 403, { "x-amz-bucket-region": "no region\n" }],
    ["missing", "NoSuchBucket", 404, header],
  ])("is not known if the call is %s (%s, %i, %j)", async (kind, name, status, headers) => {
    const failure = { kind, action: "s3:ListBucket" };
    await expect(failing(name, status, headers).regionOf("logs")).rejects.toMatchObject(failure);
  });
});

test("a list has the objects of all pages", async () => {
  const pages = [{ Contents: [{ Key: "a" }], NextContinuationToken: "next" }, { Contents: [{ Key: "b" }] }, {}];
  const asked: unknown[] = [];
  const client = {
    send: ({ input }: { input: { ContinuationToken?: string } }) => {
      asked.push(input.ContinuationToken);
      return Promise.resolve(pages[asked.length - 1]);
    },
  } as unknown as S3Client;
  expect(await new S3Objects(client, 1000).list({ Bucket: "logs" })).toEqual([{ Key: "a" }, { Key: "b" }]);
  expect(asked).toEqual([undefined, "next"]);
});

async function* body(...parts: string[]) {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

test("an object is read to its limit", async () => {
  const get = (limit: number) =>
    objects(() => Promise.resolve({ Body: body("ab", "cd") })).get({ Bucket: "b", Key: "k" }, limit);
  expect((await get(4)).bytes?.toString()).toBe("abcd");
  expect((await get(3)).bytes).toBeUndefined();
});

test("a call that takes too long is unreachable", async () => {
  const slow = new S3Objects(
    clientWith(() => new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 50))),
    10,
  );
  await expect(slow.put({ Bucket: "b", Key: "k" })).rejects.toMatchObject({
    kind: "unreachable",
    action: "s3:PutObject",
    message: "no response within 0.01 seconds",
    isTransient: true,
  });
});
