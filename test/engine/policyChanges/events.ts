import type { ProgramChange } from "./change";

/** Changes that the rules about events find. */
export const eventsChanges: ProgramChange[] = [
  {
    rule: "events-rule-narrow",
    file: "components/dogsPipeline.ts",
    line: "detail: { bucket: { name: [source.name] }, object: { key: [key] } },",
    becomes: "detail: { object: { key: [key] } },",
    says: [],
  },
  {
    rule: "events-dead-letter",
    file: "components/canary/releaseEvents.ts",
    line: "destinationConfig: { onFailure: { destination: deadLetters.arn } },",
    becomes: "",
    says: [],
  },
  {
    rule: "events-function-bounded",
    file: "components/canary/releaseFunctions.ts",
    line: "timeout: 30,",
    becomes: "timeout: 300,",
    says: [],
  },
  {
    rule: "events-execution-bounded",
    file: "components/canaryDeployment.ts",
    line: "definition: pulumi.jsonStringify(definition),",
    // A preview knows the definition only where it has no outputs: they stringify as a warning.
    becomes: "definition: JSON.stringify({ ...definition, TimeoutSeconds: undefined }),",
    says: [],
  },
];
