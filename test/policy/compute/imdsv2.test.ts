import assert from "node:assert/strict";
import { mutated, rule, UNKNOWN, violations } from "../harness";

const imdsv2 = rule("imdsv2-required");

const INSTANCE = "aws:ec2/instance:Instance";
const TYPES = [
  INSTANCE,
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
];

const machine = { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } };

const FIX = 'only "required" is allowed. Set it so.';
const MISSING = `metadataOptions.httpTokens is missing, so the image and the account decide whether IMDSv1 answers; ${FIX}`;

describe("imdsv2-required", () => {
  for (const type of TYPES) {
    it(`judges ${type}`, async () => {
      assert.deepEqual(await violations(imdsv2, type, machine), []);
      assert.deepEqual(await violations(imdsv2, type, mutated(machine, "metadataOptions.httpTokens", "optional")), [
        `metadataOptions.httpTokens is optional, so IMDSv1 answers; ${FIX}`,
      ]);
      assert.deepEqual(await violations(imdsv2, type, mutated(machine, "metadataOptions.httpTokens", undefined)), [
        MISSING,
      ]);
      assert.deepEqual(await violations(imdsv2, type, {}), [MISSING]);
    });
  }

  it("leaves an instance to its launch template, unless it says otherwise itself", async () => {
    assert.deepEqual(await violations(imdsv2, INSTANCE, { launchTemplate: { id: "lt-1" } }), []);
    const optional = { launchTemplate: { id: "lt-1" }, metadataOptions: { httpTokens: "optional" } };
    assert.deepEqual(await violations(imdsv2, INSTANCE, optional), [
      `metadataOptions.httpTokens is optional, so IMDSv1 answers; ${FIX}`,
    ]);
  });

  it("accepts a metadata service that is switched off", async () => {
    assert.deepEqual(await violations(imdsv2, INSTANCE, { metadataOptions: { httpEndpoint: "disabled" } }), []);
  });

  it("says nothing about options that are not known yet", async () => {
    assert.deepEqual(await violations(imdsv2, INSTANCE, { metadataOptions: UNKNOWN }), []);
    assert.deepEqual(await violations(imdsv2, INSTANCE, { metadataOptions: { httpTokens: UNKNOWN } }), []);
  });

  it("limits hops where the policy config asks for it", async () => {
    assert.deepEqual(await violations(imdsv2, INSTANCE, machine, { maxHopLimit: 1 }), [
      "metadataOptions.httpPutResponseHopLimit is 2; at most 1 is allowed. Set it to 1 or less.",
    ]);
  });
});
