import type { ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import type { Exemption } from "../../../policy/exemptions";
import { exemptionReview } from "../../../policy/pack/exemptionReview";
import { notYetDecided } from "../../../policy/pack/notYetDecided";
import { on, type Rule, resourceRule, stackRule } from "../../../policy/rule";
import type { ResourceType } from "../../../policy/types";
import { UNKNOWN } from "../../../policy/values";

export const BOX = "test:index:Box";
const box: ResourceType<{ size?: number; id?: string }> = { token: BOX };

const about = {
  area: "network",
  description: "Checks that a test passes.",
  why: "It is a test.",
  severity: "low",
  remediationSteps: "Do what it says.",
  settings: {},
} as const;

const refusal = (size: number) => ({
  property: "size",
  given: String(size),
  allowed: "at most 1 is allowed",
  fix: "Lower it.",
});

/** Judges each box by its size. */
const smallBox = resourceRule({ ...about, name: "small-box" }, [
  on(box, ({ size }, { refuse }) => {
    if (typeof size === "number" && size > 1) refuse(refusal(size));
  }),
]);

/** Judges all boxes by their number. */
const fewBoxes = stackRule({ ...about, name: "few-boxes" }, [box], ({ all, refuse, leaveOpen }) => {
  for (const { resource, props } of all(box)) {
    if (props.size === UNKNOWN) leaveOpen(resource, "size");
  }
  if (all(box).length > 2) {
    refuse(undefined, {
      ...refusal(all(box).length),
      property: "the number of boxes",
      allowed: "at most 2 is allowed",
    });
  }
});

const RULES = [smallBox, fewBoxes, exemptionReview, notYetDecided];

/** Exemptions by rule. */
type Config = Record<string, Exemption[]>;

function argsOf(rule: Rule, config: Config) {
  return {
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>() => ({ exemptions: config[rule.name] ?? [] }) as T,
    notApplicable: (): never => {
      throw new Error("no rule of this pack opts out");
    },
  };
}

const STACK = "urn:pulumi:alice::boxes::pulumi:pulumi:Stack::boxes-alice";

/**
 * Runs a small pack over a stack of boxes as the engine does, resource by resource, the stack last.
 *
 * @param sizes of the boxes by name
 * @returns what is reported, as `RULE RESOURCE: MESSAGE`
 */
export function deployBoxes(sizes: Record<string, unknown>, config: Config = {}): string[] {
  const said: string[] = [];
  const reportOf =
    (rule: Rule, about?: string): ReportViolation =>
    (message, urn) => {
      const name = (about ?? urn)?.split("::").at(-1);
      said.push(`${rule.name}${name ? ` ${name}` : ""}: ${message}`);
    };
  const boxes = Object.entries(sizes).map(([name, size]) => {
    return { type: BOX, name, urn: `urn:pulumi:alice::boxes::${BOX}::${name}`, props: { size } };
  });
  const resources = [{ type: "pulumi:pulumi:Stack", name: "boxes-alice", urn: STACK, props: {} }, ...boxes];
  for (const resource of resources) {
    for (const rule of RULES) {
      if (!("validateResource" in rule) || typeof rule.validateResource !== "function") continue;
      const args = {
        ...argsOf(rule, config),
        ...resource,
        opts: { protect: false },
      } as unknown as ResourceValidationArgs;
      void rule.validateResource(args, reportOf(rule, resource.urn));
    }
  }
  for (const rule of RULES) {
    if (!("validateStack" in rule)) continue;
    void rule.validateStack({ ...argsOf(rule, config), resources } as unknown as StackValidationArgs, reportOf(rule));
  }
  return said;
}
