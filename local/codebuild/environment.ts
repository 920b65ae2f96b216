/** What CodeBuild knows about a build. */
export interface BuildIdentity {
  /** `PROJECT:UUID`. */
  buildId: string;
  /** The version of the source, as CodePipeline gives it; CodeBuild does not set it where there is none. */
  resolvedSourceVersion: string;
  /** Default: the environment's AWS_REGION or AWS_DEFAULT_REGION, or else us-west-2. */
  region?: string | undefined;
  /** Default: the environment's AWS_ACCOUNT_ID, or else 123456789012. */
  accountId?: string | undefined;
  /** Who started it, for example `codepipeline/NAME`. Default: none is named. */
  initiator?: string | undefined;
}

/**
 * The variables that CodeBuild sets itself, as far as a build on this machine can know them:
 * docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 *
 * @param project What the project sets, which gives the defaults.
 */
export function codeBuildVariables(
  { buildId, resolvedSourceVersion, region, accountId, initiator }: BuildIdentity,
  project: Readonly<Record<string, string>>,
): Record<string, string> {
  const where = region ?? project.AWS_REGION ?? project.AWS_DEFAULT_REGION ?? "us-west-2";
  const owner = accountId ?? project.AWS_ACCOUNT_ID ?? "123456789012";
  return {
    AWS_DEFAULT_REGION: where,
    AWS_REGION: where,
    CODEBUILD_BUILD_ARN: `arn:aws:codebuild:${where}:${owner}:build/${buildId}`,
    CODEBUILD_BUILD_ID: buildId,
    CODEBUILD_LOG_PATH: buildId.slice(buildId.indexOf(":") + 1),
    ...(resolvedSourceVersion !== "" && { CODEBUILD_RESOLVED_SOURCE_VERSION: resolvedSourceVersion }),
    ...(initiator !== undefined && { CODEBUILD_INITIATOR: initiator }),
  };
}
