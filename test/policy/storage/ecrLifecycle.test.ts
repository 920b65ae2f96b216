import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const lifecycle = rule("storage-ecr-lifecycle");

const cats: Fixture = {
  type: "aws:ecr/repository:Repository",
  props: { id: "workshop/cats", name: "workshop/cats" },
};
const policy: Fixture = {
  type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  props: { repository: "workshop/cats", policy: "{}" },
};

const MISSING =
  "the repository's lifecycle policy is missing, so it keeps every image for ever; " +
  "a LifecyclePolicy is required for each repository. Add one that expires at least untagged images.";

describe("storage-ecr-lifecycle", () => {
  it("accepts a repository with a policy", async () => {
    assert.deepEqual(await stackViolations(lifecycle, { cats, policy }), []);
  });

  it("refuses one without, whatever others have", async () => {
    assert.deepEqual(await stackViolations(lifecycle, { cats }), [`cats: ${MISSING}`]);
    const others = { ...policy, props: { repository: "workshop/dogs" } };
    assert.deepEqual(await stackViolations(lifecycle, { cats, others }), [`cats: ${MISSING}`]);
  });

  it("follows a name that is not known by what it depends on", async () => {
    const made = { ...cats, props: { id: UNKNOWN, name: UNKNOWN } };
    const its = { ...policy, props: { repository: UNKNOWN }, dependsOn: { repository: ["made"] } };
    assert.deepEqual(await stackViolations(lifecycle, { made, its }), []);
    assert.deepEqual(await stackViolations(lifecycle, { made, cats, its }), [`cats: ${MISSING}`]);
  });

  it("says nothing where a policy may be any repository's", async () => {
    const stack = { cats, open: { ...policy, props: { repository: UNKNOWN } } };
    assert.deepEqual(await stackViolations(lifecycle, stack), []);
    assert.deepEqual(await stackLeftOpen(lifecycle, stack), ["open: repository"]);
  });
});
