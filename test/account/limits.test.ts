import assert from "node:assert/strict";
import type { Props, Value } from "../../local/account/model";
import { UNITS } from "../../local/account/types/cloudwatch/units";
import { show } from "../../local/account/values";
import { failures } from "./support";

/** One input that is out of bounds: its path, its value and what is allowed instead. */
type Limit = [path: string, value: Value, allowed: string];

/** `inputs` with a value set at a path such as `loadBalancers[0].containerPort`. */
function withValue(inputs: Props, path: string, value: Value): Props {
  const changed = structuredClone(inputs);
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  let at = changed;
  steps.slice(0, -1).forEach((step, i) => {
    at[step] ??= /^\d+$/.test(steps[i + 1] ?? "") ? [] : {};
    at = at[step] as Props;
  });
  at[steps.at(-1) ?? ""] = value;
  return changed;
}

function outOfBounds(title: string, type: string, inputs: Props, limits: readonly Limit[], at = ""): void {
  describe(`account: limits of ${title}`, () => {
    for (const [path, value, allowed] of limits) {
      it(`${path}: ${allowed}`, () => {
        const expected = `${at}${path}: expected ${allowed}, got ${show(value)}`;
        const found = failures(type, at ? inContainer(inputs, path, value) : withValue(inputs, path, value));
        assert.ok(found.includes(expected), `expected ${expected}; got ${found.join("; ") || "no failure"}`);
      });
    }
  });
}

/** A container whose parts have what they need, so that one limit at a time can be broken. */
const container: Props = {
  name: "cats",
  image: "cats:v1",
  memory: 64,
  portMappings: [{ containerPort: 80 }],
  environment: [{ name: "Tag", value: "v1" }],
  environmentFiles: [{ type: "s3", value: "arn:aws:s3:::cats/env" }],
  secrets: [{ name: "Key", valueFrom: "unicorn" }],
  dependsOn: [{ containerName: "init", condition: "START" }],
  healthCheck: { command: ["CMD", "true"] },
  linuxParameters: { devices: [{ hostPath: "/dev/fuse" }] },
  restartPolicy: { enabled: true },
  resourceRequirements: [{ type: "GPU", value: "1" }],
};

const task: Props = { family: "cats", containerDefinitions: JSON.stringify([container]) };

/** The task definition with a value set in its container. */
function inContainer(inputs: Props, path: string, value: Value): Props {
  return { ...inputs, containerDefinitions: JSON.stringify([withValue(container, path, value)]) };
}

const name = "1 to 255 letters, digits, hyphens and underscores";
const port = "a number between 0 and 65535";
const onOff = "one of ENABLED, DISABLED";

outOfBounds("an ECS cluster", "aws:ecs/cluster:Cluster", { name: "cats" }, [
  ["configuration.executeCommandConfiguration.logging", "ALL", "one of NONE, DEFAULT, OVERRIDE"],
  ["serviceConnectDefaults.namespace", "cats.local", "the ARN of a Cloud Map namespace"],
]);

outOfBounds("an ECS service", "aws:ecs/service:Service", { name: "cats", taskDefinition: "cats" }, [
  ["availabilityZoneRebalancing", "ON", onOff],
  ["schedulingStrategy", "CRON", "one of REPLICA, DAEMON"],
  ["propagateTags", "CLUSTER", "one of SERVICE, TASK_DEFINITION, NONE"],
  ["deploymentMaximumPercent", -1, "a number of at least 0"],
  ["deploymentController.type", "EKS", "one of ECS, CODE_DEPLOY, EXTERNAL"],
  ["deploymentConfiguration.strategy", "RED_BLACK", "one of ROLLING, BLUE_GREEN, LINEAR, CANARY"],
  ["deploymentConfiguration.linearConfiguration.stepPercent", 2, "a number between 3 and 100"],
  ["deploymentConfiguration.canaryConfiguration.canaryPercent", 0, "a number between 0.1 and 100"],
  [
    "placementConstraints",
    Array.from({ length: 11 }, () => ({ type: "distinctInstance" })),
    "between 0 and 10 elements",
  ],
  [
    "loadBalancers",
    Array.from({ length: 6 }, () => ({ elbName: "site", containerName: "cats", containerPort: 80 })),
    "between 0 and 5 elements",
  ],
  ["loadBalancers[0].containerPort", 65536, port],
  ["capacityProviderStrategies[0].base", 100_001, "a number between 0 and 100000"],
  ["capacityProviderStrategies[0].weight", 1001, "a number between 0 and 1000"],
  ["serviceRegistries.containerPort", 65536, port],
  ["serviceRegistries.port", 65536, port],
]);

outOfBounds("an ECS task definition", "aws:ecs/taskDefinition:TaskDefinition", task, [
  ["ipcMode", "shared", "one of host, none, task"],
  ["pidMode", "container", "one of host, task"],
  ["requiresCompatibilities[0]", "SPOT", "one of EC2, EXTERNAL, FARGATE, MANAGED_INSTANCES"],
  ["runtimePlatform.cpuArchitecture", "RISC_V", "one of ARM64, X86_64"],
  ["runtimePlatform.operatingSystemFamily", "MACOS", "LINUX or a WINDOWS_SERVER_…"],
  ["ephemeralStorage.sizeInGib", 20, "a number between 21 and 200"],
  [
    "placementConstraints",
    Array.from({ length: 11 }, () => ({ type: "memberOf", expression: "x" })),
    "between 0 and 10 elements",
  ],
  ["proxyConfiguration.type", "ENVOY", "one of APPMESH"],
  ["executionRoleArn", "execution", "the ARN of an IAM role"],
  ["volumes[0].name", "my data", name],
  ["volumes[0].dockerVolumeConfiguration.scope", "host", "one of shared, task"],
  ["volumes[0].efsVolumeConfiguration.transitEncryption", "ON", onOff],
  ["volumes[0].efsVolumeConfiguration.authorizationConfig.iam", "ON", onOff],
  ["volumes[0].efsVolumeConfiguration.transitEncryptionPort", 0, "a number between 1 and 65535"],
]);

outOfBounds(
  "a container",
  "aws:ecs/taskDefinition:TaskDefinition",
  task,
  [
    ["image", "", "a length between 1 and 255 characters"],
    ["memoryReservation", 5, "a number of at least 6"],
    ["portMappings[0].appProtocol", "http3", "one of http, http2, grpc"],
    ["portMappings[0].containerPortRange", "8080", 'a range such as "8080-8090"'],
    [
      "portMappings[0].name",
      "Cats",
      "at most 64 lower-case letters, digits, hyphens and underscores that do not begin with a hyphen",
    ],
    ["environment[0].name", "", "a length of at least 1 characters"],
    ["secrets[0].name", "", "a length of at least 1 characters"],
    ["environmentFiles", Array.from({ length: 11 }, () => ({ type: "s3", value: "x" })), "between 0 and 10 elements"],
    ["environmentFiles[0].type", "file", "one of s3"],
    ["dependsOn[0].condition", "RUNNING", "one of START, COMPLETE, SUCCESS, HEALTHY"],
    ["healthCheck.timeout", 61, "a number between 2 and 60"],
    ["healthCheck.retries", 11, "a number between 1 and 10"],
    ["healthCheck.startPeriod", 301, "a number between 0 and 300"],
    ["linuxParameters.devices[0].permissions[0]", "execute", "one of mknod, read, write"],
    ["linuxParameters.maxSwap", -1, "a number of at least 0"],
    ["linuxParameters.swappiness", 101, "a number between 0 and 100"],
    ["restartPolicy.ignoredExitCodes", Array.from({ length: 51 }, (_, i) => i), "between 0 and 50 elements"],
    ["restartPolicy.restartAttemptPeriod", 59, "a number between 60 and 1800"],
    ["resourceRequirements[0].type", "TPU", "one of GPU, InferenceAccelerator, NeuronDevice"],
    ["firelensConfiguration.type", "vector", "one of fluentbit, fluentd"],
    ["startTimeout", -1, "a number of at least 0"],
    ["stopTimeout", -1, "a number of at least 0"],
    ["versionConsistency", "on", "one of enabled, disabled"],
  ],
  "containerDefinitions[0].",
);

outOfBounds("an ECR repository", "aws:ecr/repository:Repository", { name: "cats" }, [
  [
    "imageTagMutabilityExclusionFilters",
    Array.from({ length: 6 }, () => ({ filter: "v*", filterType: "WILDCARD" })),
    "between 1 and 5 elements",
  ],
  ["imageTagMutabilityExclusionFilters[0].filterType", "REGEX", "one of WILDCARD"],
  [
    "imageTagMutabilityExclusionFilters[0].filter",
    "***",
    "1 to 128 letters, digits and the characters . _ * -, with at most two *",
  ],
]);

const entity = (most: number): string => `1 to ${most} letters, digits and the characters + = , . @ _ -`;

outOfBounds("an IAM role", "aws:iam/role:Role", { assumeRolePolicy: "{}" }, [
  // The provider adds 26 characters to a prefix.
  ["namePrefix", "x".repeat(39), entity(38)],
  ["description", "x".repeat(1001), "a length between 0 and 1000 characters"],
  ["inlinePolicies[0].name", "a policy", entity(128)],
  ["permissionsBoundary", "ReadOnly", "the ARN of a managed policy"],
]);

outOfBounds("what belongs to an IAM role", "aws:iam/rolePolicy:RolePolicy", { role: "cats", policy: "{}" }, [
  ["name", "x".repeat(129), entity(128)],
  ["namePrefix", "x".repeat(103), entity(102)],
]);

const letters = "a length between 1 and 255 characters";
const values = "a length between 1 and 1024 characters";
const seconds = "10, 20, 30 or a multiple of 60 seconds";
const query = "metricQueries[0].metric";
const many = Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`d${i}`, "x"]));

outOfBounds("a CloudWatch alarm", "aws:cloudwatch/metricAlarm:MetricAlarm", { name: "cats" }, [
  ["name", "x".repeat(256), letters],
  ["alarmDescription", "x".repeat(1025), "a length between 0 and 1024 characters"],
  ["evaluationPeriods", 0, "a number of at least 1"],
  ["datapointsToAlarm", 0, "a number of at least 1"],
  ["evaluationInterval", 5, "a number between 10 and 3600"],
  ["metricName", "", letters],
  ["namespace", ":AWS", "a namespace that does not begin with :"],
  ["dimensions.ClusterName", "", values],
  ["evaluateLowSampleCountPercentiles", "skip", "one of evaluate, ignore"],
  ["thresholdMetricId", "", letters],
  ["metricQueries[0].expression", "x".repeat(2049), "a length between 1 and 2048 characters"],
  ["metricQueries[0].period", 45, seconds],
  [`${query}.metricName`, "", letters],
  [`${query}.namespace`, "", letters],
  [`${query}.period`, 45, seconds],
  [`${query}.unit`, "Cats", `one of ${UNITS.join(", ")}`],
  [`${query}.dimensions`, many, "between 0 and 30 elements"],
  [`${query}.dimensions.ClusterName`, "", values],
]);

outOfBounds("a log group", "aws:cloudwatch/logGroup:LogGroup", {}, [
  ["namePrefix", "x".repeat(487), "1 to 486 letters, digits and the characters . - _ / #"],
]);

outOfBounds("a KMS key", "aws:kms/key:Key", {}, [
  ["customKeyStoreId", "x".repeat(23), "a length between 1 and 22 characters"],
  ["xksKeyId", "x".repeat(129), "a length between 1 and 128 characters"],
]);

outOfBounds("a parameter", "aws:ssm/parameter:Parameter", { name: "cats", type: "String", value: "meow" }, [
  ["allowedPattern", "x".repeat(1025), "a length between 0 and 1024 characters"],
]);

outOfBounds("a rule", "aws:cloudwatch/eventRule:EventRule", { scheduleExpression: "rate(1 day)" }, [
  ["scheduleExpression", "x".repeat(257), "a length between 0 and 256 characters"],
]);

outOfBounds("a target", "aws:cloudwatch/eventTarget:EventTarget", { rule: "cats", arn: "arn:aws:sns:us-west-2::c" }, [
  [
    "inputTransformer.inputPaths",
    Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, "$.id"])),
    "between 0 and 100 elements",
  ],
  ["ecsTarget.platformVersion", "x".repeat(1601), "a length between 0 and 1600 characters"],
]);
