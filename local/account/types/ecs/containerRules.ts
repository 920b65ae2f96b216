import type { CheckFailure, Props, Rule, Value } from "../../model";
import { find } from "../../paths";
import { broken } from "../../validate";
import { isObject, isPresent, show } from "../../values";
import { given, number, objects, repeated, text, texts } from "../read";

const ANY = Number.POSITIVE_INFINITY;

/** Docker needs 6 MiB for a container, so ECS asks for no less: API_ContainerDefinition, `memory`. */
const MEMORY: Rule = { range: [6, ANY] };

const LOG_DRIVERS = ["awsfirelens", "awslogs", "fluentd", "gelf", "journald", "json-file", "splunk", "syslog"];

/** The options that the awslogs driver takes: docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html */
const AWSLOGS_OPTIONS = [
  "awslogs-create-group",
  "awslogs-datetime-format",
  "awslogs-group",
  "awslogs-multiline-pattern",
  "awslogs-region",
  "awslogs-stream-prefix",
  "max-buffer-size",
  "mode",
];

const rules: Record<string, Rule> = {
  name: { pattern: /^[\w-]{1,255}$/, is: "1 to 255 letters, digits, hyphens and underscores" },
  image: { length: [1, 255] },
  cpu: { range: [0, ANY] },
  memory: MEMORY,
  memoryReservation: MEMORY,
  "portMappings[*].containerPort": { range: [1, 65535] },
  "portMappings[*].hostPort": { range: [0, 65535] },
  "portMappings[*].protocol": { oneOf: ["tcp", "udp"] },
  "portMappings[*].appProtocol": { oneOf: ["http", "http2", "grpc"] },
  "portMappings[*].containerPortRange": { pattern: /^\d+-\d+$/, is: 'a range such as "8080-8090"' },
  "portMappings[*].name": {
    pattern: /^[a-z0-9_][a-z0-9_-]{0,63}$/,
    is: "at most 64 lower-case letters, digits, hyphens and underscores that do not begin with a hyphen",
  },
  "environment[*].name": { length: [1, ANY] },
  "secrets[*].name": { length: [1, ANY] },
  environmentFiles: { items: [0, 10] },
  "environmentFiles[*].type": { oneOf: ["s3"] },
  "logConfiguration.logDriver": { oneOf: LOG_DRIVERS },
  "dependsOn[*].condition": { oneOf: ["START", "COMPLETE", "SUCCESS", "HEALTHY"] },
  "healthCheck.interval": { range: [5, 300] },
  "healthCheck.timeout": { range: [2, 60] },
  "healthCheck.retries": { range: [1, 10] },
  "healthCheck.startPeriod": { range: [0, 300] },
  "ulimits[*].name": {
    oneOf: [
      ...["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice"],
      ...["nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"],
    ],
  },
  "linuxParameters.devices[*].permissions[*]": { oneOf: ["mknod", "read", "write"] },
  "linuxParameters.maxSwap": { range: [0, ANY] },
  "linuxParameters.swappiness": { range: [0, 100] },
  "restartPolicy.ignoredExitCodes": { items: [0, 50] },
  "restartPolicy.restartAttemptPeriod": { range: [60, 1800] },
  "resourceRequirements[*].type": { oneOf: ["GPU", "InferenceAccelerator", "NeuronDevice"] },
  "firelensConfiguration.type": { oneOf: ["fluentbit", "fluentd"] },
  startTimeout: { range: [0, ANY] },
  stopTimeout: { range: [0, ANY] },
  versionConsistency: { oneOf: ["enabled", "disabled"] },
};

/** What is wrong with one container definition by itself; paths begin at the container. */
export function containerFailures(container: Props): CheckFailure[] {
  return [
    ...Object.entries(rules).flatMap(([path, rule]) => ruleFailures(container, path, rule)),
    ...fractions(container, ""),
    ...memoryFailures(container),
    ...portFailures(container),
    ...environmentFailures(container),
    ...logFailures(container),
    ...healthFailures(container),
    ...ulimitFailures(container),
  ];
}

function ruleFailures(container: Props, path: string, rule: Rule): CheckFailure[] {
  return find(container, path).flatMap(({ path: property, value }) => {
    const reason = broken(rule, value);
    return reason === undefined ? [] : [{ property, reason }];
  });
}

/** Every number of a container definition is a whole one. */
function fractions(value: Value, path: string): CheckFailure[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => fractions(item, `${path}[${i}]`));
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, item]) => fractions(item, path ? `${path}.${key}` : key));
  }
  return typeof value === "number" && !Number.isInteger(value)
    ? [{ property: path, reason: `expected a whole number, got ${value}` }]
    : [];
}

function memoryFailures(container: Props): CheckFailure[] {
  const hard = number(container, "memory");
  const soft = number(container, "memoryReservation");
  if (hard === undefined || soft === undefined || soft <= hard) return [];
  const reason = `the reservation of ${soft} MiB is more than the hard limit "memory" of ${hard} MiB`;
  return [{ property: "memoryReservation", reason }];
}

function portFailures(container: Props): CheckFailure[] {
  return objects(container, "portMappings").flatMap((mapping, i): CheckFailure[] => {
    const property = `portMappings[${i}]`;
    const one = given(mapping, "containerPort");
    const range = text(mapping, "containerPortRange");
    if (one === (range !== undefined)) {
      return [{ property, reason: 'exactly one of "containerPort", "containerPortRange" must be given' }];
    }
    if (range !== undefined) return rangeFailures(mapping, range, property);
    return [];
  });
}

function rangeFailures(mapping: Props, range: string, property: string): CheckFailure[] {
  const [first = 0, last = 0] = range.split("-").map(Number);
  if (given(mapping, "hostPort")) {
    return [{ property: `${property}.hostPort`, reason: "ECS chooses the host ports of a containerPortRange itself" }];
  }
  // API_PortMapping: a range of 1 to 65535 that spans at most 100 ports.
  return first >= 1 && last <= 65535 && first <= last && last - first < 100
    ? []
    : [{ property, reason: `expected a containerPortRange of at most 100 ports in 1 to 65535, got ${show(range)}` }];
}

function environmentFailures(container: Props): CheckFailure[] {
  const names = [...texts(container, "environment[*].name"), ...texts(container, "secrets[*].name")];
  return repeated(names).map((name) => ({
    property: "environment",
    reason: `the variable ${show(name)} is set more than once by "environment" and "secrets"`,
  }));
}

function logFailures(container: Props): CheckFailure[] {
  if (text(container, "logConfiguration.logDriver") !== "awslogs") return [];
  const property = "logConfiguration.options";
  const options = find(container, property)[0]?.value;
  const names = isObject(options) ? Object.keys(options) : [];
  const missing = ["awslogs-region", "awslogs-group"].filter((name) => !names.includes(name));
  const failures = names
    .filter((name) => !AWSLOGS_OPTIONS.includes(name))
    .map((name) => ({
      property: `${property}.${name}`,
      reason: `unknown option of the awslogs driver; expected one of ${AWSLOGS_OPTIONS.join(", ")}`,
    }));
  if (missing.length > 0) {
    failures.push({ property, reason: `Log driver awslogs requires options: ${missing.join(", ")}` });
  }
  return failures;
}

function healthFailures(container: Props): CheckFailure[] {
  if (!given(container, "healthCheck")) return [];
  const [kind] = texts(container, "healthCheck.command[*]");
  if (kind !== undefined && ["CMD", "CMD-SHELL", "NONE"].includes(kind)) return [];
  const reason = `expected a command that begins with CMD, CMD-SHELL or NONE, got ${show(kind)}`;
  return [{ property: "healthCheck.command", reason }];
}

function ulimitFailures(container: Props): CheckFailure[] {
  return objects(container, "ulimits").flatMap((ulimit, i) => {
    const soft = number(ulimit, "softLimit");
    const hard = number(ulimit, "hardLimit");
    if (!isPresent(soft) || !isPresent(hard) || hard < 0 || soft <= hard) return [];
    return [{ property: `ulimits[${i}].softLimit`, reason: `expected at most the hard limit of ${hard}, got ${soft}` }];
  });
}
