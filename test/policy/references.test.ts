import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { referredTo } from "../../policy/references";
import type { StackResource } from "../../policy/rule";
import { UNKNOWN } from "../../policy/values";

type Target = StackResource<{ id?: string }>;

const target = (name: string, id: string | typeof UNKNOWN | undefined): Target => ({
  resource: { urn: `urn:${name}`, name, propertyDependencies: {} } as PolicyResource,
  props: { id },
});

/** The names of the targets that a property with these values and dependencies refers to. */
function found(values: (string | typeof UNKNOWN | undefined)[], dependencies: Target[], targets: Target[]): string[] {
  const resource = {
    urn: "urn:it",
    propertyDependencies: { ids: dependencies.map((one) => one.resource) },
  } as unknown as PolicyResource;
  return referredTo({ resource, property: "ids", values }, targets).map((one) => one.resource.name);
}

describe("a reference", () => {
  const a = target("a", "id-a");
  const b = target("b", "id-b");
  const newA = target("a", UNKNOWN);
  const newB = target("b", UNKNOWN);

  it("goes by ids where they are known, whatever else the property depends on", () => {
    assert.deepEqual(found(["id-a"], [a, b], [a, b]), ["a"]);
    assert.deepEqual(found(["id-of-another-stack"], [a], [a, b]), []);
    assert.deepEqual(found([undefined, ""], [a], [a, b]), []);
  });

  it("goes by dependencies where ids are not known", () => {
    assert.deepEqual(found([UNKNOWN], [newA], [newA, newB]), ["a"]);
    assert.deepEqual(found([UNKNOWN, UNKNOWN], [newA, newB], [newA, newB]), ["a", "b"]);
    assert.deepEqual(found(["id-a"], [target("a", undefined)], [target("a", undefined), b]), ["a"]);
  });

  it("goes by both for a list of which some is known", () => {
    assert.deepEqual(found(["id-a", UNKNOWN], [a, newB], [a, newB]), ["a", "b"]);
  });

  it("finds nothing where more resources could be meant than there are values", () => {
    assert.deepEqual(found([UNKNOWN], [newA, newB], [newA, newB]), []);
  });
});
