import type { Props, Value } from "../account/model";
import { isObject } from "../account/values";

/*
 * Values here are in Pulumi's wire form: JSON in which an object with a signature key stands for a secret, a reference
 * to a resource, or an asset. The account sees none of that; it gets plain values and returns plain values.
 */

// The SDK has these too. It is not asked for them, because the provider plugin starts without loading it.

/** The key of a signature. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** The signature of a secret. */
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
/** The signature of a reference to a resource. */
export const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
/** The signatures of an asset and of an archive. */
const FILES: readonly Value[] = ["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"];

/** Properties as Pulumi's engine takes them from the SDK, which puts marks of its own into assets and archives. */
export function received(props: Props): Props {
  return map(props, (marked, signature) => {
    if (!FILES.includes(signature)) return undefined;
    const own = Object.entries(marked).filter(([name]) => !name.startsWith("__pulumi"));
    return Object.fromEntries(own.map(([name, value]) => [name, isObject(value) ? received(value) : value]));
  });
}

/** Marks a value as secret. */
export function secret(value: Value): Props {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** Whether the value as a whole is secret; parts of a plain object may be all the same. */
export function isSecret(value: Value | undefined): value is Props {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

/** Whether any part of the value is secret. */
export function hasSecret(value: Value | undefined): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isObject(value) && Object.values(value).some(hasSecret);
}

/** What is inside a secret, or the value itself. */
export function inside(value: Value | undefined): Value | undefined {
  return isSecret(value) ? (value.value ?? null) : value;
}

/** The value as a provider sees it: secrets in clear, a resource as its id (a component, which has none, as its URN). */
export function plain<T extends Value>(value: T): T {
  return map(value, (marked, signature) => {
    if (signature === SECRET) return plain(marked.value ?? null);
    if (signature === RESOURCE) return marked.id ?? marked.urn ?? null;
    return undefined;
  });
}

/** The value as it is written to a file: the same, except that nobody can read its secrets. */
export function sealed<T extends Value>(value: T): T {
  return map(value, (marked, signature): Value | undefined => {
    if (signature === SECRET) return { [SIGNATURE]: SECRET, ciphertext: "[secret]" };
    if (signature === RESOURCE) return { packageVersion: "", ...marked };
    return undefined;
  });
}

type Replace = (marked: Props, signature: Value) => Value | undefined;

/** Copies a value; objects with a signature are replaced by what `replace` returns, and kept where it returns nothing. */
function map<T extends Value>(value: T, replace: Replace): T;
function map(value: Value, replace: Replace): Value {
  if (Array.isArray(value)) return value.map((element) => map(element, replace));
  if (!isObject(value)) return value;
  const signature = value[SIGNATURE];
  const replaced = signature === undefined ? undefined : replace(value, signature);
  if (replaced !== undefined) return replaced;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner, replace)]));
}
