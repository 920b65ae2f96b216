import { environmentsOfImage, imagesFor, isProvidedImage } from "../../data/buildImages";
import type { CheckFailure, Props } from "../../model";
import { get } from "../../paths";
import { given, objects, repeated, text, texts } from "../read";

const GENERAL = "BUILD_GENERAL1_";
const ALL_SIZES = ["SMALL", "MEDIUM", "LARGE", "XLARGE", "2XLARGE"];

/** Sizes that builds on demand have, by environment type: build-env-ref-compute-types.html of CodeBuild's User Guide. */
const SIZES: Record<string, readonly string[]> = {
  LINUX_CONTAINER: ALL_SIZES,
  ARM_CONTAINER: ALL_SIZES,
  LINUX_GPU_CONTAINER: ["SMALL", "LARGE"],
  WINDOWS_CONTAINER: ["MEDIUM", "LARGE"],
  WINDOWS_SERVER_2019_CONTAINER: ["MEDIUM", "LARGE"],
  WINDOWS_SERVER_2022_CONTAINER: ["MEDIUM", "LARGE"],
};

/** Characters of the names and values of all of a build's variables: build-env-ref-env-vars.html. */
const MOST_VARIABLES = 5500;

/** What is wrong with where a build runs, when several inputs are seen together. */
export function environmentFailures(inputs: Props): CheckFailure[] {
  return [
    ...computeFailures(inputs),
    ...imageFailures(inputs),
    ...lambdaFailures(inputs),
    ...privilegeFailures(inputs),
    ...variableFailures(inputs),
  ];
}

/** Whether builds run on Lambda, as far as it is known. */
export function runsOnLambda(inputs: Props): boolean {
  return text(inputs, "environment.type")?.endsWith("_LAMBDA_CONTAINER") === true;
}

function computeFailures(inputs: Props): CheckFailure[] {
  const type = text(inputs, "environment.type");
  const compute = text(inputs, "environment.computeType");
  if (type === undefined || compute === undefined) return [];
  const property = "environment.computeType";
  if (runsOnLambda(inputs) || compute.startsWith("BUILD_LAMBDA_")) {
    if (runsOnLambda(inputs) === compute.startsWith("BUILD_LAMBDA_")) return [];
    const allowed = runsOnLambda(inputs) ? "BUILD_LAMBDA_1GB to BUILD_LAMBDA_10GB" : `${GENERAL}SMALL and the like`;
    return [{ property, reason: `expected ${allowed} for the environment type ${type}, got ${compute}` }];
  }
  // A fleet has the computers that it was made with.
  if (given(inputs, "environment.fleet")) return [];
  const sizes = SIZES[type];
  if (!sizes) {
    return [{ property: "environment.fleet", reason: `missing; the environment type ${type} runs on a fleet only` }];
  }
  if (sizes.includes(compute.slice(GENERAL.length)) && compute.startsWith(GENERAL)) return [];
  const allowed = sizes.map((size) => GENERAL + size).join(", ");
  return [{ property, reason: `expected one of ${allowed} for the environment type ${type}, got ${compute}` }];
}

/** CodeBuild takes any image's name, and the build fails where there is none of it. Here AWS's own images show at once. */
function imageFailures(inputs: Props): CheckFailure[] {
  const image = text(inputs, "environment.image");
  const type = text(inputs, "environment.type");
  if (image === undefined || type === undefined) return [];
  const failures: CheckFailure[] = [];
  const credentials = text(inputs, "environment.imagePullCredentialsType");
  if (given(inputs, "environment.registryCredential") && (credentials ?? "CODEBUILD") === "CODEBUILD") {
    const reason = "works with the imagePullCredentialsType SERVICE_ROLE only";
    failures.push({ property: "environment.registryCredential", reason });
  }
  if (!isProvidedImage(image) || image.startsWith("aws/codebuild/ami/")) return failures;
  if (credentials === "SERVICE_ROLE") {
    const reason = `expected CODEBUILD for an image that CodeBuild provides, got SERVICE_ROLE and ${image}`;
    failures.push({ property: "environment.imagePullCredentialsType", reason });
  }
  if (environmentsOfImage(image)?.includes(type)) return failures;
  const known = imagesFor(type);
  const reason =
    known.length === 0
      ? `CodeBuild provides no image for the environment type ${type}, got ${image}`
      : `expected one of CodeBuild's images for the environment type ${type} (${known.join(", ")}), got ${image}`;
  return [...failures, { property: "environment.image", reason }];
}

/** docs.aws.amazon.com/codebuild/latest/userguide/lambda.html, "Limitations". The provider sends no timeouts for them. */
function lambdaFailures(inputs: Props): CheckFailure[] {
  if (!runsOnLambda(inputs)) return [];
  const refused = ["vpcConfig", "fileSystemLocations", "environment.certificate"].filter((path) => given(inputs, path));
  if (inputs.badgeEnabled === true) refused.push("badgeEnabled");
  if (["LOCAL", "S3"].includes(text(inputs, "cache.type") ?? "")) refused.push("cache.type");
  return refused.map((property) => ({ property, reason: "builds that run on Lambda have none" }));
}

function privilegeFailures(inputs: Props): CheckFailure[] {
  const type = text(inputs, "environment.type") ?? "";
  const privileged = get(inputs, "environment.privilegedMode");
  if (privileged === true && /LAMBDA|WINDOWS|MAC/.test(type)) {
    const property = "environment.privilegedMode";
    return [{ property, reason: `works in Linux containers only, got the environment type ${type}` }];
  }
  // docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html
  const caches = texts(inputs, "cache.modes[*]").indexOf("LOCAL_DOCKER_LAYER_CACHE");
  if (caches < 0 || privileged === true || typeof privileged === "string") return [];
  return [{ property: `cache.modes[${caches}]`, reason: "LOCAL_DOCKER_LAYER_CACHE needs environment.privilegedMode" }];
}

function variableFailures(inputs: Props): CheckFailure[] {
  const property = "environment.environmentVariables";
  const variables = objects(inputs, property);
  const names = texts(inputs, `${property}[*].name`);
  const failures: CheckFailure[] = repeated(names).map((name) => ({
    property,
    reason: `expected names that differ, got ${name} more than once`,
  }));
  variables.forEach((variable, i) => {
    const name = text(variable, "name");
    if (!name?.startsWith("CODEBUILD_")) return;
    const reason = `a name may not begin with CODEBUILD_, which AWS keeps for itself, got ${name}`;
    failures.push({ property: `${property}[${i}].name`, reason });
  });
  const characters = [...names, ...texts(inputs, `${property}[*].value`)].join("").length;
  if (characters > MOST_VARIABLES) {
    const reason = `expected at most ${MOST_VARIABLES} characters in all names and values together, got ${characters}`;
    failures.push({ property, reason });
  }
  return failures;
}
