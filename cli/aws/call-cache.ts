import { makeCall, type CallLimits, type SendOptions } from "./call";
import { actionOf, type AwsFailure } from "./errors";

/** Makes each call once per run, however many checks need its answer. */
export class CallCache {
  private readonly asked = new Map<string, Promise<unknown>>();
  private sawOutage = false;

  constructor(readonly limits: CallLimits) {}

  /** Whether a call found no server, or one that failed. */
  get hadOutage(): boolean {
    return this.sawOutage;
  }

  /** `service`: the SDK's name. Throws an `AwsFailure`, the same one for each repetition of a call. */
  request<Command extends { readonly input: object }, Answer>(
    service: string,
    command: Command,
    send: (command: Command, options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    const operation = command.constructor.name.replace(/Command$/, "");
    const question = `${service} ${operation} ${JSON.stringify(command.input)}`;
    const known = this.asked.get(question);
    if (known) return known as Promise<Answer>;
    const action = actionOf(service, operation);
    const answer = makeCall(action, this.limits, (options) => send(command, options)).catch((failure: AwsFailure) => {
      this.sawOutage ||= failure.kind === "unreachable" || failure.kind === "broken";
      throw failure;
    });
    this.asked.set(question, answer);
    return answer;
  }
}
