import type { PublicAccessBlockConfiguration } from "@aws-sdk/client-s3";
import { dnsSuffixOf, parseArn } from "../../../modules/policy";
import { PUBLIC_ACCESS_FLAGS } from "../../model/public-access";
import { readDocument } from "../../policy/document";
import { evaluate } from "../../policy/evaluate";
import { AwsFailure, failureOf } from "../../aws/errors";
import { evidence, type Context, type Outcome } from "./context";
import type { Evidence } from "../../results/canary";

/**
 * Step 4: what would still protect the object if its ACL or the bucket policy were public. Only reads settings; makes
 * nothing public.
 */
export async function explainPublic(context: Context, refusal: Outcome): Promise<Outcome> {
  const found = [signatureFact(context, refusal), await keyFact(context), ...(await blockFacts(context))];
  const key = found[1]!;
  if (context.connection.endpoint !== undefined) {
    return { state: "not enforced", text: "an emulator enforces none of this", evidence: found };
  }
  if (key.state === "fail")
    return { state: "fail", text: "the key policy allows everyone to decrypt it", evidence: found };
  if (key.state !== "pass") return { state: "unknown", text: "the key policy could not be evaluated", evidence: found };
  return { state: "pass", text: "it would stay protected: unsigned requests cannot decrypt", evidence: found };
}

function signatureFact({ connection }: Context, { state, text }: Outcome): Evidence {
  const rule = "S3 returns SSE-KMS objects only to requests signed with Signature Version 4";
  if (connection.endpoint !== undefined) return evidence("not enforced", rule);
  return evidence(state === "pass" ? "pass" : state, `${rule}; unsigned: ${text}`);
}

/** Whether the deployed key policy allows an anonymous caller to decrypt. */
async function keyFact(context: Context): Promise<Evidence> {
  const { connection, target, signal } = context;
  const { keyArn, keys } = connection;
  try {
    const answer = await keys.keyPolicy(keyArn);
    const { decision } = evaluate({
      caller: { kind: "anonymous" },
      action: "kms:Decrypt",
      resource: keyArn,
      account: parseArn(keyArn)?.account ?? "",
      context: {
        "kms:ViaService": `s3.${connection.bucketRegion}.${dnsSuffixOf(connection.bucketRegion)}`,
        "kms:EncryptionContext:aws:s3:arn": target.bucketArn,
      },
      resourcePolicy: { source: keyArn, ...readDocument(answer.Policy) },
    });
    const text = `key policy, kms:Decrypt for an anonymous caller: ${decision}`;
    return evidence(decision === "allowed" ? "fail" : decision === "undecided" ? "unknown" : "pass", text);
  } catch (error) {
    signal.throwIfAborted();
    return lacking("kms:GetKeyPolicy", error);
  }
}

/** The four flags of the bucket and of its account. */
async function blockFacts({ connection, target, signal }: Context): Promise<Evidence[]> {
  const { settings, account } = connection;
  const emulated = connection.endpoint !== undefined;
  const flags = async (of: string, action: string, ask: () => Promise<Answer>) => {
    try {
      return blockFact(of, (await ask()).PublicAccessBlockConfiguration, emulated);
    } catch (error) {
      signal.throwIfAborted();
      const isMissing = error instanceof AwsFailure && error.kind === "missing";
      return isMissing ? blockFact(of, undefined, emulated) : lacking(action, error);
    }
  };
  const ofBucket = await flags(`bucket ${target.bucket}`, "s3:GetBucketPublicAccessBlock", () =>
    settings.publicAccessBlock(target.bucket),
  );
  // Emulators have no public access block for accounts.
  if (emulated) return [ofBucket];
  const ofAccount = await flags(`account ${account}`, "s3:GetAccountPublicAccessBlock", () =>
    settings.accountPublicAccessBlock(account),
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
  const { kind, message } = failureOf(error, action);
  return evidence("unknown", kind === "denied" ? `no permission: ${action}` : `${action} failed: ${message}`);
}
