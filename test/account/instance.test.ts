import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import {
  ARM_IMAGE,
  GROUP,
  group,
  IMAGE,
  INSTANCE,
  instance,
  madeTemplate,
  PROFILE_ARN,
  SECURITY_GROUP,
  SECURITY_GROUP_ID,
  SUBNET,
  SUBNET_A,
  SUBNET_D,
  withNetwork,
} from "./capacityFixture";
import { change, failures, make, options, refusal, replaces, without } from "./support";

const launched = (by: Props = {}): Props => make(withNetwork(), INSTANCE, { ...instance, ...by }).outputs;

describe("account: EC2 instances", () => {
  it("reports where it runs and how it is reached", () => {
    const { id, outputs } = make(withNetwork(), INSTANCE, instance);
    assert.match(id, /^i-0[0-9a-f]{16}$/);
    assert.equal(outputs.arn, `arn:aws:ec2:us-west-2:123456789012:instance/${id}`);
    assert.match(String(outputs.privateIp), /^172\.20\.1\.\d+$/);
    assert.equal(outputs.privateDns, `ip-${String(outputs.privateIp).replaceAll(".", "-")}.us-west-2.compute.internal`);
    assert.deepEqual([outputs.publicIp, outputs.publicDns, outputs.associatePublicIpAddress], ["", "", false]);
    assert.deepEqual([outputs.availabilityZone, outputs.subnetId], ["us-west-2a", SUBNET_A]);
    assert.deepEqual(outputs.vpcSecurityGroupIds, [SECURITY_GROUP_ID]);
    assert.deepEqual([outputs.instanceState, outputs.tenancy, outputs.monitoring], ["running", "default", false]);
    assert.match(String(outputs.primaryNetworkInterfaceId), /^eni-0[0-9a-f]{16}$/);
  });

  it("reports its processor by its type", () => {
    const cpu = { amdSevSnp: "", nestedVirtualization: "" };
    assert.deepEqual(launched().cpuOptions, { ...cpu, coreCount: 1, threadsPerCore: 2 });
    assert.equal("creditSpecification" in launched(), false);
    const small = launched({ instanceType: "t2.medium" });
    assert.deepEqual(small.cpuOptions, { ...cpu, coreCount: 2, threadsPerCore: 1 });
    assert.deepEqual(small.creditSpecification, { cpuCredits: "standard" });
    assert.deepEqual(launched({ instanceType: "t3.medium" }).creditSpecification, { cpuCredits: "unlimited" });
  });

  it("has the image's root volume and metadata options where nothing else is said", () => {
    const outputs = launched();
    const root = outputs.rootBlockDevice as Props;
    assert.match(String(root.volumeId), /^vol-0[0-9a-f]{16}$/);
    assert.deepEqual(without(root, "volumeId"), {
      deleteOnTermination: true,
      deviceName: "/dev/xvda",
      encrypted: false,
      iops: 3000,
      kmsKeyId: "",
      tagsAll: {},
      throughput: 125,
      volumeSize: 30,
      volumeType: "gp3",
    });
    assert.deepEqual(outputs.metadataOptions, {
      httpEndpoint: "enabled",
      httpProtocolIpv6: "disabled",
      httpPutResponseHopLimit: 2,
      httpTokens: "required",
      instanceMetadataTags: "disabled",
    });
  });

  it("has the volume and the metadata options that it asks for", () => {
    const outputs = launched({
      rootBlockDevice: { volumeType: "gp2", volumeSize: 50, encrypted: true },
      metadataOptions: { httpPutResponseHopLimit: 1 },
    });
    const { iops, throughput, volumeSize, encrypted } = outputs.rootBlockDevice as Props;
    assert.deepEqual([iops, throughput, volumeSize, encrypted], [150, 0, 50, true]);
    assert.equal((outputs.metadataOptions as Props).httpPutResponseHopLimit, 1);
  });

  it("has a public address and name in a public subnet, or when it asks for one", () => {
    const outputs = launched({ associatePublicIpAddress: true });
    assert.match(String(outputs.publicIp), /^198\.1[89]\.\d+\.\d+$/);
    assert.equal(
      outputs.publicDns,
      `ec2-${String(outputs.publicIp).replaceAll(".", "-")}.us-west-2.compute.amazonaws.com`,
    );
  });

  it("gives no address twice", () => {
    const account = withNetwork();
    account.raiseQuota("L-1216C47A", 100);
    const addresses = Array.from({ length: 20 }, () => make(account, INSTANCE, instance).outputs.privateIp);
    assert.equal(new Set(addresses).size, 20);
  });

  it("keeps its address in an update", () => {
    const account = withNetwork();
    const made = make(account, INSTANCE, instance);
    const outputs = change(account, INSTANCE, made, { instanceType: "m5.large", tags: { Lab: "2" } });
    assert.deepEqual([outputs.privateIp, outputs.instanceType], [made.outputs.privateIp, "m5.large"]);
  });

  it("is launched from a template, whose settings its own inputs override", () => {
    const account = withNetwork();
    const launchTemplate = { id: madeTemplate(account, { metadataOptions: { httpTokens: "optional" } }) };
    const { outputs } = make(account, INSTANCE, { launchTemplate, instanceType: "c4.large", subnetId: SUBNET_A });
    assert.deepEqual(
      [outputs.ami, outputs.instanceType, outputs.iamInstanceProfile],
      [IMAGE, "c4.large", "cats-instance"],
    );
    assert.equal((outputs.metadataOptions as Props).httpTokens, "optional");
    assert.deepEqual(outputs.vpcSecurityGroupIds, [SECURITY_GROUP_ID]);
    assert.equal(
      refusal(() => account.delete(SECURITY_GROUP, SECURITY_GROUP_ID, options)).split(":")[0],
      "DependencyViolation",
    );
  });

  it("is replaced by another image, subnet or place on the network", () => {
    assert.deepEqual(replaces(INSTANCE, instance, { ami: ARM_IMAGE, subnetId: SUBNET_D }), ["ami", "subnetId"]);
    const kept = { iamInstanceProfile: PROFILE_ARN, vpcSecurityGroupIds: [], tags: { Lab: "2" }, monitoring: true };
    assert.deepEqual(replaces(INSTANCE, instance, kept), []);
  });

  it("is replaced by other user data if it says so", () => {
    assert.deepEqual(replaces(INSTANCE, instance, { userData: "echo" }), []);
    const replacing = { ...instance, userDataReplaceOnChange: true };
    assert.deepEqual(replaces(INSTANCE, replacing, { userData: "echo" }), ["userData"]);
  });

  it("is replaced by a type of another architecture, and stopped and started for the others", () => {
    assert.deepEqual(replaces(INSTANCE, instance, { instanceType: "c5.large" }), []);
    assert.deepEqual(replaces(INSTANCE, instance, { instanceType: "m6g.large" }), ["instanceType"]);
  });

  it("keeps its subnet", () => {
    const account = withNetwork();
    const { id } = make(account, INSTANCE, instance);
    assert.equal(
      refusal(() => account.delete(SUBNET, SUBNET_A, options)),
      `DependencyViolation: The subnet '${SUBNET_A}' has dependencies and cannot be deleted: the instance '${id}' uses it.`,
    );
  });

  it("shares the quota of on-demand vCPUs with Auto Scaling groups", () => {
    const account = withNetwork();
    make(account, INSTANCE, instance);
    make(account, GROUP, group(madeTemplate(account)));
    assert.equal(
      refusal(() => make(account, INSTANCE, instance)),
      'VcpuLimitExceeded: The quota "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances" (L-1216C47A) is 5; ' +
        "4 in use, 2 more asked for. Delete what is not needed, or ask for a higher quota in Service Quotas.",
    );
    account.raiseQuota("L-1216C47A", 6);
    make(account, INSTANCE, instance);
  });

  it("counts no Spot instance among them", () => {
    const account = withNetwork();
    const spot = { ...instance, instanceMarketOptions: { marketType: "spot" } };
    for (let i = 0; i < 3; i++) assert.equal(make(account, INSTANCE, spot).outputs.instanceLifecycle, "spot");
  });

  it("cannot be terminated while that is disabled, unless it is forced", () => {
    const account = withNetwork();
    const made = make(account, INSTANCE, { ...instance, disableApiTermination: true });
    assert.equal(
      refusal(() => account.delete(INSTANCE, made.id, options)),
      `OperationNotPermitted: The instance '${made.id}' may not be terminated. Modify its 'disableApiTermination' ` +
        "instance attribute and try again.",
    );
    change(account, INSTANCE, made, { forceDestroy: true });
    account.delete(INSTANCE, made.id, options);
    assert.equal(account.read(INSTANCE, made.id, options), undefined);
  });

  for (const [what, by, expected] of [
    [
      "user data twice",
      { userDataBase64: "ZWNobw==" },
      'userDataBase64: at most one of "userData", "userDataBase64" may be given, got "userData", "userDataBase64"',
    ],
    [
      "user data of more than 16 KiB",
      { userData: "x".repeat(16385) },
      `userData: expected a length between 0 and 16384 characters, got "${"x".repeat(116)}...`,
    ],
    ["no image", { ami: null }, 'ami: one of "ami", "launchTemplate" must be given'],
    [
      "a template by name and id",
      { launchTemplate: { id: "lt-1", name: "cats", version: "1" } },
      'launchTemplate: exactly one of "id", "name" must be given, got 2',
    ],
    ["an unknown tenancy", { tenancy: "shared" }, 'tenancy: expected one of default, dedicated, host, got "shared"'],
    [
      "iops of a gp2 volume",
      { rootBlockDevice: { volumeType: "gp2", iops: 3000 } },
      "rootBlockDevice.iops: only io1, io2 and gp3 volumes take iops, and the type is gp2",
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(INSTANCE, { ...instance, ...by }), [expected]));
  }

  for (const [what, by, expected] of [
    [
      "a type that the zone does not have",
      { subnetId: SUBNET_D },
      "Unsupported: Your requested instance type (m4.large) is not supported in your requested Availability Zone " +
        "(us-west-2d). Please retry your request by not specifying an Availability Zone or choosing us-west-2a, " +
        "us-west-2b, us-west-2c.",
    ],
    [
      "a subnet that does not exist",
      { subnetId: "subnet-gone" },
      "InvalidSubnetID.NotFound: The subnet ID 'subnet-gone' does not exist",
    ],
    [
      "no subnet",
      { subnetId: null },
      "VPCIdNotSpecified: No default VPC for this user. Name the instance's subnet in subnetId.",
    ],
    [
      "a zone that is not the subnet's",
      { availabilityZone: "us-west-2b" },
      `InvalidParameterValue: Value (us-west-2b) for parameter availabilityZone is invalid. Subnet '${SUBNET_A}' is in ` +
        "the availability zone us-west-2a",
    ],
    [
      "a root volume smaller than the image",
      { rootBlockDevice: { volumeSize: 8 } },
      "InvalidBlockDeviceMapping: Volume of size 8GB is smaller than snapshot of the image, expect size >= 30GB",
    ],
    [
      "an address outside the subnet",
      { privateIp: "10.0.0.4" },
      "InvalidParameterValue: Address 10.0.0.4 does not fall within the subnet's address range",
    ],
    [
      "a key pair that does not exist",
      { keyName: "cats" },
      "InvalidKeyPair.NotFound: The key pair 'cats' does not exist",
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () =>
      assert.equal(
        refusal(() => launched(by)),
        expected,
      ));
  }

  it("refuses security groups of another VPC", () => {
    const other = { type: SECURITY_GROUP, id: "sg-other", outputs: { vpcId: "vpc-other" } };
    const account = withNetwork(other, { type: "aws:ec2/vpc:Vpc", id: "vpc-other" });
    assert.equal(
      refusal(() => make(account, INSTANCE, { ...instance, vpcSecurityGroupIds: ["sg-other"] })),
      `InvalidParameter: Security group sg-other and subnet ${SUBNET_A} belong to different networks.`,
    );
  });

  it("refuses a profile without a role", () => {
    const arn = "arn:aws:iam::123456789012:instance-profile/empty";
    const profile = { type: "aws:iam/instanceProfile:InstanceProfile", id: "empty", outputs: { name: "empty", arn } };
    const account = withNetwork({ ...profile, region: "global" });
    assert.equal(
      refusal(() => make(account, INSTANCE, { ...instance, iamInstanceProfile: "empty" })),
      `InvalidParameterValue: IAM Instance Profile "${arn}" has no associated IAM Roles`,
    );
  });
});
