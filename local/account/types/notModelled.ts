import type { CheckFailure, Props } from "../model";
import { given } from "./read";

/** Refuses inputs that AWS takes and this machine does not act on: to leave them aside would be to behave otherwise. */
export function notModelled(inputs: Props, properties: readonly string[]): CheckFailure[] {
  return properties
    .filter((property) => given(inputs, property))
    .map((property) => ({ property, reason: "not modelled on this machine; leave it out" }));
}
