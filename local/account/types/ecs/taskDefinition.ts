import { AwsError, type CheckFailure, type Props, type Reference, type Rule, type TypeDefinition } from "../../model";
import { show } from "../../values";
import { given, list, number, objects, repeated, text, texts, undecided } from "../read";
import { containerDefinitionFailures, normalContainers, readContainers, sameContainers } from "./containerDefinitions";
import { cpuUnits, fargateFailures, mebibytes } from "./fargate";
import { revisionsOf } from "./revisions";

const roleArn: Rule = { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "the ARN of an IAM role" };
const onOff: Rule = { oneOf: ["ENABLED", "DISABLED"] };

/** API_TaskDefinition: a task on EC2 may have 0.125 to 192 vCPUs. */
const CPU_ON_EC2 = [128, 196608] as const;

/** An action of ECS passes the role on, and AWS looks whether there is one. */
const role = (path: string): Reference => ({
  path,
  to: "aws:iam/role:Role",
  by: "arn",
  missing: () => new AwsError("ClientException", "Role is not valid"),
});

export const taskDefinition: TypeDefinition = {
  type: "aws:ecs/taskDefinition:TaskDefinition",
  noun: "task definition",
  rules: {
    family: { pattern: /^[\w-]{1,255}$/, is: "1 to 255 letters, digits, hyphens and underscores" },
    networkMode: { oneOf: ["awsvpc", "bridge", "host", "none"] },
    ipcMode: { oneOf: ["host", "none", "task"] },
    pidMode: { oneOf: ["host", "task"] },
    cpu: { test: (value) => (cpuUnits(String(value)) === undefined ? badSize(value, "1024", "1 vCPU") : undefined) },
    memory: { test: (value) => (mebibytes(String(value)) === undefined ? badSize(value, "3072", "3 GB") : undefined) },
    "requiresCompatibilities[*]": { oneOf: ["EC2", "EXTERNAL", "FARGATE", "MANAGED_INSTANCES"] },
    "runtimePlatform.cpuArchitecture": { oneOf: ["ARM64", "X86_64"] },
    "runtimePlatform.operatingSystemFamily": {
      pattern: /^(LINUX|WINDOWS_SERVER_[A-Z0-9_]+)$/,
      is: "LINUX or a WINDOWS_SERVER_…",
    },
    "ephemeralStorage.sizeInGib": { range: [21, 200] },
    placementConstraints: { items: [0, 10] },
    "placementConstraints[*].type": { oneOf: ["memberOf"] },
    "proxyConfiguration.type": { oneOf: ["APPMESH"] },
    taskRoleArn: roleArn,
    executionRoleArn: roleArn,
    "volumes[*].name": { pattern: /^[\w-]{1,255}$/, is: "1 to 255 letters, digits, hyphens and underscores" },
    "volumes[*].dockerVolumeConfiguration.scope": { oneOf: ["shared", "task"] },
    "volumes[*].efsVolumeConfiguration.transitEncryption": onOff,
    "volumes[*].efsVolumeConfiguration.authorizationConfig.iam": onOff,
    "volumes[*].efsVolumeConfiguration.transitEncryptionPort": { range: [1, 65535] },
  },
  check: (inputs) => [...containers(inputs), ...sizes(inputs), ...volumes(inputs), ...modes(inputs)],
  defaults: { skipDestroy: false, trackLatest: false },
  // A revision never changes; only tags and what the provider itself remembers do.
  replaces: [
    ...["family", "containerDefinitions", "cpu", "memory", "networkMode", "ipcMode", "pidMode", "volumes"],
    ...["taskRoleArn", "executionRoleArn", "placementConstraints", "proxyConfiguration", "requiresCompatibilities"],
    ...["runtimePlatform", "ephemeralStorage", "enableFaultInjection"],
  ],
  sets: ["placementConstraints", "requiresCompatibilities", "volumes"],
  equal: {
    containerDefinitions: (before, after) =>
      typeof before === "string" && typeof after === "string" && sameContainers(before, after),
  },
  references: [role("taskRoleArn"), role("executionRoleArn")],
  id: ({ inputs }) => String(inputs.family),
  importId: { form: "ARN with its revision", of: ({ outputs }) => String(outputs.arn) },
  retained: ({ skipDestroy }) => skipDestroy === true,
  outputs: ({ inputs, arn, before, account, region }) => {
    const family = String(inputs.family);
    const revision = before?.outputs.revision ?? account.next(revisionsOf(region, family));
    const networkMode = inputs.networkMode ?? "bridge";
    return {
      arn: arn("ecs", `task-definition/${family}:${revision}`),
      arnWithoutRevision: arn("ecs", `task-definition/${family}`),
      revision,
      networkMode,
      enableFaultInjection: inputs.enableFaultInjection ?? false,
      containerDefinitions: normalContainers(String(inputs.containerDefinitions), String(networkMode)),
    };
  },
};

function badSize(value: unknown, units: string, text: string): string {
  return `expected a whole number such as "${units}" or a size such as "${text}", got ${JSON.stringify(value)}`;
}

function isFargate(inputs: Props): boolean {
  return list(inputs, "requiresCompatibilities")?.includes("FARGATE") ?? false;
}

function containersOf(inputs: Props): Props[] {
  return readContainers(text(inputs, "containerDefinitions") ?? "") ?? [];
}

function containers(inputs: Props): CheckFailure[] {
  const json = text(inputs, "containerDefinitions");
  if (json === undefined) return [];
  const mode = undecided(inputs, "networkMode") ? undefined : (text(inputs, "networkMode") ?? "bridge");
  const failures = containerDefinitionFailures(json, mode).map(({ property, reason }) => ({
    property: `containerDefinitions${property}`,
    reason,
  }));
  if (failures.length === 0 && needsExecutionRole(inputs) && !given(inputs, "executionRoleArn")) {
    const reason = "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'";
    failures.push({ property: "executionRoleArn", reason });
  }
  return failures;
}

function needsExecutionRole(inputs: Props): boolean {
  return containersOf(inputs).some((container) => objects(container, "secrets").length > 0);
}

/** Sizes of the task against those of its containers. */
function sizes(inputs: Props): CheckFailure[] {
  const cpu = cpuUnits(text(inputs, "cpu") ?? "");
  const memory = mebibytes(text(inputs, "memory") ?? "");
  const failures: CheckFailure[] = [];
  if (isFargate(inputs)) failures.push(...fargateFailures(inputs, cpu, memory));
  else if (cpu !== undefined && (cpu < CPU_ON_EC2[0] || cpu > CPU_ON_EC2[1])) {
    failures.push({ property: "cpu", reason: `expected ${CPU_ON_EC2.join(" to ")} CPU units, got ${cpu}` });
  }
  const wanted = containersOf(inputs).reduce((sum, container) => sum + (number(container, "cpu") ?? 0), 0);
  if (cpu !== undefined && wanted > cpu) {
    const reason = "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'";
    failures.push({ property: "containerDefinitions", reason: `${reason}: ${wanted} is more than ${cpu}` });
  }
  return [...failures, ...memories(inputs, memory)];
}

function memories(inputs: Props, memory: number | undefined): CheckFailure[] {
  const failures: CheckFailure[] = [];
  let reserved = 0;
  containersOf(inputs).forEach((container, i) => {
    const property = `containerDefinitions[${i}]`;
    const limits = [number(container, "memory"), number(container, "memoryReservation")];
    const hard = limits[0] ?? 0;
    reserved += limits[1] ?? hard;
    if (!given(inputs, "memory") && limits.every((limit) => limit === undefined)) {
      const reason = "At least one of 'memory' or 'memoryReservation' must be specified.";
      failures.push({ property, reason: `Invalid setting for container '${container.name}'. ${reason}` });
    }
    if (memory !== undefined && hard > memory) {
      const reason = `expected at most the task's ${memory} MiB, got ${hard}`;
      failures.push({ property: `${property}.memory`, reason });
    }
  });
  if (memory !== undefined && reserved > memory) {
    const reason = `the containers reserve ${reserved} MiB together, more than the task's ${memory} MiB`;
    failures.push({ property: "containerDefinitions", reason });
  }
  return failures;
}

function volumes(inputs: Props): CheckFailure[] {
  if (undecided(inputs, "volumes")) return [];
  const declared = objects(inputs, "volumes");
  const names = texts(inputs, "volumes[*].name");
  const twice = repeated(names).map((name) => ({ property: "volumes", reason: `${show(name)} is declared twice` }));
  // A volume whose name is not known yet may be the one that a container mounts.
  if (names.length < declared.length) return twice;
  const mounts = containersOf(inputs).flatMap((container, i) =>
    objects(container, "mountPoints").flatMap((mount, j) => {
      const source = text(mount, "sourceVolume");
      if (source !== undefined && names.includes(source)) return [];
      const property = `containerDefinitions[${i}].mountPoints[${j}].sourceVolume`;
      return [{ property, reason: `Unknown volume ${show(source)}; the task declares ${show(names)}` }];
    }),
  );
  return [...twice, ...mounts];
}

/** Features that want a network mode, and placement that wants an expression. */
function modes(inputs: Props): CheckFailure[] {
  const mode = text(inputs, "networkMode") ?? "bridge";
  const failures: CheckFailure[] = objects(inputs, "placementConstraints").flatMap((constraint, i) =>
    given(constraint, "expression")
      ? []
      : [{ property: `placementConstraints[${i}].expression`, reason: "missing; a memberOf constraint needs one" }],
  );
  if (undecided(inputs, "networkMode")) return failures;
  if (inputs.enableFaultInjection === true && mode !== "awsvpc" && mode !== "host") {
    const reason = `works with the network modes awsvpc and host only, got ${show(mode)}`;
    failures.push({ property: "enableFaultInjection", reason });
  }
  if (given(inputs, "proxyConfiguration") && mode !== "awsvpc") {
    failures.push({ property: "proxyConfiguration", reason: `works with networkMode awsvpc only, got ${show(mode)}` });
  }
  return failures;
}
