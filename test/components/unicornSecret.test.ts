import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { UnicornSecret } from "../../components/unicornSecret";
import { label, record } from "./recorder";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";
const PARAMETER = "aws:ssm/parameter:Parameter";
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

const PARAMETER_ARN = "arn:aws:ssm:us-west-2:123456789012:parameter/workshop/UnicornLocation";

function recordSecret() {
  return record(
    () => {
      const unicorns = new UnicornSecret("unicorns", { stack: "workshop", location: "unicorns.example.com" });
      // Stands for the task that has the role.
      new pulumi.ComponentResource("test:index:Task", "task", { roleArn: unicorns.reader.arn }, {}, false);
      return { parameter: unicorns.parameter, key: unicorns.key, reader: unicorns.reader };
    },
    {
      calls: { "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "123456789012" }) },
      outputs: (type) =>
        type === PARAMETER
          ? { arn: PARAMETER_ARN, region: "us-west-2" }
          : type === KEY
            ? { keyId: "7c9e6679-7425-40de-944b-e07fc1f90ae7" }
            : undefined,
    },
  );
}

describe("UnicornSecret", () => {
  let recorded: Awaited<ReturnType<typeof recordSecret>>;

  before(async () => {
    recorded = await recordSecret();
  });

  it("makes a key that is rotated, waits 7 days when it is deleted, and leaves access to IAM", () => {
    assert.deepEqual(recorded.one(KEY).inputs, {
      description: "Encrypts the location of the unicorns of stack workshop",
      enableKeyRotation: true,
      deletionWindowInDays: 7,
    });
  });

  it("gives the key the workshop's alias, with the stack in it", () => {
    assert.deepEqual(recorded.one(ALIAS).inputs, {
      name: "alias/keyForUnicorns-workshop",
      targetKeyId: "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    });
  });

  it("keeps the location as a secure string under that key, marked mythical", () => {
    assert.deepEqual(recorded.one(PARAMETER).inputs, {
      name: "/workshop/UnicornLocation",
      description: "Location of Unicorns for catsndogs ECS lab.",
      type: "SecureString",
      keyId: "7c9e6679-7425-40de-944b-e07fc1f90ae7",
      value: "unicorns.example.com",
      tags: { Classification: "Mythical" },
    });
  });

  it("makes a secret of the location, though it was given as plain text", () => {
    assert.deepEqual(recorded.one(PARAMETER).secrets, ["value"]);
    const others = recorded.resources.filter(({ type, secrets }) => type !== PARAMETER && secrets.length > 0);
    assert.deepEqual(others, []);
  });

  it("lets tasks of this account take the reader's role, and nobody else", () => {
    const { assumeRolePolicy, ...inputs } = recorded.one(ROLE).inputs;
    assert.deepEqual(inputs, { name: "workshop-catsContainerTaskRole" });
    assert.deepEqual(JSON.parse(assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
  });

  it("lets the reader read by the tag, and decrypt through Parameter Store alone", () => {
    const { policy, ...inputs } = recorded.one(POLICY).inputs;
    assert.deepEqual(inputs, { name: "read-unicorn-location", role: "workshop-catsContainerTaskRole" });
    assert.deepEqual(JSON.parse(policy).Statement, [
      {
        Effect: "Allow",
        Action: ["ssm:GetParameter", "ssm:GetParameters"],
        Resource: "arn:aws:ssm:us-west-2:123456789012:parameter/workshop/*",
        Condition: { StringEquals: { "ssm:resourceTag/Classification": "Mythical" } },
      },
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "arn:aws:mock:::unicorns",
        Condition: { StringEquals: { "kms:ViaService": "ssm.us-west-2.amazonaws.com" } },
      },
    ]);
  });

  it("makes whoever takes the role wait for what the role may do", () => {
    assert.ok(recorded.waitsFor(label("test:index:Task", "task"), label(POLICY, "unicorns-reader")));
  });

  it("gives out the names and ARNs that tasks need", () => {
    assert.deepEqual(recorded.result, {
      parameter: { name: "/workshop/UnicornLocation", arn: PARAMETER_ARN },
      key: { arn: "arn:aws:mock:::unicorns" },
      reader: { arn: "arn:aws:mock:::unicorns-reader" },
    });
  });
});
