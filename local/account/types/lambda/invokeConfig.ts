import { authorize } from "../../iam/authorize";
import { AwsError, type Context, type TypeDefinition } from "../../model";
import { text } from "../read";
import { functionNamed, INVOKE_CONFIG, noFunction } from "./references";

/** How Lambda treats events for a function: docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const invokeConfig: TypeDefinition = {
  type: INVOKE_CONFIG,
  noun: "event invoke configuration",
  rules: {
    functionName: { length: [1, 200] },
    maximumEventAgeInSeconds: { range: [60, 21_600] },
    maximumRetryAttempts: { range: [0, 2] },
    "destinationConfig.onFailure.destination": { pattern: /^arn:aws:sqs:[a-z0-9-]+:\d{12}:.+$/, is: "a queue's ARN" },
    "destinationConfig.onSuccess.destination": { test: () => "not modelled on this machine; leave it out" },
  },
  defaults: { maximumRetryAttempts: 2 },
  replaces: ["functionName", "qualifier"],
  unique: [
    {
      key: (inputs) => text(inputs, "functionName")?.split(":").pop(),
      // PutFunctionEventInvokeConfig overwrites: two resources would take turns, so the second is refused.
      taken: ({ functionName }) =>
        new AwsError("ResourceConflictException", `The function ${functionName} has an event invoke config already.`),
    },
  ],
  verify: requireDestination,
  id: ({ inputs }) => String(inputs.functionName),
};

/** Lambda sends as the function's role, and looks whether that may. */
function requireDestination({ account, region, accountId, inputs }: Context): void {
  const name = text(inputs, "functionName") ?? "";
  const record = functionNamed(account, region, name);
  if (!record) throw noFunction(region, accountId, name);
  const destination = text(inputs, "destinationConfig.onFailure.destination");
  if (destination === undefined) return;
  const queue = account.records("aws:sqs/queue:Queue").find(({ outputs }) => outputs.arn === destination);
  if (!queue) {
    throw new AwsError("InvalidParameterValueException", `The destination ARN ${destination} is invalid.`);
  }
  const principal = text(record.inputs, "role") ?? "";
  const request = { principal, action: "sqs:SendMessage", resource: destination };
  const resourcePolicy = text(queue.outputs, "policy") || undefined;
  if (authorize(account, { ...request, resourcePolicy }).allowed) return;
  throw new AwsError(
    "InvalidParameterValueException",
    `The function's execution role does not have permissions to call SendMessage on ${destination}`,
  );
}
