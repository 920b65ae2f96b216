import { IPv4 } from "ipaddr.js";
import { type Parser, text } from "./parse";

/** Dollars an hour, kept as written. AWS takes prices to a hundredth of a cent. */
export const dollars: Parser<string> = text(
  (value) => /^\d{1,3}(\.\d{1,4})?$/.test(value) && Number(value) > 0,
  "dollars an hour above 0 and below 1000, with at most 4 decimals",
  "0.25",
);

/** A region of AWS's standard partition: the program names AWS's own policies as that partition does. */
export const region: Parser<string> = text(
  (value) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(value) && !/^(cn|us-gov|us-iso[a-z]*|eu-isoe)-/.test(value),
  "an AWS region outside China and GovCloud, for example us-west-2",
  "us-west-2",
);

export const availabilityZone: Parser<string> = text(
  (value) => /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(value),
  "the name of an availability zone, for example us-west-2a",
  "us-west-2a",
);

/** A name of the AWS configuration files. */
export const profile: Parser<string> = text(
  (value) => /^\S+$/.test(value),
  "the name of a profile of the AWS configuration files, without spaces",
  "default",
);

/** An instance type that can start the workshop's image, which is for x86_64. */
export const instanceType: Parser<string> = text(
  (value) => /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(value) && !isArm(value),
  "an x86_64 instance type, FAMILY.SIZE, for example m4.large",
  "m4.large",
);

/** Families with AWS's own Graviton processors: a1, and every one with a g after its generation, such as m7g or im4gn. */
function isArm(type: string): boolean {
  return /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(type);
}

/** The `Owner` tag, by AWS's rules for the value of a tag. */
export const tagValue: Parser<string> = text(
  (value) => /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u.test(value) && value.trim() === value && !/^aws:/i.test(value),
  "1 to 256 letters, digits, spaces and _ . : / = + - @, not beginning with aws: and without spaces at the ends",
  "jane.doe@example.com",
);

/** What stands before `/IMAGE:TAG`. */
export const imageRegistry: Parser<string> = text(
  (value) => /^[a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/.test(value),
  "a registry's address, HOST or HOST/PATH, in lower case, without https:// and without a slash at the end",
  "123456789012.dkr.ecr.us-west-2.amazonaws.com",
);

export const imageTag: Parser<string> = text(
  (value) => /^\w[\w.-]{0,127}$/.test(value),
  "an image's tag: 1 to 128 letters, digits and _ . -, not beginning with . or -",
  "v1",
);

/** The naming of Amazon ECS for its images of Amazon Linux 2023 for x86_64. */
export const ecsImage: Parser<string> = text(
  (value) => /^al2023-ami-ecs-hvm-\d{4}\.\d+\.\d{8}-kernel-\d+\.\d+-x86_64$/.test(value),
  "the exact name of an ECS-optimized Amazon Linux 2023 image for x86_64",
  "al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64",
);

/** A network that may open the site. The load balancer has no IPv6 address. */
export const ipv4Cidr: Parser<string> = (value, at) => {
  if (typeof value !== "string" || !IPv4.isValidCIDRFourPartDecimal(value)) {
    return at.refuse(value, "an IPv4 CIDR block, for example 203.0.113.0/24", at.set("0.0.0.0/0"));
  }
  const [, prefix] = IPv4.parseCIDR(value);
  const network = `${IPv4.networkAddressFromCIDR(value)}/${prefix}`;
  return network === value
    ? value
    : at.refuse(value, "an IPv4 CIDR block without bits set to the right of its prefix", at.set(network));
};

/** An image with its registry and its tag, so that it is the same tomorrow. */
export const image: Parser<string> = text(
  (value) =>
    /^[a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?(\/[a-z0-9]+([._-][a-z0-9]+)*)+(:\w[\w.-]{0,127}|@sha256:[0-9a-f]{64})$/.test(
      value,
    ),
  "an image with registry and tag or digest, HOST/NAME:TAG, without https://",
  "public.ecr.aws/docker/library/busybox:1.37.0",
);

/** Where the unicorns are. It goes into a page, so it must not be able to be anything else than a place. */
export const location: Parser<string> = text(
  (value) =>
    value.length <= 1024 &&
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(\/[\w.~-]+)*$/.test(value),
  "a host name with or without a path, in lower case, without https:// and without a slash at the end",
  "catsndogs-assets.s3.amazonaws.com",
);

/** Somebody who gets e-mails. */
export const email: Parser<string> = text(
  (value) =>
    value.length <= 254 &&
    /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(value),
  "an e-mail address",
  "jane.doe@example.com",
);
