import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { exportDeployment } from "../../local/engine/inProcess";
import { bringUp, STACK, URN } from "./fixture";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

describe("exported deployment", () => {
  it("has the fields of `pulumi stack export`, and no empty ones", async () => {
    const { state } = await bringUp(() => {
      const provider = new aws.Provider("aws", { region: "us-west-2" });
      const site = new pulumi.ComponentResource("shop:index:Site", "web", { size: 1 }, { provider });
      const first = new aws.sns.Topic("first", { name: "first" }, { parent: site });
      new aws.sns.Topic(
        "second",
        { name: "second", displayName: pulumi.secret(first.name) },
        {
          provider,
          dependsOn: site,
          protect: true,
          ignoreChanges: ["tags"],
          replaceOnChanges: ["displayName"],
          additionalSecretOutputs: ["arn"],
          customTimeouts: { create: "1h30m", delete: "90s" },
          retainOnDelete: true,
        },
      );
      return { name: pulumi.secret("x") };
    });
    const { version, deployment } = exportDeployment(state);
    assert.equal(version, 3);
    assert.deepEqual(Object.keys(deployment), ["manifest", "resources", "metadata"]);
    const [stack, aws_, web, first, second] = deployment.resources;
    const stackUrn = `${URN}::pulumi:pulumi:Stack::shop-${STACK}`;
    assert.deepEqual(stack, { urn: stackUrn, custom: false, type: "pulumi:pulumi:Stack", outputs: { name: SECRET } });
    assert.deepEqual(web, {
      urn: `${URN}::shop:index:Site::web`,
      custom: false,
      type: "shop:index:Site",
      inputs: { size: 1 },
      parent: stackUrn,
      propertyDependencies: { size: [] },
    });
    assert.deepEqual(Object.keys(first ?? {}), [
      "urn",
      "custom",
      "id",
      "type",
      "inputs",
      "outputs",
      "parent",
      "provider",
      "propertyDependencies",
    ]);
    const { outputs, ...rest } = second ?? {};
    assert.deepEqual(rest, {
      urn: `${URN}::aws:sns/topic:Topic::second`,
      custom: true,
      id: "arn:aws:sns:us-west-2:123456789012:second",
      type: "aws:sns/topic:Topic",
      inputs: { ...second?.inputs, displayName: SECRET, name: "second" },
      parent: stackUrn,
      protect: true,
      dependencies: [first?.urn],
      provider: `${aws_?.urn}::${aws_?.id}`,
      propertyDependencies: { displayName: [first?.urn], name: [] },
      additionalSecretOutputs: ["arn"],
      customTimeouts: { create: 5400, delete: 90 },
      retainOnDelete: true,
      ignoreChanges: ["tags"],
      replaceOnChanges: ["displayName"],
    });
    assert.deepEqual([outputs?.arn, outputs?.displayName], [SECRET, SECRET]);
  });

  it("writes a reference to a resource as Pulumi's state file does", async () => {
    class Site extends pulumi.ComponentResource {
      constructor() {
        super("shop:index:Site", "web");
        this.registerOutputs({ topic: new aws.sns.Topic("alerts", { name: "alerts" }, { parent: this }) });
      }
    }
    const { state } = await bringUp(() => void new Site());
    const web = exportDeployment(state).deployment.resources.find(({ type }) => type === "shop:index:Site");
    assert.deepEqual(web?.outputs?.topic, {
      "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
      id: "arn:aws:sns:us-west-2:123456789012:alerts",
      packageVersion: "",
      urn: `${URN}::shop:index:Site$aws:sns/topic:Topic::alerts`,
    });
  });

  it("gives the same bytes for two runs, whatever order the program's promises take", async () => {
    const names = ["a", "b", "c", "d"];
    const program = (order: string[]) => async () => {
      new awsx.ec2.Vpc("net", { subnetStrategy: "Auto", natGateways: { strategy: "None" } });
      for (const name of order) {
        const topic = new aws.sns.Topic(name, { name });
        await new Promise((resolve) => topic.id.apply(resolve));
      }
    };
    const [one, other] = await Promise.all([bringUp(program(names)), bringUp(program(names.toReversed()))]);
    const text = JSON.stringify(exportDeployment(one.state));
    assert.equal(text, JSON.stringify(exportDeployment(other.state)));
  });

  it("puts every resource after what it depends on", async () => {
    const { state } = await bringUp(() => {
      const z = new aws.sns.Topic("z", { name: "z" });
      new aws.sns.Topic("a", { name: "a", displayName: z.name });
    });
    const names = exportDeployment(state).deployment.resources.map(({ urn }) => urn.split("::").pop());
    assert.deepEqual(names, ["shop-dev", "default_7_48_0", "z", "a"]);
  });

  it("does not change the state that it writes", async () => {
    const { state } = await bringUp(() => ({ key: pulumi.secret("hunter2") }));
    const before = structuredClone(state);
    assert.equal(JSON.stringify(exportDeployment(state)).includes("hunter2"), false);
    assert.deepEqual(state, before);
  });
});
