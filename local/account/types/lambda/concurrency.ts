import { AwsError, type Context } from "../../model";
import { number } from "../read";
import { FUNCTION } from "./references";

/** Executions at once, of all functions of a region together: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const CONCURRENT_EXECUTIONS = 1000;

/** What functions without a reservation keep: docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const LEAST_UNRESERVED = 100;

/**
 * Refuses a reservation that leaves too little to functions without one.
 *
 * @throws AwsError `InvalidParameterValueException`
 */
export function requireConcurrency({ account, region, inputs }: Context): void {
  // The provider's -1 stands for no reservation.
  const reservedBy = (props: Context["inputs"]) => Math.max(0, number(props, "reservedConcurrentExecutions") ?? 0);
  const own = reservedBy(inputs);
  const reserved = account
    .records(FUNCTION)
    .filter((other) => other.region === region && other.inputs.name !== inputs.name)
    .reduce((sum, other) => sum + reservedBy(other.inputs), own);
  if (own === 0 || CONCURRENT_EXECUTIONS - reserved >= LEAST_UNRESERVED) return;
  throw new AwsError(
    "InvalidParameterValueException",
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its " +
      `minimum value of [${LEAST_UNRESERVED}].`,
  );
}
