import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Step } from "../propertyPath";
import { parseKey, setAt, typed } from "./configPath";
import { InputError } from "./inputError";

/** A stack's configuration as the engine hands it to the program. */
export interface StackConfig {
  /** The project's name, from Pulumi.yaml. */
  project: string;
  /** Values by full key (`catsndogs:lab`); what is structured is JSON. */
  values: Record<string, string>;
  /** The file that the values were read from, relative to the project. */
  file: string;
  /** Set where the stack has no file of its own and the example's is used instead. */
  borrowed: boolean;
}

/** The stack whose file is the documented example. */
const EXAMPLE = "workshop";

/**
 * Reads Pulumi.yaml and the stack's file as the Pulumi CLI does, then applies `--set KEY=VALUE` options in order.
 *
 * @param root Folder of Pulumi.yaml.
 * @throws InputError naming every option and every value that cannot be used.
 */
export function readStackConfig(root: string, stack: string, sets: readonly string[]): StackConfig {
  const project = readYaml(root, "Pulumi.yaml");
  const name = typeof project.name === "string" ? project.name : "";
  const own = `Pulumi.${stack}.yaml`;
  const borrowed = !existsSync(join(root, own));
  const file = borrowed ? `Pulumi.${EXAMPLE}.yaml` : own;
  const structured: Record<string, unknown> = { ...projectDefaults(project, name), ...section(readYaml(root, file)) };

  const problems: string[] = [];
  for (const set of sets) {
    try {
      apply(structured, set, name);
    } catch (error) {
      problems.push(
        `--set ${set}: ${(error as Error).message}. Write KEY=VALUE, for example catsndogs:spotCapacity.min=3`,
      );
    }
  }
  for (const [key, value] of Object.entries(structured)) {
    if (typeof value !== "object" || value === null || !("secure" in value)) continue;
    problems.push(
      `${file}: ${key} is encrypted, and only the Pulumi CLI has the key. Give a value for this run: --set ${key}=VALUE`,
    );
  }
  if (problems.length > 0) throw new InputError(problems);
  return { project: name, values: asEngineValues(structured), file, borrowed };
}

/** Configuration that Pulumi.yaml gives every stack. */
function projectDefaults(project: Record<string, unknown>, name: string): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(section(project))) {
    const schema = given as { value?: unknown; default?: unknown } | null;
    const value = typeof schema === "object" && schema !== null ? (schema.value ?? schema.default) : given;
    if (value !== undefined) defaults[key.includes(":") ? key : `${name}:${key}`] = value;
  }
  return defaults;
}

function apply(structured: Record<string, unknown>, set: string, project: string): void {
  const at = set.indexOf("=");
  if (at < 0) throw new Error("there is no =");
  const text = set.slice(at + 1);
  const [, namespace, path = ""] = /^(?:([A-Za-z][\w-]*):)?(.*)$/.exec(set.slice(0, at)) ?? [];
  const [first, ...rest]: Step[] = parseKey(path);
  if (typeof first !== "string") throw new Error("the key is empty");
  const key = `${namespace ?? project}:${first}`;
  structured[key] = rest.length === 0 ? text : setAt(structured[key], rest, typed(text));
}

/** The engine passes text as it is, and everything else as JSON. */
function asEngineValues(structured: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(structured)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function section(file: Record<string, unknown>): Record<string, unknown> {
  return (file.config ?? {}) as Record<string, unknown>;
}

function readYaml(root: string, file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(join(root, file), "utf8");
  } catch {
    throw new InputError([`${file} cannot be read. It belongs beside index.ts; restore it from the repository`]);
  }
  try {
    return (parse(text) ?? {}) as Record<string, unknown>;
  } catch (error) {
    throw new InputError([`${file} is no YAML: ${(error as Error).message.split("\n")[0]}`]);
  }
}
