import type { Account } from "../account";
import { type AccountRecord, AwsError, type Props, type Value } from "../model";
import { imagesOf } from "../types/ecr/repository";
import { objects, text } from "../types/read";
import { isObject } from "../values";

const REPOSITORY = "aws:ecr/repository:Repository";

/** An image as it is pushed. */
export interface PushedImage {
  tag: string;
  /** Of its manifest, as `sha256:` and 64 hex digits. */
  digest: string;
  /** The text files that it was built from, by their path in the build's context: so that they can be served. */
  files: Record<string, string>;
}

/** An image in a repository. */
export interface StoredImage {
  digest: string;
  /** All of its tags. */
  tags: string[];
  files: Record<string, string>;
}

/** Where a repository is looked for. Default: in all regions. */
export interface Where {
  region?: string;
}

/**
 * The record of a repository.
 *
 * @throws AwsError `RepositoryNotFoundException`
 */
export function repositoryNamed(account: Account, repository: string, { region }: Where = {}): AccountRecord {
  const record = account
    .records(REPOSITORY)
    .find((one) => one.id === repository && (region === undefined || one.region === region));
  if (record) return record;
  throw new AwsError(
    "RepositoryNotFoundException",
    `The repository with name '${repository}' does not exist in the registry with id '${account.state.accountId}'`,
  );
}

/**
 * Puts an image into a repository, under a tag: docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html. A tag
 * that another image has moves to this one, unless the repository's tags are immutable.
 *
 * @throws AwsError `RepositoryNotFoundException`, `ImageTagAlreadyExistsException`, `InvalidParameterException`
 */
export function pushImage(
  account: Account,
  repository: string,
  { tag, digest, files }: PushedImage,
  where: Where = {},
): void {
  const record = repositoryNamed(account, repository, where);
  requireTag(tag);
  requireDigest(digest);
  const images = imagesOf(record);
  if (isImmutable(record.inputs, tag) && holderOf(images, tag) !== undefined) {
    throw new AwsError(
      "ImageTagAlreadyExistsException",
      `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the ` +
        "tag is immutable.",
    );
  }
  const others = Object.entries(images).map(([name, image]) => [name, withoutTag(image, tag)]);
  const tags = [...tagsOf(images[digest]).filter((one) => one !== tag), tag];
  record.hidden = {
    ...record.hidden,
    images: { ...Object.fromEntries(others), [digest]: { tags, files: { ...files } } },
  };
}

/**
 * The image under a tag, or undefined.
 *
 * @throws AwsError `RepositoryNotFoundException`
 */
export function findImage(
  account: Account,
  repository: string,
  tag: string,
  where: Where = {},
): StoredImage | undefined {
  const images = imagesOf(repositoryNamed(account, repository, where));
  const digest = holderOf(images, tag);
  if (digest === undefined) return undefined;
  return { digest, tags: tagsOf(images[digest]), files: filesOf(images[digest]) };
}

/** The digest of the image that has a tag. */
function holderOf(images: Props, tag: string): string | undefined {
  return Object.keys(images).find((digest) => tagsOf(images[digest]).includes(tag));
}

function tagsOf(image: Value | undefined): string[] {
  const tags = isObject(image) ? image.tags : undefined;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
}

function filesOf(image: Value | undefined): Record<string, string> {
  const files = isObject(image) && isObject(image.files) ? image.files : {};
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [path, String(content)]));
}

function withoutTag(image: Value, tag: string): Value {
  return isObject(image) ? { ...image, tags: tagsOf(image).filter((one) => one !== tag) } : image;
}

/** Filters name the tags to which the repository's setting does not apply; in them, * stands for any characters. */
function isImmutable(inputs: Props, tag: string): boolean {
  const mutability = text(inputs, "imageTagMutability") ?? "MUTABLE";
  const excluded = objects(inputs, "imageTagMutabilityExclusionFilters").some((filter) => {
    const parts = (text(filter, "filter") ?? "").split("*").map((part) => part.replace(/[.-]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(tag);
  });
  return mutability.startsWith("IMMUTABLE") !== excluded;
}

/** What ImageIdentifier's imageTag may be in ECR's API. */
function requireTag(tag: string): void {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(tag)) return;
  throw invalid("imageTag", tag, "[a-zA-Z0-9-_]+[a-zA-Z0-9-._]*, at most 128 characters, no - or . at the beginning");
}

function requireDigest(digest: string): void {
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return;
  throw invalid("imageDigest", digest, "sha256: and 64 lower-case hex digits");
}

function invalid(parameter: string, given: string, allowed: string): AwsError {
  return new AwsError(
    "InvalidParameterException",
    `Invalid parameter at '${parameter}' failed to satisfy constraint: 'must satisfy ${allowed}', got '${given}'`,
  );
}
