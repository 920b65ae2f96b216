import { on, resourceRule } from "../rule";
import { lambdaFunction } from "../types";
import { isMissing, UNKNOWN } from "../values";

/** What Lambda takes where nothing is said, and what the provider fills in: a timeout of 3 is one that nobody has chosen. */
const DEFAULT_TIMEOUT = 3;

const settings = {
  maxTimeoutSeconds: {
    type: "integer",
    description: "How long a function may run, in seconds.",
    default: 60,
    minimum: 1,
    // The most that Lambda allows: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    maximum: 900,
  },
  maxMemoryMegabytes: {
    type: "integer",
    description: "How much memory a function may have, in MB: an hour of 1024 costs six cents.",
    default: 1024,
    minimum: 128,
    maximum: 10_240,
  },
  refusedRuntimes: {
    type: "array",
    description: "Runtimes that are not allowed. The default is those that AWS has deprecated.",
    // docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, "Deprecated runtimes"
    default: [
      ...[
        "nodejs",
        "nodejs4.3",
        "nodejs4.3-edge",
        "nodejs6.10",
        "nodejs8.10",
        "nodejs10.x",
        "nodejs12.x",
        "nodejs14.x",
      ],
      ...["nodejs16.x", "nodejs18.x", "nodejs20.x", "python2.7", "python3.6", "python3.7", "python3.8", "python3.9"],
      ...["ruby2.5", "ruby2.7", "ruby3.2", "java8", "go1.x", "provided"],
      ...["dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet6"],
    ] as readonly string[],
    items: { type: "string", minLength: 1, maxLength: 32 },
    uniqueItems: true,
  },
} as const;

/** Refuses functions that may run long or large without need, that are cut off by default, or whose runtime is not kept up any more. */
export const eventsFunctionBounded = resourceRule(
  {
    name: "events-function-bounded",
    area: "events",
    description: "Checks that functions have a timeout of their own, bounded memory, and a runtime that AWS supports.",
    why:
      "A function that waits for something that never comes is paid until its timeout, as often as events come; and the default " +
      "of 3 seconds ends one in the middle of its work when it starts cold.",
    severity: "medium",
    remediationSteps:
      "Set `timeout` to what the function needs at most, a cold start and repeated calls included; lower `memorySize`; move to a " +
      "current runtime.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "Lambda.2",
      specification: "Lambda functions should use supported runtimes",
    },
    settings,
  },
  [
    on(lambdaFunction, ({ timeout, memorySize, runtime }, { config, refuse }) => {
      const [seconds, megabytes] = [config.maxTimeoutSeconds, config.maxMemoryMegabytes];
      const allowed = `a timeout of at most ${seconds} seconds has to be chosen`;
      if (timeout !== UNKNOWN && (isMissing(timeout) || timeout === DEFAULT_TIMEOUT)) {
        refuse({
          property: "timeout",
          given: isMissing(timeout) ? undefined : `${timeout} seconds`,
          so: isMissing(timeout)
            ? "so Lambda ends it after 3 seconds"
            : "which is Lambda's default, and short for a cold start",
          allowed,
          fix: "Set it to what the function needs at most.",
        });
      } else if (typeof timeout === "number" && timeout > seconds) {
        const so = "for which each invocation that hangs is paid";
        refuse({ property: "timeout", given: `${timeout} seconds`, so, allowed, fix: `Set it to ${seconds} or less.` });
      }
      if (typeof memorySize === "number" && memorySize > megabytes) {
        refuse({
          property: "memorySize",
          given: `${memorySize} MB`,
          so: "and Lambda is paid by it",
          allowed: `at most ${megabytes} MB is allowed`,
          fix: `Set it to ${megabytes} or less.`,
        });
      }
      if (typeof runtime === "string" && config.refusedRuntimes.includes(runtime)) {
        refuse({
          property: "runtime",
          given: runtime,
          so: "which gets no security updates",
          allowed: "a runtime that AWS supports is required",
          fix: "Take the language's current one.",
        });
      }
    }),
  ],
);
