import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import type { Props } from "../../local/account/model";
import { Attic, STACK } from "./attic";
import { describeWithPulumi, ROOT } from "./cli";
import { operations } from "./events";

/** What somebody has made, by the name that the program gives it; `of` makes an id for import of the id. */
const LEFT: { type: string; name: string; inputs: Props; of?: (id: string) => string }[] = [
  { type: "aws:cloudwatch/logGroup:LogGroup", name: "logs", inputs: { name: "/old", retentionInDays: 7 } },
  { type: "aws:ec2/vpc:Vpc", name: "net", inputs: { cidrBlock: "10.0.0.0/16", tags: { Name: "old" } } },
  {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    name: "alarm",
    inputs: {
      name: "old",
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 2,
      threshold: 10,
      metricQueries: [
        { id: "sum", expression: "SUM(METRICS())", returnData: true },
        { id: "hits", metric: { metricName: "Hits", namespace: "Old", period: 60, stat: "Sum" } },
      ],
    },
  },
  {
    type: "aws:ecs/taskDefinition:TaskDefinition",
    name: "task",
    inputs: { family: "old", containerDefinitions: '[{"name":"web","image":"nginx:1.27","memory":128}]' },
    of: () => "arn:aws:ecs:us-west-2:123456789012:task-definition/old:1",
  },
  {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name: "template",
    inputs: { name: "old", instanceType: "m4.large", metadataOptions: { httpTokens: "required" } },
  },
  { type: "aws:ecs/cluster:Cluster", name: "cluster", inputs: { name: "old" }, of: () => "old" },
];

/** What is wrong with a program's types, as the compiler says it. */
function typeErrors(file: string): string[] {
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    types: [],
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describeWithPulumi("pulumi on this machine: pulumi import", () => {
  let folder: string;
  let code: string;
  let attic: Attic;
  let vpcId: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "catsndogs-imported-"));
    code = join(folder, "index.ts");
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "imported", main: "program.js" }));
    writeFileSync(join(folder, "program.js"), 'require("tsx/cjs");\nmodule.exports = require("./index.ts");\n');
    attic = new Attic(folder);
    await attic.init(STACK);
    const resources = LEFT.map(({ type, name, inputs, of }) => {
      const id = attic.leave(type, inputs);
      return { type, name, id: of?.(id) ?? id };
    });
    vpcId = resources.find(({ name }) => name === "net")?.id ?? "";
    const ingress = [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] }];
    const group = attic.leave("aws:ec2/securityGroup:SecurityGroup", { name: "old", vpcId, ingress });
    resources.push({ type: "aws:ec2/securityGroup:SecurityGroup", name: "group", id: group });
    writeFileSync(join(folder, "import.json"), JSON.stringify({ resources }));
  });
  after(() => {
    attic?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const imports = (args: readonly string[], fails = false) =>
    attic.pulumi(["import", ...args, "--stack", STACK, "--yes"], { fails });

  it("adopts many at once, and writes their program", async () => {
    const before = attic.account().state;
    await imports(["--file", join(folder, "import.json"), "--protect=false", "--out", code]);
    assert.deepEqual(Object.keys(await attic.inState()).sort(), [...LEFT.map(({ name }) => name), "group"].sort());
    assert.deepEqual(attic.account().state, before);
    const text = readFileSync(code, "utf8");
    assert.ok(
      text.startsWith('import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n'),
      text,
    );
    for (const expected of [
      'const logs = new aws.cloudwatch.LogGroup("logs", {\n    name: "/old",\n    retentionInDays: 7,\n    skipDestroy: false,\n});',
      'const net = new aws.ec2.Vpc("net", {\n    cidrBlock: "10.0.0.0/16",',
      '    tags: {\n        Name: "old",\n    },\n',
      'const group = new aws.ec2.SecurityGroup("group", {\n',
      '    ingress: [{\n        cidrBlocks: ["10.0.0.0/8"],\n        fromPort: 80,\n        protocol: "tcp",\n        toPort: 80,\n    }],\n',
      "    vpcId: net.id,\n",
      '            metric: {\n                metricName: "Hits",\n',
      'const task = new aws.ecs.TaskDefinition("task", {\n    containerDefinitions: "[{',
      '    metadataOptions: {\n        httpTokens: "required",\n    },\n',
    ]) {
      assert.ok(text.includes(expected), `${expected}\n\nis not in\n\n${text}`);
    }
  });

  it("writes TypeScript without an error", () => {
    assert.deepEqual(typeErrors(code), []);
  });

  it("writes a program that changes nothing", async () => {
    assert.deepEqual(operations(await attic.preview(STACK, ["--expect-no-changes"])), []);
  });

  it("prints the program of one resource", async () => {
    attic.leave("aws:cloudwatch/logGroup:LogGroup", { name: "/other", retentionInDays: 1 });
    const { text } = await imports(["aws:cloudwatch/logGroup:LogGroup", "other", "/other"]);
    const expected = [
      'const other = new aws.cloudwatch.LogGroup("other", {',
      '    name: "/other",',
      "    retentionInDays: 1,",
      "    skipDestroy: false,",
      "}, {",
      "    protect: true,",
      "});",
    ];
    assert.ok(text.includes(expected.join("\n")), text);
  });

  it("says of an id that does not exist what and where, and imports nothing", async () => {
    const { text } = await imports(["aws:ec2/vpc:Vpc", "missing", "vpc-0"], true);
    assert.match(text, /aws:ec2:Vpc \(missing\):\s+error: .*The VPC 'vpc-0' does not exist in us-west-2\./);
    assert.equal("missing" in (await attic.inState()), false);
  });

  it("says of an id of another form which one the provider takes", async () => {
    const arn = "arn:aws:ecs:us-west-2:123456789012:cluster/old";
    const { text } = await imports(["aws:ecs/cluster:Cluster", "again", arn], true);
    assert.match(
      text,
      /The ECS cluster 'arn:\S+' does not exist in us-west-2\. For import, the provider names it CLUSTER-NAME\./,
    );
  });

  it("refuses a type that the provider does not import", async () => {
    const topic = "arn:aws:sns:us-west-2:123456789012:old";
    const { text } = await imports(["aws:autoscaling/notification:Notification", "told", topic], true);
    assert.match(
      text,
      /UnsupportedOperation: The provider cannot import or look up aws:autoscaling\/notification:Notif/,
    );
  });
});
