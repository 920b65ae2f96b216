import { parseDocument } from "yaml";
import type { Props, Value } from "../account/model";
import { isObject, show } from "../account/values";
import { PhaseError } from "./result";

/** The phases that have commands, in their order. */
export const PHASES = ["install", "pre_build", "build", "post_build"] as const;

export type PhaseName = (typeof PHASES)[number];

/** The commands of a phase. */
export interface PhaseCommands {
  commands: string[];
  /** Run afterwards, however the commands end. */
  finally: string[];
  /** Default: CodeBuild's own transitions. */
  onFailure?: "ABORT" | "CONTINUE";
}

/** What a buildspec says, as far as it is run here. */
export interface Buildspec {
  shell: "sh" | "bash";
  variables: Record<string, string>;
  phases: Partial<Record<PhaseName, PhaseCommands>>;
  artifacts?: { files: string[]; baseDirectory: string; discardPaths: boolean };
}

/** What the reference has under a key: what is run here, and what CodeBuild knows besides and is not. */
interface Keys {
  known: readonly string[];
  notModelled?: readonly string[];
}

/** docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html, version 0.2 */
const KEYS = {
  buildspec: {
    known: ["version", "env", "phases", "artifacts"],
    notModelled: ["run-as", "proxy", "batch", "reports", "cache"],
  },
  env: {
    known: ["shell", "variables"],
    notModelled: ["parameter-store", "secrets-manager", "exported-variables", "git-credential-helper"],
  },
  phase: { known: ["commands", "finally", "on-failure"], notModelled: ["run-as", "runtime-versions"] },
  artifacts: {
    known: ["files", "base-directory", "discard-paths"],
    notModelled: ["name", "exclude-paths", "enable-symlinks", "s3-prefix", "secondary-artifacts"],
  },
} satisfies Record<string, Keys>;

/**
 * Reads a buildspec of version 0.2.
 *
 * @throws PhaseError `YAML_FILE_ERROR` for what CodeBuild refuses; `UnsupportedOperation` for what it takes and is not run here
 */
export function readBuildspec(yaml: string): Buildspec {
  const spec = mapping(parsed(yaml), "the buildspec");
  requireKeys(spec, "", KEYS.buildspec);
  // In quotes or not.
  if (String(spec.version) !== "0.2") {
    throw wrong(`version: expected 0.2, got ${show(spec.version)}`);
  }
  const env = optionalMapping(spec.env, "env");
  requireKeys(env, "env.", KEYS.env);
  return {
    shell: oneOf(env.shell ?? "sh", "env.shell", ["sh", "bash"]),
    variables: variables(env.variables),
    phases: phases(spec.phases),
    ...(spec.artifacts !== undefined && { artifacts: artifacts(spec.artifacts) }),
  };
}

function parsed(yaml: string): Value {
  const document = parseDocument(yaml, { prettyErrors: false });
  const [error] = document.errors;
  if (!error) return document.toJS() as Value;
  const line = yaml.slice(0, error.pos[0]).split("\n").length;
  throw wrong(`${error.message} at line ${line}`);
}

function phases(value: Value | undefined): Buildspec["phases"] {
  const given = mapping(value, "phases");
  for (const name of Object.keys(given)) {
    if (!PHASES.some((known) => known === name)) {
      throw wrong(`unknown phase ${show(name)}. Expected: ${PHASES.join(", ")}`);
    }
  }
  if (Object.keys(given).length === 0) throw wrong("phases: expected at least one phase with commands, got none");
  return Object.fromEntries(Object.entries(given).map(([name, phase]) => [name, phaseCommands(name, phase)]));
}

function phaseCommands(name: string, value: Value): PhaseCommands {
  const path = `phases.${name}`;
  const phase = mapping(value, path);
  requireKeys(phase, `${path}.`, KEYS.phase);
  const onFailure = phase["on-failure"];
  if (typeof onFailure === "string" && onFailure.startsWith("RETRY")) throw notModelled(`${path}.on-failure: RETRY`);
  return {
    commands: commands(phase.commands, `${path}.commands`, "Commands"),
    finally: phase.finally === undefined ? [] : commands(phase.finally, `${path}.finally`, "Finally"),
    ...(onFailure !== undefined && {
      onFailure: oneOf(onFailure, `${path}.on-failure`, ["ABORT", "CONTINUE"] as const),
    }),
  };
}

/** The second message is CodeBuild's own: a colon and a space make a mapping of a command that is not quoted. */
function commands(value: Value | undefined, path: string, name: string): string[] {
  const given = list(value, path);
  return given.map((command, i) => {
    if (isObject(command)) {
      throw wrong(`Expected ${name}[${i}] to be of string type: found subkeys instead in ${path}`);
    }
    return string(command, `${path}[${i}]`);
  });
}

function variables(value: Value | undefined): Record<string, string> {
  const entries = Object.entries(optionalMapping(value, "env.variables"));
  return Object.fromEntries(
    entries.map(([name, one]) => {
      const path = `env.variables.${name}`;
      if (!/^[A-Za-z_]\w*$/.test(name)) throw wrong(`${path}: expected a name of letters, digits and _`);
      // docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html: "This prefix is reserved for internal use."
      if (name.startsWith("CODEBUILD_")) throw wrong(`${path}: CODEBUILD_ is reserved for CodeBuild's own variables`);
      return [name, scalar(one, path)];
    }),
  );
}

function artifacts(value: Value): Buildspec["artifacts"] {
  const given = mapping(value, "artifacts");
  requireKeys(given, "artifacts.", KEYS.artifacts);
  const files = list(given.files, "artifacts.files").map((file, i) => string(file, `artifacts.files[${i}]`));
  const discard = given["discard-paths"] ?? "no";
  return {
    files,
    baseDirectory: string(given["base-directory"] ?? ".", "artifacts.base-directory"),
    // YAML 1.2 reads yes and no as texts.
    discardPaths: ["yes", "true"].includes(oneOf(String(discard), "artifacts.discard-paths", BOOLEANS)),
  };
}

const BOOLEANS = ["yes", "no", "true", "false"] as const;

function requireKeys(given: Props, path: string, { known, notModelled: others = [] }: Keys): void {
  for (const key of Object.keys(given)) {
    if (others.includes(key)) throw notModelled(`${path}${key}`);
    if (!known.includes(key)) throw wrong(`unknown key ${path}${key}. Expected: ${known.join(", ")}`);
  }
}

function mapping(value: Value | undefined, path: string): Props {
  if (isObject(value)) return value;
  throw wrong(`${path}: expected a mapping, got ${show(value)}`);
}

function optionalMapping(value: Value | undefined, path: string): Props {
  return value === undefined ? {} : mapping(value, path);
}

function list(value: Value | undefined, path: string): Value[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw wrong(`${path}: expected a list with at least one element, got ${show(value)}`);
}

function string(value: Value | undefined, path: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw wrong(`${path}: expected a text, got ${show(value)}`);
}

function scalar(value: Value, path: string): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw wrong(`${path}: expected a text, got ${show(value)}`);
}

function oneOf<T extends string>(value: Value, path: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw wrong(`${path}: expected one of ${allowed.join(", ")}, got ${show(value)}`);
}

function wrong(message: string): PhaseError {
  return new PhaseError("YAML_FILE_ERROR", message);
}

function notModelled(what: string): PhaseError {
  return new PhaseError(
    "UnsupportedOperation",
    `The build on this machine does not run ${what}, which CodeBuild does. Take it out, or add it to local/codebuild.`,
  );
}
