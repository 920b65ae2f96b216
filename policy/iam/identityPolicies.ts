import { type Check, on, onEach, type ResourceContext } from "../rule";
import { groupPolicy, iamPolicy, type ResourceType, role, rolePolicy, userPolicy } from "../types";
import { items } from "../values";
import { allowsOf, type Statement } from "./document";

const WITH_POLICY: readonly ResourceType<{ policy?: unknown }>[] = [iamPolicy, rolePolicy, userPolicy, groupPolicy];

/** Checks of each statement that allows something to a role, a user or a group, wherever it is written. */
export function onIdentityPolicies<Config>(
  judge: (statement: Statement, context: ResourceContext<Config>) => void,
): Check<Config>[] {
  return [
    ...onEach<Config, { policy?: unknown }>(WITH_POLICY, ({ policy }, context) => {
      for (const statement of allowsOf("policy", policy)) judge(statement, context);
    }),
    on(role, ({ inlinePolicies }, context: ResourceContext<Config>) => {
      for (const [i, { policy }] of items(inlinePolicies)) {
        for (const statement of allowsOf(`inlinePolicies[${i}].policy`, policy)) judge(statement, context);
      }
    }),
  ];
}
