import type { ProgramChange } from "./change";

/** Changes that the rules about canary releases find. */
export const canaryChanges: ProgramChange[] = [
  {
    rule: "canary-fails-back",
    file: "components/canaryDeployment.ts",
    line: "definition: pulumi.jsonStringify(definition),",
    // A preview knows the definition only where it has no outputs: they stringify as a warning.
    becomes: `definition: JSON.stringify(definition).replace(/("SetWeight":.*?"Next":")FailBack"/, '$1Failed"'),`,
    says: [
      "canary-fails-back canary-release: definition: States.SetWeight.Catch is of States.ALL to Failed, which can " +
        "end in Failed while the weights are moved; it has to lead to RestoreWeights. Name as Next a state from " +
        "which that comes before the end.",
    ],
  },
  {
    rule: "canary-weights-sum",
    file: "components/canary/weightedRecords.ts",
    line: "const FIRST_WEIGHTS: Record<SideName, number> = { blue: 100, green: 0 };",
    becomes: "const FIRST_WEIGHTS: Record<SideName, number> = { blue: 100, green: 10 };",
    says: [
      "canary-weights-sum canary-blue: weightedRoutingPolicies of www.catsndogs.lol A is 100 + 10, which is 110, " +
        "so none of them is what it says; a sum of 100 is required. Make the weights percent, or set `sum` otherwise.",
    ],
  },
];
