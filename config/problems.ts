import * as pulumi from "@pulumi/pulumi";

/** One configuration value that cannot be used. */
export interface ConfigProblem {
  /** The full key, with the path inside the value: `catsndogs:spotCapacity.min`. */
  key: string;
  /** The value, as JSON; shortened when long. */
  given: string;
  /** What would be accepted. */
  allowed: string;
  /** What to do, usually a command. */
  fix: string;
}

/** Everything that is wrong with a stack's configuration. Pulumi prints it without a stack trace. */
export class ConfigError extends pulumi.RunError {
  constructor(
    stack: string,
    readonly problems: readonly ConfigProblem[],
  ) {
    const subject = problems.length === 1 ? "1 setting" : `${problems.length} settings`;
    super(`${subject} of stack "${stack}" cannot be used. Nothing was changed.\n${problems.map(describe).join("")}`);
    this.name = "ConfigError";
  }
}

function describe({ key, given, allowed, fix }: ConfigProblem): string {
  return `\n  ${key}\n    given:   ${given}\n    allowed: ${allowed}\n    fix:     ${fix}\n`;
}

/** A place in the configuration: the namespace itself, a key in it, or a value inside a key's. Collects what is wrong there. */
export class Setting {
  private constructor(
    readonly key: string,
    private readonly depth: number,
    private readonly problems: ConfigProblem[],
  ) {}

  /** The whole of a namespace, for example `catsndogs`. Problems of everything inside are added to `problems`. */
  static namespace(name: string, problems: ConfigProblem[]): Setting {
    return new Setting(name, 0, problems);
  }

  /** A key of the namespace, or a property of a value. */
  property(name: string): Setting {
    return new Setting(`${this.key}${this.depth === 0 ? ":" : "."}${name}`, this.depth + 1, this.problems);
  }

  /** An element of a list, counted from 0. */
  element(index: number): Setting {
    return new Setting(`${this.key}[${index}]`, this.depth + 1, this.problems);
  }

  /** The command that sets the value here; `value` as one would type it. */
  set(value: string): string {
    const quoted = /^[\w./:@-]+$/.test(value) ? value : `'${value}'`;
    return this.depth > 1
      ? `pulumi config set --path '${this.key}' ${quoted}`
      : `pulumi config set ${this.key} ${quoted}`;
  }

  /** The command that takes the value away. */
  remove(): string {
    return this.depth > 1 ? `pulumi config rm --path '${this.key}'` : `pulumi config rm ${this.key}`;
  }

  /** The command that takes the whole key away, and so brings back its default. */
  reset(): string {
    return `pulumi config rm ${/^[^:]+:[^.[]+/.exec(this.key)?.[0]}, for the default`;
  }

  /** Notes that nothing reads the value here. It is not shown: it might be a secret. */
  refuseName(known: readonly string[], closest: string | undefined): undefined {
    const hint = closest === undefined ? "" : `; did you mean ${closest}?`;
    this.problems.push({
      key: this.key,
      given: "a name that the program does not know",
      allowed: known.join(", "),
      fix: `${this.remove()}${hint}`,
    });
  }

  /** Notes that the value here cannot be used. Returns undefined, the result of whatever had to read it. */
  refuse(given: unknown, allowed: string, fix: string): undefined {
    this.problems.push({ key: this.key, given: show(given), allowed, fix });
  }
}

/** A value as a person may have written it; `undefined` is one that is not there. */
function show(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  const text = typeof value === "string" && /^\S+$/.test(value) ? value : JSON.stringify(value);
  return text.length <= 100 ? text : `${text.slice(0, 97)}...`;
}
