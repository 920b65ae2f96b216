import type { ProgramChange } from "./change";

/** Changes that the rules about events find. */
export const eventsChanges: ProgramChange[] = [
  {
    rule: "events-rule-narrow",
    file: "components/dogsPipeline.ts",
    line: "detail: { bucket: { name: [source.name] }, object: { key: [key] } },",
    becomes: "detail: { object: { key: [key] } },",
    says: [
      "events-rule-narrow dogs-pipeline: eventPattern: detail.bucket is left open, so the rule fires for every " +
        'bucket that tells of its objects; a filter of "Object Created" by bucket or resources is required. Add what ' +
        "is meant.",
    ],
  },
  {
    rule: "events-dead-letter",
    file: "components/canary/releaseEvents.ts",
    line: "destinationConfig: { onFailure: { destination: deadLetters.arn } },",
    becomes: "",
    says: [
      "events-dead-letter canary-handle-ecs-events: deadLetterConfig is missing, so an event of EventBridge that " +
        "the function fails at is lost after two more attempts; a queue or a topic for failed events is required. " +
        "Set it, or destinationConfig.onFailure of a FunctionEventInvokeConfig.",
    ],
  },
  {
    rule: "events-function-bounded",
    file: "components/canary/releaseFunctions.ts",
    line: "timeout: 30,",
    becomes: "timeout: 300,",
    says: [
      "events-function-bounded canary-check-health: timeout is 300 seconds, for which each invocation that hangs " +
        "is paid; a timeout of at most 60 seconds has to be chosen. Set it to 60 or less.",
    ],
  },
  {
    rule: "events-execution-bounded",
    file: "components/canaryDeployment.ts",
    line: "definition: pulumi.jsonStringify(definition),",
    // A preview knows the definition only where it has no outputs: they stringify as a warning.
    becomes: "definition: JSON.stringify({ ...definition, TimeoutSeconds: undefined }),",
    says: [
      "events-execution-bounded canary-guard: definition: TimeoutSeconds is missing, so an execution may take a " +
        "year; at most 86400 is allowed. Set it to more than the longest execution that is meant.",
      "events-execution-bounded canary-release: definition: TimeoutSeconds is missing, so an execution may take a " +
        "year; at most 86400 is allowed. Set it to more than the longest execution that is meant.",
    ],
  },
];
