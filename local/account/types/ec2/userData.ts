import { Buffer } from "node:buffer";

/** EC2's limit on user data before it is encoded, in bytes: docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html */
export const USER_DATA_LIMIT = 16384;

/** Whether a string is base64 with its padding, as EC2's API takes user data. */
export function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
}

/** The text of base64 user data. */
export function decodeUserData(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}

/**
 * The settings of the ECS agent that a user data script writes to /etc/ecs/ecs.config: every `ECS_NAME=value` in it,
 * whether echoed, quoted or in a here-document. The last one of a name wins, as in the file.
 */
export function ecsConfigOf(script: string): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [, quote = "", name = "", rest = ""] of script.matchAll(/(["']?)\b(ECS_[A-Z_]+)=(.*)$/gm)) {
    const text =
      quote && rest.includes(quote) ? rest.slice(0, rest.indexOf(quote)) : rest.replace(/\s*>>?\s*\S+.*$/, "");
    settings[name] = text.trim().replace(/^(["'])(.*)\1$/, "$2");
  }
  return settings;
}

/** The ECS cluster that an instance with this user data joins, or undefined where the script names none. */
export function ecsClusterOf(script: string): string | undefined {
  return ecsConfigOf(script).ECS_CLUSTER || undefined;
}
