import type { Unwrap } from "@pulumi/pulumi";

/**
 * A resource type by its token, with the type of its properties. Only types are imported from @pulumi/aws: loading the
 * package itself would take longer than the whole pack.
 */
export interface ResourceType<Props> {
  readonly token: string;
  /** Exists for the compiler alone. */
  readonly props?: Props;
}

/** Names a type; `Args` are the inputs of its class in @pulumi/aws. */
export function resourceType<Args>(token: string): ResourceType<Unwrap<Args>> {
  return { token };
}

/** Modules under which the provider publishes the same resources a second time. */
const MODULES: readonly (readonly [alias: string, module: string])[] = [
  ["aws:alb/", "aws:lb/"],
  ["aws:applicationloadbalancing/", "aws:lb/"],
  ["aws:elasticloadbalancingv2/", "aws:lb/"],
  ["aws:elasticloadbalancing/", "aws:elb/"],
];

/** `aws:s3/bucketAclV2:BucketAclV2` and its kind are the same resources as those without `V2`. */
const S3_V2 = /^(aws:s3\/\w+)V2:(\w+)V2$/;

/** Every rule asks for every resource. */
const canonical = new Map<string, string>();

/** The token by which rules know a type, for any token that the provider publishes it under. */
export function canonicalToken(token: string): string {
  const known = canonical.get(token);
  if (known !== undefined) return known;
  const found = withoutAlias(token);
  canonical.set(token, found);
  return found;
}

function withoutAlias(token: string): string {
  const s3 = S3_V2.exec(token);
  if (s3) return `${s3[1]}:${s3[2]}`;
  const alias = MODULES.find(([prefix]) => token.startsWith(prefix));
  return alias ? alias[1] + token.slice(alias[0].length) : token;
}
