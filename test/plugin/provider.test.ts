import assert from "node:assert/strict";
import { AwsError, UNKNOWN } from "../../local/account/model";
import { AccountFile } from "../../local/engine/plugin/accountFile";
import { LocalProvider, typeOf } from "../../local/engine/plugin/provider";
import { accountPath, LOGS, removeFolders, urn, VPC } from "./fixture";

const SUBNET = "aws:ec2/subnet:Subnet";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const CLUSTER = "aws:ecs/cluster:Cluster";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

/** A configured provider on an empty account, and how often it has waited. */
function provider(): {
  aws: LocalProvider;
  file: AccountFile;
  pauses: number[];
  onPause: (act: () => unknown) => void;
} {
  const file = new AccountFile(accountPath());
  const pauses: number[] = [];
  let act: () => unknown = () => undefined;
  const aws = new LocalProvider(file, async (milliseconds) => {
    pauses.push(milliseconds);
    await act();
  });
  aws.configure({ region: "us-west-2", defaultTags: '{"tags":{"Owner":"ann"}}' });
  return {
    aws,
    file,
    pauses,
    onPause: (next) => {
      act = next;
    },
  };
}

describe("plugin: the provider", () => {
  afterEach(removeFolders);

  it("takes a resource's own type from its URN", () => {
    assert.equal(typeOf(`urn:pulumi:dev::shop::my:index:Net$${VPC}::net`), VPC);
  });

  it("refuses a configuration without or with a wrong region, naming the property", () => {
    const { aws } = provider();
    assert.deepEqual(aws.checkConfig({ region: "moon" }).failures, [
      { property: "region", reason: 'expected the name of an AWS region such as us-west-2, got "moon"' },
    ]);
    assert.deepEqual(aws.checkConfig({ region: "eu-west-1" }), { inputs: { region: "eu-west-1" }, failures: [] });
  });

  it("replaces everything for another region, and nothing for other tags", () => {
    const { aws } = provider();
    assert.deepEqual(aws.diffConfig({ region: "us-west-2" }, { region: "us-east-1" }), ["region"]);
    assert.deepEqual(aws.diffConfig({ region: "us-west-2", defaultTags: "{}" }, { region: "us-west-2" }), []);
  });

  it("cannot be used before it is configured", () => {
    const aws = new LocalProvider(new AccountFile(accountPath()));
    assert.throws(() => aws.check(urn(VPC, "net"), {}, {}), { message: /before it was configured/ });
  });

  it("reports all that is wrong with the inputs at once, and adds the default tags", () => {
    const { aws } = provider();
    const { inputs, failures } = aws.check(
      urn(VPC, "net"),
      {},
      { cidrBlock: "10.0.0.0/8", instanceTenancy: "shared", tags: { Lab: "0" } },
    );
    assert.deepEqual(failures.map(({ property }) => property).sort(), ["cidrBlock", "instanceTenancy"]);
    assert.deepEqual(inputs.tags, { Owner: "ann", Lab: "0" });
  });

  it("creates, reads, changes and deletes", async () => {
    const { aws } = provider();
    const at = urn(LOGS, "logs");
    const olds = aws.check(at, {}, { name: "/a", retentionInDays: 7 }).inputs;
    const { id, outputs } = await aws.create(at, olds, false);
    assert.equal(id, "/a");
    assert.equal(outputs.arn, "arn:aws:logs:us-west-2:123456789012:log-group:/a");
    assert.deepEqual(aws.read(at, id, outputs), { id, inputs: olds, outputs });
    assert.equal(aws.diff(at, olds, olds).changes, false);

    const news = aws.check(at, olds, { name: "/a", retentionInDays: 14 }).inputs;
    assert.deepEqual(aws.diff(at, olds, news).detailed, { retentionInDays: "update" });
    assert.equal((await aws.update(at, id, { olds, news, outputs, preview: false })).retentionInDays, 14);
    assert.equal(aws.read(at, id, outputs)?.outputs.retentionInDays, 14);

    await aws.delete(at, id);
    assert.equal(aws.read(at, id, outputs), undefined);
    await aws.delete(at, id);
  });

  it("reads by the provider's id for import where nothing is known, and gives the id that it keeps", async () => {
    const { aws } = provider();
    const at = urn(CLUSTER, "site");
    const { id, outputs } = await aws.create(at, { name: "site" }, false);
    assert.equal(id, "arn:aws:ecs:us-west-2:123456789012:cluster/site");
    assert.deepEqual(aws.read(at, "site", {}), { id, inputs: { name: "site" }, outputs });
    assert.equal(aws.read(at, "site", outputs), undefined);
    assert.throws(() => aws.read(at, id, {}), { code: "ResourceNotFoundException", message: /names it CLUSTER-NAME/ });
  });

  it("changes and deletes the one of several with an id that the engine knows", async () => {
    const { aws } = provider();
    const at = urn(TASK, "cats");
    const olds = { family: "cats", containerDefinitions: '[{"name":"web","image":"nginx:1.27","memory":128}]' };
    const [first, second] = [await aws.create(at, olds, false), await aws.create(at, olds, false)];
    const news = { ...olds, tags: { Lab: "2" } };
    await aws.update(at, "cats", { olds, news, outputs: second.outputs, preview: false });
    assert.equal(aws.read(at, "cats", first.outputs)?.outputs.tags, undefined);
    assert.deepEqual(aws.read(at, "cats", second.outputs)?.outputs.tags, { Lab: "2" });
    await aws.delete(at, "cats", second.outputs);
    assert.equal(aws.read(at, "cats", second.outputs), undefined);
    assert.equal(aws.read(at, "cats", first.outputs)?.outputs.revision, 1);
  });

  it("replaces where AWS cannot change", () => {
    const { aws } = provider();
    const { replaces, detailed } = aws.diff(
      urn(VPC, "net"),
      { cidrBlock: "10.0.0.0/16" },
      { cidrBlock: "10.1.0.0/16" },
    );
    assert.deepEqual({ replaces, detailed }, { replaces: ["cidrBlock"], detailed: { cidrBlock: "update-replace" } });
  });

  it("makes nothing in a preview, and leaves unknown what AWS will make up", async () => {
    const { aws, file } = provider();
    const inputs = aws.check(urn(VPC, "net"), {}, { cidrBlock: "10.0.0.0/16" }).inputs;
    const { id, outputs } = await aws.create(urn(VPC, "net"), inputs, true);
    assert.equal(id, "");
    assert.deepEqual([outputs.cidrBlock, outputs.arn, outputs.tagsAll], ["10.0.0.0/16", UNKNOWN, { Owner: "ann" }]);
    assert.equal(
      file.look((account) => account.isEmpty),
      true,
    );
  });

  it("keeps in the preview of an update what stays, and leaves unknown what changes with it", async () => {
    const { aws, file } = provider();
    const at = urn(TEMPLATE, "web");
    const olds = aws.check(at, {}, { name: "web", instanceType: "m4.large" }).inputs;
    const { id, outputs } = await aws.create(at, olds, false);
    const before = JSON.stringify(file.look((account) => account.state));
    const news = { ...olds, instanceType: "m5.large" };
    const planned = await aws.update(at, id, { olds, news, outputs, preview: true });
    assert.deepEqual([planned.arn, planned.instanceType, planned.latestVersion], [outputs.arn, "m5.large", UNKNOWN]);
    assert.equal(JSON.stringify(file.look((account) => account.state)), before);
    const done = await aws.update(at, id, { olds, news, outputs, preview: false });
    assert.equal(done.latestVersion, 2);
  });

  it("says how to import what has the name already", async () => {
    const { aws } = provider();
    const inputs = { name: "/cats" };
    await aws.create(urn(LOGS, "one"), inputs, false);
    const taken = "already exists. In the way: the log group '/cats'. Delete it, .* name. To import it: pulumi import";
    await assert.rejects(aws.create(urn(LOGS, "two"), inputs, false), {
      code: "ResourceAlreadyExistsException",
      message: new RegExp(`${taken} ${LOGS} two '/cats'$`),
    });
    await assert.rejects(aws.create(urn(`my:index:Web$${LOGS}`, "two"), inputs, false), {
      message: new RegExp(
        `${taken} ${LOGS} two '/cats' --parent parent=URN, where URN is that of its my:index:Web; ` +
          "pulumi stack --show-urns lists them$",
      ),
    });
  });

  it("says in it the id that the provider imports by", async () => {
    const { aws } = provider();
    await aws.create(urn(CLUSTER, "one"), { name: "site" }, false);
    await assert.rejects(aws.create(urn(CLUSTER, "two"), { name: "site" }, false), {
      message: /To import it: pulumi import aws:ecs\/cluster:Cluster two 'site'$/,
    });
  });

  it("answers a call, and refuses one that it does not know", () => {
    const { aws } = provider();
    assert.equal(aws.invoke("aws:index/getRegion:getRegion", {}).region, "us-west-2");
    assert.throws(() => aws.invoke("aws:index/getMoon:getMoon", {}), { code: "UnsupportedOperation" });
  });

  describe("deleting what something else still uses", () => {
    async function vpcWithSubnet() {
      const all = provider();
      const { aws } = all;
      const vpc = await aws.create(urn(VPC, "net"), { cidrBlock: "10.0.0.0/16" }, false);
      const subnet = await aws.create(urn(SUBNET, "a"), { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" }, false);
      return { ...all, vpc: vpc.id, subnet: subnet.id };
    }

    it("waits until that is gone", async () => {
      const { aws, file, pauses, onPause, vpc, subnet } = await vpcWithSubnet();
      onPause(() => (pauses.length === 3 ? aws.delete(urn(SUBNET, "a"), subnet) : undefined));
      await aws.delete(urn(VPC, "net"), vpc);
      assert.deepEqual(pauses, [100, 100, 100]);
      assert.equal(
        file.look((account) => account.isEmpty),
        true,
      );
    });

    it("tries no more when somebody interrupts, and says why", async () => {
      const { aws, pauses, onPause, vpc } = await vpcWithSubnet();
      onPause(() => pauses.length === 3 && aws.cancel());
      await assert.rejects(aws.delete(urn(VPC, "net"), vpc), { code: "DependencyViolation" });
      assert.equal(pauses.length, 3);
    });

    it("gives up at last, with AWS's error", async () => {
      const { aws, pauses, vpc } = await vpcWithSubnet();
      await assert.rejects(
        aws.delete(urn(VPC, "net"), vpc),
        (error) => error instanceof AwsError && error.code === "DependencyViolation" && error.message.includes(vpc),
      );
      assert.equal(pauses.length, 99);
    });
  });
});
