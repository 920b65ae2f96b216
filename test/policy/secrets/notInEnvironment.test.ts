import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const notInEnvironment = rule("secrets-not-in-environment");

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const FUNCTION = "aws:lambda/function:Function";
const PROJECT = "aws:codebuild/project:Project";

const STORE = "Keep it in Parameter Store or Secrets Manager";
const IN_CONTAINER = `${STORE} and name it in the container's secrets.`;
const IN_FUNCTION = `${STORE} and let the function read it from there.`;
const IN_BUILD = `${STORE} and give the variable the type "PARAMETER_STORE" or so.`;

const refused = (property: string, given: string, fix: string) =>
  `${property} is ${given}, which everybody who may describe the resource can read; ` +
  `the place of a secret is allowed, the secret itself is not. ${fix}`;

type Pair = { name: string; value?: unknown };
const DATABASE = "postgres://app:hunter2@db.example.com/app";

const task = (...environment: Pair[]) => ({
  containerDefinitions: JSON.stringify([
    { name: "sidecar" },
    {
      name: "cats",
      environment: [{ name: "PARAMETER_STORE_NAME", value: "/alice/UnicornLocation" }, ...environment],
      secrets: [{ name: "DB_PASSWORD", valueFrom: "arn:aws:ssm:us-west-2:123456789012:parameter/alice/db" }],
    },
  ]),
});

describe("secrets-not-in-environment", () => {
  it("accepts places of secrets, and the secrets of a container", async () => {
    const places = [
      { name: "REGION", value: "us-west-2" },
      { name: "DB_SECRET_ARN", value: "arn:aws:secretsmanager:us-west-2:123456789012:secret:db" },
      { name: "DB_PASSWORD_FILE", value: "/run/secrets/db" },
      { name: "DB_PASSWORD", value: "" },
      { name: "TOKEN_TTL", value: "3600" },
    ];
    assert.deepEqual(await violations(notInEnvironment, TASK, task(...places)), []);
  });

  it("refuses a secret by the name of its variable, and tells its length alone", async () => {
    assert.deepEqual(await violations(notInEnvironment, TASK, task({ name: "DB_PASSWORD", value: "hunter2" })), [
      refused(
        "containerDefinitions[1].environment[1].value of DB_PASSWORD",
        "7 characters of plain text",
        IN_CONTAINER,
      ),
    ]);
  });

  it("reads a definition in capitals, as the provider does", async () => {
    const definition = [{ Name: "cats", Environment: [{ Name: "DB_PASSWORD", Value: "hunter2" }] }];
    const given = { containerDefinitions: JSON.stringify(definition) };
    assert.deepEqual(await violations(notInEnvironment, TASK, given), [
      refused(
        "containerDefinitions[0].environment[0].value of DB_PASSWORD",
        "7 characters of plain text",
        IN_CONTAINER,
      ),
    ]);
  });

  it("refuses a secret by its value, and tells its kind alone", async () => {
    const found = await violations(notInEnvironment, TASK, task({ name: "DATABASE", value: DATABASE }));
    assert.deepEqual(found, [
      refused("containerDefinitions[1].environment[1].value of DATABASE", "a URL with a password", IN_CONTAINER),
    ]);
    assert.equal(found.join().includes("hunter2"), false);
  });

  it("judges daemons and express services of ECS", async () => {
    const environments = [{ name: "API_KEY", value: "abcdef" }];
    const daemon = "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition";
    assert.deepEqual(await violations(notInEnvironment, daemon, { containerDefinitions: [{ environments }] }), [
      refused("containerDefinitions[0].environments[0].value of API_KEY", "6 characters of plain text", IN_CONTAINER),
    ]);
    const express = "aws:ecs/expressGatewayService:ExpressGatewayService";
    assert.deepEqual(await violations(notInEnvironment, express, { primaryContainer: { environments } }), [
      refused("primaryContainer.environments[0].value of API_KEY", "6 characters of plain text", IN_CONTAINER),
    ]);
  });

  it("judges what a schedule gives to a task", async () => {
    const environment = [{ name: "API_KEY", value: "abcdef" }];
    const input = JSON.stringify({ containerOverrides: [{ name: "cats", environment }] });
    assert.deepEqual(await violations(notInEnvironment, "aws:cloudwatch/eventTarget:EventTarget", { input }), [
      refused(
        "input.containerOverrides[0].environment[0].value of API_KEY",
        "6 characters of plain text",
        IN_CONTAINER,
      ),
    ]);
    const other = { input: JSON.stringify({ password: "hunter2" }) };
    assert.deepEqual(await violations(notInEnvironment, "aws:cloudwatch/eventTarget:EventTarget", other), []);
  });

  it("judges functions", async () => {
    const function_ = (variables: unknown) => ({ environment: { variables } });
    assert.deepEqual(await violations(notInEnvironment, FUNCTION, function_({ TABLE: "x", SECRET_NAME: "db" })), []);
    assert.deepEqual(await violations(notInEnvironment, FUNCTION, function_({ TABLE: "x", dbPassword: "hunter2" })), [
      refused("environment.variables.dbPassword of dbPassword", "7 characters of plain text", IN_FUNCTION),
    ]);
  });

  it("judges builds, whose variables may name where the secret is", async () => {
    const project = (type?: string) => ({
      environment: { environmentVariables: [{ name: "GITHUB_TOKEN", value: "/alice-token", type }] },
    });
    const property = "environment.environmentVariables[0].value of GITHUB_TOKEN";
    for (const type of [undefined, "PLAINTEXT"]) {
      assert.deepEqual(await violations(notInEnvironment, PROJECT, project(type)), [
        refused(property, "12 characters of plain text", IN_BUILD),
      ]);
    }
    for (const type of ["PARAMETER_STORE", "SECRETS_MANAGER"]) {
      assert.deepEqual(await violations(notInEnvironment, PROJECT, project(type)), []);
    }
  });

  it("judges what a pipeline gives to a build", async () => {
    const variables = [
      { name: "API_KEY", value: "/alice/key", type: "PARAMETER_STORE" },
      { name: "API_KEY", value: "abcdef", type: "PLAINTEXT" },
    ];
    const actions = [{ configuration: { ProjectName: "x", EnvironmentVariables: JSON.stringify(variables) } }];
    const stages = [{ actions: [] }, { actions }];
    assert.deepEqual(await violations(notInEnvironment, "aws:codepipeline/pipeline:Pipeline", { stages }), [
      refused(
        "stages[1].actions[0].configuration.EnvironmentVariables[1].value of API_KEY",
        "6 characters of plain text",
        IN_BUILD,
      ),
    ]);
  });

  it("refuses credentials in user data, plain or in base64", async () => {
    const userData = `#!/bin/sh\nexport DATABASE=${DATABASE}\n`;
    const encoded = Buffer.from(userData).toString("base64");
    const text = (property: string) =>
      `${property} is a text with a URL with a password, which every process of the instance can read from its ` +
      "metadata; user data without secrets is allowed. " +
      "Let the instance read it from Parameter Store or Secrets Manager by its role.";
    for (const [type, props, property] of [
      ["aws:ec2/launchTemplate:LaunchTemplate", { userData: encoded }, "userData"],
      ["aws:ec2/instance:Instance", { userData }, "userData"],
      ["aws:ec2/instance:Instance", { userDataBase64: encoded }, "userDataBase64"],
      ["aws:ec2/launchConfiguration:LaunchConfiguration", { userData }, "userData"],
      ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", { userData }, "userData"],
      [
        "aws:ec2/spotFleetRequest:SpotFleetRequest",
        { launchSpecifications: [{}, { userData }] },
        "launchSpecifications[1].userData",
      ],
    ] as const) {
      assert.deepEqual(await violations(notInEnvironment, type, props), [text(property)]);
    }
    const plain = { userData: "#!/bin/sh\necho ECS_CLUSTER=alice >> /etc/ecs/ecs.config\n" };
    assert.deepEqual(await violations(notInEnvironment, "aws:ec2/instance:Instance", plain), []);
  });

  it("lets the policy config allow names", async () => {
    const config = { allowedNames: ["DB_PASSWORD"] };
    const both = task({ name: "DB_PASSWORD", value: "hunter2" }, { name: "API_KEY", value: "abcdef" });
    assert.deepEqual(await violations(notInEnvironment, TASK, both, config), [
      refused("containerDefinitions[1].environment[2].value of API_KEY", "6 characters of plain text", IN_CONTAINER),
    ]);
  });

  it("says nothing about what cannot be read, or is not known yet, and notes the latter", async () => {
    for (const containerDefinitions of [
      undefined,
      "",
      "{",
      "{}",
      "[null, 3]",
      '[{"environment":[{"name":"TOKEN"}]}]',
    ]) {
      assert.deepEqual(await violations(notInEnvironment, TASK, { containerDefinitions }), []);
    }
    assert.deepEqual(await violations(notInEnvironment, TASK, { containerDefinitions: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(notInEnvironment, TASK, { containerDefinitions: UNKNOWN }), [
      "containerDefinitions",
    ]);
    const function_ = { environment: { variables: { TABLE: UNKNOWN, DB_PASSWORD: UNKNOWN, TOKEN: "hunter2" } } };
    assert.deepEqual(await violations(notInEnvironment, FUNCTION, function_), [
      refused("environment.variables.TOKEN of TOKEN", "7 characters of plain text", IN_FUNCTION),
    ]);
    assert.deepEqual(await leftOpen(notInEnvironment, FUNCTION, function_), ["environment.variables.DB_PASSWORD"]);
    const pair = {
      environment: {
        environmentVariables: [
          { name: "URI", value: UNKNOWN },
          { name: UNKNOWN, value: "x" },
        ],
      },
    };
    assert.deepEqual(await leftOpen(notInEnvironment, PROJECT, pair), ["environment.environmentVariables[1].name"]);
    const actions = [{ configuration: { S3Bucket: UNKNOWN, EnvironmentVariables: UNKNOWN } }];
    assert.deepEqual(
      await leftOpen(notInEnvironment, "aws:codepipeline/pipeline:Pipeline", { stages: [{ actions }] }),
      ["stages[0].actions[0].configuration.EnvironmentVariables"],
    );
    const typed = { environment: { environmentVariables: [{ name: "TOKEN", value: "hunter2", type: UNKNOWN }] } };
    assert.deepEqual(await violations(notInEnvironment, PROJECT, typed), []);
    assert.deepEqual(await leftOpen(notInEnvironment, PROJECT, typed), ["environment.environmentVariables[0].type"]);
  });
});
