import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import {
  type Policies,
  type PolicyResource,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  validateResourceOfType,
  validateStackResourcesOfType,
} from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../local/account/account";
import { bringUp, failToBringUp, named, recorder, secretOf, URN } from "./fixture";

const program = () => {
  const provider = new aws.Provider("aws", { region: "us-west-2" });
  const parent = new pulumi.ComponentResource("shop:index:Site", "web", {}, { provider });
  const alerts = new aws.sns.Topic("alerts", { name: "alerts", displayName: pulumi.secret("hush") }, { parent });
  new aws.sns.Topic("copy", { name: "copy", displayName: alerts.name }, { provider, ignoreChanges: ["tags"] });
};

const longNames: ResourceValidationPolicy = {
  name: "long-names",
  description: "Topics have long names.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Use a longer name.",
  configSchema: { properties: { min: { type: "integer", default: 5, minimum: 1 } } },
  validateResource: validateResourceOfType(aws.sns.Topic, ({ name }, args, report) => {
    const { min } = args.getConfig<{ min: number }>();
    if (String(name).length < min) report(`${name} is shorter than ${min}`);
  }),
};

describe("policies in process", () => {
  it("stop a resource before it exists, and say which rule, which resource and why", async () => {
    const account = new Account();
    const { on, done } = recorder();
    const error = await failToBringUp(program, { account, on, policies: [longNames] });
    const violation = {
      policy: "long-names",
      description: "Topics have long names.",
      message: "copy is shorter than 5",
      level: "mandatory",
      severity: "high",
      remediationSteps: "Use a longer name.",
      urn: `${URN}::aws:sns/topic:Topic::copy`,
    };
    assert.deepEqual(error.violations, [violation]);
    assert.equal(error.operation, "policy");
    assert.equal(error.urn, violation.urn);
    assert.equal(error.message, 'aws:sns/topic:Topic "copy" violates a policy:\n  long-names: copy is shorter than 5');
    assert.deepEqual(done, ["create alerts"]);
    assert.deepEqual(
      account.records().map(({ inputs }) => inputs.name),
      ["alerts"],
    );
  });

  it("stop a change before it is made", async () => {
    const account = new Account();
    const topic = (displayName: string) => () => void new aws.sns.Topic("alerts", { name: "alerts", displayName });
    const rule = forbid("no-two", "mandatory", (args) => args.props.displayName === "two");
    const { state } = await bringUp(topic("one"), { account, policies: [rule] });
    const error = await failToBringUp(topic("two"), { account, policies: [rule], previous: state });
    assert.equal(error.violations.length, 1);
    assert.equal(account.records()[0]?.inputs.displayName, "one");
    assert.equal(named(error.state, "alerts").inputs.displayName, "one");
  });

  it("only collect advice, and tell it as it comes", async () => {
    const told: unknown[] = [];
    const rule = forbid("hm", undefined, (args) => args.type === "aws:sns/topic:Topic");
    const { violations } = await bringUp(program, {
      policies: [rule],
      on: (event) => event.kind === "policy" && told.push(event.violation),
    });
    assert.deepEqual(
      violations.map(({ level, urn }) => [level, urn]),
      [
        ["advisory", `${URN}::shop:index:Site$aws:sns/topic:Topic::alerts`],
        ["advisory", `${URN}::aws:sns/topic:Topic::copy`],
      ],
    );
    assert.deepEqual(told, violations);
  });

  it("see of a resource what Pulumi's own host shows them", async () => {
    const seen: ResourceValidationArgs[] = [];
    await bringUp(program, {
      policies: [{ name: "see", description: "Looks.", validateResource: (args) => void seen.push(args) }],
    });
    assert.deepEqual(
      seen.map(({ type, name }) => `${type} ${name}`),
      [
        "pulumi:pulumi:Stack shop-dev",
        "pulumi:providers:aws aws",
        "shop:index:Site web",
        "aws:sns/topic:Topic alerts",
        "aws:sns/topic:Topic copy",
      ],
    );
    const [alerts, copy] = seen.slice(-2);
    assert.equal(alerts?.urn, `${URN}::shop:index:Site$aws:sns/topic:Topic::alerts`);
    assert.equal(alerts?.props.displayName, "hush");
    assert.deepEqual(alerts?.opts, {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
      parent: `${URN}::shop:index:Site::web`,
    });
    assert.deepEqual(copy?.opts.ignoreChanges, ["tags"]);
    assert.equal(copy?.provider?.props.region, "us-west-2");
    assert.equal(copy?.provider?.name, "aws");
    assert.equal(copy?.isType(aws.sns.Topic), true);
    assert.equal(copy?.isType(aws.ec2.Vpc), false);
    assert.equal(copy?.asType(aws.sns.Topic)?.displayName, "alerts");
    assert.equal(copy?.asType(aws.ec2.Vpc), undefined);
  });

  it("run every function of a list, and cannot change what is deployed by changing what they see", async () => {
    let calls = 0;
    const rule: ResourceValidationPolicy = {
      name: "meddler",
      description: "Meddles.",
      validateResource: [
        (args) => {
          if (args.type === "aws:sns/topic:Topic") calls += 1;
          args.props.displayName = "mine";
        },
        async (args) => {
          await Promise.resolve();
          if (args.type === "aws:sns/topic:Topic") calls += 1;
          assert.notEqual(args.props.displayName, "mine");
        },
      ],
    };
    const { state } = await bringUp(program, { policies: [rule] });
    assert.equal(calls, 4);
    assert.equal(named(state, "copy").inputs.displayName, "alerts");
  });

  it("remediate where their level says so, keep secrets secret, and validate what came out", async () => {
    const told: unknown[] = [];
    const seen: unknown[] = [];
    const policies: Policies = [
      {
        name: "add-owner",
        description: "Adds the owner.",
        enforcementLevel: "remediate",
        remediateResource: (args) =>
          args.isType(aws.sns.Topic) ? { ...args.props, tags: { Owner: "ada" } } : undefined,
      },
      {
        name: "see",
        description: "Looks.",
        validateResource: validateResourceOfType(aws.sns.Topic, ({ tags }) => void seen.push(tags)),
      },
    ];
    const { state } = await bringUp(program, {
      policies,
      on: (event) => event.kind === "remediation" && told.push([event.policy, event.urn.split("::").pop()]),
    });
    assert.deepEqual(named(state, "alerts").inputs.tags, { Owner: "ada" });
    assert.deepEqual(named(state, "alerts").inputs.displayName, secretOf("hush"));
    assert.deepEqual(told, [
      ["add-owner", "alerts"],
      ["add-owner", "copy"],
    ]);
    assert.deepEqual(seen, [{ Owner: "ada" }, { Owner: "ada" }]);
  });

  it("do not remediate at another level", async () => {
    const policies: Policies = [
      {
        name: "add-owner",
        description: "Adds the owner.",
        enforcementLevel: "mandatory",
        remediateResource: (args) => ({ ...args.props, tags: { Owner: "ada" } }),
      },
    ];
    const { state } = await bringUp(program, { policies });
    assert.equal(named(state, "copy").inputs.tags, undefined);
  });

  it("see the whole stack at the end, on outputs, with parents and dependencies", async () => {
    let seen: PolicyResource[] = [];
    await bringUp(program, {
      policies: [
        {
          name: "see",
          description: "Looks.",
          validateStack: ({ resources }) => {
            seen = resources;
          },
        },
      ],
    });
    const of = (name: string) => seen.find((resource) => resource.name === name);
    assert.equal(of("alerts")?.props.arn, "arn:aws:sns:us-west-2:123456789012:alerts");
    assert.equal(of("alerts")?.props.displayName, "hush");
    assert.equal(of("alerts")?.parent?.name, "web");
    assert.equal(of("web")?.parent?.type, "pulumi:pulumi:Stack");
    assert.deepEqual(
      of("copy")?.dependencies.map(({ name }) => name),
      ["alerts"],
    );
    assert.deepEqual(
      of("copy")?.propertyDependencies.displayName?.map(({ name }) => name),
      ["alerts"],
    );
    assert.equal(of("copy")?.asType(aws.sns.Topic)?.displayName, "alerts");
  });

  it("fail a stack that breaks a rule for stacks, and leave it for a destroy", async () => {
    const account = new Account();
    const error = await failToBringUp(program, {
      account,
      policies: [
        {
          name: "one-topic",
          description: "One topic is enough.",
          enforcementLevel: "mandatory",
          validateStack: validateStackResourcesOfType(aws.sns.Topic, (topics, args, report) => {
            if (topics.length > 1) report(`there are ${topics.length}`, args.resources[1]?.urn);
          }),
        },
      ],
    });
    assert.equal(error.message, 'The stack violates a policy:\n  one-topic: aws:sns/topic:Topic "copy": there are 2');
    assert.equal(error.state.resources.filter(({ type }) => type === "aws:sns/topic:Topic").length, 2);
    assert.equal(account.records().length, 2);
  });

  it("take their limits from the configuration, by rule and for all", async () => {
    const { violations } = await bringUp(program, {
      policies: [longNames],
      policyConfig: { all: "mandatory", "long-names": { enforcementLevel: "advisory", min: 7 } },
    });
    assert.deepEqual(
      violations.map(({ message }) => message),
      ["alerts is shorter than 7", "copy is shorter than 7"],
    );
    const { violations: none } = await bringUp(program, { policies: [longNames], policyConfig: { all: "disabled" } });
    assert.deepEqual(none, []);
  });

  it("say on which resource a rule itself failed", async () => {
    const error = await failToBringUp(program, {
      policies: [forbid("broken", "advisory", (args) => args.name === "alerts" && JSON.parse("{"))],
    });
    assert.match(error.message, /^The policy "broken" failed on aws:sns\/topic:Topic "alerts": .*JSON/);
    assert.equal(error.urn, `${URN}::shop:index:Site$aws:sns/topic:Topic::alerts`);
  });
});

function forbid(
  name: string,
  enforcementLevel: "advisory" | "mandatory" | undefined,
  test: (args: ResourceValidationArgs) => boolean,
): ResourceValidationPolicy {
  return {
    name,
    description: `${name}!`,
    ...(enforcementLevel && { enforcementLevel }),
    validateResource: (args, report) => {
      if (test(args)) report("no");
    },
  };
}
