import { AwsFailure } from "../../aws/errors";

/** An answer, or an empty one where AWS says that just this part is not there. Anything else missing is thrown on. */
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
