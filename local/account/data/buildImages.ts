/** What runs a build, as the environment types that an image is for. */
const LINUX = ["LINUX_CONTAINER", "LINUX_GPU_CONTAINER", "LINUX_EC2"];
const ARM = ["ARM_CONTAINER", "ARM_EC2"];

/**
 * Images that CodeBuild provides, as the name and the tags after `aws/codebuild/`, with the environment types that run them.
 * An image of AWS's that is not here does not exist in the account; add it when a program needs it.
 * docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html and ec2-compute-images.html
 */
const IMAGES: readonly [name: string, tags: readonly string[], environments: readonly string[]][] = [
  ["amazonlinux-x86_64-standard", ["4.0", "5.0", "6.0", "corretto8", "corretto11"], LINUX],
  ["amazonlinux2-x86_64-standard", ["1.0", "2.0", "3.0", "4.0", "5.0", "corretto8", "corretto11"], LINUX],
  ["standard", ["1.0", "2.0", "3.0", "4.0", "5.0", "6.0", "7.0", "8.0"], LINUX],
  ["amazonlinux-aarch64-standard", ["2.0", "3.0"], ARM],
  ["amazonlinux2-aarch64-standard", ["1.0", "2.0", "3.0"], ARM],
  ["windows-base", ["2019-1.0", "2019-2.0", "2019-3.0"], ["WINDOWS_SERVER_2019_CONTAINER"]],
  ["windows-base", ["2022-1.0"], ["WINDOWS_SERVER_2022_CONTAINER"]],
  ["macos-arm-base", ["14", "15"], ["MAC_ARM"]],
  ...lambdaImages("x86_64", "LINUX_LAMBDA_CONTAINER"),
  ...lambdaImages("aarch64", "ARM_LAMBDA_CONTAINER"),
];

function lambdaImages(architecture: string, environment: string): (typeof IMAGES)[number][] {
  const runtimes = [
    ...["corretto11", "corretto17", "corretto21", "dotnet6", "dotnet8", "go1.21", "go1.24", "nodejs18", "nodejs20"],
    ...["nodejs22", "nodejs24", "python3.11", "python3.12", "python3.13", "ruby3.2", "ruby3.4"],
  ];
  return [[`amazonlinux-${architecture}-lambda-standard`, runtimes, [environment]]];
}

const PREFIX = "aws/codebuild/";

/** Whether an image is one of AWS's own, whether it exists or not. */
export function isProvidedImage(image: string): boolean {
  return image.startsWith(PREFIX);
}

/**
 * The environment types that run an image of AWS's; undefined where there is no such image. A tag may name one release
 * of the image by its date, as in `aws/codebuild/standard:7.0-24.10.29`.
 */
export function environmentsOfImage(image: string): readonly string[] | undefined {
  const [name, tag] = image.slice(PREFIX.length).split(":");
  const version = tag?.replace(/-\d\d\.\d\d\.\d\d$/, "");
  return IMAGES.find(([known, tags]) => known === name && version !== undefined && tags.includes(version))?.[2];
}

/** Names of AWS's images for one environment type, for example `aws/codebuild/standard:7.0`. */
export function imagesFor(environment: string): string[] {
  return IMAGES.filter(([, , environments]) => environments.includes(environment)).flatMap(([name, tags]) =>
    tags.map((tag) => `${PREFIX}${name}:${tag}`),
  );
}
