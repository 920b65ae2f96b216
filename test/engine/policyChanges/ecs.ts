import type { ProgramChange } from "./change";

/** Changes that the rules about tasks and services find. */
export const ecsChanges: ProgramChange[] = [
  {
    rule: "ecs-memory-limits",
    file: "components/containerTask.ts",
    line: "containerDefinitions: pulumi.jsonStringify([container]),",
    // What all containers have of other resources is not known in a preview.
    becomes:
      'containerDefinitions: name === "dogs" ? JSON.stringify([{ name, image: "dogs@sha256:" + "0".repeat(64), ' +
      'memoryReservation: 384, logConfiguration: { logDriver: "json-file" } }]) : pulumi.jsonStringify([container]),',
    says: [
      "ecs-memory-limits dogs: containerDefinitions[0].memory is missing, so nothing keeps container dogs from taking the memory of all other tasks of its instance; a hard limit is required of each container, or of the task. Set it to the MiB at which the container is to be killed.",
    ],
  },
  {
    rule: "ecs-rolling-update-bounds",
    file: "components/backgroundService.ts",
    line: "deploymentMinimumHealthyPercent: 100,",
    becomes: "deploymentMinimumHealthyPercent: 0,",
    says: [
      "ecs-rolling-update-bounds mxnet: deploymentMinimumHealthyPercent is 0, so a deployment may stop more tasks at once than the rest can stand in for; at least 50 is required. Raise it.",
    ],
  },
  {
    rule: "ecs-circuit-breaker",
    file: "components/backgroundService.ts",
    line: "deploymentCircuitBreaker: { enable: true, rollback: true },",
    becomes: "deploymentCircuitBreaker: { enable: true, rollback: false },",
    says: [
      "ecs-circuit-breaker mxnet: deploymentCircuitBreaker.rollback is false, so a deployment that fails leaves the service with what failed; an enabled circuit breaker with rollback is required. Set deploymentCircuitBreaker to { enable: true, rollback: true }.",
    ],
  },
  {
    rule: "ecs-log-group-owned",
    file: "components/canary/canaryFunction.ts",
    line: 'loggingConfig: { logFormat: "Text", logGroup: logGroup.name },',
    becomes: 'loggingConfig: { logFormat: "Text", logGroup: "/aws/lambda/canary" },',
    says: [
      "ecs-log-group-owned canary-check-health: loggingConfig.logGroup is /aws/lambda/canary, which this stack does not own, so it keeps its logs when the stack is destroyed; only a log group of this stack is allowed. Make an aws.cloudwatch.LogGroup of that name in this stack, and name it by its output.",
      "ecs-log-group-owned canary-handle-ecs-events: loggingConfig.logGroup is /aws/lambda/canary, which this stack does not own, so it keeps its logs when the stack is destroyed; only a log group of this stack is allowed. Make an aws.cloudwatch.LogGroup of that name in this stack, and name it by its output.",
      "ecs-log-group-owned canary-update-route53: loggingConfig.logGroup is /aws/lambda/canary, which this stack does not own, so it keeps its logs when the stack is destroyed; only a log group of this stack is allowed. Make an aws.cloudwatch.LogGroup of that name in this stack, and name it by its output.",
    ],
  },
  {
    rule: "ecs-placement-satisfiable",
    file: "config/workshop.ts",
    line: 'export const CATNIP = { attribute: { catslike: "catnip" }, constraint: "attribute:catslike == catnip" };',
    becomes: 'export const CATNIP = { attribute: { catslike: "catnip" }, constraint: "attribute:catslike == dogs" };',
    alone: true,
    says: [
      "ecs-placement-satisfiable cats: placementConstraints[0].expression is attribute:catslike == dogs, so no task is ever placed; the stack's instances are any type, m4.large with catslike=catnip. Ask for one of those, or add capacity that meets it.",
    ],
  },
];
