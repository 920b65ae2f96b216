import type { Shape } from "../../model";

const strings: Shape = { list: "string" };
const labels: Shape = { map: "string" };

function object(required: string[], members: Record<string, Shape>): Shape {
  return { object: members, required };
}

const nameAndValue = object(["name", "value"], { name: "string", value: "string" });
const secret = object(["name", "valueFrom"], { name: "string", valueFrom: "string" });

const linuxParameters = object([], {
  capabilities: object([], { add: strings, drop: strings }),
  devices: {
    list: object(["hostPath"], { hostPath: "string", containerPath: "string", permissions: strings }),
  },
  initProcessEnabled: "boolean",
  maxSwap: "number",
  sharedMemorySize: "number",
  swappiness: "number",
  tmpfs: {
    list: object(["containerPath", "size"], { containerPath: "string", size: "number", mountOptions: strings }),
  },
});

/**
 * A container definition as RegisterTaskDefinition takes it, from AWS::ECS::TaskDefinition's registry schema and
 * docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html. The provider drops a field that it
 * does not know without a word; here it is refused, because a misspelt limit is a limit that is not there.
 */
export const containerShape: Shape = object(["name", "image"], {
  command: strings,
  cpu: "number",
  credentialSpecs: strings,
  dependsOn: {
    list: object(["containerName", "condition"], { containerName: "string", condition: "string" }),
  },
  disableNetworking: "boolean",
  dnsSearchDomains: strings,
  dnsServers: strings,
  dockerLabels: labels,
  dockerSecurityOptions: strings,
  entryPoint: strings,
  environment: { list: nameAndValue },
  environmentFiles: { list: object(["type", "value"], { type: "string", value: "string" }) },
  essential: "boolean",
  extraHosts: { list: object(["hostname", "ipAddress"], { hostname: "string", ipAddress: "string" }) },
  firelensConfiguration: object(["type"], { type: "string", options: labels }),
  healthCheck: object(["command"], {
    command: strings,
    interval: "number",
    retries: "number",
    startPeriod: "number",
    timeout: "number",
  }),
  hostname: "string",
  image: "string",
  interactive: "boolean",
  links: strings,
  linuxParameters,
  logConfiguration: object(["logDriver"], { logDriver: "string", options: labels, secretOptions: { list: secret } }),
  memory: "number",
  memoryReservation: "number",
  mountPoints: { list: object([], { sourceVolume: "string", containerPath: "string", readOnly: "boolean" }) },
  name: "string",
  portMappings: {
    list: object([], {
      appProtocol: "string",
      containerPort: "number",
      containerPortRange: "string",
      hostPort: "number",
      name: "string",
      protocol: "string",
    }),
  },
  privileged: "boolean",
  pseudoTerminal: "boolean",
  readonlyRootFilesystem: "boolean",
  repositoryCredentials: object(["credentialsParameter"], { credentialsParameter: "string" }),
  resourceRequirements: { list: object(["type", "value"], { type: "string", value: "string" }) },
  restartPolicy: object(["enabled"], {
    enabled: "boolean",
    ignoredExitCodes: { list: "number" },
    restartAttemptPeriod: "number",
  }),
  secrets: { list: secret },
  startTimeout: "number",
  stopTimeout: "number",
  systemControls: { list: object(["namespace", "value"], { namespace: "string", value: "string" }) },
  ulimits: {
    list: object(["name", "softLimit", "hardLimit"], { name: "string", softLimit: "number", hardLimit: "number" }),
  },
  user: "string",
  versionConsistency: "string",
  volumesFrom: { list: object([], { sourceContainer: "string", readOnly: "boolean" }) },
  workingDirectory: "string",
});
