import { policies } from "../../../policy/policies";
import type { Run } from "../cli";
import type { ProgramChange } from "./change";

/** Whether one of the changes is about a rule that stops the deployment, and does not only advise. */
export function isStopped(changes: readonly ProgramChange[]): boolean {
  return changes.some(({ rule }) => policies.find(({ name }) => name === rule)?.level !== "advisory");
}

/** What the pack says, sorted, as `RULE RESOURCE: MESSAGE`, without the description that the SDK puts before it. */
export function said({ events }: Run): string[] {
  return events
    .flatMap(({ policyEvent: one }) => {
      if (!one) return [];
      const resource = one.resourceUrn?.split("::").pop();
      const message = one.message.split("\n").slice(1).join("\n").trimEnd();
      return [`${one.policyName}${resource ? ` ${resource}` : ""}: ${message}`];
    })
    .sort();
}
