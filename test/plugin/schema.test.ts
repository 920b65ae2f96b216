import assert from "node:assert/strict";
import type { TypeDefinition } from "../../local/account/model";
import { types } from "../../local/account/types";
import { type PropertySpec, packageSchema } from "../../local/engine/plugin/schema";
import { LOGS, VPC } from "./fixture";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

describe("plugin: the schema", () => {
  const schema = packageSchema(types, "7.48.0");

  /** The references in a property. */
  const references = (spec: PropertySpec): string[] => [
    ...(spec.$ref ? [spec.$ref] : []),
    ...[spec.items, spec.additionalProperties].flatMap((inner) => (inner ? references(inner) : [])),
  ];

  it("is that of the package which programs use, in its version", () => {
    assert.deepEqual([schema.name, schema.version], ["aws", "7.48.0"]);
    // How `aws:cloudwatch/logGroup:LogGroup` becomes aws.cloudwatch.LogGroup.
    assert.equal(new RegExp(schema.meta.moduleFormat).exec("cloudwatch/logGroup")?.[1], "cloudwatch");
  });

  it("has every type of the account", () => {
    assert.deepEqual(Object.keys(schema.resources).sort(), types.map(({ type }) => type).sort());
  });

  it("says of a type what it takes, what of that is required, and what it reports", () => {
    const { inputProperties, requiredInputs, properties } = schema.resources[LOGS] ?? assert.fail();
    assert.deepEqual(inputProperties.retentionInDays, { type: "number" });
    assert.deepEqual(inputProperties.tags, { type: "object", additionalProperties: { type: "string" } });
    assert.equal(inputProperties.arn, undefined);
    assert.deepEqual(properties.arn, { type: "string" });
    assert.deepEqual(properties.tagsAll, properties.tags);
    assert.deepEqual(requiredInputs, []);
    assert.deepEqual(schema.resources["aws:ecs/taskDefinition:TaskDefinition"]?.requiredInputs, [
      "containerDefinitions",
      "family",
    ]);
    assert.deepEqual(schema.resources[VPC]?.properties.mainRouteTableId, { type: "string" });
    // A number; the shapes do not say so of what is only reported.
    assert.deepEqual(schema.resources[TEMPLATE]?.properties.latestVersion, { $ref: "pulumi.json#/Any" });
  });

  it("says the same of objects nested in it, also in lists", () => {
    const { inputProperties = {} } = schema.resources[TEMPLATE] ?? {};
    const options = "aws:ec2/LaunchTemplateMetadataOptions:LaunchTemplateMetadataOptions";
    assert.deepEqual(inputProperties.metadataOptions, { $ref: `#/types/${options}` });
    assert.deepEqual(schema.types[options]?.properties.httpTokens, { type: "string" });
    const mappings = "aws:ec2/LaunchTemplateBlockDeviceMappings:LaunchTemplateBlockDeviceMappings";
    assert.deepEqual(inputProperties.blockDeviceMappings, { type: "array", items: { $ref: `#/types/${mappings}` } });
    assert.deepEqual(schema.types[mappings]?.properties.ebs, {
      $ref: "#/types/aws:ec2/LaunchTemplateBlockDeviceMappingsEbs:LaunchTemplateBlockDeviceMappingsEbs",
    });
    const hibernation = "aws:ec2/LaunchTemplateHibernationOptions:LaunchTemplateHibernationOptions";
    assert.deepEqual(schema.types[hibernation]?.required, ["configured"]);
  });

  it("refers to nothing that it does not have, and has nothing that nobody refers to", () => {
    const specs = [
      ...Object.values(schema.resources).flatMap(({ inputProperties, properties }) => [inputProperties, properties]),
      ...Object.values(schema.types).map(({ properties }) => properties),
    ].flatMap((properties) => Object.values(properties));
    const referred = new Set(specs.flatMap(references));
    for (const own of ["Any", "Archive"]) assert.ok(referred.delete(`pulumi.json#/${own}`), own);
    assert.deepEqual(
      [...referred].sort(),
      Object.keys(schema.types)
        .map((token) => `#/types/${token}`)
        .sort(),
    );
  });

  it("gives each nested type a name of its own", () => {
    const alone = types.flatMap((type) => Object.keys(packageSchema([type], "7.48.0").types));
    assert.deepEqual(alone.sort(), Object.keys(schema.types).sort());
  });

  it("marks what a type keeps secret", () => {
    const definition: TypeDefinition = { type: LOGS, noun: "log group", id: () => "", secrets: ["kmsKeyId"] };
    const { inputProperties, properties } = packageSchema([definition], "7.48.0").resources[LOGS] ?? assert.fail();
    assert.deepEqual(inputProperties.kmsKeyId, { type: "string", secret: true });
    assert.deepEqual(properties.kmsKeyId, { type: "string", secret: true });
    assert.deepEqual(properties.name, { type: "string" });
  });
});
