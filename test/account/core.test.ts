import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { UNKNOWN } from "../../local/account/model";
import { readProvider } from "../../local/account/provider";
import { failures, make, options, refusal } from "./support";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";

describe("the account", () => {
  describe("checks inputs", () => {
    it("takes what the provider takes", () => assert.deepEqual(failures(VPC, { cidrBlock: "10.0.0.0/16" }), []));

    it("refuses an unknown property, and lists those there are", () => {
      const [failure] = failures(LOG_GROUP, { retention: 7 });
      assert.match(failure ?? "", /^retention: unknown property; expected one of .*retentionInDays.*tags$/);
    });

    it("refuses a value of the wrong type", () => {
      assert.deepEqual(failures(LOG_GROUP, { retentionInDays: "7" }), [
        'retentionInDays: expected a number, got the string "7"',
      ]);
    });

    it("names a missing input", () => {
      assert.deepEqual(failures(SUBNET, { cidrBlock: "10.0.0.0/24" }), ["vpcId: missing required property"]);
    });

    it("looks inside lists and objects", () => {
      assert.deepEqual(
        failures(TARGET_GROUP, { port: 80, protocol: "HTTP", vpcId: "vpc-1", healthCheck: { interval: "10" } }),
        ['healthCheck.interval: expected a number, got the string "10"'],
      );
    });

    it("reports everything that is wrong at once", () => {
      assert.equal(failures(LOG_GROUP, { retentionInDays: 4, name: "a b", colour: "red" }).length, 3);
    });

    it("lets pass what a preview does not know yet", () => {
      assert.deepEqual(failures(SUBNET, { vpcId: UNKNOWN, cidrBlock: UNKNOWN, mapPublicIpOnLaunch: UNKNOWN }), []);
    });

    for (const [what, tags, reason] of [
      [
        "a key of AWS's own",
        { "aws:x": "1" },
        "tags.aws:x: a tag key may not begin with aws:, which AWS keeps for itself",
      ],
      ["a long value", { a: "x".repeat(257) }, "tags.a: expected a tag value of at most 256 characters, got 257"],
      ["an empty key", { "": "x" }, "tags.: expected a tag key between 1 and 128 characters, got 0"],
      [
        "a value with other characters",
        { a: "<b>" },
        'tags.a: expected letters, digits, spaces and _ . : / = + - @ in a tag value, got "<b>"',
      ],
    ] as const) {
      it(`refuses tags with ${what}`, () => {
        assert.deepEqual(failures(VPC, { cidrBlock: "10.0.0.0/16", tags: { ...tags } as Props }), [reason]);
      });
    }

    it("refuses more than 50 tags", () => {
      const tags = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, "v"]));
      assert.deepEqual(failures(VPC, { cidrBlock: "10.0.0.0/16", tags }), ["tags: expected at most 50 tags, got 51"]);
    });
  });

  it("gives every taggable resource the provider's tags; its own win", () => {
    const provider = { region: "us-west-2", defaultTags: { Owner: "alice", Lab: "0" } };
    const account = new Account();
    const { inputs } = account.check(VPC, { cidrBlock: "10.0.0.0/16", tags: { Lab: "1" } }, { provider });
    const expected = { Owner: "alice", Lab: "1" };
    assert.deepEqual(inputs.tags, expected);
    assert.deepEqual(account.create(VPC, inputs, { provider }).outputs.tagsAll, expected);
    const untaggable = { roleArn: "x" };
    assert.equal("tags" in account.check("aws:ec2/route:Route", untaggable, { provider }).inputs, false);
  });

  it("generates a name as Pulumi does, and keeps it", () => {
    const token = "urn:pulumi:alice::catsndogs::aws:cloudwatch/logGroup:LogGroup::cats";
    const { inputs } = new Account().check(LOG_GROUP, {}, { ...options, token });
    assert.match(String(inputs.name), /^cats-[0-9a-f]{7}$/);
    assert.deepEqual(inputs.__defaults, ["name"]);
    const olds = { ...inputs, name: "cats-0000000" };
    assert.equal(new Account().check(LOG_GROUP, {}, { ...options, token, olds }).inputs.name, "cats-0000000");
  });

  it("makes the same ids for the same token, whatever was made before, and never the same twice", () => {
    const create = (account: Account, token: string) =>
      account.create(VPC, { cidrBlock: "10.0.0.0/16" }, { ...options, token }).id;
    const [one, other] = [new Account(), new Account()];
    create(other, "elsewhere");
    const first = create(one, "a");
    assert.equal(first, create(other, "a"));
    assert.match(first, /^vpc-[0-9a-f]{17}$/);
    one.delete(VPC, first, options);
    assert.notEqual(create(one, "a"), first);
  });

  it("says what it does not know, and never lets it pass", () => {
    const unknownType = refusal(() => new Account().check("aws:s4/bucket:Bucket", {}, options));
    assert.match(
      unknownType,
      /^UnsupportedOperation: The account on this machine does not know the resource type "aws:s4\/bucket:Bucket"\. It knows: /,
    );
    const unknownCall = refusal(() => new Account().call("aws:index/getMoon:getMoon", {}, options));
    assert.match(unknownCall, /does not know the call "aws:index\/getMoon:getMoon"/);
  });

  it("refuses an argument that a call does not take", () => {
    assert.equal(
      refusal(() => new Account().call("aws:index/getRegion:getRegion", { colour: "red" }, options)).split(";")[0],
      "ValidationException: aws:index/getRegion:getRegion: colour: unknown property",
    );
  });

  describe("updates", () => {
    it("send only what the program changed, so that what others changed stays", () => {
      const account = new Account();
      const made = make(account, LOG_GROUP, { name: "/cats", retentionInDays: 7 });
      const record = account.records(LOG_GROUP)[0];
      assert.ok(record);
      record.inputs.retentionInDays = 30;
      const { outputs } = account.update(
        LOG_GROUP,
        made.id,
        made.inputs,
        { ...made.inputs, tags: { a: "b" } },
        options,
      );
      assert.equal(outputs.retentionInDays, 30);
      assert.deepEqual(outputs.tags, { a: "b" });
    });

    it("of what is gone are an error", () => {
      assert.equal(
        refusal(() => new Account().update(LOG_GROUP, "/cats", {}, {}, options)),
        "ResourceNotFoundException: The log group '/cats' does not exist.",
      );
    });
  });

  it("deletes what is gone already without an error", () => {
    const account = new Account();
    account.delete(LOG_GROUP, "/cats", options);
    assert.ok(account.isEmpty);
  });

  it("names what stands in the way of a deletion", () => {
    const account = new Account();
    const vpc = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    const subnet = make(account, SUBNET, { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
    assert.match(
      refusal(() => account.delete(VPC, vpc.id, options)),
      new RegExp(`^DependencyViolation: .*${vpc.id}.*${subnet.id}`),
    );
  });

  describe("says of a name that is taken, after AWS's own words,", () => {
    const collision = (name: string, tags?: Props) => () => {
      const account = new Account();
      make(account, LOG_GROUP, { name, ...(tags && { tags }) });
      make(account, LOG_GROUP, { name });
    };

    it("what has it and what can be done", () => {
      assert.throws(collision("/cats"), {
        code: "ResourceAlreadyExistsException",
        message:
          "The specified log group already exists. In the way: the log group '/cats'. Delete it, import it, or choose " +
          "another name, as by another stack's name.",
      });
    });

    it("of which stack that is, where a tag says so", () => {
      assert.throws(collision("/cats", { Stack: "bob" }), /In the way: the log group '\/cats' of the stack bob\./);
    });

    it("and offers no other name where it is no name", () => {
      const account = new Account();
      const vpc = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
      const gateway = make(account, GATEWAY, { vpcId: vpc.id });
      assert.throws(() => make(account, GATEWAY, { vpcId: vpc.id }), {
        message:
          `Network ${vpc.id} already has an internet gateway attached: ${gateway.id}. ` +
          `In the way: the internet gateway '${gateway.id}'. Delete or import it.`,
      });
    });
  });

  it("keeps regions apart", () => {
    const account = new Account();
    const oregon = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    const elsewhere = { provider: { region: "eu-west-1" } };
    const inputs = { vpcId: oregon.id, cidrBlock: "10.0.0.0/24" };
    assert.match(
      refusal(() => account.create(SUBNET, inputs, elsewhere)),
      /^InvalidVpcID\.NotFound: /,
    );
  });

  it("survives being written and read", () => {
    const account = new Account();
    const vpc = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    const again = new Account({ state: JSON.parse(JSON.stringify(account.state)) });
    assert.deepEqual(again.read(VPC, vpc.id, options)?.outputs, vpc.outputs);
    again.delete(VPC, vpc.id, options);
    assert.ok(again.isEmpty);
  });

  it("raises quotas that there are", () => {
    assert.equal(
      refusal(() => new Account().raiseQuota("L-00000000", 1)),
      'NoSuchResourceException: No quota has the code "L-00000000".',
    );
  });

  describe("compares inputs", () => {
    const diff = (type: string, olds: Props, news: Props) => new Account().diff(type, olds, news);

    it("and finds nothing where nothing changed, whatever the order of keys and Pulumi's own marks", () => {
      const olds = { name: "a", tags: { x: "1", y: "2" }, __defaults: [] };
      assert.deepEqual(diff(LOG_GROUP, olds, { tags: { y: "2", x: "1" }, name: "a" }), {
        changes: false,
        replaces: [],
        detailed: {},
        deleteBeforeReplace: false,
      });
    });

    it("property by property", () => {
      const { detailed, replaces } = diff(
        LOG_GROUP,
        { name: "a", retentionInDays: 7, tags: { x: "1" } },
        { name: "a", tags: { x: "2", y: "3" } },
      );
      assert.deepEqual(detailed, { retentionInDays: "delete", "tags.x": "update", "tags.y": "add" });
      assert.deepEqual(replaces, []);
    });

    it("and replaces where AWS does", () => {
      const change = diff(
        SUBNET,
        { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" },
        { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" },
      );
      assert.deepEqual(change.detailed, { cidrBlock: "update-replace" });
      assert.deepEqual(change.replaces, ["cidrBlock"]);
    });

    it("and deletes first where both would have the name that the program fixed", () => {
      const olds = { name: "cats", port: 80, protocol: "HTTP", vpcId: "vpc-1" };
      assert.equal(diff(TARGET_GROUP, olds, { ...olds, port: 81 }).deleteBeforeReplace, true);
      assert.equal(diff(TARGET_GROUP, olds, { ...olds, name: "pets" }).deleteBeforeReplace, false);
      const generated = { ...olds, __defaults: ["name"] };
      assert.equal(diff(TARGET_GROUP, generated, { ...generated, port: 81 }).deleteBeforeReplace, false);
    });

    it("and takes an unknown value for a change", () => {
      assert.deepEqual(diff(SUBNET, { vpcId: "vpc-1" }, { vpcId: UNKNOWN }).detailed, { vpcId: "update-replace" });
    });
  });
});

describe("the provider's configuration", () => {
  it("is read as Pulumi sends it: JSON in strings", () => {
    const { config, failures } = readProvider({
      region: "us-west-2",
      defaultTags: '{"tags":{"Owner":"alice"}}',
      version: "7.48.0",
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(config, { region: "us-west-2", defaultTags: { Owner: "alice" } });
  });

  for (const [what, inputs, property] of [
    ["no region", {}, "region"],
    ["a region that is none", { region: "oregon" }, "region"],
    ["an unknown setting", { region: "us-west-2", regoin: "x" }, "regoin"],
  ] as const) {
    it(`refuses ${what}`, () =>
      assert.deepEqual(
        readProvider(inputs).failures.map((failure) => failure.property),
        [property],
      ));
  }
});
