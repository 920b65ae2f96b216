import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const pinned = rule("images-pinned");

const GROUP = "aws:autoscaling/group:Group";
const SPOT_FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const EC2_FLEET = "aws:ec2/fleet:Fleet";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const IMAGES: [type: string, property: string][] = [
  [TEMPLATE, "imageId"],
  ["aws:ec2/launchConfiguration:LaunchConfiguration", "imageId"],
  ["aws:ec2/instance:Instance", "ami"],
  ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", "ami"],
];

const PARAMETER = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";

const group = { launchTemplate: { id: "lt-1", version: "3" }, instanceRefresh: { strategy: "Rolling" } };
const mixed = {
  mixedInstancesPolicy: {
    launchTemplate: {
      launchTemplateSpecification: { launchTemplateId: "lt-1", version: "3" },
      overrides: [
        { instanceType: "m4.large" },
        { instanceType: "m6g.large", launchTemplateSpecification: { launchTemplateId: "lt-2", version: "1" } },
      ],
    },
  },
};
const fleet = {
  launchTemplateConfigs: [{ launchTemplateSpecification: { id: "lt-1", version: "3" }, overrides: [] }],
};

const floating = (property: string) =>
  `${property} is ${PARAMETER}, so an instance that starts tomorrow may start from another image; an image's id, or a ` +
  "parameter with the number of its version, is required. Read the parameter once and keep the id, or append the " +
  "version after a colon.";
const FIX =
  "the number of a version is required. Use the template's latestVersion, so that a new version is a change of the stack.";
const moving = (property: string, alias: string, also = "") =>
  `${property}.version is ${alias}, so an instance that starts tomorrow may be another than today's${also}; ${FIX}`;
const missing = (property: string) =>
  `${property}.version is missing, so an instance that starts tomorrow may be another than today's, by whatever is the ` +
  `template's default version then; ${FIX}`;

describe("images-pinned", () => {
  for (const [type, property] of IMAGES) {
    it(`judges the image of ${type}`, async () => {
      for (const image of [
        "ami-0123456789abcdef0",
        `${PARAMETER}:12`,
        "resolve:ssm:arn:aws:ssm:eu-west-1:1:parameter/a:2",
      ]) {
        assert.deepEqual(await violations(pinned, type, { [property]: image }), []);
      }
      assert.deepEqual(await violations(pinned, type, { [property]: PARAMETER }), [floating(property)]);
      assert.deepEqual(await violations(pinned, type, { [property]: UNKNOWN }), []);
      assert.deepEqual(await leftOpen(pinned, type, { [property]: UNKNOWN }), [property]);
    });
  }

  it("takes a parameter's label for no version, as it can be moved", async () => {
    const labelled = `${PARAMETER}:stable`;
    assert.deepEqual(await violations(pinned, TEMPLATE, { imageId: labelled }), [
      floating("imageId").replace(PARAMETER, labelled),
    ]);
  });

  it("judges the images of launch specifications", async () => {
    const specifications = { launchSpecifications: [{ ami: "ami-1" }, { ami: PARAMETER }] };
    assert.deepEqual(await violations(pinned, SPOT_FLEET, specifications), [floating("launchSpecifications[1].ami")]);
  });

  it("refuses an alias of a version on an Auto Scaling group", async () => {
    assert.deepEqual(await violations(pinned, GROUP, group), []);
    assert.deepEqual(await violations(pinned, GROUP, { launchConfiguration: "web" }), []);
    assert.deepEqual(await violations(pinned, GROUP, mutated(group, "launchTemplate.version", "$Default")), [
      moving("launchTemplate", "$Default"),
    ]);
    assert.deepEqual(await violations(pinned, GROUP, mutated(group, "launchTemplate.version", undefined)), [
      missing("launchTemplate"),
    ]);
  });

  it("says that an instance refresh never starts by $Latest", async () => {
    const latest = mutated(group, "launchTemplate.version", "$Latest");
    assert.deepEqual(await violations(pinned, GROUP, latest), [
      moving("launchTemplate", "$Latest", ", and instanceRefresh never starts"),
    ]);
    assert.deepEqual(await violations(pinned, GROUP, mutated(latest, "instanceRefresh", undefined)), [
      moving("launchTemplate", "$Latest"),
    ]);
  });

  it("judges every template of a mixed instances policy", async () => {
    const template = "mixedInstancesPolicy.launchTemplate";
    assert.deepEqual(await violations(pinned, GROUP, mixed), []);
    const main = `${template}.launchTemplateSpecification`;
    assert.deepEqual(await violations(pinned, GROUP, mutated(mixed, `${main}.version`, "$Latest")), [
      moving(main, "$Latest"),
    ]);
    const own = `${template}.overrides.1.launchTemplateSpecification.version`;
    assert.deepEqual(await violations(pinned, GROUP, mutated(mixed, own, "$Latest")), [
      moving(`${template}.overrides[1].launchTemplateSpecification`, "$Latest"),
    ]);
  });

  for (const type of [SPOT_FLEET, EC2_FLEET]) {
    it(`judges the templates of ${type}`, async () => {
      const property = "launchTemplateConfigs[0].launchTemplateSpecification";
      const path = "launchTemplateConfigs.0.launchTemplateSpecification.version";
      assert.deepEqual(await violations(pinned, type, fleet), []);
      assert.deepEqual(await violations(pinned, type, mutated(fleet, path, "$Latest")), [moving(property, "$Latest")]);
      assert.deepEqual(await violations(pinned, type, mutated(fleet, path, undefined)), [missing(property)]);
    });
  }

  it("says nothing about a version that is not known yet", async () => {
    for (const path of ["launchTemplate", "launchTemplate.version"]) {
      assert.deepEqual(await violations(pinned, GROUP, mutated(group, path, UNKNOWN)), []);
      assert.deepEqual(await leftOpen(pinned, GROUP, mutated(group, path, UNKNOWN)), [path]);
    }
    const unknown = mutated(fleet, "launchTemplateConfigs", UNKNOWN);
    assert.deepEqual(await leftOpen(pinned, SPOT_FLEET, unknown), ["launchTemplateConfigs"]);
  });

  it("allows the aliases that the policy config names", async () => {
    const config = { allowedAliases: ["$Default"] };
    assert.deepEqual(await violations(pinned, GROUP, mutated(group, "launchTemplate.version", undefined), config), []);
    assert.deepEqual(
      await violations(pinned, GROUP, mutated(mixed, "launchTemplate", { version: "$Latest" }), config),
      [moving("launchTemplate", "$Latest")],
    );
  });
});
