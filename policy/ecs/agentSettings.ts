/** What user data tells the ECS agent of an instance. */
export interface AgentSettings {
  /** Name of the cluster that the instance joins; undefined where the script finds it out by itself. */
  cluster?: string;
  /** Custom attributes of the instance; undefined where the script finds them out by itself. */
  attributes?: Readonly<Record<string, string>>;
}

type Attributes = AgentSettings["attributes"];

function withoutComments(userData: string): string {
  return userData.replaceAll(/^\s*#.*$/gm, "");
}

function attributesOf(json: string): Attributes {
  try {
    const given: unknown = JSON.parse(json.replaceAll('\\"', '"'));
    if (typeof given !== "object" || given === null || json.includes("$")) return undefined;
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  } catch {
    return undefined;
  }
}

/** A table of Bottlerocket's settings, for example `settings.ecs`; undefined where there is none. */
function table(toml: string, name: string): Readonly<Record<string, string>> | undefined {
  const [, after] = toml.split(new RegExp(`^\\s*\\[${name.replaceAll(".", "\\.")}\\]\\s*$`, "m"));
  if (after === undefined) return undefined;
  const [body = ""] = after.split(/^\s*\[/m);
  const lines = body.matchAll(/^\s*"?([\w.\-/]+)"?\s*=\s*["']?([^"'\n]*)["']?\s*$/gm);
  return Object.fromEntries([...lines].map(([, key = "", value = ""]) => [key, value]));
}

/**
 * Reads the agent's settings from user data: a script that writes /etc/ecs/ecs.config, or Bottlerocket's TOML.
 *
 * @returns undefined where the instance joins no cluster but perhaps the one named default
 */
export function agentSettings(userData: string): AgentSettings | undefined {
  const text = withoutComments(userData);
  const bottlerocket = table(text, "settings.ecs");
  if (bottlerocket?.cluster !== undefined) {
    return { cluster: bottlerocket.cluster, attributes: table(text, "settings.ecs.instance-attributes") ?? {} };
  }
  const clusters = [...text.matchAll(/\bECS_CLUSTER=["']?([\w-]*)(\$?)/g)];
  const last = clusters.at(-1);
  // A script may fetch the whole file.
  if (!last) return /ecs\.config\b/.test(text) ? {} : undefined;
  const cluster = last[2] === "" && last[1] !== "" ? last[1] : undefined;
  if (/\bput-attributes\b/.test(text)) return { cluster };
  const written = [...text.matchAll(/\bECS_INSTANCE_ATTRIBUTES=\\?["']?(\{[^}]*\})?/g)].at(-1);
  return { cluster, attributes: written ? attributesOf(written[1] ?? "") : {} };
}
