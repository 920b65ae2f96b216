import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { Account } from "../../../local/account/account";
import { up } from "../../../local/engine/inProcess";

const program = require("../../../index") as () => unknown;

export type Props = Record<string, unknown>;

/** A resource as the engine hands it to a rule: its inputs before it is made, its outputs when the stack is judged. */
export interface Subject {
  type: string;
  name: string;
  urn: string;
  props: Props;
  /** URNs of the resources that each property depends on. */
  dependsOn: Record<string, string[]>;
}

/** What rules see of a stack. */
export interface WorkshopStack {
  inputs: Subject[];
  outputs: Subject[];
}

/** The whole workshop with its load test, as rules see it. */
export async function workshopStack(): Promise<WorkshopStack> {
  const inputs: Subject[] = [];
  let outputs: Subject[] = [];
  const keepInputs: ResourceValidationPolicy = {
    name: "keep-inputs",
    description: "Keeps what rules see.",
    validateResource: ({ type, name, urn, props }) => void inputs.push({ type, name, urn, props, dependsOn: {} }),
  };
  const keepOutputs: StackValidationPolicy = {
    name: "keep-outputs",
    description: "Keeps what rules see.",
    validateStack({ resources }) {
      outputs = resources.map(({ type, name, urn, props, propertyDependencies }) => {
        const dependsOn = Object.entries(propertyDependencies).map(([key, all]) => [key, all.map((one) => one.urn)]);
        return { type, name, urn, props, dependsOn: Object.fromEntries(dependsOn) };
      });
    },
  };
  await up({
    account: new Account(),
    project: "catsndogs",
    stack: "workshop",
    config: {
      "aws:region": "us-west-2",
      "catsndogs:imageRegistry": "registry.example.com",
      "catsndogs:loadTest": "true",
    },
    program,
    policies: [keepInputs, keepOutputs],
  });
  return { inputs, outputs };
}
