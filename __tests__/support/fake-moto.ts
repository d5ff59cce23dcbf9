import { spawn } from "node:child_process";

/** As little of moto as `npm run local` asks for until it deploys, in a twentieth of the time: -p PORT. */
const SCRIPT = `
const { createServer } = require("node:http");
const CREDENTIALS = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map((name) => "<" + name + ">x</" + name + ">");
const ASSUMED = "<Credentials>" + CREDENTIALS.join("") + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>";
createServer((request, response) => {
  let body = "";
  request.on("data", (data) => (body += data));
  request.on("end", () => {
    if (request.url.startsWith("/moto-api/")) return response.end("{}");
    if (body.includes("Action=AssumeRole")) {
      return response.end("<AssumeRoleResponse><AssumeRoleResult>" + ASSUMED + "</AssumeRoleResult></AssumeRoleResponse>");
    }
    if ((request.headers["x-amz-target"] || "").startsWith("AmazonSQS.")) {
      response.statusCode = 400;
      return response.end(JSON.stringify({ __type: "com.amazonaws.sqs#QueueDoesNotExist" }));
    }
    response.statusCode = 404;
    response.end("<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>");
  });
}).listen(Number(process.argv[process.argv.indexOf("-p") + 1]), "127.0.0.1", function () {
  console.log(this.address().port);
});
`;

/** A shell command that runs it in place of the shell. */
export const FAKE_MOTO = `exec '${process.execPath}' -e '${SCRIPT}' -- "$@"`;

/** Starts one that belongs to nobody's run. */
export async function startFakeMoto(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ["-e", SCRIPT, "--", "-p", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve) =>
    child.stdout.once("data", (text) => resolve(String(text).trim())),
  );
  const stop = () =>
    new Promise<void>((resolve) => {
      child.on("close", () => resolve());
      child.kill();
    });
  return { url: `http://127.0.0.1:${port}`, stop };
}
