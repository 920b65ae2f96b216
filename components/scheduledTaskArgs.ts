import type * as pulumi from "@pulumi/pulumi";
import { wholeNumberProblems } from "./problems";

export interface ScheduledTaskArgs {
  /** The stack's name; every physical name starts with it. */
  stack: string;
  cluster: { arn: pulumi.Input<string> };
  /** The container's image, for example `123456789012.dkr.ecr.us-west-2.amazonaws.com/image-assessor:latest`. */
  image: pulumi.Input<string>;
  /** Name of the container, which whoever overrides its environment has to give. @default the component's own name */
  container?: string;
  /** The container's environment variables. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /** MiB at which the container is killed, and as many are reserved. */
  memory: number;
  /** CPU units, of which a vCPU has 1024. @default none reserved */
  cpu?: number;
  /** When it runs, `rate(2 minutes)` or `cron(0 6 * * ? *)` in UTC. */
  schedule: `rate(${string})` | `cron(${string})`;
  /** Whether the schedule is in force; the task can be run by hand either way. @default true */
  enabled?: boolean;
  /** Tasks each time, at most 10. @default 1 */
  count?: number;
  /** What the rule calls its target. @default the component's own name */
  targetId?: string;
  /** What the tasks may do in AWS. @default nothing */
  taskRole?: { arn: pulumi.Input<string> };
}

/** All that is wrong with the arguments, a sentence each; empty when nothing is. */
export function scheduledTaskProblems(name: string, args: ScheduledTaskArgs): string[] {
  const { container = name, targetId = name } = args;
  return [
    ...(/^[A-Za-z0-9_-]{1,255}$/.test(container)
      ? []
      : [`container is "${container}"; use 1 to 255 letters, digits, hyphens and underscores.`]),
    ...(/^[A-Za-z0-9_.-]{1,64}$/.test(targetId)
      ? []
      : [`targetId is "${targetId}"; use 1 to 64 letters, digits and the characters . _ -`]),
    // Docker's own least.
    ...wholeNumberProblems("memory", args.memory, 6),
    ...(args.cpu === undefined ? [] : wholeNumberProblems("cpu", args.cpu, 2)),
    ...wholeNumberProblems("count", args.count ?? 1, 1, 10),
    ...scheduleProblems(args.schedule),
  ];
}

/** docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html; what is inside cron is for AWS to judge. */
function scheduleProblems(schedule: string): string[] {
  const [, value, unit] = /^rate\(([1-9]\d*) (minute|hour|day|minutes|hours|days)\)$/.exec(schedule) ?? [];
  const isRate = value !== undefined && unit !== undefined && (value === "1") !== unit.endsWith("s");
  const isCron = /^cron\(\S+( \S+){5}\)$/.test(schedule);
  return isRate || isCron
    ? []
    : [
        `schedule is "${schedule}"; write rate(1 minute), rate(2 minutes), or cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR).`,
      ];
}
