import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces, without } from "./support";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";

const image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/cats:v1";

const container = {
  name: "cats",
  image,
  cpu: 50,
  memory: 1024,
  memoryReservation: 384,
  essential: true,
  portMappings: [{ containerPort: 80, hostPort: 0, protocol: "tcp" }],
  environment: [{ name: "Tag", value: "v1" }],
  logConfiguration: {
    logDriver: "awslogs",
    options: { "awslogs-group": "/workshop/cats", "awslogs-region": "us-west-2", "awslogs-stream-prefix": "cats" },
  },
};

/** A task definition of the given containers. */
const task = (containers: unknown, by: Props = {}): Props => ({
  family: "workshop-cats",
  networkMode: "bridge",
  containerDefinitions: JSON.stringify(containers),
  ...by,
});

/** A task definition of the one container with parts of it changed. */
const changed = (by: object, inputs: Props = {}): Props => task([{ ...container, ...by }], inputs);

const fargate: Props = { networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"], cpu: "256", memory: "1024" };
const executionRoleArn = `arn:aws:iam::${ACCOUNT_ID}:role/execution`;

const at = "containerDefinitions[0]";

describe("account: ECS task definitions", () => {
  it("registers a revision with the ARNs and defaults of ECS", () => {
    const { id, outputs } = make(new Account(), TASK, without(task([container]), "networkMode"));
    assert.equal(id, "workshop-cats");
    assert.equal(outputs.arn, `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:task-definition/workshop-cats:1`);
    assert.equal(outputs.arnWithoutRevision, `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:task-definition/workshop-cats`);
    assert.equal(outputs.revision, 1);
    assert.equal(outputs.networkMode, "bridge");
    assert.equal(outputs.enableFaultInjection, false);
  });

  it("reports the containers as ECS describes them", () => {
    const { outputs } = make(
      new Account(),
      TASK,
      task([{ name: "cats", image, memory: 6, portMappings: [{ containerPort: 80 }] }]),
    );
    assert.equal(
      outputs.containerDefinitions,
      `[{"cpu":0,"environment":[],"essential":true,"image":"${image}","memory":6,"mountPoints":[],"name":"cats",` +
        '"portMappings":[{"containerPort":80,"hostPort":0,"protocol":"tcp"}],"systemControls":[],"volumesFrom":[]}]',
    );
  });

  it("reports the container's own port where a task has a network interface of its own", () => {
    const own = task([{ name: "cats", image, memory: 6, portMappings: [{ containerPort: 80 }] }], {
      networkMode: "awsvpc",
    });
    assert.match(String(make(new Account(), TASK, own).outputs.containerDefinitions), /"hostPort":80/);
  });

  it("counts revisions of a family on, also after one is deregistered", () => {
    const account = new Account();
    const revision = (by: Props = {}): unknown => make(account, TASK, task([container], by)).outputs.revision;
    assert.equal(revision(), 1);
    assert.equal(revision(), 2);
    account.delete(TASK, "workshop-cats", options);
    account.delete(TASK, "workshop-cats", options);
    assert.equal(revision(), 3);
    assert.equal(revision({ family: "workshop-dogs" }), 1);
    assert.equal(revision({ region: "eu-west-1" }), 1);
  });

  it("deregisters the older of two revisions first, as a replacement does", () => {
    const account = new Account();
    make(account, TASK, task([container]));
    make(account, TASK, task([container]));
    account.delete(TASK, "workshop-cats", options);
    assert.deepEqual(
      account.records(TASK).map(({ outputs }) => outputs.revision),
      [2],
    );
  });

  it("keeps a revision that is to be retained", () => {
    const account = new Account();
    make(account, TASK, task([container], { skipDestroy: true }));
    account.delete(TASK, "workshop-cats", options);
    assert.equal(account.records(TASK).length, 1);
  });

  it("changes tags in place, without a new revision", () => {
    const account = new Account();
    const made = make(account, TASK, task([container]));
    const outputs = change(account, TASK, made, { tags: { Lab: "2" } });
    assert.deepEqual([outputs.revision, outputs.tags], [1, { Lab: "2" }]);
    assert.deepEqual(replaces(TASK, task([container]), { tags: { Lab: "2" } }), []);
  });

  it("makes a new revision beside the old one for any other change", () => {
    const account = new Account();
    const before = task([container]);
    const difference = account.diff(TASK, before, changed({ image: image.replace("v1", "v2") }));
    assert.deepEqual(difference.replaces, ["containerDefinitions"]);
    assert.equal(difference.deleteBeforeReplace, false);
    for (const by of [{ cpu: "256" }, { networkMode: "host" }, { taskRoleArn: executionRoleArn }] as Props[]) {
      assert.deepEqual(replaces(TASK, before, by), Object.keys(by));
    }
  });

  it("sees no change in containers that mean the same", () => {
    const rewritten = JSON.stringify(
      [{ volumesFrom: [], ...without(container, "essential"), portMappings: [{ containerPort: 80 }] }],
      null,
      2,
    );
    const difference = new Account().diff(TASK, task([container]), { ...task([]), containerDefinitions: rewritten });
    assert.equal(difference.changes, false);
  });

  it("sees no change in another order of environment variables, and one in another value", () => {
    const variables = (...names: string[]): Props =>
      changed({ environment: names.map((name) => ({ name, value: "1" })) });
    const account = new Account();
    assert.equal(account.diff(TASK, variables("A", "B"), variables("B", "A")).changes, false);
    assert.equal(account.diff(TASK, variables("A", "B"), variables("A", "C")).changes, true);
  });

  it("passes over containers, roles and modes that are not known yet", () => {
    const unknown = { containerDefinitions: UNKNOWN, networkMode: UNKNOWN, taskRoleArn: UNKNOWN, memory: UNKNOWN };
    assert.deepEqual(failures(TASK, { family: "workshop-cats", ...unknown }), []);
    const host = changed({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }, { networkMode: UNKNOWN });
    assert.deepEqual(failures(TASK, host), []);
  });

  it("refuses a role that does not exist", () => {
    assert.equal(
      refusal(() => make(new Account(), TASK, task([container], { taskRoleArn: executionRoleArn }))),
      "ClientException: Role is not valid",
    );
  });

  const inputs: [what: string, news: Props, ...expected: string[]][] = [
    [
      "a family with other characters",
      task([container], { family: "workshop/cats" }),
      'family: expected 1 to 255 letters, digits, hyphens and underscores, got "workshop/cats"',
    ],
    [
      "an unknown network mode",
      task([container], { networkMode: "nat" }),
      'networkMode: expected one of awsvpc, bridge, host, none, got "nat"',
    ],
    [
      "CPU that is no size",
      task([container], { cpu: "one" }),
      'cpu: expected a whole number such as "1024" or a size such as "1 vCPU", got "one"',
    ],
    [
      "memory that is no size",
      task([container], { memory: "2 GiB" }),
      'memory: expected a whole number such as "3072" or a size such as "3 GB", got "2 GiB"',
    ],
    ["less CPU than ECS gives", task([container], { cpu: "64" }), "cpu: expected 128 to 196608 CPU units, got 64"],
    [
      "containers with more CPU than the task",
      changed({ cpu: 512 }, { cpu: "256" }),
      "containerDefinitions: The sum of all container 'cpu' values cannot be greater than the value of the task " +
        "'cpu': 512 is more than 256",
    ],
    [
      "a container with more memory than the task",
      task([container], { memory: "512" }),
      `${at}.memory: expected at most the task's 512 MiB, got 1024`,
    ],
    [
      "containers that reserve more memory than the task has",
      task([container, { ...container, name: "other" }, { ...container, name: "third" }], { memory: "1 GB" }),
      "containerDefinitions: the containers reserve 1152 MiB together, more than the task's 1024 MiB",
    ],
    [
      "a role that is no ARN",
      task([container], { taskRoleArn: "cats" }),
      'taskRoleArn: expected the ARN of an IAM role, got "cats"',
    ],
    [
      "a constraint of a service",
      task([container], { placementConstraints: [{ type: "distinctInstance", expression: "x" }] }),
      'placementConstraints[0].type: expected one of memberOf, got "distinctInstance"',
    ],
    [
      "a constraint without an expression",
      task([container], { placementConstraints: [{ type: "memberOf" }] }),
      "placementConstraints[0].expression: missing; a memberOf constraint needs one",
    ],
    [
      "a volume declared twice",
      task([container], { volumes: [{ name: "data" }, { name: "data", hostPath: "/data" }] }),
      'volumes: "data" is declared twice',
    ],
    [
      "a volume that the task does not declare",
      changed({ mountPoints: [{ sourceVolume: "data", containerPath: "/data" }] }),
      `${at}.mountPoints[0].sourceVolume: Unknown volume "data"; the task declares []`,
    ],
    [
      "fault injection on a bridge",
      task([container], { enableFaultInjection: true }),
      'enableFaultInjection: works with the network modes awsvpc and host only, got "bridge"',
    ],
    [
      "a proxy on a bridge",
      task([container], { proxyConfiguration: { containerName: "cats" } }),
      'proxyConfiguration: works with networkMode awsvpc only, got "bridge"',
    ],
    [
      "secrets without a role to read them",
      changed({ secrets: [{ name: "KEY", valueFrom: "unicorn" }] }),
      "executionRoleArn: When you are specifying container secrets, you must also specify a value for " +
        "'executionRoleArn'",
    ],
    [
      "Fargate on a bridge",
      task([container], { ...fargate, networkMode: "bridge", executionRoleArn }),
      "networkMode: Fargate only supports network mode 'awsvpc'.",
    ],
    [
      "Fargate without sizes",
      changed({}, { ...without(fargate, "cpu", "memory"), executionRoleArn }),
      "cpu: Fargate requires that 'cpu' be defined at the task level.",
      "memory: Fargate requires that 'memory' be defined at the task level.",
    ],
    [
      "a size that Fargate does not offer",
      task([container], { ...fargate, memory: "4096", executionRoleArn }),
      "cpu: No Fargate configuration exists for given values: 256 CPU, 4096 memory. " +
        "Fargate offers for 256 CPU units: 512, 1024, 2048 MiB.",
    ],
    [
      "CPU that Fargate does not offer",
      task([container], { ...fargate, cpu: "300", executionRoleArn }),
      "cpu: No Fargate configuration exists for given values: 300 CPU, 1024 memory. " +
        "Fargate offers these CPU sizes: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768.",
    ],
    [
      "logs on Fargate without a role to write them",
      task([container], fargate),
      "executionRoleArn: Fargate requires task definition to have execution role ARN to support log driver awslogs.",
    ],
    [
      "a placement constraint on Fargate",
      task([container], {
        ...fargate,
        executionRoleArn,
        placementConstraints: [{ type: "memberOf", expression: "attribute:x == y" }],
      }),
      "placementConstraints: not supported on Fargate",
    ],
    [
      "a privileged container on Fargate",
      changed({ privileged: true }, { ...fargate, executionRoleArn }),
      `${at}.privileged: not supported on Fargate`,
    ],
    [
      "a log driver that Fargate does not have",
      changed({ logConfiguration: { logDriver: "syslog" } }, fargate),
      `${at}.logConfiguration: expected one of awslogs, splunk, awsfirelens on Fargate, got "syslog"`,
    ],
  ];
  for (const [what, news, ...expected] of inputs) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(TASK, news), expected));
  }

  it("accepts sizes in vCPU and GB", () => {
    assert.deepEqual(
      failures(TASK, task([container], { ...fargate, cpu: ".5 vCPU", memory: "2 GB", executionRoleArn })),
      [],
    );
  });
});

describe("account: ECS container definitions", () => {
  it("accepts the workshop's container", () => assert.deepEqual(failures(TASK, task([container])), []));

  const other = { name: "init", image, memory: 64, essential: false };
  const refused: [what: string, news: Props, ...expected: string[]][] = [
    ["no JSON", task([], { containerDefinitions: "{" }), 'expected a JSON list of container definitions, got "{"'],
    [
      "an object",
      task({ name: "cats" }),
      'expected a JSON list of container definitions, got "{\\"name\\":\\"cats\\"}"',
    ],
    ["no container", task([]), "Container list cannot be empty."],
    [
      "eleven containers",
      task(Array.from({ length: 11 }, (_, i) => ({ ...other, name: `c${i}`, essential: i === 0 }))),
      "expected at most 10 containers in a task definition, got 11",
    ],
    [
      "a name given twice",
      task([container, container]),
      'the container name "cats" is given more than once; names are unique in a task definition',
    ],
    ["no essential container", task([other]), "at least one container must be essential, but all have essential=false"],
    ["no name", changed({ name: undefined }), "[0].name: missing required property"],
    ["no image", changed({ image: undefined }), "[0].image: missing required property"],
    ["a number in quotes", changed({ memory: "1024" }), '[0].memory: expected a number, got the string "1024"'],
    ["a fraction", changed({ cpu: 0.5 }), "[0].cpu: expected a whole number, got 0.5"],
    ["negative CPU", changed({ cpu: -1 }), "[0].cpu: expected a number of at least 0, got -1"],
    [
      "a name with other characters",
      changed({ name: "my cats" }),
      '[0].name: expected 1 to 255 letters, digits, hyphens and underscores, got "my cats"',
    ],
    [
      "less memory than Docker needs",
      changed({ memory: 5, memoryReservation: undefined }),
      "[0].memory: expected a number of at least 6, got 5",
    ],
    [
      "a reservation above the limit",
      changed({ memory: 128 }),
      '[0].memoryReservation: the reservation of 384 MiB is more than the hard limit "memory" of 128 MiB',
    ],
    [
      "no memory at all",
      changed({ memory: undefined, memoryReservation: undefined }),
      "[0]: Invalid setting for container 'cats'. At least one of 'memory' or 'memoryReservation' must be specified.",
    ],
    [
      "a port above 65535",
      changed({ portMappings: [{ containerPort: 65536 }] }),
      "[0].portMappings[0].containerPort: expected a number between 1 and 65535, got 65536",
    ],
    [
      "a host port below 0",
      changed({ portMappings: [{ containerPort: 80, hostPort: -1 }] }),
      "[0].portMappings[0].hostPort: expected a number between 0 and 65535, got -1",
    ],
    [
      "a mapping without a port",
      changed({ portMappings: [{ hostPort: 80 }] }),
      '[0].portMappings[0]: exactly one of "containerPort", "containerPortRange" must be given',
    ],
    [
      "a range of more than 100 ports",
      changed({ portMappings: [{ containerPortRange: "8000-8100" }] }),
      '[0].portMappings[0]: expected a containerPortRange of at most 100 ports in 1 to 65535, got "8000-8100"',
    ],
    [
      "another protocol",
      changed({ portMappings: [{ containerPort: 80, protocol: "http" }] }),
      '[0].portMappings[0].protocol: expected one of tcp, udp, got "http"',
    ],
    [
      "a host port for two containers",
      task([
        { ...container, portMappings: [{ containerPort: 80, hostPort: 8080 }] },
        { ...other, portMappings: [{ containerPort: 81, hostPort: 8080 }] },
      ]),
      '[1].portMappings[0].hostPort: the host port 8080/tcp is taken by the container "cats" already',
    ],
    [
      "different ports with an interface of its own",
      changed({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }, { networkMode: "awsvpc" }),
      "[0].portMappings[0].hostPort: When networkMode=awsvpc, the host ports and container ports in port mappings " +
        "must match; got 8080 for container port 80",
    ],
    [
      "ports without a network",
      changed({}, { networkMode: "none" }),
      "[0].portMappings: not supported when networkMode=none",
    ],
    [
      "links with an interface of its own",
      task([{ ...container, links: ["init"] }, other], { networkMode: "awsvpc" }),
      "[0].links: not supported when networkMode=awsvpc",
    ],
    ["a link to itself", changed({ links: ["cats:me"] }), '[0].links[0]: "cats:me" is no other container of this task'],
    [
      "a variable that is no text",
      changed({ environment: [{ name: "PORT", value: 80 }] }),
      "[0].environment[0].value: expected a string, got the number 80",
    ],
    [
      "a variable set twice",
      changed({
        environment: [
          { name: "Tag", value: "v1" },
          { name: "Tag", value: "v2" },
        ],
      }),
      '[0].environment: the variable "Tag" is set more than once by "environment" and "secrets"',
    ],
    [
      "an unknown log driver",
      changed({ logConfiguration: { logDriver: "cloudwatch" } }),
      "[0].logConfiguration.logDriver: expected one of awsfirelens, awslogs, fluentd, gelf, journald, json-file, " +
        'splunk, syslog, got "cloudwatch"',
    ],
    [
      "awslogs without its options",
      changed({ logConfiguration: { logDriver: "awslogs" } }),
      "[0].logConfiguration.options: Log driver awslogs requires options: awslogs-region, awslogs-group",
    ],
    [
      "an option that awslogs does not have",
      changed({
        logConfiguration: {
          logDriver: "awslogs",
          options: { ...container.logConfiguration.options, "awslogs-prefix": "x" },
        },
      }),
      "[0].logConfiguration.options.awslogs-prefix: unknown option of the awslogs driver; expected one of " +
        "awslogs-create-group, awslogs-datetime-format, awslogs-group, awslogs-multiline-pattern, awslogs-region, " +
        "awslogs-stream-prefix, max-buffer-size, mode",
    ],
    [
      "a health check every second",
      changed({ healthCheck: { command: ["CMD", "true"], interval: 1 } }),
      "[0].healthCheck.interval: expected a number between 5 and 300, got 1",
    ],
    [
      "a health check that does not say how it runs",
      changed({ healthCheck: { command: ["curl localhost"] } }),
      '[0].healthCheck.command: expected a command that begins with CMD, CMD-SHELL or NONE, got "curl localhost"',
    ],
    [
      "a soft limit above the hard one",
      changed({ ulimits: [{ name: "nofile", softLimit: 2048, hardLimit: 1024 }] }),
      "[0].ulimits[0].softLimit: expected at most the hard limit of 1024, got 2048",
    ],
    [
      "waiting for nobody",
      changed({ dependsOn: [{ containerName: "init", condition: "START" }] }),
      '[0].dependsOn[0]: "init" is no other container of this task',
    ],
    [
      "waiting for the success of what must not end",
      task([
        { ...container, dependsOn: [{ containerName: "init", condition: "SUCCESS" }] },
        { ...other, essential: true },
      ]),
      "[0].dependsOn[0]: A dependency container with SUCCESS or COMPLETE condition cannot be an essential container; " +
        'set "essential": false on "init"',
    ],
    [
      "waiting for the health of what has no check",
      task([{ ...container, dependsOn: [{ containerName: "init", condition: "HEALTHY" }] }, other]),
      '[0].dependsOn[0]: waits for "init" to be HEALTHY, but that container has no healthCheck',
    ],
    [
      "waiting in a circle",
      task([
        { ...container, dependsOn: [{ containerName: "init", condition: "START" }] },
        { ...other, dependsOn: [{ containerName: "cats", condition: "START" }] },
      ]),
      '[0].dependsOn: "cats" waits, in a circle, for itself',
    ],
    [
      "volumes from nobody",
      changed({ volumesFrom: [{ sourceContainer: "data" }] }),
      '[0].volumesFrom[0]: "data" is no other container of this task',
    ],
  ];
  for (const [what, news, ...expected] of refused) {
    it(`refuses ${what}`, () => {
      const found = failures(TASK, news).map((failure) => failure.replace(/^containerDefinitions(: )?/, ""));
      assert.deepEqual(found, expected);
    });
  }

  it("refuses a misspelt field and says which there are", () => {
    const [failure, ...more] = failures(TASK, changed({ memoryReserved: 384 }));
    assert.match(
      String(failure),
      /^containerDefinitions\[0\]\.memoryReserved: unknown property; expected one of command, cpu, .*, workingDirectory$/,
    );
    assert.deepEqual(more, []);
  });
});
