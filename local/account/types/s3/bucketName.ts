import { show } from "../../values";

/** AWS keeps these for itself: names of access points, of other kinds of buckets, and those of its examples. */
const PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/** The provider adds 26 characters of its own to a name prefix. */
export const SUFFIX = 26;

/**
 * What is wrong with the name of a general purpose bucket, or undefined:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameFailure(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) {
    return `expected a length between 3 and 63 characters, got ${show(name)}`;
  }
  const suffix = SUFFIXES.find((reserved) => name.endsWith(reserved));
  if (suffix) return `a bucket's name may not end with ${suffix}, which AWS keeps for itself; got ${show(name)}`;
  return /[a-z0-9]$/.test(name) ? beginningFailure(name) : `expected a letter or digit at the end, got ${show(name)}`;
}

/** What is wrong with the beginning of a name, which the provider completes, or undefined. */
export function bucketPrefixFailure(prefix: string): string | undefined {
  const longest = 63 - SUFFIX;
  if (prefix.length > longest) return `expected at most ${longest} characters, got ${show(prefix)}`;
  return prefix === "" ? undefined : beginningFailure(prefix);
}

function beginningFailure(name: string): string | undefined {
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) {
    return `expected lower-case letters, digits, . and -, beginning with a letter or digit; got ${show(name)}`;
  }
  if (name.includes("..")) return `expected no two dots in a row, got ${show(name)}`;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return `a bucket's name may not look like an IP address, got ${show(name)}`;
  const prefix = PREFIXES.find((reserved) => name.startsWith(reserved));
  return prefix && `a bucket's name may not begin with ${prefix}, which AWS keeps for itself; got ${show(name)}`;
}
