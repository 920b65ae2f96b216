import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../local/account/account";
import { DeploymentError, destroy, type StackState } from "../../local/engine/inProcess";
import { bringUp, recorder, URN } from "./fixture";

const program = () => {
  const provider = new aws.Provider("aws", { region: "us-west-2" });
  const site = new pulumi.ComponentResource("shop:index:Site", "web", {}, { provider });
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" }, { parent: site });
  const subnet = new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" }, { parent: vpc });
  new aws.sns.Topic("first", { name: "first" }, { provider, dependsOn: subnet });
};

function failToDestroy(account: Account, state: StackState): DeploymentError {
  try {
    destroy({ account, state });
  } catch (error) {
    if (error instanceof DeploymentError) return error;
    throw error;
  }
  throw new Error("the stack should not have been destroyed");
}

describe("in-process destroy", () => {
  it("deletes dependents first, children before parents, and the provider after all", async () => {
    const account = new Account();
    const { state } = await bringUp(program, { account });
    const { on, done } = recorder();
    const { order } = destroy({ account, state, on });
    assert.deepEqual(order, [
      `${URN}::aws:sns/topic:Topic::first`,
      `${URN}::shop:index:Site$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet::a`,
      `${URN}::shop:index:Site$aws:ec2/vpc:Vpc::main`,
      `${URN}::shop:index:Site::web`,
      `${URN}::pulumi:providers:aws::aws`,
      `${URN}::pulumi:pulumi:Stack::shop-dev`,
    ]);
    assert.deepEqual(done, ["delete first", "delete a", "delete main"]);
    assert.equal(account.isEmpty, true);
  });

  it("stops where AWS refuses, and says what is left", async () => {
    const account = new Account();
    const { state } = await bringUp(program, { account });
    const vpcId = account.records("aws:ec2/vpc:Vpc")[0]?.id ?? "";
    const other = () => void new aws.ec2.SecurityGroup("theirs", { name: "theirs", vpcId });
    const theirs = await bringUp(other, { account, stack: "other" });
    const error = failToDestroy(account, state);
    assert.equal(error.operation, "delete");
    assert.equal(error.code, "DependencyViolation");
    assert.match(error.message, /^deleting aws:ec2\/vpc:Vpc "main": DependencyViolation: /);
    const left = error.state.resources.map(({ urn }) => urn.split("::").pop());
    assert.deepEqual(left, ["shop-dev", "aws", "web", "main"]);
    destroy({ account, state: theirs.state });
    destroy({ account, state: error.state });
    assert.equal(account.isEmpty, true);
  });

  it("deletes nothing where something is protected", async () => {
    const account = new Account();
    const guarded = () => {
      program();
      new aws.sns.Topic("kept", { name: "kept" }, { protect: true });
    };
    const { state } = await bringUp(guarded, { account, config: { "aws:region": "us-west-2" } });
    const error = failToDestroy(account, state);
    assert.equal(
      error.message,
      'The stack has protected resources, so nothing was deleted: aws:sns/topic:Topic "kept". ' +
        "Take the option protect away in the program and deploy that first.",
    );
    assert.deepEqual(error.state, state);
    assert.equal(account.records().length, 4);
  });

  it("forgets what was only looked up", async () => {
    const account = new Account();
    const { state } = await bringUp(program, { account });
    const id = account.records("aws:ec2/vpc:Vpc")[0]?.id ?? "";
    const { state: reading } = await bringUp(() => void aws.ec2.Vpc.get("theirs", id), { account, stack: "other" });
    const { on, done } = recorder();
    destroy({ account, state: reading, on });
    assert.deepEqual(done, ["discard theirs"]);
    destroy({ account, state });
    assert.equal(account.isEmpty, true);
  });

  it("leaves to AWS what goes with something else that is deleted", async () => {
    const account = new Account();
    const { state } = await bringUp(
      () => {
        const owner = new aws.sns.Topic("owner", { name: "owner" });
        new aws.sns.Topic("part", { name: "part" }, { deletedWith: owner, dependsOn: owner });
      },
      { account },
    );
    destroy({ account, state });
    assert.deepEqual(
      account.records().map(({ inputs }) => inputs.name),
      ["part"],
    );
  });
});
