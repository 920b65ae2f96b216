import assert from "node:assert/strict";
import { Attic, STACK } from "./attic";
import { describeWithPulumi } from "./cli";
import { changes, errors, operations } from "./events";

const CLUSTER = "aws:ecs/cluster:Cluster";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const VPC = "aws:ec2/vpc:Vpc";

const ARN = "arn:aws:ecs:us-west-2:123456789012";
const DEFINITION = { family: "cats", containerDefinitions: '[{"name":"web","image":"nginx:1.27","memory":128}]' };

describeWithPulumi("pulumi on this machine: a program that adopts what is there", () => {
  let attic: Attic;
  beforeEach(async () => {
    attic = new Attic();
    await attic.init(STACK);
  });
  afterEach(() => attic?.remove());

  const logs = (retentionInDays: number) => ({
    adopt: [{ type: "cloudwatch.LogGroup", name: "logs", args: { name: "/old", retentionInDays }, id: "/old" }],
  });

  it("makes it the stack's own and changes nothing", async () => {
    attic.leave(LOGS, { name: "/old", retentionInDays: 7 });
    const before = attic.account().state;
    attic.wants(logs(7));
    assert.deepEqual(operations(await attic.up(STACK)), ["import LogGroup logs"]);
    assert.deepEqual(operations(await attic.up(STACK)), []);
    assert.deepEqual(attic.account().state, before);
    await attic.destroy(STACK);
    assert.deepEqual(attic.inAccount(), []);
  });

  it("takes the ids that the provider's documentation has, and keeps those that the provider has", async () => {
    attic.leave(CLUSTER, { name: "site" });
    for (const _ of ["first revision", "second"]) attic.leave(TASK, DEFINITION);
    attic.wants({
      adopt: [
        { type: "ecs.Cluster", name: "site", args: { name: "site" }, id: "site" },
        { type: "ecs.TaskDefinition", name: "cats", args: DEFINITION, id: `${ARN}:task-definition/cats:2` },
      ],
    });
    await attic.up(STACK);
    assert.deepEqual(operations(await attic.refresh(STACK)), []);
    assert.deepEqual(operations(await attic.up(STACK)), []);
    const { site, cats } = await attic.inState();
    assert.deepEqual([site?.id, cats?.id], [`${ARN}:cluster/site`, "cats"]);
    assert.deepEqual(cats?.outputs, attic.account().records(TASK)[1]?.outputs);
    await attic.destroy(STACK);
    assert.deepEqual(
      attic
        .account()
        .records()
        .map(({ outputs }) => outputs.arn),
      [`${ARN}:task-definition/cats:1`],
    );
  });

  it("changes at once what can be changed in place", async () => {
    attic.leave(LOGS, { name: "/old", retentionInDays: 7 });
    attic.wants(logs(14));
    const plan = await attic.preview(STACK);
    assert.deepEqual(operations(plan), ["import LogGroup logs", "update LogGroup logs"]);
    assert.deepEqual(changes(plan, "LogGroup", "logs"), ["retentionInDays: update"]);
    await attic.up(STACK);
    assert.equal(attic.account().records(LOGS)[0]?.outputs.retentionInDays, 14);
  });

  it("refuses inputs that would replace it, and leaves it alone", async () => {
    const id = attic.leave(VPC, { cidrBlock: "10.0.0.0/16" });
    const before = attic.account().state;
    attic.wants({ adopt: [{ type: "ec2.Vpc", name: "net", args: { cidrBlock: "10.1.0.0/16" }, id }] });
    assert.match(
      errors(await attic.up(STACK, [], { fails: true })),
      /still specify an ID may not be replaced; .*\ncidrBlock: \{10\.0\.0\.0\/16\} => \{10\.1\.0\.0\/16\}/,
    );
    assert.deepEqual(attic.account().state, before);
  });

  it("refuses inputs that are wrong, and leaves it alone", async () => {
    const id = attic.leave(VPC, { cidrBlock: "10.0.0.0/16" });
    const before = attic.account().state;
    attic.wants({ adopt: [{ type: "ec2.Vpc", name: "net", args: { cidrBlock: "10.0.0.0/8" }, id }] });
    assert.match(
      errors(await attic.up(STACK, [], { fails: true })),
      /aws:ec2\/vpc:Vpc resource 'net': property cidrBlock value \{10\.0\.0\.0\/8\} has a problem: expected .* prefix between 16 and 28/,
    );
    assert.deepEqual(attic.account().state, before);
  });

  it("says of an id that does not exist what and where, and makes nothing", async () => {
    const adopt = [
      { type: "ec2.Vpc", name: "net", args: { cidrBlock: "10.0.0.0/16" }, id: "vpc-0" },
      {
        type: "ecs.Service",
        name: "cats",
        args: { name: "cats", taskDefinition: "cats" },
        id: `${ARN}:service/a/cats`,
      },
    ];
    attic.wants({ adopt });
    const said = errors(await attic.preview(STACK, [], { fails: true }));
    assert.match(said, /ResourceNotFoundException: The VPC 'vpc-0' does not exist in us-west-2\./);
    assert.match(
      said,
      /The ECS service 'arn:.*' does not exist in us-west-2\. .* names it CLUSTER-NAME\/SERVICE-NAME\./,
    );
    await attic.up(STACK, [], { fails: true });
    assert.deepEqual([await attic.inState(), attic.inAccount()], [{}, []]);
  });
});

describeWithPulumi("pulumi on this machine: a program that looks up what is there", () => {
  let attic: Attic;
  before(async () => {
    attic = new Attic();
    await attic.init(STACK);
    attic.leave(CLUSTER, { name: "site" });
    attic.leave(LOGS, { name: "/old" });
  });
  after(() => attic?.remove());

  const lookUp = [
    { type: "ecs.Cluster", name: "site", id: "site" },
    { type: "cloudwatch.LogGroup", name: "logs", id: "/old" },
  ];

  it("gets its outputs", async () => {
    attic.wants({ lookUp });
    assert.deepEqual(operations(await attic.up(STACK)), []);
    const { text } = await attic.pulumi(["stack", "output", "--json", "--stack", STACK]);
    assert.deepEqual(JSON.parse(text), {
      site: `${ARN}:cluster/site`,
      logs: "arn:aws:logs:us-west-2:123456789012:log-group:/old",
    });
    const { site, logs } = await attic.inState();
    assert.deepEqual([site?.id, site?.external], [`${ARN}:cluster/site`, true]);
    assert.deepEqual([logs?.id, logs?.external], ["/old", true]);
  });

  it("gets them again, with nothing to do", async () => {
    assert.deepEqual(operations(await attic.refresh(STACK, ["--expect-no-changes"])), []);
    assert.deepEqual(operations(await attic.up(STACK, ["--expect-no-changes"])), []);
  });

  it("says of an id that does not exist what and where", async () => {
    const missing = [
      { type: "ec2.Vpc", name: "net", id: "vpc-0" },
      { type: "ecs.Cluster", name: "site", id: `${ARN}:cluster/site` },
    ];
    for (const [i, expected] of [
      /ResourceNotFoundException: The VPC 'vpc-0' does not exist in us-west-2\./,
      /The ECS cluster 'arn:.*cluster\/site' does not exist in us-west-2\. For import, the provider names it CLUSTER-NAME\./,
    ].entries()) {
      attic.wants({ lookUp: missing.slice(i, i + 1) });
      const run = await attic.preview(STACK, [], { fails: true });
      assert.match(errors(run), expected);
      const urns = run.events.flatMap(({ diagnosticEvent: one }) => (one?.severity === "error" ? (one.urn ?? []) : []));
      assert.ok(
        urns.some((urn) => urn.endsWith(`::${missing[i]?.name}`)),
        urns.join("\n"),
      );
    }
  });

  it("leaves it to its owner", async () => {
    attic.wants({ lookUp });
    await attic.destroy(STACK);
    assert.deepEqual(attic.inAccount(), [`Cluster ${ARN}:cluster/site`, "LogGroup /old"]);
    assert.deepEqual(await attic.inState(), {});
  });
});

describeWithPulumi("pulumi on this machine: somebody deletes what a program has taken over", () => {
  it("is noticed by refresh, and by the next up", async () => {
    const attic = new Attic();
    try {
      await attic.init(STACK);
      attic.leave(LOGS, { name: "/old" });
      attic.leave(CLUSTER, { name: "site" });
      const adopted = { type: "cloudwatch.LogGroup", name: "logs", args: { name: "/old" } };
      attic.wants({
        adopt: [{ ...adopted, id: "/old" }],
        lookUp: [{ type: "ecs.Cluster", name: "site", id: "site" }],
      });
      await attic.up(STACK);
      attic.behindPulumi((account) => {
        for (const { type, id } of [...account.records()])
          account.delete(type, id, { provider: { region: "us-west-2" } });
      });
      await attic.refresh(STACK);
      assert.deepEqual(await attic.inState(), {});
      const said = errors(await attic.up(STACK, [], { fails: true }));
      assert.match(said, /The log group '\/old' does not exist in us-west-2/);
      assert.match(said, /The ECS cluster 'site' does not exist in us-west-2/);
      // Without the option and the look-up the program makes its own.
      attic.wants({ adopt: [adopted] });
      assert.deepEqual(operations(await attic.up(STACK)), ["create LogGroup logs"]);
    } finally {
      attic.remove();
    }
  });
});
