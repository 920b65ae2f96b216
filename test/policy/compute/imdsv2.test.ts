import assert from "node:assert/strict";
import { leftOpen, mutated, remedied, rule, UNKNOWN, violations } from "../harness";

const imdsv2 = rule("imdsv2-required");

const INSTANCE = "aws:ec2/instance:Instance";
const SPOT_REQUEST = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";
const TYPES = [
  INSTANCE,
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  SPOT_REQUEST,
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
    assert.deepEqual(await leftOpen(imdsv2, INSTANCE, { metadataOptions: UNKNOWN }), ["metadataOptions"]);
    for (const unknown of [{ httpTokens: UNKNOWN }, { httpEndpoint: UNKNOWN, httpTokens: "optional" }]) {
      assert.deepEqual(await violations(imdsv2, INSTANCE, { metadataOptions: unknown }), []);
      const [property] = Object.keys(unknown);
      assert.deepEqual(await leftOpen(imdsv2, INSTANCE, { metadataOptions: unknown }), [`metadataOptions.${property}`]);
    }
  });

  for (const type of TYPES) {
    it(`puts ${type} right`, async () => {
      assert.deepEqual(
        await remedied(imdsv2, type, mutated(machine, "metadataOptions.httpTokens", "optional")),
        machine,
      );
      assert.deepEqual(await remedied(imdsv2, type, {}), { metadataOptions: { httpTokens: "required" } });
    });
  }

  it("changes nothing that is right, that is not known, or that the launch template says", async () => {
    for (const props of [
      machine,
      { metadataOptions: UNKNOWN },
      { metadataOptions: { httpTokens: UNKNOWN } },
      { metadataOptions: { httpEndpoint: "disabled" } },
      { launchTemplate: { id: "lt-1" } },
    ]) {
      assert.equal(await remedied(imdsv2, INSTANCE, props), undefined);
    }
    assert.equal(await remedied(imdsv2, SPOT_REQUEST, { launchTemplate: { id: "lt-1" } }), undefined);
  });
});
