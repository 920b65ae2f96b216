import { AwsError, type Context, type Props, type Reference, type TypeDefinition } from "../../model";
import { isObject } from "../../values";
import { SECURITY_GROUP, SUBNET, VPC } from "../ec2/references";
import { trusts } from "../ec2/trust";
import { objects, text } from "../read";
import { environmentFailures } from "./environment";
import { projectRules } from "./projectRules";
import { sourceFailures } from "./sources";

export const PROJECT = "aws:codebuild/project:Project";

/** A project of CodeBuild. It costs nothing while no build runs: builds are paid for by the minute. */
export const project: TypeDefinition = {
  type: PROJECT,
  noun: "build project",
  rules: projectRules,
  check: (inputs) => [...environmentFailures(inputs), ...sourceFailures(inputs)],
  autoName: { property: "name", maxLength: 150 },
  defaults: { badgeEnabled: false, buildTimeout: 60, projectVisibility: "PRIVATE", queuedTimeout: 480 },
  replaces: ["name"],
  computed: ["autoRetryLimit", "description", "encryptionKey"],
  sets: [
    ...["fileSystemLocations", "secondaryArtifacts", "secondarySources", "secondarySourceVersions"],
    ...["vpcConfig.subnets", "vpcConfig.securityGroupIds"],
  ],
  references: [
    networkReference("vpcConfig.vpcId", VPC, "VPC"),
    networkReference("vpcConfig.subnets[*]", SUBNET, "subnet"),
    networkReference("vpcConfig.securityGroupIds[*]", SECURITY_GROUP, "security group"),
  ],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: (_inputs, { outputs }) =>
        new AwsError("ResourceAlreadyExistsException", `Project already exists: ${outputs.arn}`),
    },
  ],
  // docs.aws.amazon.com/codebuild/latest/userguide/limits.html
  quotas: [{ code: "L-ACCF6C0D", name: "Build projects", default: 5000, error: "AccountLimitExceededException" }],
  verify: requireServiceRole,
  id: ({ inputs, arn }) => arn("codebuild", `project/${inputs.name}`),
  importId: { form: "NAME", of: ({ inputs }) => String(inputs.name) },
  outputs: reported,
};

/** CodeBuild's own code; the words are this project's. */
function networkReference(path: string, to: string, noun: string): Reference {
  const missing = (id: string) =>
    new AwsError("InvalidInputException", `Invalid vpc config: the ${noun} '${id}' does not exist in this region.`);
  return { path, to, missing };
}

/**
 * CreateProject becomes the role once: it has to exist and to let CodeBuild in.
 *
 * @throws AwsError `InvalidInputException`, for both in the same words
 */
function requireServiceRole({ account, inputs }: Context): void {
  const arn = text(inputs, "serviceRole");
  const role = account.records("aws:iam/role:Role").find(({ outputs }) => outputs.arn === arn);
  if (role && trusts(role, "codebuild.amazonaws.com")) return;
  throw new AwsError("InvalidInputException", `CodeBuild is not authorized to perform: sts:AssumeRole on ${arn}`);
}

function reported({ id, inputs, region, arn, hex, digits }: Context & { id: string }): Props {
  const isPublic = inputs.projectVisibility === "PUBLIC_READ";
  return {
    arn: id,
    artifacts: withDefaults(inputs.artifacts, { encryptionDisabled: false, overrideArtifactName: false }),
    autoRetryLimit: inputs.autoRetryLimit ?? 0,
    badgeUrl:
      inputs.badgeEnabled === true
        ? `https://codebuild.${region}.amazonaws.com/badges?uuid=${hex(64, "badge")}&branch=master`
        : "",
    description: inputs.description ?? "",
    encryptionKey: inputs.encryptionKey ?? arn("kms", "alias/aws/s3"),
    environment: {
      ...withDefaults(inputs.environment, { imagePullCredentialsType: "CODEBUILD", privilegedMode: false }),
      environmentVariables: objects(inputs, "environment.environmentVariables").map((one) =>
        withDefaults(one, { type: "PLAINTEXT" }),
      ),
    },
    publicProjectAlias: isPublic ? `${inputs.name}-${digits(12, "alias")}` : "",
  };
}

function withDefaults(value: Props[string] | undefined, defaults: Props): Props {
  return { ...defaults, ...(isObject(value) ? value : {}) };
}
