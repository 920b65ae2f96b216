import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const encrypted = rule("encrypted-volumes");

const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const VOLUME = "aws:ebs/volume:Volume";
const SERVICE = "aws:ecs/service:Service";
const MACHINES = [
  INSTANCE,
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
];

const machine = {
  rootBlockDevice: { volumeType: "gp3", encrypted: true },
  ebsBlockDevices: [{ deviceName: "/dev/sdf", volumeSize: 8, encrypted: true }],
};
const template = {
  imageId: "ami-1",
  blockDeviceMappings: [
    { deviceName: "/dev/xvda", ebs: { volumeSize: 30, encrypted: "true" } },
    { deviceName: "/dev/xvdb", virtualName: "ephemeral0" },
  ],
};
const fleet = {
  launchSpecifications: [
    { ami: "ami-1", rootBlockDevices: [{ encrypted: true }], ebsBlockDevices: [{ encrypted: true }] },
  ],
};

const NEEDED = "an encrypted volume is required";
const off = (property: string) => `${property} is false; ${NEEDED}. Set it to true.`;
const missing = (property: string) =>
  `${property} is missing, so the account's default decides, which is not to encrypt; ${NEEDED}. Set it to true.`;
const noRoot = (property: string) =>
  `${property} is missing, so the root volume is as the image and the account have it, and public images are not ` +
  `encrypted; ${NEEDED}. Describe it, with encrypted set to true.`;

describe("encrypted-volumes", () => {
  for (const type of MACHINES) {
    it(`judges the volumes of ${type}`, async () => {
      assert.deepEqual(await violations(encrypted, type, machine), []);
      assert.deepEqual(await violations(encrypted, type, mutated(machine, "rootBlockDevice.encrypted", false)), [
        off("rootBlockDevice.encrypted"),
      ]);
      assert.deepEqual(await violations(encrypted, type, mutated(machine, "rootBlockDevice.encrypted", undefined)), [
        missing("rootBlockDevice.encrypted"),
      ]);
      assert.deepEqual(await violations(encrypted, type, mutated(machine, "rootBlockDevice", undefined)), [
        noRoot("rootBlockDevice"),
      ]);
      assert.deepEqual(await violations(encrypted, type, mutated(machine, "ebsBlockDevices.0.encrypted", false)), [
        off("ebsBlockDevices[0].encrypted"),
      ]);
    });
  }

  it("leaves the root volume to the launch template of an instance", async () => {
    assert.deepEqual(await violations(encrypted, INSTANCE, { launchTemplate: { id: "lt-1" } }), []);
    const own = { launchTemplate: { id: "lt-1" }, rootBlockDevice: { encrypted: false } };
    assert.deepEqual(await violations(encrypted, INSTANCE, own), [off("rootBlockDevice.encrypted")]);
  });

  it("judges the mappings of a launch template, whose flags are strings", async () => {
    const path = "blockDeviceMappings.0.ebs.encrypted";
    assert.deepEqual(await violations(encrypted, TEMPLATE, template), []);
    assert.deepEqual(await violations(encrypted, TEMPLATE, mutated(template, path, "false")), [
      off("blockDeviceMappings[0].ebs.encrypted"),
    ]);
    assert.deepEqual(await violations(encrypted, TEMPLATE, mutated(template, path, undefined)), [
      missing("blockDeviceMappings[0].ebs.encrypted"),
    ]);
  });

  it("asks for a mapping where a launch template has none, but for one without an image", async () => {
    assert.deepEqual(await violations(encrypted, TEMPLATE, { imageId: "ami-1" }), [noRoot("blockDeviceMappings")]);
    assert.deepEqual(await violations(encrypted, TEMPLATE, { imageId: UNKNOWN, blockDeviceMappings: [] }), [
      noRoot("blockDeviceMappings"),
    ]);
    assert.deepEqual(await violations(encrypted, TEMPLATE, {}), []);
  });

  it("judges the launch specifications of a spot fleet", async () => {
    const path = "launchSpecifications.0.";
    assert.deepEqual(await violations(encrypted, FLEET, fleet), []);
    assert.deepEqual(await violations(encrypted, FLEET, mutated(fleet, `${path}rootBlockDevices.0.encrypted`, false)), [
      off("launchSpecifications[0].rootBlockDevices[0].encrypted"),
    ]);
    assert.deepEqual(await violations(encrypted, FLEET, mutated(fleet, `${path}ebsBlockDevices.0.encrypted`, false)), [
      off("launchSpecifications[0].ebsBlockDevices[0].encrypted"),
    ]);
    assert.deepEqual(await violations(encrypted, FLEET, mutated(fleet, `${path}rootBlockDevices`, undefined)), [
      noRoot("launchSpecifications[0].rootBlockDevices"),
    ]);
  });

  it("judges single volumes, but for those that are as their snapshot is", async () => {
    assert.deepEqual(await violations(encrypted, VOLUME, { size: 8, encrypted: true }), []);
    assert.deepEqual(await violations(encrypted, VOLUME, { size: 8, encrypted: false }), [off("encrypted")]);
    assert.deepEqual(await violations(encrypted, VOLUME, { size: 8 }), [missing("encrypted")]);
    assert.deepEqual(await violations(encrypted, VOLUME, { snapshotId: "snap-1" }), []);
    const device = [{ deviceName: "/dev/sdf", noDevice: true }];
    assert.deepEqual(await violations(encrypted, MACHINES[1] ?? "", { ...machine, ebsBlockDevices: device }), []);
  });

  it("refuses a volume of an ECS service only where it is said not to be encrypted", async () => {
    const service = { volumeConfiguration: { name: "data", managedEbsVolume: { sizeInGb: 8 } } };
    assert.deepEqual(await violations(encrypted, SERVICE, service), []);
    const plain = mutated(service, "volumeConfiguration.managedEbsVolume.encrypted", false);
    assert.deepEqual(await violations(encrypted, SERVICE, plain), [
      off("volumeConfiguration.managedEbsVolume.encrypted"),
    ]);
    assert.deepEqual(await violations(encrypted, SERVICE, {}), []);
  });

  it("says nothing about what is not known yet, and still judges the rest", async () => {
    for (const path of ["rootBlockDevice", "rootBlockDevice.encrypted", "ebsBlockDevices"]) {
      assert.deepEqual(await violations(encrypted, INSTANCE, mutated(machine, path, UNKNOWN)), []);
      assert.deepEqual(await leftOpen(encrypted, INSTANCE, mutated(machine, path, UNKNOWN)), [path]);
    }
    const mappings = mutated(template, "blockDeviceMappings", UNKNOWN);
    assert.deepEqual(await violations(encrypted, TEMPLATE, mappings), []);
    assert.deepEqual(await leftOpen(encrypted, TEMPLATE, mappings), ["blockDeviceMappings"]);
    const second = mutated(machine, "ebsBlockDevices", [UNKNOWN, { encrypted: false }]);
    assert.deepEqual(await violations(encrypted, INSTANCE, second), [off("ebsBlockDevices[1].encrypted")]);
  });

  it("accepts what an account encrypts by itself", async () => {
    const byDefault = { accountEncryptsByDefault: true };
    assert.deepEqual(await violations(encrypted, INSTANCE, {}, byDefault), []);
    assert.deepEqual(await violations(encrypted, VOLUME, {}, byDefault), []);
    assert.deepEqual(await violations(encrypted, TEMPLATE, { imageId: "ami-1" }, byDefault), []);
    assert.deepEqual(await violations(encrypted, VOLUME, { encrypted: false }, byDefault), [off("encrypted")]);
  });
});
