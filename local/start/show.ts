import colors from "picocolors";

/** What is shown of a resource; an exported deployment has all of it. */
export interface ShownResource {
  urn: string;
  type: string;
  custom: boolean;
  id?: string;
  parent?: string;
}

/** One line of the bill. */
export interface CostLine {
  name: string;
  what: string;
  dollars: number;
}

/** The last part of a URN: the name that the program gave. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** A type as people say it: `aws:ec2/vpc:Vpc` is `ec2 Vpc`, `catsndogs:index:Network` is `Network`. */
export function typeName(type: string): string {
  const [, module = "", name = type] = type.split(":");
  const service = module.split("/")[0];
  return service === "index" || service === undefined || !type.startsWith("aws") ? name : `${service} ${name}`;
}

/** Every component with the resources in it, in the order in which they were made. */
export function showComponents(resources: readonly ShownResource[]): string[] {
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const children = new Map<string, ShownResource[]>();
  for (const resource of resources) {
    const parent = resource.parent ?? "";
    children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  const inside = (urn: string): ShownResource[] =>
    (children.get(urn) ?? []).flatMap((child) => [...(child.custom ? [child] : []), ...inside(child.urn)]);
  const components = (children.get(stack?.urn ?? "") ?? []).filter(({ custom }) => !custom);
  return components.flatMap((component) => {
    const made = inside(component.urn);
    const heading = `${colors.bold(nameOf(component.urn))} ${colors.dim(`(${typeName(component.type)}, ${plural(made.length, "resource")})`)}`;
    const rows = made.map(({ type, urn, id }) => [typeName(type), nameOf(urn), id ?? ""]);
    return [heading, ...columns(rows).map((row) => `  ${row}`), ""];
  });
}

/** The stack's outputs, aligned; a list takes a line an element. */
export function showOutputs(outputs: Readonly<Record<string, unknown>>): string[] {
  return columns(
    Object.entries(outputs).flatMap(([name, value]) => {
      if (typeof value !== "object" || value === null) return [[name, String(value)]];
      return Object.entries(value).map(([key, inner], i) => [
        i === 0 ? name : "",
        `${Array.isArray(value) ? "" : `${key}: `}${typeof inner === "string" ? inner : JSON.stringify(inner)}`,
      ]);
    }),
  );
}

/** What the stack costs an hour, a line each kind of thing, the most expensive first. */
export function showCost(lines: readonly CostLine[], total: number): string[] {
  const sums = new Map<string, { dollars: number; count: number }>();
  for (const { what, dollars } of lines) {
    const sum = sums.get(what) ?? { dollars: 0, count: 0 };
    sums.set(what, { dollars: sum.dollars + dollars, count: sum.count + 1 });
  }
  const rows = [...sums]
    .sort(([, a], [, b]) => b.dollars - a.dollars)
    .map(([what, { dollars, count }]) => [money(dollars), count === 1 ? what : `${what} (${count})`]);
  return [...columns(rows), colors.bold(`${money(total)}  an hour in all`)];
}

/** What a policy rule found. */
export interface ShownViolation {
  policy: string;
  level: string;
  message: string;
  urn?: string;
  remediationSteps?: string;
}

/** Every finding of the policy pack, rule by rule: which resources, what is wrong there, and what to do about all of them. */
export function showViolations(violations: readonly ShownViolation[]): string[] {
  const rules = new Set(violations.map(({ policy }) => policy));
  return [...rules].flatMap((rule) => {
    const found = violations.filter(({ policy }) => policy === rule);
    const [{ level = "", remediationSteps }] = found as [ShownViolation];
    return [
      `  ${colors.yellow(`[${level}]`)} ${colors.bold(rule)}`,
      ...found.map(({ urn, message }) => `    ${urn === undefined ? "" : `${nameOf(urn)}: `}${message}`),
      ...(remediationSteps === undefined ? [] : [`    ${colors.dim(remediationSteps)}`]),
    ];
  });
}

/** What to do about findings that stopped a deployment, once a rule. */
export function showRemedies(violations: readonly ShownViolation[]): string[] {
  const remedies = new Map<string, string>();
  for (const { policy, level, remediationSteps } of violations) {
    if (level === "mandatory" && remediationSteps !== undefined) remedies.set(policy, remediationSteps);
  }
  return [...remedies].map(([policy, steps]) => `  ${colors.bold(`What ${policy} asks for:`)} ${steps}`);
}

/** Dollars with four decimals: an alarm costs a hundredth of a cent an hour. */
export function money(dollars: number): string {
  return `$${dollars.toFixed(4)}`;
}

/** "1 resource", "2 resources". */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
