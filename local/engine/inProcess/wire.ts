import { runtime } from "@pulumi/pulumi";
import type { Props, Value } from "../../account/model";
import { isObject } from "../../account/values";

/*
 * Values here are in Pulumi's wire form: JSON in which an object with a signature key stands for a secret, a reference
 * to a resource, or an asset. The account sees none of that; it gets plain values and returns plain values.
 */

const SIGNATURE = runtime.specialSigKey;

/** Marks a value as secret. */
export function secret(value: Value): Props {
  return isSecret(value) ? value : { [SIGNATURE]: runtime.specialSecretSig, value };
}

/** Whether the value as a whole is secret; parts of a plain object may be all the same. */
export function isSecret(value: Value | undefined): value is Props {
  return isObject(value) && value[SIGNATURE] === runtime.specialSecretSig;
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
    if (signature === runtime.specialSecretSig) return plain(marked.value ?? null);
    if (signature === runtime.specialResourceSig) return marked.id ?? marked.urn ?? null;
    return undefined;
  });
}

/** The value as it is written to a file: the same, except that nobody can read its secrets. */
export function sealed<T extends Value>(value: T): T {
  return map(value, (marked, signature): Value | undefined => {
    if (signature === runtime.specialSecretSig)
      return { [SIGNATURE]: runtime.specialSecretSig, ciphertext: "[secret]" };
    if (signature === runtime.specialResourceSig) return { packageVersion: "", ...marked };
    return undefined;
  });
}

/**
 * Marks as secret what was secret before a provider saw it in clear. Follows objects property by property; a list with
 * a secret in it becomes secret as a whole, because a provider may have changed the order of its elements.
 */
export function markSecrets(props: Props, like: Props): Props {
  const marked: Props = { ...props };
  for (const [key, value] of Object.entries(props)) {
    const before = like[key];
    if (isObject(value) && isObject(before) && !isSecret(before)) marked[key] = markSecrets(value, before);
    else if (hasSecret(before)) marked[key] = secret(value);
  }
  return marked;
}

/** Marks properties as secret by their names; absent ones are left absent. */
export function markNamed(props: Props, names: Iterable<string>): Props {
  const marked: Props = { ...props };
  for (const name of names) {
    const value = marked[name];
    if (value !== undefined) marked[name] = secret(value);
  }
  return marked;
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
