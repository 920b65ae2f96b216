import assert from "node:assert/strict";
import { runtime } from "@pulumi/pulumi";
import { RESOURCE, SECRET, SIGNATURE } from "../../local/engine/wire";

describe("the wire form", () => {
  it("has the SDK's own signatures", () => {
    assert.deepEqual(
      [SIGNATURE, SECRET, RESOURCE],
      [runtime.specialSigKey, runtime.specialSecretSig, runtime.specialResourceSig],
    );
  });
});
