import { jsonAnswer, type Step } from "../call";
import { operationOf } from "../operation";

/** moto cannot delete a saved query of Athena. Callers learn that it is gone; its workgroup goes with it. */
export const deletedQueries: Step = async (call, next) => {
  const { service, action } = operationOf(call);
  return service === "athena" && action === "DeleteNamedQuery" ? jsonAnswer({}) : next(call);
};
