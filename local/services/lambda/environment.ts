import type { AccountRecord } from "../../account/model";
import { number, text } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { Credentials } from "../../api/credentials";
import { logGroupOf } from "./functionLog";

/** What an execution environment is told besides the function's own variables. */
export interface EnvironmentOptions {
  record: AccountRecord;
  functionName: string;
  region: string;
  /** Name of the environment's log stream. */
  stream: string;
  /** The function's role's. */
  credentials: Credentials;
  /** AWS's endpoint. */
  url: string;
}

/**
 * The variables of a function's environment: those that Lambda sets, docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html,
 * and those by which AWS's SDK finds the endpoint on this machine and not the settings of whoever works on it.
 */
export function environmentOf(options: EnvironmentOptions): Record<string, string> {
  const { record, functionName, region, stream, credentials, url } = options;
  const { inputs } = record;
  const variables = isObject(inputs.environment) ? inputs.environment.variables : {};
  const own = Object.entries(isObject(variables) ? variables : {}).map(([key, value]) => [key, String(value)]);
  return {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    ...Object.fromEntries(own),
    _HANDLER: text(inputs, "handler") ?? "",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${text(inputs, "runtime")}`,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(number(inputs, "memorySize") ?? 128),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(record),
    AWS_LAMBDA_LOG_STREAM_NAME: stream,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    LAMBDA_TASK_ROOT: "/var/task",
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    AWS_ENDPOINT_URL: url,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}
