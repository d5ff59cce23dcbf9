import { awsClients, type AwsClients, type AwsOptions } from "../../cli/aws/clients";

/** An error as the SDK throws it. */
export function awsError(name: string, status: number, message = ""): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

/**
 * Clients that ask nobody: `answer` stands for AWS, by the operation's name and its input, and gives an output or an
 * error. What each client is connected with is told to `onConnect`.
 */
export function fakeAws(
  answer: (operation: string, input: Record<string, unknown>) => object | Error,
  onConnect: (options: AwsOptions) => void = () => {},
): (options: AwsOptions) => AwsClients {
  return (options) => {
    onConnect(options);
    const clients = awsClients(options);
    for (const { middlewareStack } of Object.values(clients) as AwsClients["s3"][]) {
      middlewareStack.add(
        (_, { commandName = "" }) =>
          ({ input }) => {
            const found = answer(commandName.replace(/Command$/, ""), input as Record<string, unknown>);
            if (found instanceof Error) return Promise.reject(found);
            return Promise.resolve({ output: { $metadata: {}, ...found } as never, response: {} });
          },
        { step: "initialize", priority: "high" },
      );
    }
    return clients;
  };
}
