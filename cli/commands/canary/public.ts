import type { PublicAccessBlockConfiguration } from "@aws-sdk/client-s3";
import { dnsSuffixOf, parseArn } from "../../../modules/policy";
import { PUBLIC_ACCESS_FLAGS } from "../../model/public-access";
import { readDocument } from "../../policy/document";
import { evaluate } from "../../policy/simulate/evaluate";
import { isDenied, isMissing, describeError } from "./calls";
import { evidence, type Context, type Outcome } from "./context";
import type { Evidence } from "../../results/canary";

/**
 * Step 4: what stands between the object and everyone, were its ACL or the bucket's policy public. Told from what
 * AWS answers; nothing is made public.
 */
export async function explainPublic(context: Context, refusal: Outcome): Promise<Outcome> {
  const found = [signatureFact(context, refusal), await keyFact(context), ...(await blockFacts(context))];
  const key = found[1]!;
  if (context.connect.endpoint !== undefined) {
    return { state: "not enforced", text: "an emulator does not hold to any of this", evidence: found };
  }
  if (key.state === "fail") return { state: "fail", text: "the key would let everyone decrypt it", evidence: found };
  if (key.state !== "pass") return { state: "unknown", text: "the key's policy cannot be judged", evidence: found };
  return { state: "pass", text: "it would stay closed: unsigned requests cannot decrypt", evidence: found };
}

function signatureFact({ connect }: Context, { state, text }: Outcome): Evidence {
  const rule = "S3 gives SSE-KMS objects only to requests signed with Signature Version 4";
  if (connect.endpoint !== undefined) return evidence("not enforced", rule);
  return evidence(state === "pass" ? "pass" : state, `${rule}; unsigned: ${text}`);
}

/** What the key's policy, as it is deployed, answers a caller without a name. */
async function keyFact(context: Context): Promise<Evidence> {
  const { connect, target, signal } = context;
  const { keyArn, keeper } = connect;
  try {
    const answer = await keeper.keyPolicy(keyArn);
    const { decision } = await evaluate({
      caller: { kind: "anonymous" },
      action: "kms:Decrypt",
      resource: keyArn,
      account: parseArn(keyArn)?.account ?? "",
      context: {
        "kms:ViaService": `s3.${connect.bucketRegion}.${dnsSuffixOf(connect.bucketRegion)}`,
        "kms:EncryptionContext:aws:s3:arn": target.bucketArn,
      },
      resourcePolicy: { source: keyArn, statements: readDocument(answer.Policy).statements },
    });
    const text = `kms:Decrypt for an anonymous caller by the key policy: ${decision}`;
    return evidence(decision === "allowed" ? "fail" : "pass", text);
  } catch (error) {
    signal.throwIfAborted();
    return lacking("kms:GetKeyPolicy", error);
  }
}

/** The four flags, of the bucket and of its account. */
async function blockFacts({ connect, target, signal }: Context): Promise<Evidence[]> {
  const { settings } = connect;
  const emulated = connect.endpoint !== undefined;
  const flags = async (of: string, action: string, ask: () => Promise<Answer>) => {
    try {
      return blockFact(of, (await ask()).PublicAccessBlockConfiguration, emulated);
    } catch (error) {
      signal.throwIfAborted();
      return isMissing(error) ? blockFact(of, undefined, emulated) : lacking(action, error);
    }
  };
  const ofBucket = await flags(`bucket ${target.bucket}`, "s3:GetBucketPublicAccessBlock", () =>
    settings.publicAccessBlock(target.bucket),
  );
  // Emulators have no such thing as an account's block.
  if (emulated) return [ofBucket];
  const ofAccount = await flags(`account ${connect.account}`, "s3:GetAccountPublicAccessBlock", () =>
    settings.accountPublicAccessBlock(connect.account),
  );
  return [ofBucket, ofAccount];
}

interface Answer {
  readonly PublicAccessBlockConfiguration?: PublicAccessBlockConfiguration | undefined;
}

function blockFact(of: string, block: PublicAccessBlockConfiguration | undefined, emulated: boolean): Evidence {
  const off = PUBLIC_ACCESS_FLAGS.map(({ flag }) => flag).filter((flag) => block?.[flag] !== true);
  const state = off.length > 0 ? "warn" : emulated ? "not enforced" : "pass";
  const text = off.length === 0 ? "all four flags on" : off.length === 4 ? "off" : `off: ${off.join(", ")}`;
  return evidence(state, `public access block of ${of}: ${text}`);
}

function lacking(action: string, error: unknown): Evidence {
  return evidence(
    "unknown",
    isDenied(error) ? `no permission: ${action}` : `${action} failed: ${describeError(error)}`,
  );
}
