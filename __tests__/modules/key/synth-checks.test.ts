import { Key } from "../../../modules/key";
import { synthStack } from "../../support/synth";

const ROLE = "arn:aws:iam::111122223333:role/";

function synthKey(allow: (key: Key) => void) {
  return synthStack((stack) =>
    allow(new Key(stack, "Key", { account: "111122223333", region: "eu-central-1", aliases: ["audit"] })),
  );
}

describe("Sids used twice", () => {
  const sns = (sid: string) => ({
    sid,
    service: "sns.amazonaws.com",
    actions: ["kms:Decrypt"],
    sourceAccount: "111122223333",
  });

  test("by two services are found at synth", () => {
    expect(() =>
      synthKey((key) => {
        key.allowService(sns("SnsUsesKey"));
        key.allowService({ ...sns("SnsUsesKey"), service: "events.amazonaws.com" });
      }),
    ).toThrow('[test/Key] key policy has more than one statement with Sid "SnsUsesKey"; Sids must be unique\n');
  });

  test("by a service and the key itself are found at synth", () => {
    expect(() => synthKey((key) => key.allowService(sns("RootAdministersKey")))).toThrow(
      '[test/Key] key policy has more than one statement with Sid "RootAdministersKey"; Sids must be unique\n',
    );
  });

  test("are no problem where they differ", () => {
    const stack = synthKey((key) => {
      key.allowService(sns("One"));
      key.allowService(sns("Two"));
    });
    expect(stack.counts).toMatchObject({ aws_kms_key: 1 });
  });
});

describe("the size of a key policy", () => {
  const LIMIT = 32 * 1024;
  const withUserNameOf = (length: number) => synthKey((key) => key.allowUsers(`${ROLE}${"r".repeat(length)}`));
  const sizeOf = (length: number) => Buffer.byteLength(withUserNameOf(length).one("aws_kms_key")["policy"] as string);
  const fitting = LIMIT - sizeOf(1) + 1;

  test("may be 32 KB", () => {
    expect(sizeOf(fitting)).toBe(LIMIT);
  });

  test("may not be a byte more, found at synth", () => {
    expect(() => withUserNameOf(fitting + 1)).toThrow("[test/Key] key policy must be at most 32768 bytes, got 32769\n");
  });

  test("counts bytes, not characters", () => {
    expect(() => withUserNameOf(fitting - 1)).not.toThrow();
    expect(() => synthKey((key) => key.allowUsers(`${ROLE}${"r".repeat(fitting - 1)}é`))).toThrow(
      "[test/Key] key policy must be at most 32768 bytes, got 32769\n",
    );
  });

  test("is reached by very many readers, with a clear error", () => {
    const readers = Array.from({ length: 1000 }, (_, index) => `${ROLE}reader-${index}`);
    expect(() => synthKey((key) => key.allowUsers(...readers))).toThrow(
      /\[test\/Key\] key policy must be at most 32768 bytes, got \d{5}\n/,
    );
  });
});
