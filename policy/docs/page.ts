import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AREAS, type Setting } from "../about";
import { policies } from "../policies";
import type { Rule } from "../rule";
import { INTRODUCTION } from "./introduction";
import { LOAD_TEST_ADVICE, WORKSHOP_ADVICE, type WorkshopAdvice } from "./workshopAdvice";

const PAGE = join(__dirname, "..", "..", "docs", "policies.md");

const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

type Text = Pick<Setting, "minLength" | "maxLength" | "pattern">;

/** The bounds of a text in words. */
function textBounds({ minLength = 0, maxLength, pattern }: Text): string[] {
  return [
    ...(maxLength === undefined ? [] : [`of ${minLength} to ${maxLength} characters`]),
    // A bar ends a cell of a table, also within code.
    ...(pattern === undefined ? [] : [`that matches ${code(pattern.replaceAll("|", "\\|"))}`]),
  ];
}

/** The bounds of a setting in words. */
export function bounds({
  type,
  minimum,
  exclusiveMinimum,
  maximum,
  items,
  minItems,
  maxItems,
  ...text
}: Setting): string {
  const words: string[] = [type === "array" ? `list of ${items?.type}` : String(type)];
  const of = type === "array" ? items : { minimum, exclusiveMinimum, maximum };
  const choice = items?.enum ?? text.enum;
  if (of?.exclusiveMinimum !== undefined) words.push(`above ${of.exclusiveMinimum}`);
  if (of?.minimum !== undefined) words.push(`from ${of.minimum}`);
  if (of?.maximum !== undefined) words.push(`to ${of.maximum}`);
  if (choice) words.push(`of ${choice.map(code).join(", ")}`);
  words.push(...textBounds(items ?? text));
  if (maxItems !== undefined) words.push(`${minItems ?? 0} to ${maxItems} of them`);
  else if (minItems !== undefined) words.push(`at least ${minItems}`);
  return words.join(", ");
}

/** Words before which a rule's own level needs none. */
const level = (rule: Rule) => (rule.level === "advisory" ? "advice" : "stops the deployment");

function chapter(rule: Rule): string {
  const { name, severity, description, why, remediationSteps, framework, settings, looksAt } = rule;
  const rows = Object.entries(settings).map(
    ([key, setting]) => `| ${code(key)} | ${code(setting.default)} | ${bounds(setting)} | ${setting.description} |`,
  );
  const scope = "validateStack" in rule ? "the whole stack" : "each resource, before it is made";
  const settable = rule.area === "pack" ? "`enforcementLevel`" : "`enforcementLevel` and `exemptions`";
  const types = rule.looksAtEvery ? [rule.looksAtEvery, ...looksAt.map(code)] : looksAt.map(code);
  return [
    `### ${name}`,
    description,
    `**Why:** ${why}`,
    `**How to fix:** ${remediationSteps}`,
    [
      `- Severity: ${severity}; ${level(rule)}`,
      `- Judges: ${scope}`,
      ...(rule.remedies ? ["- Remediation: yes"] : []),
      ...(framework
        ? [`- Framework: ${framework.name} ${framework.version}, ${framework.reference}: ${framework.specification}`]
        : []),
      "- Looks at:",
      ...types.map((type) => `  - ${type}`),
    ].join("\n"),
    rows.length > 0
      ? ["| setting | default | allowed | what |", "|---|---|---|---|", ...rows].join("\n")
      : `Nothing to configure besides ${settable}.`,
  ].join("\n\n");
}

function adviceTable(advice: readonly WorkshopAdvice[]): string {
  const rows = advice.map(({ rule, resources, why }) => {
    const names = resources.length > 0 ? resources.map(code).join(", ") : "the stack";
    return `| [${rule}](#${rule}) | ${names} | ${why} |`;
  });
  return ["| rule | about | why it stays |", "|---|---|---|", ...rows].join("\n");
}

const ADVICE = [
  "## What the workshop itself is told",
  "No rule stops the workshop as it is. It gets this advice, which is meant:",
  adviceTable(WORKSHOP_ADVICE),
  "With `catsndogs:loadTest` on, also:",
  adviceTable(LOAD_TEST_ADVICE),
].join("\n\n");

/** The reference of all rules, in Markdown. */
export function policiesPage(rules: readonly Rule[]): string {
  const index = [
    "| rule | severity | level | what |",
    "|---|---|---|---|",
    ...rules.map((rule) => {
      const { name, severity, description } = rule;
      return `| [${name}](#${name}) | ${severity} | ${rule.enforcementLevel} | ${description} |`;
    }),
  ].join("\n");
  const areas = Object.entries(AREAS).map(([area, title]) =>
    [`## ${title}`, ...rules.filter((rule) => rule.area === area).map(chapter)].join("\n\n"),
  );
  return `${[INTRODUCTION.trimEnd(), ADVICE, "## Rules", index, ...areas].join("\n\n")}\n`;
}

if (require.main === module) writeFileSync(PAGE, policiesPage(policies));
