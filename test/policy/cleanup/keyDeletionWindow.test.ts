import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const window = rule("cleanup-key-deletion-window");

const TYPES = [
  "aws:kms/key:Key",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
];

describe("cleanup-key-deletion-window", () => {
  for (const type of TYPES) {
    it(`judges ${type}`, async () => {
      assert.deepEqual(await violations(window, type, { deletionWindowInDays: 7 }), []);
      assert.deepEqual(await violations(window, type, { deletionWindowInDays: 8 }), [
        "deletionWindowInDays is 8; at most 7 is allowed. Set it to 7.",
      ]);
      assert.deepEqual(await violations(window, type, {}), [
        "deletionWindowInDays is missing, so a deleted key waits for 30 days; at most 7 is allowed. Set it to 7.",
      ]);
      assert.deepEqual(await violations(window, type, { deletionWindowInDays: UNKNOWN }), []);
      assert.deepEqual(await leftOpen(window, type, { deletionWindowInDays: UNKNOWN }), ["deletionWindowInDays"]);
    });
  }

  it("takes another limit", async () => {
    const [type = ""] = TYPES;
    assert.deepEqual(await violations(window, type, { deletionWindowInDays: 14 }, { maxDays: 14 }), []);
    assert.deepEqual(await violations(window, type, {}, { maxDays: 30 }), []);
    assert.deepEqual(await violations(window, type, { deletionWindowInDays: 15 }, { maxDays: 14 }), [
      "deletionWindowInDays is 15; at most 14 is allowed. Set it to 14 or less.",
    ]);
  });
});
