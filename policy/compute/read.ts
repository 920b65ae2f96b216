import { type Item, items, type UNKNOWN } from "../values";

/** As {@link items}, for properties that may turn out to be no list at all. */
export function elements<T>(list: readonly T[] | typeof UNKNOWN | null | undefined): Item<T>[] {
  return Array.isArray(list) ? items<T>(list) : [];
}

/** True for a list that is known to have no elements, and for one that is not given. */
export function isEmpty(list: unknown): boolean {
  return list === null || list === undefined || list === "" || (Array.isArray(list) && list.length === 0);
}

/** A value that is not noted as read, for where one that is not known decides as well as a known one does. */
export function peek<T extends object, K extends keyof T & string>(object: T, key: K): T[K] | undefined {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
