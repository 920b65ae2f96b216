import { readDefinition } from "../../../services/stepfunctions/readDefinition";
import { AwsError, type Context, type TypeDefinition } from "../../model";
import { trusts } from "../ec2/trust";
import { notModelled } from "../notModelled";
import { text } from "../read";
import { TASK_RESOURCES } from "./taskResources";

export const STATE_MACHINE = "aws:sfn/stateMachine:StateMachine";

/** A state machine. A standard one costs by its transitions, and nothing by being there. */
export const stateMachine: TypeDefinition = {
  type: STATE_MACHINE,
  noun: "state machine",
  rules: {
    name: { pattern: /^[A-Za-z0-9_-]{1,80}$/, is: "1 to 80 letters, digits, hyphens and underscores" },
    roleArn: { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" },
    // docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    definition: { all: [{ json: true }, { length: [1, 1_048_576] }] },
    type: { oneOf: ["STANDARD", "EXPRESS"] },
    "loggingConfiguration.level": { oneOf: ["ALL", "ERROR", "FATAL", "OFF"] },
    "loggingConfiguration.logDestination": { pattern: /^arn:aws:logs:.*:\*$/, is: "a log group's ARN that ends in :*" },
  },
  conflicts: [["name", "namePrefix"]],
  check: (inputs) => notModelled(inputs, ["publish", "encryptionConfiguration"]),
  autoName: { property: "name", maxLength: 80 },
  defaults: { type: "STANDARD" },
  replaces: ["name", "namePrefix", "type"],
  computed: ["loggingConfiguration", "tracingConfiguration"],
  json: ["definition"],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: (_inputs, { outputs }) =>
        new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${outputs.arn}'`),
    },
  ],
  quotas: [
    { code: "L-D0BDB3F9", name: "Registered state machines", default: 100_000, error: "StateMachineLimitExceeded" },
  ],
  verify: (context) => {
    requireRole(context);
    // In the words that the interpreter refuses it with: AwsError `InvalidDefinition` or `UnsupportedOperation`.
    readDefinition(text(context.inputs, "definition") ?? "", TASK_RESOURCES);
  },
  id: ({ arn, inputs }) => arn("states", `stateMachine:${inputs.name}`),
  outputs: ({ id, inputs, before, now, hex }) => ({
    arn: id,
    creationDate: before?.outputs.creationDate ?? now(),
    description: "",
    loggingConfiguration: inputs.loggingConfiguration ?? { level: "OFF", includeExecutionData: false },
    revisionId: hex(32, `revision|${text(inputs, "definition")}`),
    stateMachineVersionArn: "",
    status: "ACTIVE",
    tracingConfiguration: inputs.tracingConfiguration ?? { enabled: false },
    versionDescription: inputs.versionDescription ?? "",
  }),
  renewed: ["revisionId"],
};

/** CreateStateMachine becomes the role once: it has to exist and to let Step Functions in. */
function requireRole({ account, inputs }: Context): void {
  const arn = text(inputs, "roleArn");
  const role = account.records("aws:iam/role:Role").find(({ outputs }) => outputs.arn === arn);
  if (role && trusts(role, "states.amazonaws.com")) return;
  throw new AwsError(
    "AccessDeniedException",
    "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
  );
}
