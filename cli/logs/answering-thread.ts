import { Worker } from "node:worker_threads";

/** A thread has its own heap, which V8 would let grow as if memory were free. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 16 };

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A thread whose program answers each message with another one, in their order. */
export class AnsweringThread<Question, Answer> {
  private readonly worker: Worker;
  private readonly waiting: Waiting<Answer>[] = [];

  constructor(program: string, workerData?: unknown) {
    this.worker = new Worker(program, { workerData, resourceLimits: RESOURCE_LIMITS });
    this.worker.on("message", (answer: Answer) => this.waiting.shift()!.resolve(answer));
    this.worker.on("error", (error: Error) => this.fail(error));
    this.worker.on("exit", () => this.fail(new Error("the thread has ended")));
  }

  /** Number of questions without an answer. */
  get load(): number {
    return this.waiting.length;
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(question);
    });
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
