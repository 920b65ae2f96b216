import { gunzipSync } from "node:zlib";

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/**
 * User data as the instance reads it: launch templates hold it in base64, other resources plainly or in base64, and
 * cloud-init takes gzip as well.
 *
 * @param given as a resource holds it
 */
export function decodeUserData(given: string): string {
  if (!BASE64.test(given)) return given;
  const bytes = Buffer.from(given, "base64");
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return (isGzip ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch {
    // What cannot be unpacked cannot be judged; no rule finds anything in it.
    return "";
  }
}

/** The part of user data that is not a comment of the shell or of TOML. */
function withoutComments(userData: string): string {
  return userData.replaceAll(/^\s*#.*$/gm, "");
}

/** True where user data makes the instance join an ECS cluster: the ECS agent's setting, or Bottlerocket's. */
export function joinsEcsCluster(userData: string): boolean {
  const text = withoutComments(userData);
  return /\bECS_CLUSTER=/.test(text) || (/^\s*\[settings\.ecs\]/m.test(text) && /^\s*cluster\s*=/m.test(text));
}

/**
 * The value that user data gives the draining of Spot Instances, the last one where there are several, or undefined.
 * The ECS agent's setting, or Bottlerocket's.
 */
export function spotDraining(userData: string): string | undefined {
  const setting = /\b(?:ECS_ENABLE_SPOT_INSTANCE_DRAINING=|enable-spot-instance-draining\s*=\s*)["']?(\w*)/g;
  return [...withoutComments(userData).matchAll(setting)].at(-1)?.[1];
}
