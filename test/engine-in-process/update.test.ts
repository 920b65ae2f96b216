import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../local/account/account";
import { bringUp, failToBringUp, named, recorder, secretOf, URN } from "./fixture";

/** Brings the stack up with one program and then with another; returns what the second did. */
async function change(first: () => unknown, second: () => unknown) {
  const account = new Account();
  const { state: before } = await bringUp(first, { account });
  const { on, done } = recorder();
  const { state } = await bringUp(second, { account, previous: before, on });
  return { account, before, state, done };
}

const topic = (name: string, args: aws.sns.TopicArgs, options?: pulumi.CustomResourceOptions) =>
  new aws.sns.Topic(name, { name, ...args }, options);

describe("in-process update", () => {
  it("does nothing where nothing changed, and keeps ids and outputs", async () => {
    const program = () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", tags: { secret: pulumi.secret("x") } });
    };
    const { done, before, state } = await change(program, program);
    assert.deepEqual(done, []);
    assert.deepEqual(state, before);
  });

  it("changes in place what AWS changes in place", async () => {
    const { done, before, state, account } = await change(
      () => void topic("alerts", { displayName: "one" }),
      () => void topic("alerts", { displayName: "two" }),
    );
    assert.deepEqual(done, ["update alerts"]);
    assert.equal(named(state, "alerts").id, named(before, "alerts").id);
    assert.equal(account.records("aws:sns/topic:Topic")[0]?.inputs.displayName, "two");
  });

  it("makes the new one before it deletes the old one, dependents included", async () => {
    const program = (cidr: string) => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: `${cidr}.0.0/16` });
      new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: `${cidr}.1.0/24` });
    };
    const { done, before, state, account } = await change(program("10.0"), program("10.1"));
    assert.deepEqual(done, ["replace main", "replace a", "delete-replaced a", "delete-replaced main"]);
    assert.notEqual(named(state, "main").id, named(before, "main").id);
    assert.equal(account.records("aws:ec2/vpc:Vpc").length, 1);
    assert.equal(
      state.resources.some((resource) => resource.delete),
      false,
    );
  });

  it("deletes first where the program says so, and dependents that must follow before that", async () => {
    const program = (cidr: string) => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: `${cidr}.0.0/16` }, { deleteBeforeReplace: true });
      new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: `${cidr}.1.0/24` });
      topic("apart", { displayName: vpc.id });
    };
    const { done, account } = await change(program("10.0"), program("10.1"));
    assert.deepEqual(done, ["delete-replaced a", "delete-replaced main", "replace main", "replace a", "update apart"]);
    assert.equal(account.records("aws:ec2/subnet:Subnet").length, 1);
  });

  it("takes up a replacement that failed after the old one was gone", async () => {
    const account = new Account();
    const program = (cidr: string) => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: cidr }, { deleteBeforeReplace: true });
      new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: cidr.replace("/16", "/24") });
    };
    const { state } = await bringUp(program("10.0.0.0/16"), { account });
    const full = Object.assign(Object.create(account), {
      create: (type: string, ...rest: [never, never]) => {
        if (type.endsWith(":Vpc")) throw new Error("the line is cut");
        return account.create(type, ...rest);
      },
    }) as Account;
    const error = await failToBringUp(program("10.1.0.0/16"), { account: full, previous: state });
    assert.equal(error.message, 'replacing aws:ec2/vpc:Vpc "main": the line is cut');
    assert.deepEqual(
      ["main", "a"].map((name) => named(error.state, name).pendingReplacement),
      [true, true],
    );
    const { on, done } = recorder();
    await bringUp(program("10.1.0.0/16"), { account, previous: error.state, on });
    assert.deepEqual(done, ["replace main", "replace a"]);
    assert.equal(account.records().length, 2);
  });

  it("replaces what the program says, whatever AWS would do", async () => {
    const { done } = await change(
      () =>
        void topic("alerts", { tags: { a: "1", b: "1" } }, { replaceOnChanges: ["tags.b"], deleteBeforeReplace: true }),
      () =>
        void topic("alerts", { tags: { a: "1", b: "2" } }, { replaceOnChanges: ["tags.b"], deleteBeforeReplace: true }),
    );
    assert.deepEqual(done, ["delete-replaced alerts", "replace alerts"]);
  });

  it("deletes what the program no longer wants, dependents first", async () => {
    const { done, account, state } = await change(
      () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
        const a = new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
        topic("last", { displayName: a.id });
        topic("kept", {});
      },
      () => void topic("kept", {}),
    );
    assert.deepEqual(done, ["delete last", "delete a", "delete main"]);
    assert.deepEqual(
      account.records().map(({ inputs }) => inputs.name),
      ["kept"],
    );
    assert.equal(state.resources.length, 3);
  });

  it("leaves ignored inputs as they are, also deep inside, and applies the rest", async () => {
    const options = { ignoreChanges: ["displayName", "tags.count"] };
    const { done, account } = await change(
      () => void topic("alerts", { displayName: "one", tags: { count: "1", other: "1" } }, options),
      () => void topic("alerts", { displayName: "two", tags: { count: "2", other: "2" } }, options),
    );
    assert.deepEqual(done, ["update alerts"]);
    const inputs = account.records("aws:sns/topic:Topic")[0]?.inputs;
    assert.deepEqual([inputs?.displayName, inputs?.tags], ["one", { count: "1", other: "2" }]);
  });

  it("does nothing where only ignored inputs changed", async () => {
    const options = { ignoreChanges: ["displayName"] };
    const { done } = await change(
      () => void topic("alerts", { displayName: "one" }, options),
      () => void topic("alerts", {}, options),
    );
    assert.deepEqual(done, []);
  });

  it("says which ignored path leads nowhere", async () => {
    const account = new Account();
    const { state } = await bringUp(() => void topic("alerts", { tags: { a: "1" } }), { account });
    const options = { ignoreChanges: ["tags.a"] };
    const error = await failToBringUp(() => void topic("alerts", {}, options), { account, previous: state });
    assert.equal(
      error.message,
      'aws:sns/topic:Topic "alerts" cannot ignore changes of tags.a: a part of the path exists only on one side of ' +
        "the change. Shorten the path in ignoreChanges, or change the input back.",
    );
  });

  it("recognizes what was renamed, and the children of what was renamed", async () => {
    class Group extends pulumi.ComponentResource {
      constructor(name: string, options?: pulumi.ComponentResourceOptions) {
        super("shop:index:Group", name, {}, options);
        new aws.sns.Topic(`${name}-alerts`, { name: "alerts" }, { parent: this });
      }
    }
    const { done, before, state } = await change(
      () => {
        new Group("old");
        topic("first", {});
      },
      () => {
        new Group("new", { aliases: [{ name: "old" }] });
        new aws.sns.Topic("second", { name: "first" }, { aliases: [{ name: "first" }] });
      },
    );
    assert.deepEqual(done, []);
    assert.equal(named(state, "new-alerts").id, named(before, "old-alerts").id);
    assert.equal(named(state, "second").id, named(before, "first").id);
    assert.equal(state.resources.length, before.resources.length);
  });

  it("finds a resource under its former parent", async () => {
    const group = (name: string) => new pulumi.ComponentResource("shop:index:Group", name);
    const { done, state } = await change(
      () => void topic("alerts", {}, { parent: group("one") }),
      () => void topic("alerts", {}, { aliases: [{ parent: `${URN}::shop:index:Group::one` }] }),
    );
    assert.deepEqual(done, []);
    assert.equal(named(state, "alerts").urn, `${URN}::aws:sns/topic:Topic::alerts`);
  });

  it("does not delete what is protected", async () => {
    const account = new Account();
    const { state } = await bringUp(() => void topic("alerts", {}, { protect: true }), { account });
    const error = await failToBringUp(() => undefined, { account, previous: state });
    assert.equal(
      error.message,
      'aws:sns/topic:Topic "alerts" is protected, so the deployment does not delete it. ' +
        "Take the option protect away in the program and deploy that first.",
    );
    assert.equal(account.records().length, 1);
    assert.equal(named(error.state, "alerts").protect, true);
  });

  it("does not replace what is protected", async () => {
    const account = new Account();
    const vpc = (cidrBlock: string) => () => void new aws.ec2.Vpc("main", { cidrBlock }, { protect: true });
    const { state } = await bringUp(vpc("10.0.0.0/16"), { account });
    const error = await failToBringUp(vpc("10.1.0.0/16"), { account, previous: state });
    assert.match(error.message, /^aws:ec2\/vpc:Vpc "main" is protected, so the deployment does not replace it\./);
    assert.equal(account.records()[0]?.inputs.cidrBlock, "10.0.0.0/16");
  });

  it("keeps in AWS what is retained on delete", async () => {
    const { account, state, done } = await change(
      () => void topic("alerts", {}, { retainOnDelete: true }),
      () => undefined,
    );
    assert.deepEqual(done, ["delete alerts"]);
    assert.equal(account.records().length, 1);
    assert.equal(
      state.resources.some(({ urn }) => urn.endsWith("alerts")),
      false,
    );
  });

  it("sends a change of default tags to everything, and a change of region to a new place", async () => {
    const program = (region: aws.Region, owner: string) => () => {
      const provider = new aws.Provider("aws", { region, defaultTags: { tags: { Owner: owner } } });
      topic("alerts", {}, { provider });
    };
    const tagged = await change(program("us-west-2", "ada"), program("us-west-2", "bob"));
    assert.deepEqual(tagged.done, ["update alerts"]);
    const moved = await change(program("us-west-2", "ada"), program("us-east-1", "ada"));
    assert.deepEqual(moved.done, ["replace alerts", "delete-replaced alerts"]);
    assert.deepEqual(
      moved.account.records().map(({ region }) => region),
      ["us-east-1"],
    );
  });

  it("follows an input that becomes secret", async () => {
    const { done, state } = await change(
      () => void topic("alerts", { displayName: "x" }),
      () => void topic("alerts", { displayName: pulumi.secret("x") }),
    );
    assert.deepEqual(done, []);
    assert.deepEqual(named(state, "alerts").inputs.displayName, secretOf("x"));
    assert.deepEqual(named(state, "alerts").outputs.displayName, secretOf("x"));
  });
});
