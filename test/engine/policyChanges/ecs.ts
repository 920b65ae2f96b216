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
    says: [],
  },
  {
    rule: "ecs-rolling-update-bounds",
    file: "components/backgroundService.ts",
    line: "deploymentMinimumHealthyPercent: 100,",
    becomes: "deploymentMinimumHealthyPercent: 0,",
    says: [],
  },
  {
    rule: "ecs-circuit-breaker",
    file: "components/backgroundService.ts",
    line: "deploymentCircuitBreaker: { enable: true, rollback: true },",
    becomes: "deploymentCircuitBreaker: { enable: true, rollback: false },",
    says: [],
  },
  {
    rule: "ecs-log-group-owned",
    file: "components/canary/canaryFunction.ts",
    line: 'loggingConfig: { logFormat: "Text", logGroup: logGroup.name },',
    becomes: 'loggingConfig: { logFormat: "Text", logGroup: "/aws/lambda/canary" },',
    says: [],
  },
  {
    rule: "ecs-placement-satisfiable",
    file: "config/workshop.ts",
    line: 'export const CATNIP = { attribute: { catslike: "catnip" }, constraint: "attribute:catslike == catnip" };',
    becomes: 'export const CATNIP = { attribute: { catslike: "catnip" }, constraint: "attribute:catslike == dogs" };',
    says: [],
  },
];
