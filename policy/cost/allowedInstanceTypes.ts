import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import {
  autoscalingGroup,
  ec2Fleet,
  instance,
  launchConfiguration,
  launchTemplate,
  spotFleetRequest,
  spotInstanceRequest,
} from "../types";
import { isKnown, isMissing, items, type Seen, UNKNOWN } from "../values";

const settings = {
  allowedInstanceTypes: {
    type: "array",
    // Every type of these sizes costs less than 0.20 dollars an hour on demand; none has a GPU or is a whole machine.
    description: "Instance types that are allowed; `*` stands for any text, so that `t3.*` and `*.large` can be said.",
    default: ["*.nano", "*.micro", "*.small", "*.medium", "*.large"],
    items: { type: "string", pattern: "^[a-z0-9*-]+\\.[a-z0-9*-]+$" },
    minItems: 1,
    uniqueItems: true,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;
type Text = Seen<string> | null | undefined;

/**
 * Whether a type is among the allowed ones. A pattern of AWS's own (`m5*.large`) is when everything that it stands for is:
 * a `*` in it is matched by a `*` alone.
 */
export function isAllowed(type: string, allowed: readonly string[]): boolean {
  return allowed.some((pattern) => {
    const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
    return new RegExp(`^${escaped}$`).test(type);
  });
}

function judge(property: string, type: Text, { config, refuse }: Context): void {
  if (typeof type !== "string" || type === "" || isAllowed(type, config.allowedInstanceTypes)) return;
  refuse({
    property,
    given: type,
    allowed: `only ${config.allowedInstanceTypes.join(", ")} are allowed`,
    fix: "Choose a smaller or more usual type.",
  });
}

/** What AWS is told instead of a type. */
interface Requirements {
  readonly allowedInstanceTypes?: Seen<readonly string[]> | null;
}

function judgeRequirements(
  property: string,
  requirements: Seen<Requirements> | null | undefined,
  context: Context,
): void {
  if (!isKnown(requirements) || typeof requirements !== "object") return;
  const types = requirements.allowedInstanceTypes;
  if (types === UNKNOWN) return;
  if (isMissing(types) || (Array.isArray(types) && types.length === 0)) {
    context.refuse({
      property: `${property}.allowedInstanceTypes`,
      so: "so AWS takes any type that has the attributes",
      allowed: `only ${context.config.allowedInstanceTypes.join(", ")} are allowed`,
      fix: "Name them there.",
    });
    return;
  }
  if (!Array.isArray(types)) return;
  for (const [i, type] of items(types)) judge(`${property}.allowedInstanceTypes[${i}]`, type, context);
}

/** What overrides and launch templates have in common. */
interface Choice {
  readonly instanceType?: Text;
  readonly instanceRequirements?: Seen<Requirements> | null;
}

function judgeChoice(path: string, choice: Choice, context: Context): void {
  judge(`${path}instanceType`, choice.instanceType, context);
  judgeRequirements(`${path}instanceRequirements`, choice.instanceRequirements, context);
}

function judgeConfigs(
  configs: Seen<readonly { readonly overrides?: Seen<readonly Choice[]> }[]> | undefined,
  context: Context,
) {
  for (const [i, { overrides }] of items(configs)) {
    for (const [j, override] of items(overrides)) {
      judgeChoice(`launchTemplateConfigs[${i}].overrides[${j}].`, override, context);
    }
  }
}

/** Refuses instances larger, or rarer, than the ones meant for the account. */
export const costAllowedInstanceTypes = resourceRule(
  {
    name: "cost-allowed-instance-types",
    area: "cost",
    description: "Checks that only allowed instance types are launched, wherever a type can be written.",
    why:
      "Instance types differ in price by a factor of a thousand, and one word makes the difference. A mistyped size, or one " +
      "copied from a blog post about training models, is paid for by the hour.",
    severity: "high",
    remediationSteps:
      "Choose one of the allowed types, or add the type, or its family, to `allowedInstanceTypes`. The sizes allowed by " +
      "default are those that cost less than 0.20 dollars an hour, whatever the family. Build machines and databases, " +
      "which have classes of their own, are not looked at.",
    settings,
  },
  [
    on(instance, (one, context) => judge("instanceType", one.instanceType, context)),
    on(spotInstanceRequest, (one, context) => judge("instanceType", one.instanceType, context)),
    on(launchConfiguration, (one, context) => judge("instanceType", one.instanceType, context)),
    on(launchTemplate, (template, context) => judgeChoice("", template, context)),
    on(spotFleetRequest, (fleet, context) => {
      for (const [i, specification] of items(fleet.launchSpecifications)) {
        judge(`launchSpecifications[${i}].instanceType`, specification.instanceType, context);
      }
      judgeConfigs(fleet.launchTemplateConfigs, context);
    }),
    on(ec2Fleet, (fleet, context) => judgeConfigs(fleet.launchTemplateConfigs, context)),
    on(autoscalingGroup, (group, context) => {
      const policy = group.mixedInstancesPolicy;
      if (!isKnown(policy) || !isKnown(policy.launchTemplate)) return;
      for (const [i, override] of items(policy.launchTemplate.overrides)) {
        judgeChoice(`mixedInstancesPolicy.launchTemplate.overrides[${i}].`, override, context);
      }
    }),
  ],
);
