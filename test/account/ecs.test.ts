import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { SECURITY_GROUP, SUBNET } from "../../local/account/types/ec2/references";
import { LISTENER_RULE, TARGET_GROUP } from "../../local/account/types/lb/references";
import { type Made, remove, site } from "./fixtures";
import { ACCOUNT_ID, accountWith, change, failures, make, options, refusal, replaces, without } from "./support";

const CLUSTER = "aws:ecs/cluster:Cluster";
const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

const clusterArn = `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:cluster/workshop`;

describe("account: ECS clusters", () => {
  it("makes a cluster whose id is its ARN", () => {
    const { id, outputs } = make(new Account(), CLUSTER, { name: "workshop" });
    assert.equal(id, clusterArn);
    assert.equal(outputs.arn, clusterArn);
    assert.deepEqual(outputs.settings, [{ name: "containerInsights", value: "disabled" }]);
  });

  const limits: [by: Props, expected: string][] = [
    [{ name: "cats & dogs" }, 'name: expected 1 to 255 letters, digits, hyphens and underscores, got "cats & dogs"'],
    [
      { settings: [{ name: "insights", value: "enabled" }] },
      'settings[0].name: expected one of containerInsights, got "insights"',
    ],
    [
      { settings: [{ name: "containerInsights", value: "on" }] },
      'settings[0].value: expected one of enabled, disabled, enhanced, got "on"',
    ],
    [
      { configuration: { executeCommandConfiguration: { logging: "OVERRIDE" } } },
      'configuration.executeCommandConfiguration.logConfiguration: missing; "logging" is OVERRIDE, which says that ' +
        "the logs go where this says",
    ],
  ];
  for (const [by, expected] of limits) {
    it(`refuses ${JSON.stringify(by)}`, () =>
      assert.deepEqual(failures(CLUSTER, { name: "workshop", ...by }), [expected]));
  }

  it("replaces a cluster for its name only", () => {
    const settings = [{ name: "containerInsights", value: "enabled" }];
    assert.deepEqual(replaces(CLUSTER, { name: "workshop" }, { name: "other" }), ["name"]);
    assert.deepEqual(replaces(CLUSTER, { name: "workshop" }, { settings }), []);
  });

  it("refuses to hand a cluster to a second owner, and knows one of that name in another region apart", () => {
    const account = new Account();
    make(account, CLUSTER, { name: "workshop" });
    assert.equal(
      refusal(() => make(account, CLUSTER, { name: "workshop" })),
      "ResourceInUseException: The cluster workshop exists already. ECS would share it with a second owner without a " +
        "word; give this one a name of its own.",
    );
    make(account, CLUSTER, { name: "workshop", region: "eu-west-1" });
  });

  it("counts clusters against the quota", () => {
    const account = new Account();
    account.raiseQuota("L-21C621EB", 1);
    make(account, CLUSTER, { name: "workshop" });
    assert.match(
      refusal(() => make(account, CLUSTER, { name: "other" })),
      /^LimitExceededException: The quota "Clusters per account" \(L-21C621EB\) is 1; 1 in use, 1 more asked for\./,
    );
  });

  const instance = (cluster: string): object => ({
    type: "aws:ec2/instance:Instance",
    id: "i-1",
    inputs: { ami: "ami-1", userData: `echo ECS_CLUSTER=${cluster} >> /etc/ecs/ecs.config` },
  });

  it("keeps a cluster that instances are registered with", () => {
    const account = accountWith(instance("workshop"));
    make(account, CLUSTER, { name: "workshop" });
    assert.equal(
      refusal(() => account.delete(CLUSTER, clusterArn, options)),
      "ClusterContainsContainerInstancesException: The Cluster cannot be deleted while Container Instances are active " +
        "or draining. Kept running by: i-1.",
    );
  });

  it("lets a cluster go while instances of another one run", () => {
    const account = accountWith(instance("workshop-2"));
    make(account, CLUSTER, { name: "workshop" });
    account.delete(CLUSTER, clusterArn, options);
    assert.deepEqual(account.records(CLUSTER), []);
  });
});

const container: Props = {
  name: "cats",
  image: "cats:v1",
  memory: 1024,
  portMappings: [{ containerPort: 80, hostPort: 0 }],
};

/** The site with a cluster and a task definition: all that a service needs. */
function stage(by: Props = {}): ReturnType<typeof site> & { cluster: Made; task: Made; service: Props } {
  const made = site();
  const cluster = make(made.account, CLUSTER, { name: "workshop" });
  const task = make(made.account, TASK, {
    family: "workshop-cats",
    containerDefinitions: JSON.stringify([container]),
    ...by,
  });
  const service = {
    name: "workshop-cats",
    cluster: cluster.id,
    taskDefinition: String(task.outputs.arn),
    desiredCount: 2,
    loadBalancers: [{ targetGroupArn: made.cats.id, containerName: "cats", containerPort: 80 }],
  };
  return { ...made, cluster, task, service };
}

const plain: Props = { name: "workshop-cats", taskDefinition: "workshop-cats", desiredCount: 2 };
const zone = "attribute:ecs.availability-zone";

describe("account: what an ECS service takes", () => {
  it("accepts a service with strategies and constraints", () => {
    const placed: Props = {
      orderedPlacementStrategies: [
        { type: "spread", field: zone },
        { type: "spread", field: "attribute:ecs.instance-type" },
        { type: "binpack", field: "memory" },
      ],
      placementConstraints: [
        { type: "memberOf", expression: "attribute:ecs.instance-type == c4.large" },
        { type: "distinctInstance" },
      ],
    };
    assert.deepEqual(failures(SERVICE, { ...plain, ...placed }), []);
  });

  const refused: [what: string, by: Props, ...expected: string[]][] = [
    [
      "a name with other characters",
      { name: "cats/dogs" },
      'name: expected 1 to 255 letters, digits, hyphens and underscores, got "cats/dogs"',
    ],
    ["fewer than no tasks", { desiredCount: -1 }, "desiredCount: expected a number between 0 and 5000, got -1"],
    [
      "an unknown launch type",
      { launchType: "SPOT" },
      'launchType: expected one of EC2, FARGATE, EXTERNAL, got "SPOT"',
    ],
    [
      "a launch type beside capacity providers",
      { launchType: "EC2", capacityProviderStrategies: [{ capacityProvider: "spot" }] },
      'capacityProviderStrategies: at most one of "launchType", "capacityProviderStrategies" may be given, ' +
        'got "launchType", "capacityProviderStrategies"',
    ],
    [
      "two bases",
      {
        capacityProviderStrategies: [
          { capacityProvider: "spot", base: 1 },
          { capacityProvider: "on-demand", base: 1 },
        ],
      },
      "capacityProviderStrategies: only one capacity provider of a strategy may have a base",
    ],
    [
      "more healthy tasks than all",
      { deploymentMinimumHealthyPercent: 101 },
      "deploymentMinimumHealthyPercent: expected a number between 0 and 100, got 101",
    ],
    [
      "a deployment that can move no task",
      { deploymentMaximumPercent: 100, availabilityZoneRebalancing: "DISABLED" },
      "deploymentMaximumPercent: expected more than deploymentMinimumHealthyPercent, which is 100, got 100",
    ],
    [
      "rebalancing without room for it",
      { deploymentMinimumHealthyPercent: 50, deploymentMaximumPercent: 100, availabilityZoneRebalancing: "ENABLED" },
      "availabilityZoneRebalancing: cannot be ENABLED with a deploymentMaximumPercent of 100, which is not above 100; " +
        "set it to DISABLED",
    ],
    [
      "rebalancing of a daemon",
      { schedulingStrategy: "DAEMON", availabilityZoneRebalancing: "ENABLED" },
      "availabilityZoneRebalancing: cannot be ENABLED with the DAEMON scheduling strategy; set it to DISABLED",
    ],
    [
      "rebalancing under another strategy",
      {
        availabilityZoneRebalancing: "ENABLED",
        orderedPlacementStrategies: [{ type: "binpack", field: "memory" }],
      },
      `availabilityZoneRebalancing: cannot be ENABLED unless the first placement strategy is to spread over ${zone}; ` +
        "set it to DISABLED",
    ],
    [
      "rebalancing against a constraint",
      {
        availabilityZoneRebalancing: "ENABLED",
        placementConstraints: [{ type: "memberOf", expression: `${zone} == us-west-2a` }],
      },
      `availabilityZoneRebalancing: cannot be ENABLED with a placement constraint on ${zone}; set it to DISABLED`,
    ],
    [
      "six strategies",
      { orderedPlacementStrategies: Array.from({ length: 6 }, () => ({ type: "random" })) },
      "orderedPlacementStrategies: expected between 0 and 5 elements, got " +
        JSON.stringify(Array.from({ length: 6 }, () => ({ type: "random" }))),
    ],
    [
      "an unknown strategy",
      { orderedPlacementStrategies: [{ type: "pack" }] },
      'orderedPlacementStrategies[0].type: expected one of random, spread, binpack, got "pack"',
    ],
    [
      "packing by zone",
      { orderedPlacementStrategies: [{ type: "binpack", field: zone }] },
      `orderedPlacementStrategies[0].field: expected cpu or memory for the strategy binpack, got "${zone}"`,
    ],
    [
      "spreading over memory",
      { orderedPlacementStrategies: [{ type: "spread", field: "memory" }] },
      "orderedPlacementStrategies[0].field: expected instanceId, host or attribute:NAME for the strategy spread, " +
        'got "memory"',
    ],
    [
      "chance with a field",
      { orderedPlacementStrategies: [{ type: "random", field: "cpu" }] },
      'orderedPlacementStrategies[0].field: the strategy random takes no field, got "cpu"',
    ],
    [
      "an unknown constraint",
      { placementConstraints: [{ type: "distinctZone" }] },
      'placementConstraints[0].type: expected one of distinctInstance, memberOf, got "distinctZone"',
    ],
    [
      "membership of nothing",
      { placementConstraints: [{ type: "memberOf" }] },
      "placementConstraints[0].expression: missing; a memberOf constraint needs one",
    ],
    [
      "distinct instances with an expression",
      { placementConstraints: [{ type: "distinctInstance", expression: "x" }] },
      "placementConstraints[0].expression: a distinctInstance constraint takes no expression",
    ],
    [
      "strategies on Fargate",
      { launchType: "FARGATE", orderedPlacementStrategies: [{ type: "random" }] },
      "orderedPlacementStrategies: Placement strategies are not supported with FARGATE launch type.",
    ],
    [
      "constraints on Fargate",
      { launchType: "FARGATE", placementConstraints: [{ type: "distinctInstance" }] },
      "placementConstraints: Placement constraints are not supported with FARGATE launch type.",
    ],
    [
      "a daemon on Fargate",
      { launchType: "FARGATE", schedulingStrategy: "DAEMON" },
      "schedulingStrategy: Fargate does not support the DAEMON scheduling strategy",
    ],
    [
      "strategies of a daemon",
      { schedulingStrategy: "DAEMON", orderedPlacementStrategies: [{ type: "random" }] },
      "orderedPlacementStrategies: not valid with the DAEMON scheduling strategy",
    ],
    [
      "room for a daemon's deployment",
      { schedulingStrategy: "DAEMON", deploymentMaximumPercent: 150 },
      "deploymentMaximumPercent: not valid with the DAEMON scheduling strategy, got 150",
    ],
    [
      "a load balancer without a target",
      { loadBalancers: [{ containerName: "cats", containerPort: 80 }] },
      'loadBalancers[0]: exactly one of "targetGroupArn", "elbName" must be given',
    ],
    [
      "a grace period without a load balancer",
      { healthCheckGracePeriodSeconds: 60 },
      "healthCheckGracePeriodSeconds: Health check grace period is only valid for services configured to use load " +
        "balancers",
    ],
    [
      "a grace period below 0",
      {
        healthCheckGracePeriodSeconds: -1,
        loadBalancers: [{ elbName: "site", containerName: "cats", containerPort: 80 }],
      },
      "healthCheckGracePeriodSeconds: expected a number between 0 and 2147483647, got -1",
    ],
    [
      "a circuit breaker of another controller",
      {
        deploymentController: { type: "CODE_DEPLOY" },
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      "deploymentCircuitBreaker: works with the deployment controller ECS only, got CODE_DEPLOY",
    ],
    [
      "a daemon of another controller",
      { deploymentController: { type: "CODE_DEPLOY" }, schedulingStrategy: "DAEMON" },
      "schedulingStrategy: The scheduling strategy DAEMON is not supported by the deployment controller CODE_DEPLOY.",
    ],
    [
      "no task definition",
      { taskDefinition: null },
      "taskDefinition: missing; only the deployment controller EXTERNAL needs none",
    ],
  ];
  for (const [what, by, ...expected] of refused) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(SERVICE, { ...plain, ...by }), expected));
  }

  it("passes over what is not known yet", () => {
    const unknown = {
      cluster: UNKNOWN,
      taskDefinition: UNKNOWN,
      deploymentMaximumPercent: UNKNOWN,
      loadBalancers: [{ targetGroupArn: UNKNOWN, containerName: "cats", containerPort: UNKNOWN }],
      orderedPlacementStrategies: [{ type: "spread", field: UNKNOWN }],
      availabilityZoneRebalancing: "ENABLED",
    };
    assert.deepEqual(failures(SERVICE, { ...plain, ...unknown }), []);
  });

  it("replaces a service for its name, cluster, launch type, role and scheduling, and changes the rest in place", () => {
    for (const by of [
      { name: "other" },
      { cluster: clusterArn },
      { launchType: "EC2" },
      { iamRole: "ecs" },
      { schedulingStrategy: "DAEMON" },
    ] as Props[]) {
      assert.deepEqual(replaces(SERVICE, plain, by), Object.keys(by));
    }
    const placementConstraints = [{ type: "distinctInstance" }];
    assert.deepEqual(
      replaces(SERVICE, plain, { taskDefinition: "other", desiredCount: 3, placementConstraints, forceDelete: true }),
      [],
    );
  });

  it("replaces a service for its capacity providers, unless a new deployment moves it", () => {
    const provided = (capacityProvider: string): Props => ({ capacityProviderStrategies: [{ capacityProvider }] });
    const olds = { ...plain, ...provided("spot") };
    assert.deepEqual(replaces(SERVICE, olds, provided("on-demand")), ["capacityProviderStrategies"]);
    assert.deepEqual(replaces(SERVICE, olds, { ...provided("on-demand"), forceNewDeployment: true }), []);
    assert.deepEqual(replaces(SERVICE, plain, { ...provided("spot"), forceNewDeployment: true }), [
      "capacityProviderStrategies",
    ]);
  });

  it("sees no change in the letters of a field, nor in the order of constraints", () => {
    const account = new Account();
    const packed = (field: string): Props => ({ ...plain, orderedPlacementStrategies: [{ type: "binpack", field }] });
    assert.equal(account.diff(SERVICE, packed("memory"), packed("MEMORY")).changes, false);
    assert.equal(account.diff(SERVICE, packed("memory"), packed("cpu")).changes, true);
    const member = { type: "memberOf", expression: "x" };
    const placed = (...placementConstraints: Props[]): Props => ({ ...plain, placementConstraints });
    const distinct = { type: "distinctInstance" };
    assert.equal(account.diff(SERVICE, placed(member, distinct), placed(distinct, member)).changes, false);
  });
});

describe("account: ECS services", () => {
  it("makes a service whose id is its ARN, with the defaults of the provider and ECS", () => {
    const { account, service } = stage();
    const { id, outputs } = make(account, SERVICE, service);
    assert.equal(id, `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:service/workshop/workshop-cats`);
    assert.deepEqual(without(outputs, ...Object.keys(service)), {
      arn: id,
      availabilityZoneRebalancing: "ENABLED",
      deploymentConfiguration: { strategy: "ROLLING", bakeTimeInMinutes: "0" },
      deploymentController: { type: "ECS" },
      deploymentMaximumPercent: 200,
      deploymentMinimumHealthyPercent: 100,
      enableEcsManagedTags: false,
      enableExecuteCommand: false,
      healthCheckGracePeriodSeconds: 0,
      iamRole: "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
      launchType: "EC2",
      platformVersion: "",
      propagateTags: "NONE",
      region: "us-west-2",
      schedulingStrategy: "REPLICA",
      tagsAll: {},
      triggers: {},
      waitForSteadyState: false,
    });
  });

  it("rebalances only where ECS can", () => {
    const { account, service } = stage();
    const orderedPlacementStrategies = [{ type: "binpack", field: "memory" }];
    assert.equal(
      make(account, SERVICE, { ...service, orderedPlacementStrategies }).outputs.availabilityZoneRebalancing,
      "DISABLED",
    );
  });

  it("finds the cluster by name, and the task definition by family or family and revision", () => {
    const names: Props[] = [
      { cluster: "workshop", taskDefinition: "workshop-cats" },
      { taskDefinition: "workshop-cats:1" },
    ];
    for (const by of names) {
      const { account, service } = stage();
      assert.equal(
        make(account, SERVICE, { ...service, ...by }).id,
        `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:service/workshop/workshop-cats`,
      );
    }
  });

  const wrong: [what: string, by: (made: ReturnType<typeof stage>) => Props, expected: string][] = [
    ["a cluster that does not exist", () => ({ cluster: "other" }), "ClusterNotFoundException: Cluster not found."],
    [
      "the default cluster, which a new account does not have",
      () => ({ cluster: null }),
      "ClusterNotFoundException: Cluster not found.",
    ],
    [
      "a task definition that never was",
      () => ({ taskDefinition: "workshop-cats:2" }),
      "ClientException: TaskDefinition not found.",
    ],
    [
      "a family that never was",
      () => ({ taskDefinition: "workshop-dogs" }),
      "ClientException: TaskDefinition not found.",
    ],
    [
      "a container that the task does not have",
      ({ cats }) => ({ loadBalancers: [{ targetGroupArn: cats.id, containerName: "dogs", containerPort: 80 }] }),
      "InvalidParameterException: The container dogs does not exist in the task definition.",
    ],
    [
      "a port that the container does not have",
      ({ cats }) => ({ loadBalancers: [{ targetGroupArn: cats.id, containerName: "cats", containerPort: 8080 }] }),
      "InvalidParameterException: The container cats did not have a container port 8080 defined.",
    ],
    [
      "a target group that does not exist",
      ({ cats }) => ({
        loadBalancers: [{ targetGroupArn: `${cats.id}0`, containerName: "cats", containerPort: 80 }],
      }),
      "InvalidParameterException: The target group TARGET0 does not exist.",
    ],
    [
      "a target group without a load balancer",
      (made) => {
        remove(made.account, LISTENER_RULE, made.rule);
        return {};
      },
      "InvalidParameterException: The target group with targetGroupArn TARGET does not have an associated load balancer.",
    ],
    [
      "a network configuration on a bridge",
      ({ subnets }) => ({ networkConfiguration: { subnets: subnets.map(({ id }) => id) } }),
      "InvalidParameterException: Network Configuration is not valid for the given networkMode of this task definition.",
    ],
    [
      "a role that does not exist",
      () => ({ iamRole: "ecs" }),
      "InvalidParameterException: Unable to assume role and validate the specified targetGroupArn. Please verify that " +
        "the ECS service role being passed has the proper permissions.",
    ],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuses ${what}`, () => {
      const made = stage();
      const news = { ...made.service, ...by(made) };
      assert.equal(
        refusal(() => make(made.account, SERVICE, news)),
        expected.replace("TARGET", made.cats.id),
      );
    });
  }

  it("refuses a task definition that is deregistered", () => {
    const { account, service, task } = stage();
    remove(account, TASK, task);
    assert.equal(
      refusal(() => make(account, SERVICE, service)),
      "ClientException: TaskDefinition is inactive",
    );
  });

  it("goes on with a deregistered revision, until the service is to run another one", () => {
    const { account, service, task } = stage();
    const made = make(account, SERVICE, service);
    remove(account, TASK, task);
    assert.equal(change(account, SERVICE, made, { desiredCount: 3 }).desiredCount, 3);
    assert.equal(
      refusal(() => change(account, SERVICE, made, { taskDefinition: "workshop-cats:1" })),
      "ClientException: TaskDefinition is inactive",
    );
  });

  describe("with a network interface of their own", () => {
    it("need a network configuration", () => {
      const { account, service } = stage({ networkMode: "awsvpc" });
      assert.equal(
        refusal(() => make(account, SERVICE, service)),
        "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.",
      );
    });

    it("need a target group of addresses", () => {
      const { account, service, subnets, cats } = stage({ networkMode: "awsvpc" });
      const networkConfiguration = { subnets: subnets.map(({ id }) => id) };
      assert.equal(
        refusal(() => make(account, SERVICE, { ...service, networkConfiguration })),
        `InvalidParameterException: The provided target group ${cats.id} has target type instance, which is ` +
          "incompatible with the awsvpc network mode specified in the task definition.",
      );
    });

    it("hold their subnets and security groups", () => {
      const { account, service, subnets, group } = stage({ networkMode: "awsvpc" });
      const networkConfiguration = { subnets: subnets.map(({ id }) => id), securityGroups: [group.id] };
      const made = make(account, SERVICE, { ...without(service, "loadBalancers"), networkConfiguration });
      for (const [type, { id }] of [
        [SECURITY_GROUP, group],
        [SUBNET, subnets[0] ?? group],
      ] as const) {
        assert.match(
          refusal(() => account.delete(type, id, options)),
          /^DependencyViolation: /,
        );
      }
      remove(account, SERVICE, made);
    });

    it("refuse a subnet that does not exist", () => {
      const { account, service } = stage({ networkMode: "awsvpc" });
      const networkConfiguration = { subnets: ["subnet-1"] };
      assert.equal(
        refusal(() => make(account, SERVICE, { ...without(service, "loadBalancers"), networkConfiguration })),
        "InvalidParameterException: Error retrieving subnet information for [subnet-1]: " +
          "The subnet ID 'subnet-1' does not exist (ErrorCode: InvalidSubnetID.NotFound)",
      );
    });
  });

  it("refuses a name that an active service of the cluster has, and takes it in another cluster", () => {
    const { account, service } = stage();
    make(account, SERVICE, service);
    assert.equal(
      refusal(() => make(account, SERVICE, { ...service, cluster: "workshop" })),
      "InvalidParameterException: Creation of service was not idempotent.",
    );
    make(account, CLUSTER, { name: "other" });
    make(account, SERVICE, { ...service, cluster: "other" });
  });

  it("counts the services of each cluster against the quota", () => {
    const { account, service } = stage();
    account.raiseQuota("L-9EF96962", 1);
    make(account, CLUSTER, { name: "other" });
    make(account, SERVICE, { ...service, cluster: "other" });
    make(account, SERVICE, service);
    assert.match(
      refusal(() => make(account, SERVICE, { ...service, name: "workshop-dogs" })),
      /^LimitExceededException: The quota "Services per cluster" \(L-9EF96962\) is 1; 1 in use, 1 more asked for\./,
    );
  });

  it("keeps a cluster with services, and lets both go in order, with tasks running or not", () => {
    const { account, service, cluster } = stage();
    const made = make(account, SERVICE, service);
    assert.equal(
      refusal(() => account.delete(CLUSTER, cluster.id, options)),
      "ClusterContainsServicesException: The Cluster cannot be deleted while Services are active. Active: workshop-cats.",
    );
    remove(account, SERVICE, made);
    remove(account, CLUSTER, cluster);
    assert.deepEqual([account.records(SERVICE), account.records(CLUSTER)], [[], []]);
  });

  it("lets its target group go as soon as no listener uses it", () => {
    const { account, service, cats, rule } = stage();
    make(account, SERVICE, service);
    assert.match(
      refusal(() => account.delete(TARGET_GROUP, cats.id, options)),
      /^ResourceInUse: /,
    );
    remove(account, LISTENER_RULE, rule);
    remove(account, TARGET_GROUP, cats);
    assert.equal(account.read(TARGET_GROUP, cats.id, options), undefined);
  });
});
