import type { Run } from "../cli";

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
