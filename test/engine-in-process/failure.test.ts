import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../local/account/account";
import { destroy } from "../../local/engine/inProcess";
import { bringUp, failToBringUp, named, recorder, URN } from "./fixture";

const topic = (name: string, options?: pulumi.CustomResourceOptions) => new aws.sns.Topic(name, { name }, options);

describe("in-process failure", () => {
  it("names every input that is refused, and makes nothing that depends on it", async () => {
    const account = new Account();
    const error = await failToBringUp(
      () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/8", instanceTenancy: "shared" });
        new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
      },
      { account },
    );
    assert.equal(error.operation, "check");
    assert.equal(error.urn, `${URN}::aws:ec2/vpc:Vpc::main`);
    assert.deepEqual(error.failures?.map(({ property }) => property).sort(), ["cidrBlock", "instanceTenancy"]);
    assert.match(error.message, /^aws:ec2\/vpc:Vpc "main" has wrong inputs:\n {2}cidrBlock: .*\n {2}instanceTenancy: /);
    assert.equal(account.isEmpty, true);
  });

  it("names AWS's error code, and keeps what was made for a destroy", async () => {
    const account = new Account();
    await bringUp(() => void new aws.iam.Role("r", { name: "taken", assumeRolePolicy: trust }), {
      account,
      stack: "other",
    });
    const error = await failToBringUp(
      async () => {
        const first = topic("first");
        await settled(first.id);
        const role = new aws.iam.Role("mine", { name: "taken", assumeRolePolicy: trust }, { dependsOn: first });
        new aws.iam.RolePolicyAttachment("a", { role: role.name, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });
      },
      { account },
    );
    assert.equal(error.operation, "create");
    assert.equal(error.code, "EntityAlreadyExists");
    assert.match(error.message, /^creating aws:iam\/role:Role "mine": EntityAlreadyExists: /);
    assert.equal(named(error.state, "first").id, "arn:aws:sns:us-west-2:123456789012:first");
    const { order } = destroy({ account, state: error.state });
    assert.equal(order[0], `${URN}::aws:sns/topic:Topic::first`);
    assert.deepEqual(
      account.records().map(({ id }) => id),
      ["taken"],
    );
  });

  it("settles every output of what was not made, so that a program that waits for one ends", async () => {
    let seen: unknown[] = [];
    await failToBringUp(async () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "wrong" });
      const after = topic("after", { dependsOn: vpc });
      let applied = false;
      after.arn.apply(() => {
        applied = true;
      });
      seen = [await settled(vpc.id), await settled(after.arn), applied];
    });
    assert.deepEqual(seen, [undefined, undefined, false]);
  });

  it("makes nothing more once something has failed", async () => {
    const { on, done } = recorder();
    await failToBringUp(
      async () => {
        await settled(topic("before").urn);
        await settled(new aws.ec2.Vpc("main", { cidrBlock: "wrong" }).urn);
        await settled(topic("after").urn);
      },
      { on },
    );
    assert.deepEqual(done, ["create before"]);
  });

  it("reports an error that the program throws, with its cause", async () => {
    const thrown = new pulumi.RunError("two keys are wrong");
    const error = await failToBringUp(() => {
      topic("before");
      throw thrown;
    });
    assert.equal(error.message, "two keys are wrong");
    assert.equal(error.operation, "program");
    assert.equal(error.cause, thrown);
  });

  it("reports an error inside apply, where no resource or output ever settles", async () => {
    const error = await failToBringUp(() => {
      const name = topic("first").name.apply((value): string => {
        throw new Error(`${value} will not do`);
      });
      const second = new aws.sns.Topic("second", { name });
      return { id: second.id, urn: new aws.sns.Topic("third", { displayName: second.arn }).urn };
    });
    assert.match(error.message, /first will not do$/);
    assert.equal(named(error.state, "first").id, "arn:aws:sns:us-west-2:123456789012:first");
  });

  it("leaves the handlers of unhandled rejections as they were", async () => {
    const before = process.listeners("unhandledRejection");
    await failToBringUp(() => void pulumi.output(Promise.reject(new Error("lost"))));
    await bringUp(() => undefined);
    assert.deepEqual(process.listeners("unhandledRejection"), before);
  });

  it("keeps apart the failures of stacks that come up at the same time", async () => {
    const program = (wrong: boolean) => () => {
      const name = topic("first").name.apply((value) => {
        if (wrong) throw new Error("not this one");
        return `${value}-too`;
      });
      return { name: new aws.sns.Topic("second", { name }).name };
    };
    const [good, bad] = await Promise.all([
      bringUp(program(false), { stack: "good" }),
      failToBringUp(program(true), { stack: "bad" }),
    ]);
    assert.equal(good.outputs.name?.value, "first-too");
    assert.match(bad.message, /not this one$/);
    assert.equal(bad.state.stack, "bad");
  });

  it("fails when the program logs an error", async () => {
    const error = await failToBringUp(() => pulumi.log.error("the certificate is too old", topic("alerts")));
    assert.equal(error.message, "the certificate is too old");
    assert.equal(error.urn, `${URN}::aws:sns/topic:Topic::alerts`);
  });

  it("names a call that nobody answers; a program may catch that", async () => {
    const token = "aws:ec2/getKeyPair:getKeyPair";
    const error = await failToBringUp(() => ({ key: aws.ec2.getKeyPairOutput({ keyName: "k" }).arn }));
    assert.match(error.message, new RegExp(`^${token}: .*does not know the call "${token}"`));
    const { outputs } = await bringUp(async () => {
      try {
        return { key: (await aws.ec2.getKeyPair({ keyName: "k" })).arn };
      } catch {
        return { key: "none" };
      }
    });
    assert.equal(outputs.key?.value, "none");
  });

  it("names a type that the account does not have", async () => {
    const error = await failToBringUp(
      () => void new aws.redshift.Cluster("c", { nodeType: "x", clusterIdentifier: "c" }),
    );
    assert.match(error.message, /^checking aws:redshift\/cluster:Cluster "c": .* does not know the resource type/);
  });

  it("names a remote component that it cannot expand", async () => {
    const error = await failToBringUp(() => void new awsx.ecr.Repository("r", {}));
    assert.equal(
      error.message,
      'checking awsx:ecr:Repository "r": the in-process engine cannot expand the remote component ' +
        "awsx:ecr:Repository. It knows: awsx:ec2:Vpc",
    );
  });

  it("names a provider that it does not have", async () => {
    class Pet extends pulumi.CustomResource {
      constructor(name: string) {
        super("random:index/randomPet:RandomPet", name, {});
      }
    }
    const error = await failToBringUp(() => void new Pet("rex"));
    assert.equal(
      error.message,
      'random:index/randomPet:RandomPet "rex" needs the provider "random". The in-process engine has these: aws, awsx.',
    );
  });

  it("refuses a region that is missing or wrong", async () => {
    const error = await failToBringUp(() => void new aws.Provider("p", { region: "moon-1" as aws.Region }));
    assert.match(error.message, /^pulumi:providers:aws "p" has wrong inputs:\n {2}region: .*"moon-1"$/);
  });

  it("refuses two resources of one URN", async () => {
    const error = await failToBringUp(() => {
      topic("alerts");
      topic("alerts");
    });
    assert.equal(
      error.message,
      'aws:sns/topic:Topic "alerts" is registered twice. Two resources of one type and parent need different names; ' +
        `their URN is ${URN}::aws:sns/topic:Topic::alerts.`,
    );
  });

  it("refuses options that it does not have, instead of ignoring them", async () => {
    const error = await failToBringUp(() => void topic("alerts", { import: "arn:aws:sns:us-west-2:123456789012:x" }));
    assert.equal(
      error.message,
      'aws:sns/topic:Topic "alerts" uses the option import, which the in-process engine does not have. ' +
        "Use the Pulumi CLI for it.",
    );
  });

  it("says what a look-up does not find", async () => {
    const error = await failToBringUp(() => void aws.ec2.Vpc.get("theirs", "vpc-0"));
    assert.equal(
      error.message,
      "reading aws:ec2/vpc:Vpc \"theirs\": ResourceNotFoundException: The VPC 'vpc-0' does not exist in us-west-2.",
    );
  });

  it("does not print secrets with the error", async () => {
    const error = await failToBringUp(() => {
      topic("alerts");
      new aws.sns.Topic("secret", { name: "other", displayName: pulumi.secret("hunter2") });
      throw new Error("stop");
    });
    assert.equal(inspect(error, { depth: null }).includes("hunter2"), false);
  });
});

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** What an output settles to; undefined where it is unknown. */
function settled<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}
