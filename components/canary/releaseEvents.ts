import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { physicalName } from "../names";
import { scopedRole } from "../scopedRole";

/** Events that could not be acted on, for somebody to look at. */
export interface DeadLetters {
  arn: pulumi.Output<string>;
  name: pulumi.Output<string>;
  url: pulumi.Output<string>;
}

/** Two weeks, the most that SQS keeps a message. */
const KEPT_SECONDS = 1_209_600;

/** How long EventBridge and Lambda try again: a release that starts an hour late is better than none, and a later one is not. */
const RETRY_SECONDS = 3600;

/** Makes the queue of events that were given up. */
export function deadLetterQueue(name: string, stack: string, parent: pulumi.Resource): DeadLetters {
  const {
    arn,
    name: queueName,
    url,
  } = new aws.sqs.Queue(
    name,
    {
      name: physicalName(stack, name, 80),
      messageRetentionSeconds: KEPT_SECONDS,
      sqsManagedSseEnabled: true,
    },
    { parent },
  );
  return { arn, name: queueName, url };
}

export interface TaskEventsArgs {
  stack: string;
  cluster: { arn: pulumi.Input<string> };
  /** Names of the services of which a new deployment is a release. */
  released: pulumi.Input<string>[];
  handler: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
  deadLetters: DeadLetters;
}

/**
 * Tells a function of each task of the released services that has begun to run. The pattern is narrow, which is the workshop's
 * extension exercise: without cluster, service and both statuses it is met by every change of every task, some ten for each.
 */
export function tellOfTasks(name: string, args: TaskEventsArgs, parent: pulumi.Resource): aws.cloudwatch.EventRule {
  const { stack, cluster, released, handler, deadLetters } = args;
  const rule = new aws.cloudwatch.EventRule(
    name,
    {
      name: physicalName(stack, "catsndogECSRule", 64),
      description: "A rule that is triggered when a new ECS task starts",
      eventPattern: pulumi.jsonStringify({
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: {
          clusterArn: [cluster.arn],
          group: released.map((service) => pulumi.interpolate`service:${service}`),
          lastStatus: ["RUNNING"],
          desiredStatus: ["RUNNING"],
        },
      }),
    },
    { parent },
  );
  const permission = new aws.lambda.Permission(
    name,
    {
      statementId: physicalName(stack, "events", 100),
      action: "lambda:InvokeFunction",
      function: handler.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    },
    { parent },
  );
  new aws.cloudwatch.EventTarget(
    name,
    {
      rule: rule.name,
      targetId: "handleEcsEvents",
      arn: handler.arn,
      retryPolicy: { maximumEventAgeInSeconds: RETRY_SECONDS, maximumRetryAttempts: 10 },
      deadLetterConfig: { arn: deadLetters.arn },
    },
    // Else the first events would be refused, and lost in the queue.
    { parent, dependsOn: permission },
  );
  // Of events that Lambda has taken, and the function has failed at: twice more, after one and two minutes.
  new aws.lambda.FunctionEventInvokeConfig(
    name,
    {
      functionName: handler.name,
      maximumEventAgeInSeconds: RETRY_SECONDS,
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: deadLetters.arn } },
    },
    { parent },
  );
  return rule;
}

export interface GuardArgs {
  stack: string;
  accountId: pulumi.Output<string>;
  release: { arn: pulumi.Input<string> };
  guard: { arn: pulumi.Input<string> };
  deadLetters: DeadLetters;
}

/** Starts the guard when a release has ended otherwise than it should. */
export function callGuard(name: string, args: GuardArgs, parent: pulumi.Resource): aws.cloudwatch.EventRule {
  const { stack, accountId, release, guard, deadLetters } = args;
  const rule = new aws.cloudwatch.EventRule(
    name,
    {
      name: physicalName(stack, "catsndogReleaseEnded", 64),
      description: "Starts the guard when a release failed, timed out or was aborted",
      eventPattern: pulumi.jsonStringify({
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: { stateMachineArn: [release.arn], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
      }),
    },
    { parent },
  );
  const role = scopedRole(
    `${name}-events`,
    {
      name: physicalName(stack, "CatsnDogsGuardEventsRole", 64),
      service: "events.amazonaws.com",
      accountId,
      policyName: "start-guard",
      allows: [{ Action: "states:StartExecution", Resource: guard.arn }],
    },
    parent,
  );
  new aws.cloudwatch.EventTarget(
    name,
    {
      rule: rule.name,
      targetId: "guard",
      arn: guard.arn,
      roleArn: role.arn,
      retryPolicy: { maximumEventAgeInSeconds: RETRY_SECONDS, maximumRetryAttempts: 10 },
      deadLetterConfig: { arn: deadLetters.arn },
    },
    { parent },
  );
  return rule;
}

/** Lets rules put into the queue what they could not deliver. */
export function takeDeadLetters(
  name: string,
  { queue, rules }: { queue: DeadLetters; rules: aws.cloudwatch.EventRule[] },
  parent: pulumi.Resource,
): void {
  new aws.sqs.QueuePolicy(
    name,
    {
      queueUrl: queue.url,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue.arn,
            Condition: { ArnEquals: { "aws:SourceArn": rules.map(({ arn }) => arn) } },
          },
        ],
      }),
    },
    { parent },
  );
}
