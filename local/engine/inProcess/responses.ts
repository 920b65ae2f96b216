import { Result } from "@pulumi/pulumi/proto/resource_pb";
import type { Props, Value } from "../../account/model";
import { isObject } from "../../account/values";

/** A `google.protobuf.Struct`, as far as the SDK reads one. */
export interface WireStruct {
  toJavaScript(): Props;
  getFieldsMap(): Map<string, { toJavaScript(): Value; getStructValue(): WireStruct }>;
}

export function struct(props: Props): WireStruct {
  return {
    toJavaScript: () => props,
    getFieldsMap: () =>
      new Map(
        Object.entries(props).map(([name, value]) => [
          name,
          { toJavaScript: () => value, getStructValue: () => struct(isObject(value) ? value : {}) },
        ]),
      ),
  };
}

/** What the monitor answers to a registration. */
export function registered(urn: string, id: string, outputs: Props, dependencies: Record<string, string[]> = {}) {
  return {
    getUrn: () => urn,
    getId: () => id,
    getObject: () => struct(outputs),
    getPropertydependenciesMap: () =>
      new Map(Object.entries(dependencies).map(([name, urns]) => [name, { getUrnsList: () => urns }])),
    getResult: () => Result.SUCCESS,
  };
}

/**
 * What the monitor answers once the deployment has stopped: the resource does not exist and its outputs are unknown, so
 * no `apply` of the program runs on them, and every promise of the SDK settles.
 */
export function skipped(urn: string) {
  return { ...registered(urn, "", {}), getResult: () => Result.SKIP };
}

/** What the monitor answers to a read. */
export function readResponse(urn: string, outputs: Props) {
  return { getUrn: () => urn, getProperties: () => struct(outputs) };
}

/** What the monitor answers to a call of a function. */
export function invoked(result: Props) {
  return { getReturn: () => struct(result), getFailuresList: () => [] };
}
