import type { EnforcementLevel, Policies, PolicyPackConfig } from "@pulumi/policy";
import { type Schema, schemaProblems } from "./jsonSchema";

const LEVELS = ["advisory", "mandatory", "remediate", "disabled"];

/** How one rule is enforced and what it is configured with. */
export interface RuleConfig {
  level: EnforcementLevel;
  properties: Record<string, unknown>;
}

/**
 * Puts together what each rule runs with, as Pulumi's engine does: the defaults of its schema, then the level under the
 * key `all`, then the rule's own entry. Throws one error that lists everything wrong: rules that do not exist, levels
 * that do not exist, properties that the rule's schema refuses or misses.
 */
export function configureRules(policies: Policies, given: PolicyPackConfig = {}): Map<string, RuleConfig> {
  const problems: string[] = [];
  const all = given.all === undefined ? undefined : entry("all", given.all, problems);
  if (all && Object.keys(all.properties).length > 0) {
    problems.push(`all: only enforcementLevel can be set for all rules, got ${Object.keys(all.properties).join(", ")}`);
  }
  const names = policies.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (name !== "all" && !names.includes(name)) {
      problems.push(`${name}: there is no such rule; the pack has ${names.join(", ")}`);
    }
  }
  const rules = new Map<string, RuleConfig>();
  for (const policy of policies) {
    const own = given[policy.name] === undefined ? undefined : entry(policy.name, given[policy.name], problems);
    const level = own?.level ?? all?.level ?? policy.enforcementLevel ?? "advisory";
    const schema = policy.configSchema;
    const properties = { ...defaultsOf(schema?.properties), ...own?.properties };
    if (level !== "disabled") {
      const object: Schema = { type: "object", additionalProperties: false, ...schema };
      problems.push(...schemaProblems(object, properties, policy.name));
    }
    rules.set(policy.name, { level, properties });
  }
  if (problems.length > 0) {
    throw new Error(`The configuration of the policy pack is wrong:${problems.map((one) => `\n  ${one}`).join("")}`);
  }
  return rules;
}

function entry(
  name: string,
  given: unknown,
  problems: string[],
): { level?: EnforcementLevel; properties: Record<string, unknown> } {
  const isLevel = typeof given === "string";
  if (!isLevel && (typeof given !== "object" || given === null || Array.isArray(given))) {
    problems.push(`${name}: expected an enforcement level or an object, got ${JSON.stringify(given)}`);
    return { properties: {} };
  }
  const { enforcementLevel: level, ...properties } = isLevel
    ? { enforcementLevel: given }
    : (given as Record<string, unknown>);
  if (level === undefined) return { properties };
  if (typeof level === "string" && LEVELS.includes(level)) return { level: level as EnforcementLevel, properties };
  problems.push(`${name}: expected an enforcement level (${LEVELS.join(", ")}), got ${JSON.stringify(level)}`);
  return { properties };
}

function defaultsOf(properties: Record<string, Schema> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) =>
      schema.default === undefined ? [] : [[name, structuredClone(schema.default)]],
    ),
  );
}
