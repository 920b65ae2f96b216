import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const satisfiable = rule("ecs-placement-satisfiable");

type Props = Record<string, unknown>;

const base64 = (text: string) => Buffer.from(text).toString("base64");
const joining = (cluster: string, attributes = "") =>
  base64(`cat >> /etc/ecs/ecs.config <<EOF\nECS_CLUSTER=${cluster}\n${attributes}EOF\n`);
const CATNIP = 'ECS_INSTANCE_ATTRIBUTES={"catslike":"catnip"}\n';
const CLUSTER_ARN = "arn:aws:ecs:us-west-2:123456789012:cluster/ws";

const resource = (type: string, props: Props, dependsOn?: Record<string, string[]>): Fixture => ({
  type,
  props,
  ...(dependsOn && { dependsOn }),
});
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const GROUP = "aws:autoscaling/group:Group";

/** The workshop's: a fleet of two types, and a group of an instance that cats like. */
const capacity: Record<string, Fixture> = {
  cluster: resource("aws:ecs/cluster:Cluster", { id: CLUSTER_ARN, arn: CLUSTER_ARN, name: "ws" }),
  spot: resource(TEMPLATE, { id: "lt-1", userData: joining("ws") }),
  onDemand: resource(TEMPLATE, { id: "lt-2", instanceType: "m4.large", userData: joining("ws", CATNIP) }),
  fleet: resource(FLEET, {
    launchTemplateConfigs: [
      {
        launchTemplateSpecification: { id: "lt-1", version: "1" },
        overrides: [{ instanceType: "c4.large" }, { instanceType: "r4.large" }],
      },
    ],
  }),
  group: resource(GROUP, { launchTemplate: { id: "lt-2", version: "1" } }),
};

const memberOf = (...expressions: unknown[]) => expressions.map((expression) => ({ type: "memberOf", expression }));
const task = (...expressions: unknown[]): Fixture =>
  resource("aws:ecs/taskDefinition:TaskDefinition", {
    id: "cats",
    family: "cats",
    arn: "arn:cats:1",
    placementConstraints: memberOf(...expressions),
  });
const service = (props: Props = {}): Fixture =>
  resource("aws:ecs/service:Service", {
    cluster: CLUSTER_ARN,
    taskDefinition: "arn:cats:1",
    launchType: "EC2",
    ...props,
  });

const ALL = "the stack's instances are c4.large, m4.large with catslike=catnip, r4.large";
const FIX = "Ask for one of those, or add capacity that meets it.";
const refused = (name: string, property: string, given: string, all = ALL) =>
  `${name}: ${property} is ${given}, so no task is ever placed; ${all}. ${FIX}`;
const FIRST = "placementConstraints[0].expression";

const judged = (more: Record<string, Fixture>) => stackViolations(satisfiable, { ...capacity, ...more });

describe("ecs-placement-satisfiable", () => {
  it("accepts constraints that an instance of the stack meets", async () => {
    for (const expression of [
      "attribute:ecs.instance-type == c4.large",
      "attribute:ecs.instance-type =~ c4.*",
      "attribute:catslike == catnip",
      "attribute:catslike == catnip and attribute:ecs.instance-type == m4.large",
      "attribute:catslike !exists",
    ]) {
      assert.deepEqual(await judged({ task: task(expression), service: service() }), [], expression);
      assert.deepEqual(await judged({ task: task(expression) }), [], expression);
    }
  });

  it("refuses constraints that none meets, where they stand", async () => {
    for (const expression of [
      "attribute:ecs.instance-type == g2.2xlarge",
      "attribute:ecs.instance-type in [t2.small, t2.medium]",
      "attribute:catslike == dogs",
      "attribute:dogslike exists",
      "attribute:catslike == catnip and attribute:ecs.instance-type == c4.large",
    ]) {
      const given = { task: task(expression), service: service() };
      assert.deepEqual(await judged(given), [refused("task", FIRST, expression)]);
      assert.deepEqual(await judged({ task: task(expression) }), [refused("task", FIRST, expression)]);
      const own = { task: task(), service: service({ placementConstraints: memberOf(expression) }) };
      assert.deepEqual(await judged(own), [refused("service", FIRST, expression)]);
    }
  });

  it("asks all constraints of one instance, those of the task and of the service", async () => {
    const [type, like] = ["attribute:ecs.instance-type == c4.large", "attribute:catslike == catnip"];
    assert.deepEqual(await judged({ task: task(type, like) }), [
      refused("task", "placementConstraints", `${type} and ${like}`),
    ]);
    assert.deepEqual(await judged({ task: task(like), service: service({ placementConstraints: memberOf(type) }) }), [
      refused("service", "placementConstraints", `${type} and ${like}`),
    ]);
  });

  it("says it once where services share a task definition", async () => {
    const shared = { task: task("attribute:catslike == dogs"), one: service(), two: service() };
    assert.deepEqual(await judged(shared), [refused("task", FIRST, "attribute:catslike == dogs")]);
  });

  it("leaves to ECS what only it can tell", async () => {
    for (const expression of [
      "attribute:ecs.availability-zone == us-west-2a",
      "attribute:ecs.os-type == linux",
      "task:group == service:cats",
      "agentConnected == true",
      "not(task:group == service:cats)",
      "no query",
    ]) {
      assert.deepEqual(await judged({ task: task(expression) }), [], expression);
    }
    const distinct = service({ placementConstraints: [{ type: "distinctInstance" }] });
    assert.deepEqual(await judged({ task: task(), service: distinct }), []);
  });

  it("counts only the instances of the service's cluster", async () => {
    const other = resource("aws:ecs/cluster:Cluster", { id: "arn:other", arn: "arn:other", name: "other" });
    const gpu = resource("aws:ec2/instance:Instance", {
      instanceType: "g2.2xlarge",
      userData: "echo ECS_CLUSTER=other >> /etc/ecs/ecs.config",
    });
    const expression = "attribute:ecs.instance-type == g2.2xlarge";
    const given = { other, gpu, task: task(expression) };
    assert.deepEqual(await judged({ ...given, service: service() }), [refused("task", FIRST, expression)]);
    assert.deepEqual(await judged({ ...given, service: service({ cluster: "other" }) }), []);
  });

  it("reads every kind of capacity", async () => {
    const userData = "echo ECS_CLUSTER=ws >> /etc/ecs/ecs.config";
    const g2 = { instanceType: "g2.2xlarge" };
    const kinds: Record<string, Record<string, Fixture>> = {
      instance: { one: resource("aws:ec2/instance:Instance", { ...g2, userData }) },
      "instance of a template": {
        one: resource("aws:ec2/instance:Instance", { ...g2, launchTemplate: { id: "lt-1" } }),
      },
      "Spot Instance": {
        one: resource("aws:ec2/spotInstanceRequest:SpotInstanceRequest", { ...g2, userDataBase64: base64(userData) }),
      },
      "launch specification": { one: resource(FLEET, { launchSpecifications: [{ ...g2, userData }] }) },
      "EC2 Fleet": {
        one: resource("aws:ec2/fleet:Fleet", {
          launchTemplateConfigs: [{ launchTemplateSpecification: { launchTemplateId: "lt-1" }, overrides: [g2] }],
        }),
      },
      "mixed instances": {
        one: resource(GROUP, {
          mixedInstancesPolicy: {
            launchTemplate: { launchTemplateSpecification: { launchTemplateId: "lt-1" }, overrides: [g2] },
          },
        }),
      },
      "launch configuration": {
        configuration: resource("aws:ec2/launchConfiguration:LaunchConfiguration", { id: "lc", ...g2, userData }),
        one: resource(GROUP, { launchConfiguration: "lc" }),
      },
    };
    for (const [kind, fixtures] of Object.entries(kinds)) {
      const given = (type: string) => ({ ...fixtures, task: task(`attribute:ecs.instance-type == ${type}`) });
      assert.deepEqual(await judged(given("g2.2xlarge")), [], kind);
      assert.equal((await judged(given("p2.xlarge"))).length, 1, kind);
    }
  });

  it("says nothing where AWS chooses the type", async () => {
    const any = resource(FLEET, {
      launchTemplateConfigs: [
        {
          launchTemplateSpecification: { id: "lt-1" },
          overrides: [{ instanceRequirements: { vcpuCount: { min: 2 } } }],
        },
      ],
    });
    assert.deepEqual(await judged({ any, task: task("attribute:ecs.instance-type == p2.xlarge") }), []);
    const provider = resource("aws:ecs/capacityProvider:CapacityProvider", { managedInstancesProvider: {} });
    const managed = { provider, task: task("attribute:ecs.instance-type == p2.xlarge") };
    assert.deepEqual(await judged(managed), []);
  });

  it("says nothing where the stack has no instances of the cluster, or the cluster is not its own", async () => {
    const { cluster, ...rest } = capacity;
    const wrong = { task: task("attribute:catslike == dogs"), service: service() };
    assert.deepEqual(await stackViolations(satisfiable, { task: wrong.task }), []);
    assert.deepEqual(await stackViolations(satisfiable, { ...(cluster && { cluster }), ...wrong }), []);
    assert.deepEqual(
      await stackViolations(satisfiable, {
        ...rest,
        service: service({ placementConstraints: memberOf("attribute:catslike == dogs") }),
      }),
      [],
    );
  });

  it("finds the template by what a fleet depends on while ids are not known", async () => {
    const stack = {
      ...capacity,
      spot: resource(TEMPLATE, { id: UNKNOWN, userData: joining("ws") }),
      onDemand: resource(TEMPLATE, { id: UNKNOWN, instanceType: "m4.large", userData: joining("ws", CATNIP) }),
      fleet: resource(
        FLEET,
        {
          launchTemplateConfigs: [
            { launchTemplateSpecification: { id: UNKNOWN }, overrides: [{ instanceType: "c4.large" }] },
          ],
        },
        { launchTemplateConfigs: ["spot"] },
      ),
      group: resource(GROUP, { launchTemplate: { id: UNKNOWN } }, { launchTemplate: ["onDemand"] }),
      task: task("attribute:ecs.instance-type == r4.large"),
    };
    const all = "the stack's instances are c4.large, m4.large with catslike=catnip";
    assert.deepEqual(await stackViolations(satisfiable, stack), [
      refused("task", FIRST, "attribute:ecs.instance-type == r4.large", all),
    ]);
  });

  it("knows the attributes of a fleet whose types are not known", async () => {
    const configs = [{ launchTemplateSpecification: { id: "lt-1" }, overrides: UNKNOWN }];
    const unknown = { launchTemplateConfigs: configs, launchSpecifications: UNKNOWN };
    const stack = { ...capacity, fleet: resource(FLEET, unknown) };
    const all = "the stack's instances are any type, m4.large with catslike=catnip";
    assert.deepEqual(await stackViolations(satisfiable, { ...stack, task: task("attribute:catslike == dogs") }), [
      refused("task", FIRST, "attribute:catslike == dogs", all),
    ]);
    const type = task("attribute:ecs.instance-type == p2.xlarge");
    assert.deepEqual(await stackViolations(satisfiable, { ...stack, task: type }), []);
  });

  it("leaves open what depends on values that are not known", async () => {
    const wrong = task("attribute:catslike == dogs");
    const unknowns: Record<string, Fixture>[] = [
      { spot: resource(TEMPLATE, { id: "lt-1", userData: UNKNOWN }) },
      { elsewhere: resource(GROUP, { launchTemplate: { id: "lt-9" } }) },
      { fleet: resource(FLEET, { launchTemplateConfigs: UNKNOWN }, { launchTemplateConfigs: ["spot"] }) },
    ];
    for (const unknown of unknowns) {
      const stack = { ...capacity, ...unknown, task: wrong };
      assert.deepEqual(await stackViolations(satisfiable, stack), []);
      assert.deepEqual(await stackLeftOpen(satisfiable, stack), ["task: placementConstraints"]);
    }
    const unknown = { ...capacity, task: task(UNKNOWN, "attribute:catslike == dogs") };
    assert.deepEqual(await stackViolations(satisfiable, unknown), []);
    assert.deepEqual(await stackLeftOpen(satisfiable, unknown), ["task: placementConstraints"]);
  });
});
