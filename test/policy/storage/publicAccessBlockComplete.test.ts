import assert from "node:assert/strict";
import { leftOpen, mutated, remedied, rule, UNKNOWN, violations } from "../harness";

const complete = rule("storage-public-access-block-complete");

const TYPES = [
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
];
const KINDS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const block = {
  bucket: "workshop-code",
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

describe("storage-public-access-block-complete", () => {
  for (const type of TYPES) {
    it(`accepts ${type} with all four`, async () => {
      assert.deepEqual(await violations(complete, type, block), []);
      assert.equal(await remedied(complete, type, block), undefined);
    });

    for (const kind of KINDS) {
      it(`wants ${kind} of ${type}`, async () => {
        assert.deepEqual(await violations(complete, type, mutated(block, kind, false)), [
          `${kind} is false; only true is allowed. Set it to true.`,
        ]);
        assert.deepEqual(await violations(complete, type, mutated(block, kind, undefined)), [
          `${kind} is missing, so it is off; only true is allowed. Set it to true.`,
        ]);
        assert.deepEqual(await remedied(complete, type, mutated(block, kind, false)), block);
      });

      it(`leaves ${kind} of ${type} alone where it is not known`, async () => {
        const open = mutated(block, kind, UNKNOWN);
        assert.deepEqual(await violations(complete, type, open), []);
        assert.deepEqual(await leftOpen(complete, type, open), [kind]);
        assert.equal(await remedied(complete, type, open), undefined);
      });
    }

    it(`takes a value of ${type} that is no boolean for wrong, whatever is in it`, async () => {
      assert.deepEqual(await violations(complete, type, mutated(block, "blockPublicAcls", [UNKNOWN])), [
        "blockPublicAcls is [null]; only true is allowed. Set it to true.",
      ]);
    });

    it(`puts all four of ${type} right at once`, async () => {
      assert.equal((await violations(complete, type, { bucket: "workshop-code" })).length, 4);
      assert.deepEqual(await remedied(complete, type, { bucket: "workshop-code" }), block);
    });
  }
});
