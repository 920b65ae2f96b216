import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../local/account/account";
import { bringUp, named, STACK, secretOf, URN } from "./fixture";

class Site extends pulumi.ComponentResource {
  readonly logs: aws.cloudwatch.LogGroup;

  constructor(name: string, args: pulumi.Inputs, options?: pulumi.ComponentResourceOptions) {
    super("shop:index:Site", name, args, options);
    this.logs = new aws.cloudwatch.LogGroup(`${name}-logs`, { name: `${name}-logs` }, { parent: this });
    this.registerOutputs({ logs: this.logs, logName: this.logs.name });
  }
}

describe("in-process up", () => {
  it("gives URNs, parents and dependencies as Pulumi's engine does", async () => {
    const { state } = await bringUp(() => {
      const site = new Site("web", {});
      const topic = new aws.sns.Topic("alerts", { name: "alerts" });
      new aws.cloudwatch.LogGroup("audit", { name: pulumi.interpolate`audit-${topic.name}` }, { dependsOn: site });
    });
    const stack = `${URN}::pulumi:pulumi:Stack::shop-${STACK}`;
    const logs = named(state, "web-logs");
    assert.equal(logs.urn, `${URN}::shop:index:Site$aws:cloudwatch/logGroup:LogGroup::web-logs`);
    assert.equal(logs.parent, `${URN}::shop:index:Site::web`);
    assert.equal(named(state, "web").parent, stack);
    const audit = named(state, "audit");
    assert.equal(audit.parent, stack);
    const topic = `${URN}::aws:sns/topic:Topic::alerts`;
    assert.deepEqual(audit.dependencies.toSorted(), [topic, logs.urn].sort());
    assert.deepEqual(audit.propertyDependencies, { name: [topic] });
  });

  it("keeps a component's inputs, and its outputs with references to resources", async () => {
    const { state } = await bringUp(() => new Site("web", { size: 2, key: pulumi.secret("k") }) && undefined);
    const web = named(state, "web");
    assert.equal(web.custom, false);
    assert.deepEqual(web.inputs, { size: 2, key: secretOf("k") });
    assert.deepEqual(web.outputs, {
      logName: "web-logs",
      logs: {
        "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
        id: "web-logs",
        urn: `${URN}::shop:index:Site$aws:cloudwatch/logGroup:LogGroup::web-logs`,
      },
    });
  });

  it("makes a default provider for the SDK's version where the program names none", async () => {
    const { state } = await bringUp(() => void new aws.sns.Topic("alerts", { name: "alerts" }));
    const provider = named(state, "default_7_48_0");
    assert.equal(provider.urn, `${URN}::pulumi:providers:aws::default_7_48_0`);
    assert.deepEqual(provider.inputs, { __internal: {}, region: "us-west-2", version: "7.48.0" });
    assert.deepEqual(provider.outputs, { region: "us-west-2", version: "7.48.0" });
    assert.equal(provider.parent, undefined);
    assert.equal(named(state, "alerts").provider, `${provider.urn}::${provider.id}`);
  });

  it("gives a component's provider, its region and its default tags to the component's children", async () => {
    const account = new Account();
    const { state } = await bringUp(
      () => {
        const provider = new aws.Provider("tokyo", {
          region: "ap-northeast-1",
          defaultTags: { tags: { Owner: "ada" } },
        });
        new Site("web", {}, { provider });
      },
      { account },
    );
    assert.equal(named(state, "web-logs").provider, `${named(state, "tokyo").urn}::${named(state, "tokyo").id}`);
    assert.deepEqual(named(state, "web-logs").inputs.tags, { Owner: "ada" });
    assert.equal(account.records("aws:cloudwatch/logGroup:LogGroup")[0]?.region, "ap-northeast-1");
    assert.equal(
      state.resources.some(({ urn }) => urn.includes("default_")),
      false,
    );
  });

  it("hands the account secrets in clear and keeps them secret in inputs, outputs and stack outputs", async () => {
    const account = new Account();
    const { state, outputs } = await bringUp(
      () => {
        const config = new pulumi.Config();
        const topic = new aws.sns.Topic(
          "alerts",
          { name: config.requireSecret("name"), tags: { open: "yes", closed: pulumi.secret("no") } },
          { additionalSecretOutputs: ["arn"] },
        );
        return { name: topic.name, id: topic.id, upper: topic.name.apply((name) => name.toUpperCase()), open: "x" };
      },
      { account, config: { "shop:name": "hush" }, secretKeys: ["shop:name"] },
    );
    const { inputs, outputs: topic } = named(state, "alerts");
    assert.equal(account.records("aws:sns/topic:Topic")[0]?.inputs.name, "hush");
    assert.deepEqual(inputs.name, secretOf("hush"));
    assert.deepEqual(inputs.tags, secretOf({ open: "yes", closed: "no" }));
    assert.deepEqual(topic.tagsAll, secretOf({ open: "yes", closed: "no" }));
    assert.deepEqual(topic.name, secretOf("hush"));
    assert.deepEqual(topic.arn, secretOf("arn:aws:sns:us-west-2:123456789012:hush"));
    assert.deepEqual(outputs, {
      name: { value: "hush", secret: true },
      id: { value: "arn:aws:sns:us-west-2:123456789012:hush", secret: false },
      upper: { value: "HUSH", secret: true },
      open: { value: "x", secret: false },
    });
  });

  it("collects what the program logs, with the resource it is about", async () => {
    const seen: unknown[] = [];
    const { warnings } = await bringUp(
      async () => {
        const topic = new aws.sns.Topic("alerts", { name: "alerts" });
        await pulumi.log.info("all is well");
        await pulumi.log.warn("it will flap", topic);
        return { nothing: undefined };
      },
      { on: (event) => event.kind === "warning" && seen.push(event.warning) },
    );
    assert.deepEqual(warnings, [
      { severity: "info", message: "all is well" },
      { severity: "warning", message: "it will flap", urn: `${URN}::aws:sns/topic:Topic::alerts` },
      { severity: "warning", message: "Undefined value (nothing) will not show as a stack output." },
    ]);
    assert.deepEqual(seen, warnings);
  });

  it("answers calls with the configuration of their provider", async () => {
    const { outputs } = await bringUp(async () => {
      const provider = new aws.Provider("tokyo", { region: "ap-northeast-1" });
      const here = await aws.getRegion();
      return { here: here.region, there: aws.getRegionOutput({}, { provider }).region };
    });
    assert.deepEqual([outputs.here?.value, outputs.there?.value], ["us-west-2", "ap-northeast-1"]);
  });

  it("looks up what others own and leaves it to them", async () => {
    const account = new Account();
    const { state } = await bringUp(() => void new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" }), { account });
    const id = named(state, "main").id ?? "";
    const other = await bringUp(
      () => ({ cidr: aws.ec2.Vpc.get("theirs", id).cidrBlock, id: aws.ec2.Vpc.get("again", id).id }),
      { account, stack: "other" },
    );
    assert.deepEqual(other.outputs.cidr?.value, "10.0.0.0/16");
    assert.equal(other.outputs.id?.value, id);
    assert.equal(named(other.state, "theirs").external, true);
    assert.equal(account.records("aws:ec2/vpc:Vpc").length, 1);
  });

  it("looks up by the provider's id for import, and keeps the resource's own id", async () => {
    const account = new Account();
    await bringUp(() => void new aws.ecs.Cluster("main", { name: "site" }), { account });
    const other = await bringUp(() => ({ arn: aws.ecs.Cluster.get("theirs", "site").arn }), {
      account,
      stack: "other",
    });
    const arn = "arn:aws:ecs:us-west-2:123456789012:cluster/site";
    assert.equal(other.outputs.arn?.value, arn);
    assert.equal(named(other.state, "theirs").id, arn);
  });

  it("tells events of the operation before and after it is done", async () => {
    const told: string[] = [];
    await bringUp(() => void new Site("web", {}), {
      on: (event) => {
        if ((event.kind === "step" || event.kind === "resource") && event.type.startsWith("aws:")) {
          told.push(`${event.kind} ${event.op} ${event.name} in ${event.parent}`);
        }
      },
    });
    const parent = `${URN}::shop:index:Site::web`;
    assert.deepEqual(told, [`step create web-logs in ${parent}`, `resource create web-logs in ${parent}`]);
  });

  it("brings up several stacks at once, each with its own configuration and outputs", async () => {
    const account = new Account();
    const program = async () => {
      const name = `${pulumi.getStack()}-${new pulumi.Config().require("word")}`;
      await pulumi.log.warn(`I am ${name}`);
      return { name: new aws.sns.Topic("alerts", { name }).name };
    };
    const results = await Promise.all(
      ["one", "two", "three"].map((stack) =>
        bringUp(program, { account, stack, config: { "shop:word": stack.toUpperCase() } }),
      ),
    );
    assert.deepEqual(
      results.map(({ outputs, warnings }) => [outputs.name?.value, warnings.map(({ message }) => message)]),
      [
        ["one-ONE", ["I am one-ONE"]],
        ["two-TWO", ["I am two-TWO"]],
        ["three-THREE", ["I am three-THREE"]],
      ],
    );
  });

  it("refuses the state of another stack", async () => {
    const { state } = await bringUp(() => undefined);
    await assert.rejects(
      bringUp(() => undefined, { stack: "other", previous: state }),
      {
        message:
          "The previous state is that of shop/dev, and the deployment is one of shop/other. " +
          "Give the state of the same stack, or none.",
      },
    );
  });
});
