import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { physicalName } from "../names";
import { type Allowed, scopedRole } from "../scopedRole";
import { lambdaBundle } from "./lambdaBundle";

export interface CanaryFunctionArgs {
  stack: string;
  /** Name of its folder in lambdas/, and after `CatsnDogs` of the function. */
  lambda: "updateRoute53" | "checkHealth" | "handleEcsEvents";
  description: string;
  /** Seconds after which Lambda ends it. */
  timeout: number;
  /** All that it may do besides writing its log. */
  allows: Allowed[];
  environment: Record<string, pulumi.Input<string>>;
}

/**
 * MiB, for each of the functions. What they take is the SDK's: about 100 MiB. And Lambda gives CPU by memory, of which a cold
 * start, that loads the SDK, needs some: with the default of 128 it takes several seconds, with 256 about one.
 */
const MEMORY = 256;

/** Days that a function's log is kept, as all logs of the workshop. */
const RETENTION_DAYS = 7;

/** A function with its role and its log group. */
export function canaryFunction(name: string, args: CanaryFunctionArgs, parent: pulumi.Resource) {
  const { stack, lambda, description, timeout, environment } = args;
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    { name: `/${stack}/${name}`, retentionInDays: RETENTION_DAYS },
    { parent },
  );
  const role = scopedRole(
    name,
    {
      name: physicalName(stack, `CatsnDogs${lambda}`, 64),
      service: "lambda.amazonaws.com",
      policyName: lambda,
      allows: [
        { Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: pulumi.interpolate`${logGroup.arn}:*` },
        ...args.allows,
      ],
    },
    parent,
  );
  const { name: functionName, arn } = new aws.lambda.Function(
    name,
    {
      name: physicalName(stack, `CatsnDogs${lambda}`, 64),
      description,
      runtime: "nodejs22.x",
      handler: "index.handler",
      code: lambdaBundle(lambda),
      role: role.arn,
      timeout,
      memorySize: MEMORY,
      architectures: ["arm64"],
      environment: { variables: environment },
      loggingConfig: { logFormat: "Text", logGroup: logGroup.name },
    },
    { parent },
  );
  return { name: functionName, arn, roleArn: role.arn };
}
