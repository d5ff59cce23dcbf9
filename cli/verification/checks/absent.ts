import { AwsFailure } from "../../aws/errors";

/** An answer, or an empty one if AWS reports that this setting does not exist. Throws all other errors. */
export async function orMissing<Answer extends object>(
  answer: Promise<Answer>,
  code: string,
): Promise<Partial<Answer>> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsFailure && error.code === code) return {};
    throw error;
  }
}
