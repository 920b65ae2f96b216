import type { ProgramChange } from "./change";

/** Changes that the rules about canary releases find. */
export const canaryChanges: ProgramChange[] = [
  {
    rule: "canary-fails-back",
    file: "components/canaryDeployment.ts",
    line: "definition: pulumi.jsonStringify(definition),",
    // A preview knows the definition only where it has no outputs: they stringify as a warning.
    becomes: `definition: JSON.stringify(definition).replace(/("SetWeight":.*?"Next":")FailBack"/, '$1Failed"'),`,
    says: [],
  },
  {
    rule: "canary-weights-sum",
    file: "components/canary/weightedRecords.ts",
    line: "const FIRST_WEIGHTS: Record<SideName, number> = { blue: 100, green: 0 };",
    becomes: "const FIRST_WEIGHTS: Record<SideName, number> = { blue: 100, green: 10 };",
    says: [],
  },
];
