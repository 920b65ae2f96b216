/** The arguments of a command, taken apart. */
export interface Flags {
  /** What was given for each flag that has a value, by its long name, in order. */
  values: Record<string, string[]>;
  /** The flags without a value. */
  set: Set<string>;
  /** Everything else. */
  rest: string[];
  /** The first flag that is not known, or that lacks its value. */
  unknown?: string;
}

/** What flags a command has, by how they are written: `--tag` and `-t` are both "tag". */
export interface FlagTable {
  values: Readonly<Record<string, string>>;
  switches: Readonly<Record<string, string>>;
}

/** Takes the arguments of a command apart, as docker and the AWS CLI do: `--flag VALUE`, `--flag=VALUE`, `--flag`. */
export function readFlags(args: readonly string[], { values, switches }: FlagTable): Flags {
  const flags: Flags = { values: {}, set: new Set(), rest: [] };
  const queue = [...args];
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    if (!arg.startsWith("-") || arg === "-") {
      flags.rest.push(arg);
      continue;
    }
    const equals = arg.startsWith("--") ? arg.indexOf("=") : -1;
    const written = equals < 0 ? arg : arg.slice(0, equals);
    const [valued, switched] = [values[written], switches[written]];
    const value = valued === undefined ? undefined : equals < 0 ? queue.shift() : arg.slice(equals + 1);
    if (valued !== undefined && value !== undefined) {
      flags.values[valued] = [...(flags.values[valued] ?? []), value];
    } else if (switched !== undefined && equals < 0) {
      flags.set.add(switched);
    } else {
      return { ...flags, unknown: written };
    }
  }
  return flags;
}
