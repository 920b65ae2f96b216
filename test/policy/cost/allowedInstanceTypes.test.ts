import assert from "node:assert/strict";
import { isAllowed } from "../../../policy/cost/allowedInstanceTypes";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const allowedTypes = rule("cost-allowed-instance-types");

const ONLY = "only *.nano, *.micro, *.small, *.medium, *.large are allowed.";
const tooLarge = (property: string) => `${property} is m5.24xlarge; ${ONLY} Choose a smaller or more usual type.`;

/** Where each type of resource has a type, by the path that a message names. */
const PLACES: [type: string, path: string, props: (instanceType: unknown) => Record<string, unknown>][] = [
  ["aws:ec2/instance:Instance", "instanceType", (instanceType) => ({ instanceType })],
  ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", "instanceType", (instanceType) => ({ instanceType })],
  ["aws:ec2/launchConfiguration:LaunchConfiguration", "instanceType", (instanceType) => ({ instanceType })],
  ["aws:ec2/launchTemplate:LaunchTemplate", "instanceType", (instanceType) => ({ instanceType })],
  [
    "aws:ec2/spotFleetRequest:SpotFleetRequest",
    "launchSpecifications[0].instanceType",
    (instanceType) => ({ launchSpecifications: [{ instanceType }] }),
  ],
  ...["aws:ec2/spotFleetRequest:SpotFleetRequest", "aws:ec2/fleet:Fleet"].map((type): (typeof PLACES)[number] => [
    type,
    "launchTemplateConfigs[0].overrides[0].instanceType",
    (instanceType) => ({ launchTemplateConfigs: [{ overrides: [{ instanceType }] }] }),
  ]),
  [
    "aws:autoscaling/group:Group",
    "mixedInstancesPolicy.launchTemplate.overrides[0].instanceType",
    (instanceType) => ({ mixedInstancesPolicy: { launchTemplate: { overrides: [{ instanceType }] } } }),
  ],
];

describe("cost-allowed-instance-types", () => {
  for (const [type, path, props] of PLACES) {
    it(`judges ${path} of ${type}`, async () => {
      assert.deepEqual(await violations(allowedTypes, type, props("m4.large")), []);
      assert.deepEqual(await violations(allowedTypes, type, props("m5.24xlarge")), [tooLarge(path)]);
      assert.deepEqual(await violations(allowedTypes, type, props(undefined)), []);
      assert.deepEqual(await violations(allowedTypes, type, props(UNKNOWN)), []);
      assert.deepEqual(await leftOpen(allowedTypes, type, props(UNKNOWN)), [path]);
    });
  }

  it("judges every override by itself", async () => {
    const overrides = [{ instanceType: "c4.large" }, { instanceType: "m5.24xlarge" }, { instanceType: UNKNOWN }];
    const fleet = { launchTemplateConfigs: [{ overrides }] };
    assert.deepEqual(await violations(allowedTypes, "aws:ec2/spotFleetRequest:SpotFleetRequest", fleet), [
      tooLarge("launchTemplateConfigs[0].overrides[1].instanceType"),
    ]);
  });

  it("wants a choice by attributes to be one among the allowed types", async () => {
    const template = (allowedInstanceTypes: unknown) => ({
      instanceRequirements: { vcpuCount: { min: 1 }, allowedInstanceTypes },
    });
    const judged = (types: unknown) =>
      violations(allowedTypes, "aws:ec2/launchTemplate:LaunchTemplate", template(types));
    assert.deepEqual(await judged(["m5*.large", "t3.micro"]), []);
    assert.deepEqual(await judged(undefined), [
      `instanceRequirements.allowedInstanceTypes is missing, so AWS takes any type that has the attributes; ${ONLY} Name ` +
        "them there.",
    ]);
    assert.deepEqual(await judged(["m5.*"]), [
      `instanceRequirements.allowedInstanceTypes[0] is m5.*; ${ONLY} Choose a smaller or more usual type.`,
    ]);
    assert.deepEqual(await judged(UNKNOWN), []);
  });

  it("takes other types from the policy config", async () => {
    const config = { allowedInstanceTypes: ["t3.*", "m5.24xlarge"] };
    const judged = (instanceType: string) =>
      violations(allowedTypes, "aws:ec2/instance:Instance", { instanceType }, config);
    assert.deepEqual(await judged("m5.24xlarge"), []);
    assert.deepEqual(await judged("t3.2xlarge"), []);
    assert.deepEqual(await judged("m4.large"), [
      "instanceType is m4.large; only t3.*, m5.24xlarge are allowed. Choose a smaller or more usual type.",
    ]);
  });

  it("reads patterns as text with gaps, from end to end", () => {
    assert.equal(isAllowed("t3.large", ["t3.*"]), true);
    assert.equal(isAllowed("t3a.large", ["t3.*"]), false);
    assert.equal(isAllowed("m5.large", ["m5-large", "m5?large"]), false);
    assert.equal(isAllowed("m5.xlarge", ["*.large"]), false);
  });
});
