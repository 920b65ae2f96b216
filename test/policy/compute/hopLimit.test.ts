import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const hopLimit = rule("metadata-hop-limit");

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const INSTANCE = "aws:ec2/instance:Instance";
const SPOT_REQUEST = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";
const CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";

const JOIN = "#!/bin/bash\necho ECS_CLUSTER=cats >> /etc/ecs/ecs.config\n";
const base64 = (text: string) => Buffer.from(text).toString("base64");

const machine = { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 }, userData: JOIN };
const HOPS = "metadataOptions.httpPutResponseHopLimit";

const FAR = `${HOPS} is 2, so containers reach the instance's credentials; at most 1 is allowed. Set it to 1.`;
const MISSING =
  `${HOPS} is missing, so the image decides, and Amazon Linux 2023 says 2: containers reach the instance's ` +
  "credentials; at most 1 is allowed. Set it to 1.";

describe("metadata-hop-limit", () => {
  for (const type of [TEMPLATE, CONFIGURATION, INSTANCE, SPOT_REQUEST]) {
    it(`judges ${type}`, async () => {
      const props = type === TEMPLATE ? { ...machine, userData: base64(JOIN) } : machine;
      assert.deepEqual(await violations(hopLimit, type, props), []);
      assert.deepEqual(await violations(hopLimit, type, mutated(props, HOPS, 2)), [FAR]);
      assert.deepEqual(await violations(hopLimit, type, mutated(props, HOPS, undefined)), [MISSING]);
      assert.deepEqual(await violations(hopLimit, type, mutated(props, "metadataOptions", undefined)), [MISSING]);
    });
  }

  it("reads user data in base64 as well", async () => {
    for (const type of [CONFIGURATION, INSTANCE, SPOT_REQUEST]) {
      assert.deepEqual(await violations(hopLimit, type, { userDataBase64: base64(JOIN) }), [MISSING]);
    }
  });

  it("asks for a limit only where an instance joins an ECS cluster", async () => {
    for (const userData of [undefined, "", "#!/bin/bash\necho hello\n"]) {
      assert.deepEqual(await violations(hopLimit, INSTANCE, { userData }), []);
    }
    assert.deepEqual(await violations(hopLimit, INSTANCE, { metadataOptions: { httpPutResponseHopLimit: 2 } }), [FAR]);
  });

  it("leaves to the launch template what an instance does not say", async () => {
    for (const type of [INSTANCE, SPOT_REQUEST]) {
      const launched = { launchTemplate: { id: "lt-1" }, userData: JOIN };
      assert.deepEqual(await violations(hopLimit, type, launched), []);
      const tokensAlone = { ...launched, metadataOptions: { httpTokens: "required" } };
      assert.deepEqual(await violations(hopLimit, type, tokensAlone), []);
      assert.deepEqual(await violations(hopLimit, type, mutated(tokensAlone, HOPS, 2)), [FAR]);
    }
  });

  it("accepts a metadata service that is switched off", async () => {
    const off = { ...machine, metadataOptions: { httpEndpoint: "disabled", httpPutResponseHopLimit: 2 } };
    assert.deepEqual(await violations(hopLimit, INSTANCE, off), []);
  });

  it("says nothing about what is not known yet", async () => {
    for (const [property, unknown] of [
      ["metadataOptions", mutated(machine, "metadataOptions", UNKNOWN)],
      [HOPS, mutated(machine, HOPS, UNKNOWN)],
      ["metadataOptions.httpEndpoint", mutated(mutated(machine, HOPS, 2), "metadataOptions.httpEndpoint", UNKNOWN)],
      ["userData", { userData: UNKNOWN }],
    ] as const) {
      assert.deepEqual(await violations(hopLimit, INSTANCE, unknown), []);
      assert.deepEqual(await leftOpen(hopLimit, INSTANCE, unknown), [property]);
    }
    // User data does not matter where the limit is given.
    assert.deepEqual(await leftOpen(hopLimit, INSTANCE, mutated(machine, "userData", UNKNOWN)), []);
  });

  it("takes its limit from the policy config", async () => {
    assert.deepEqual(await violations(hopLimit, INSTANCE, mutated(machine, HOPS, 3), { maxHopLimit: 2 }), [
      `${HOPS} is 3, so containers reach the instance's credentials; at most 2 is allowed. Set it to 2 or less.`,
    ]);
    assert.deepEqual(await violations(hopLimit, INSTANCE, mutated(machine, HOPS, undefined), { maxHopLimit: 2 }), []);
  });
});
