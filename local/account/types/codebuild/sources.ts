import type { CheckFailure, Props } from "../../model";
import { get } from "../../paths";
import { given, objects, repeated, text, texts, undecided } from "../read";
import { GIT_SOURCES } from "./projectRules";

/** What is wrong with what a build reads and leaves, when several inputs are seen together. */
export function sourceFailures(inputs: Props): CheckFailure[] {
  return [
    ...pipelineFailures(inputs),
    ...locationFailures(inputs),
    ...reportFailures(inputs),
    ...secondaryFailures(inputs),
    ...cacheFailures(inputs),
    ...s3LogFailures(inputs),
  ];
}

/** In a pipeline CodePipeline brings the source and takes the artifacts. The words are CodeBuild's. */
function pipelineFailures(inputs: Props): CheckFailure[] {
  const source = text(inputs, "source.type");
  const artifacts = text(inputs, "artifacts.type");
  if (source === undefined || artifacts === undefined) return [];
  const failures: CheckFailure[] = [];
  if ((source === "CODEPIPELINE") !== (artifacts === "CODEPIPELINE")) {
    const reason =
      "InvalidInputException: Invalid input: when using CodePipeline both sourceType, and artifactType must be set to: " +
      `CODEPIPELINE. Got source.type ${source} and artifacts.type ${artifacts}`;
    failures.push({ property: source === "CODEPIPELINE" ? "artifacts.type" : "source.type", reason });
  }
  if (inputs.badgeEnabled === true && source === "CODEPIPELINE") {
    // docs.aws.amazon.com/codebuild/latest/userguide/sample-build-badges.html
    failures.push({ property: "badgeEnabled", reason: "a project of a pipeline has no build badge" });
  }
  return failures;
}

function locationFailures(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const source = text(inputs, "source.type");
  if (source === "NO_SOURCE") {
    // The provider's own words for both.
    if (!given(inputs, "source.buildspec")) {
      failures.push({ property: "source.buildspec", reason: "must be set when source's type is NO_SOURCE" });
    }
    if (given(inputs, "source.location")) {
      failures.push({ property: "source.location", reason: "must be empty when source's type is NO_SOURCE" });
    }
  } else if (source !== undefined && source !== "CODEPIPELINE" && !given(inputs, "source.location")) {
    failures.push({ property: "source.location", reason: `missing; a source of the type ${source} needs one` });
  }
  if (text(inputs, "artifacts.type") === "S3" && !given(inputs, "artifacts.location")) {
    failures.push({ property: "artifacts.location", reason: "missing; artifacts of the type S3 need a bucket" });
  }
  return failures;
}

function reportFailures(inputs: Props): CheckFailure[] {
  const type = text(inputs, "source.type");
  if (type === undefined || GIT_SOURCES.includes(type)) return [];
  const refused = given(inputs, "source.buildStatusConfig") ? ["source.buildStatusConfig"] : [];
  if (get(inputs, "source.reportBuildStatus") === true) refused.push("source.reportBuildStatus");
  return refused.map((property) => ({
    property,
    reason: `works with a source of the type ${GIT_SOURCES.join(", ")} only, got ${type}`,
  }));
}

function secondaryFailures(inputs: Props): CheckFailure[] {
  const refused = (property: string, word: string): CheckFailure[] =>
    objects(inputs, property).flatMap((one, i) => {
      if (text(one, "type") !== "CODEPIPELINE") return [];
      const reason = `InvalidInputException: Invalid input: ${word} CODEPIPELINE is not allowed for ${property}`;
      return [{ property: `${property}[${i}].type`, reason }];
    });
  const doubled = (property: string, identifier: string): CheckFailure[] =>
    repeated(texts(inputs, `${property}[*].${identifier}`)).map((name) => ({
      property,
      reason: `expected a ${identifier} that differs for each, got ${name} more than once`,
    }));
  return [
    ...refused("secondarySources", "sourceType"),
    ...doubled("secondarySources", "sourceIdentifier"),
    ...refused("secondaryArtifacts", "artifactType"),
    ...doubled("secondaryArtifacts", "artifactIdentifier"),
  ];
}

function cacheFailures(inputs: Props): CheckFailure[] {
  if (text(inputs, "cache.type") !== "S3" || given(inputs, "cache.location")) return [];
  return [{ property: "cache.location", reason: "missing; a cache of the type S3 needs a bucket" }];
}

/** The provider: "Must be set if status is ENABLED, otherwise it must be empty." */
function s3LogFailures(inputs: Props): CheckFailure[] {
  const s3Logs = "logsConfig.s3Logs";
  if (!given(inputs, s3Logs) || undecided(inputs, s3Logs) || undecided(inputs, `${s3Logs}.status`)) return [];
  const isOn = text(inputs, `${s3Logs}.status`) === "ENABLED";
  if (isOn === given(inputs, `${s3Logs}.location`)) return [];
  const reason = isOn ? "missing; logs in S3 need a bucket" : "must be empty where the status is DISABLED";
  return [{ property: `${s3Logs}.location`, reason }];
}
