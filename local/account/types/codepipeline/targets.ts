import type { Account } from "../../account";
import { type AccountRecord, AwsError, type Context } from "../../model";
import { PROJECT } from "../codebuild/project";
import { trusts } from "../ec2/trust";
import { clusterName } from "../ecs/clusterName";
import { objects, text } from "../read";
import { BUCKET, BUCKET_VERSIONING } from "../s3/references";
import { INVALID_ACTION } from "./actions";
import { configured } from "./configuration";
import { type Action, actionsOf } from "./stages";

const INVALID_STRUCTURE = "InvalidStructureException";

/**
 * Refuses a role that CodePipeline cannot become, and one of an action that is not there.
 *
 * @throws AwsError `InvalidStructureException`
 */
export function requireRoles({ account, inputs, accountId }: Context): void {
  const find = (arn: string) => account.records("aws:iam/role:Role").find(({ outputs }) => outputs.arn === arn);
  const arn = text(inputs, "roleArn") ?? "";
  const role = find(arn);
  if (!role || !trusts(role, "codepipeline.amazonaws.com")) {
    throw new AwsError(INVALID_STRUCTURE, `CodePipeline is not authorized to perform AssumeRole on role ${arn}`);
  }
  for (const { declared } of actionsOf(inputs)) {
    const own = text(declared, "roleArn");
    // A role of another account may be there.
    if (own === undefined || !own.startsWith(`arn:aws:iam::${accountId}:`) || find(own)) continue;
    throw new AwsError(INVALID_STRUCTURE, `${arn} is not authorized to perform AssumeRole on role ${own}`);
  }
}

/**
 * Refuses a place for artifacts that is no bucket of the region. The words are this project's.
 *
 * @throws AwsError `InvalidStructureException`
 */
export function requireStores({ account, inputs, region: own }: Context): void {
  const stores = objects(inputs, "artifactStores");
  const regions = stores.map((store) => text(store, "region") ?? own);
  stores.forEach((store, i) => {
    const bucket = text(store, "location") ?? "";
    const region = regions[i] ?? own;
    if (recordIn(account, region, BUCKET, bucket)) return;
    throw new AwsError(INVALID_STRUCTURE, `The bucket ${bucket} for artifacts does not exist in the region ${region}.`);
  });
  for (const { name, declared } of actionsOf(inputs)) {
    const region = text(declared, "region") ?? own;
    if (regions.includes(region)) continue;
    throw new AwsError(
      INVALID_STRUCTURE,
      `Action ${name} is in the region ${region}, which has no artifact store; there are stores in ${regions.join(", ")}.`,
    );
  }
}

/**
 * Refuses an action on what is not there. CodePipeline looks at the form alone, and the first execution would fail; here it
 * shows at once.
 *
 * @throws AwsError `InvalidActionDeclarationException`
 */
export function requireTargets({ account, inputs, region, accountId }: Context): void {
  for (const action of actionsOf(inputs)) {
    const { declared } = action;
    // What a role of another account sees is not in this one.
    const role = text(declared, "roleArn");
    if (role !== undefined && !role.startsWith(`arn:aws:iam::${accountId}:`)) continue;
    const problem = missing(account, text(declared, "region") ?? region, action);
    if (problem) throw new AwsError(INVALID_ACTION, `Action ${action.name}: ${problem}`);
  }
}

function missing(account: Account, region: string, action: Action): string | undefined {
  switch (text(action.declared, "provider")) {
    case "S3":
      return sourceProblem(account, region, configured(action, "S3Bucket"));
    case "CodeBuild": {
      const project = configured(action, "ProjectName");
      const isThere = here(account, region, PROJECT).some(({ inputs }) => inputs.name === project);
      return project === undefined || isThere ? undefined : `the project ${project} does not exist in ${region}.`;
    }
    case "ECS":
      return serviceProblem(account, region, configured(action, "ClusterName"), configured(action, "ServiceName"));
    default:
      return undefined;
  }
}

/** docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html: the bucket keeps versions. */
function sourceProblem(account: Account, region: string, bucket: string | undefined): string | undefined {
  if (bucket === undefined) return undefined;
  if (!recordIn(account, region, BUCKET, bucket)) return `the bucket ${bucket} does not exist in ${region}.`;
  const versioning = here(account, region, BUCKET_VERSIONING).find(({ inputs }) => inputs.bucket === bucket);
  if (versioning && text(versioning.inputs, "versioningConfiguration.status") === "Enabled") return undefined;
  return `the bucket ${bucket} keeps no versions, which CodePipeline needs of a source. Enable versioning first.`;
}

function serviceProblem(
  account: Account,
  region: string,
  cluster: string | undefined,
  service: string | undefined,
): string | undefined {
  if (cluster === undefined) return undefined;
  const isThere = here(account, region, "aws:ecs/cluster:Cluster").some(({ inputs }) => inputs.name === cluster);
  if (!isThere) return `the cluster ${cluster} does not exist in ${region}.`;
  const runs = here(account, region, "aws:ecs/service:Service").some(
    ({ inputs }) => inputs.name === service && clusterName(inputs.cluster) === cluster,
  );
  return service === undefined || runs ? undefined : `the service ${service} does not exist on the cluster ${cluster}.`;
}

function here(account: Account, region: string, type: string): AccountRecord[] {
  return account.records(type).filter((record) => record.region === region);
}

function recordIn(account: Account, region: string, type: string, id: string): AccountRecord | undefined {
  return here(account, region, type).find((record) => record.id === id);
}
