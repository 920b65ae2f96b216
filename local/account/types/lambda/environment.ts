import type { CheckFailure, Props } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";

/** Bytes of all variables together: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_BYTES = 4096;

/** Variables that Lambda sets itself: docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED = new Set([
  ...["_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV"],
  ...["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION"],
  ...["AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME"],
  ...["AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
  ...["AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"],
]);

/** In Lambda's words. */
const RESERVED_KEYS =
  "Lambda was unable to configure your environment variables because the environment variables you have provided contains " +
  "reserved keys that are currently not supported for modification.";

/** What is wrong with a function's environment variables. */
export function environmentFailures(inputs: Props): CheckFailure[] {
  const variables = get(inputs, "environment.variables");
  if (!isObject(variables)) return [];
  const names = Object.keys(variables);
  const failures = names
    .filter((name) => !RESERVED.has(name) && !/^[a-zA-Z]\w+$/.test(name))
    .map((name) => ({
      property: `environment.variables.${name}`,
      reason: "expected a name of two or more letters, digits and underscores, a letter first",
    }));
  const reserved = names.filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    const reason = `${RESERVED_KEYS} Reserved keys used in this request: ${reserved.join(", ")}`;
    failures.push({ property: "environment.variables", reason });
  }
  const bytes = Object.entries(variables).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(String(value)),
    0,
  );
  if (bytes > MOST_BYTES) {
    const reason = `expected at most ${MOST_BYTES} bytes in all, names included, got ${bytes}`;
    failures.push({ property: "environment.variables", reason });
  }
  return failures;
}
