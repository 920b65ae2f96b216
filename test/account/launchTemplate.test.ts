import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import { capacityOf } from "../../local/account/types/ec2/capacity";
import {
  ARM_IMAGE,
  base64,
  GROUP,
  group,
  madeTemplate,
  script,
  TEMPLATE,
  template,
  withNetwork,
} from "./capacityFixture";
import { change, failures, make, options, refusal, replaces } from "./support";

describe("account: launch templates", () => {
  it("reports the id, the ARN and the versions", () => {
    const { id, outputs } = make(withNetwork(), TEMPLATE, template);
    assert.match(id, /^lt-0[0-9a-f]{16}$/);
    assert.equal(outputs.arn, `arn:aws:ec2:us-west-2:123456789012:launch-template/${id}`);
    assert.deepEqual([outputs.latestVersion, outputs.defaultVersion, outputs.namePrefix], [1, 1, ""]);
    assert.equal("metadataOptions" in outputs, false);
  });

  it("fills in the metadata options that were not given once one is", () => {
    const { outputs } = make(withNetwork(), TEMPLATE, { ...template, metadataOptions: { httpTokens: "required" } });
    assert.deepEqual(outputs.metadataOptions, {
      httpEndpoint: "enabled",
      httpProtocolIpv6: "disabled",
      httpPutResponseHopLimit: 1,
      httpTokens: "required",
      instanceMetadataTags: "disabled",
    });
  });

  it("makes a version with every change of what is launched, and none with a change of tags", () => {
    const account = withNetwork();
    const made = make(account, TEMPLATE, template);
    assert.equal(change(account, TEMPLATE, made, { tags: { Lab: "1" } }).latestVersion, 1);
    const changed = change(account, TEMPLATE, made, { instanceType: "m5.large" });
    assert.deepEqual([changed.latestVersion, changed.defaultVersion], [2, 1]);
    const latest = change(account, TEMPLATE, made, { instanceType: "c5.large", updateDefaultVersion: true });
    assert.deepEqual([latest.latestVersion, latest.defaultVersion], [3, 3]);
  });

  it("launches what the version said when it was made, not what the template says now", () => {
    const account = withNetwork();
    const made = make(account, TEMPLATE, template);
    const grouped = make(account, GROUP, group(made.id));
    change(account, TEMPLATE, made, { instanceType: "c5.large" });
    const record = account.require(GROUP, grouped.id, options);
    const types = capacityOf(record, account).flatMap(({ pools }) => pools.map(({ launch }) => launch.instanceType));
    assert.deepEqual(types, ["m4.large", "m4.large"]);
  });

  it("is replaced by a new name only", () => {
    assert.deepEqual(replaces(TEMPLATE, template, { name: "other" }), ["name"]);
    assert.deepEqual(replaces(TEMPLATE, template, { imageId: ARM_IMAGE, userData: "", description: "new" }), []);
  });

  it("refuses a name that is taken", () => {
    const account = withNetwork();
    madeTemplate(account);
    assert.equal(
      refusal(() => madeTemplate(account)),
      "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use: cats-on-demand.",
    );
  });

  it("refuses user data that is not base64, or longer than 16 KiB", () => {
    assert.equal(
      refusal(() => madeTemplate(withNetwork(), { userData: script })),
      "InvalidUserData.Malformed: Invalid BASE64 encoding of user data.",
    );
    assert.equal(madeTemplate(withNetwork(), { userData: base64("x".repeat(16384)) }).slice(0, 3), "lt-");
    assert.equal(
      refusal(() => madeTemplate(withNetwork(), { userData: base64("x".repeat(16385)) })),
      "InvalidParameterValue: User data is limited to 16384 bytes",
    );
  });

  it("refuses a default version that does not exist", () => {
    assert.equal(
      refusal(() => madeTemplate(withNetwork(), { defaultVersion: 2 })),
      "InvalidLaunchTemplateId.VersionNotFound: The default version 2 does not exist; the latest version is 1.",
    );
  });

  for (const [what, by, expected] of [
    ["a short name", { name: "lt" }, 'name: expected a length between 3 and 128 characters, got "lt"'],
    [
      "a space in the name",
      { name: "cats on demand" },
      'name: expected letters, digits and the characters ( ) . / - _ in a launch template\'s name, got "cats on demand"',
    ],
    [
      "an unknown volume type",
      { blockDeviceMappings: [{ ebs: { volumeType: "gp9" } }] },
      'blockDeviceMappings[0].ebs.volumeType: expected one of standard, gp2, gp3, io1, io2, sc1, st1, got "gp9"',
    ],
    [
      "throughput of a gp2 volume",
      { blockDeviceMappings: [{ ebs: { volumeType: "gp2", throughput: 200 } }] },
      "blockDeviceMappings[0].ebs.throughput: only gp3 volumes take throughput, and the type is gp2",
    ],
    [
      "a key for a volume that is not encrypted",
      { blockDeviceMappings: [{ ebs: { kmsKeyId: "alias/cats", encrypted: "false" } }] },
      "blockDeviceMappings[0].ebs.kmsKeyId: a key is for encrypted volumes; set encrypted to true",
    ],
    [
      "a hop limit of 65",
      { metadataOptions: { httpPutResponseHopLimit: 65 } },
      "metadataOptions.httpPutResponseHopLimit: expected a number between 1 and 64, got 65",
    ],
    [
      "tags for what it does not launch",
      { tagSpecifications: [{ resourceType: "vpc", tags: {} }] },
      "tagSpecifications[0].resourceType: expected one of instance, volume, network-interface, spot-instances-request, " +
        'elastic-gpu, got "vpc"',
    ],
    [
      "security groups beside network interfaces",
      { networkInterfaces: [{ deviceIndex: 0 }] },
      "vpcSecurityGroupIds: security groups go into networkInterfaces where there are any; nothing launches from a " +
        "template with both",
    ],
    [
      "an instance profile by name and ARN",
      { iamInstanceProfile: { name: "cats", arn: "arn:aws:iam::123456789012:instance-profile/cats" } },
      'iamInstanceProfile.name: at most one of "arn", "name" may be given, got both',
    ],
    [
      "a boolean that is neither",
      { ebsOptimized: "yes" },
      'ebsOptimized: expected "true", "false" or an empty string, got "yes"',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(TEMPLATE, { ...template, ...by }), [expected]));
  }
});
