import { type AccountRecord, AwsError, type Context, type Records, type TypeDefinition } from "../../model";
import { number, text } from "../read";
import { actionReferences, actionRules, checkActions, reportTargetGroups, verifyActions } from "./actions";
import { checkConditions, conditionRules } from "./conditions";
import { protocolOf } from "./listener";
import { byArn, LISTENER, LISTENER_RULE, LOAD_BALANCER, listenerRuleArn, loadBalancerArnOf } from "./references";

/** What a listener does with requests that meet conditions. Rules are tried from the lowest priority number up. */
export const listenerRule: TypeDefinition = {
  type: LISTENER_RULE,
  noun: "listener rule",
  rules: {
    ...actionRules("actions"),
    ...conditionRules,
    priority: { range: [1, 50000] },
    transforms: { items: [0, 2] },
    "transforms[*].type": { oneOf: ["host-header-rewrite", "url-rewrite"] },
  },
  check: (inputs) => [...checkActions(inputs, "actions"), ...checkConditions(inputs)],
  replaces: ["listenerArn"],
  sets: ["conditions"],
  computed: ["priority"],
  references: [
    {
      path: "listenerArn",
      to: LISTENER,
      by: "arn",
      missing: (arn) => new AwsError("ListenerNotFound", `Listener '${arn}' not found`),
    },
    ...actionReferences("actions"),
  ],
  quotas: [
    {
      code: "L-7EED9B64",
      name: "Rules per Application Load Balancer",
      default: 100,
      error: "TooManyRules",
      per: ({ listenerArn }) => loadBalancerArnOf(String(listenerArn)),
    },
  ],
  verify: (context) => {
    const { account, before, inputs } = context;
    const priority = number(inputs, "priority");
    const holder = siblings(account, text(inputs, "listenerArn")).find(
      ({ id, outputs }) => id !== before?.id && outputs.priority === priority,
    );
    if (priority !== undefined && holder) {
      throw new AwsError(
        "PriorityInUse",
        `Priority '${priority}' is currently in use: the listener rule '${holder.id}' has it`,
      );
    }
    const listener = byArn(account, LISTENER, text(inputs, "listenerArn"));
    const loadBalancer = byArn(account, LOAD_BALANCER, text(listener?.inputs ?? {}, "loadBalancerArn"));
    verifyActions(context, protocolOf(listener?.inputs ?? {}, loadBalancer), loadBalancer);
  },
  id: ({ hex, inputs }) => listenerRuleArn(String(inputs.listenerArn), hex(16)),
  outputs: (context) => ({ arn: context.id, priority: priorityOf(context) }),
  created: reportTargetGroups,
  updated: reportTargetGroups,
  deleted: reportTargetGroups,
};

/** The rules of a listener. */
function siblings(records: Records, listenerArn: string | undefined): AccountRecord[] {
  return records.records(LISTENER_RULE).filter(({ inputs }) => inputs.listenerArn === listenerArn);
}

/** The priority given, the one that the rule has already, or, as the provider does it, the first above all others. */
function priorityOf({ account, before, inputs }: Context): number {
  const others = siblings(account, text(inputs, "listenerArn")).map(({ outputs }) => number(outputs, "priority") ?? 0);
  return number(inputs, "priority") ?? number(before?.outputs ?? {}, "priority") ?? Math.max(0, ...others) + 1;
}
