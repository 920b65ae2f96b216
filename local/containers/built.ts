import type { Account } from "../account/account";
import { findImage } from "../account/ecr/images";
import { AwsError } from "../account/model";

/** What became of an image's reference in the account's own registry. */
export type Built =
  /** It is there; these files were in its build's context. */
  | { kind: "built"; files: Readonly<Record<string, string>> }
  /** The registry has no such image: a task cannot pull it. */
  | { kind: "missing" }
  /** It is in somebody else's registry, or pushed by an attendee: nothing is known about it. */
  | { kind: "elsewhere" };

/** Tags under which the workshop's own images are published; nothing that runs here pushes those. */
const PUBLISHED = /^(v\d+|latest)$/;

/**
 * Looks an image up in the account's own registry. One that is not there counts as missing, unless its tag is one of the
 * workshop's own images: those an attendee has pushed from outside, whose repositories are empty here.
 *
 * @param reference `ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG`, or another.
 */
export function builtImage(account: Account, region: string, reference: string): Built {
  const registry = `${account.state.accountId}.dkr.ecr.${region}.amazonaws.com/`;
  if (!reference.startsWith(registry)) return { kind: "elsewhere" };
  const [repository = "", tag = "latest"] = reference.slice(registry.length).split(":");
  try {
    const image = findImage(account, repository, tag, { region });
    if (image) return { kind: "built", files: image.files };
    return PUBLISHED.test(tag) ? { kind: "elsewhere" } : { kind: "missing" };
  } catch (error) {
    if (error instanceof AwsError) return { kind: "elsewhere" };
    throw error;
  }
}

/** Whether dogs that were built from these files answer on the port that their task gives them. */
export function dogsAnswer(files: Readonly<Record<string, string>>): boolean {
  return "index.html" in files && /^\s*listen 80;$/m.test(files["nginx.conf"] ?? "");
}
