import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { findImage, pushImage } from "../../local/account/ecr/images";
import type { Props } from "../../local/account/model";
import { ACCOUNT_ID, change, make, options, refusal } from "./support";

const REPOSITORY = "aws:ecr/repository:Repository";
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** An account with a repository of dogs; pushes into it. */
function repository(by: Props = {}) {
  const account = new Account();
  const made = make(account, REPOSITORY, { name: "workshop/dogs", ...by });
  const push = (tag: string, digit: string, name = "workshop/dogs") =>
    pushImage(account, name, { tag, digest: digest(digit), files: { "index.html": digit } });
  const tags = (tag: string) => findImage(account, "workshop/dogs", tag)?.tags;
  return { account, made, push, tags };
}

const taken = (tag: string): string =>
  `ImageTagAlreadyExistsException: The image tag '${tag}' already exists in the 'workshop/dogs' repository and cannot be ` +
  "overwritten because the tag is immutable.";

describe("account: ECR images", () => {
  it("finds an image under its tag, also once the account was written to a file", () => {
    const { account, push } = repository();
    push("v1", "1");
    const again = new Account({ state: JSON.parse(JSON.stringify(account.state)) });
    const image = { digest: digest("1"), tags: ["v1"], files: { "index.html": "1" } };
    assert.deepEqual(findImage(again, "workshop/dogs", "v1"), image);
    assert.equal(findImage(again, "workshop/dogs", "v2"), undefined);
  });

  it("moves a tag to the image that is pushed last, and gives an image several", () => {
    const { account, push, tags } = repository();
    push("v1", "1");
    push("latest", "1");
    assert.deepEqual(tags("v1"), ["v1", "latest"]);
    push("latest", "2");
    assert.deepEqual([tags("v1"), tags("latest")], [["v1"], ["latest"]]);
    assert.equal(findImage(account, "workshop/dogs", "latest")?.digest, digest("2"));
  });

  it("keeps an immutable tag", () => {
    const { push, tags } = repository({ imageTagMutability: "IMMUTABLE" });
    push("v1", "1");
    push("v2", "1");
    assert.equal(
      refusal(() => push("v1", "2")),
      taken("v1"),
    );
    assert.deepEqual(tags("v1"), ["v1", "v2"]);
  });

  for (const [imageTagMutability, moves, stays] of [
    ["IMMUTABLE_WITH_EXCLUSION", "dev-1.0", "v1"],
    ["MUTABLE_WITH_EXCLUSION", "v1", "dev-1.0"],
  ] as const) {
    it(`makes an exception of the tags that a filter names: ${imageTagMutability}`, () => {
      const imageTagMutabilityExclusionFilters = [{ filter: "dev-*.0", filterType: "WILDCARD" }];
      const { push, tags } = repository({ imageTagMutability, imageTagMutabilityExclusionFilters });
      for (const tag of [moves, stays]) push(tag, "1");
      push(moves, "2");
      assert.deepEqual(tags(moves), [moves]);
      assert.equal(
        refusal(() => push(stays, "2")),
        taken(stays),
      );
    });
  }

  it("refuses a repository that is not there, in the region that is asked for", () => {
    const { account, push } = repository();
    const missing = (name: string): string =>
      `RepositoryNotFoundException: The repository with name '${name}' does not exist in the registry with id '${ACCOUNT_ID}'`;
    assert.equal(
      refusal(() => push("v1", "1", "workshop/cats")),
      missing("workshop/cats"),
    );
    assert.equal(
      refusal(() => findImage(account, "workshop/dogs", "v1", { region: "eu-west-1" })),
      missing("workshop/dogs"),
    );
  });

  it("refuses a tag and a digest that ECR does not take", () => {
    const { account, push } = repository();
    for (const tag of ["", "-v1", ".v1", "v 1", "x".repeat(129)]) {
      assert.match(
        refusal(() => push(tag, "1")),
        /^InvalidParameterException: Invalid parameter at 'imageTag' /,
      );
    }
    assert.match(
      refusal(() => pushImage(account, "workshop/dogs", { tag: "v1", digest: "sha256:1", files: {} })),
      /^InvalidParameterException: Invalid parameter at 'imageDigest' /,
    );
  });

  it("keeps the repository in being, unless it is deleted by force; a change of the repository keeps the images", () => {
    const { account, made, push, tags } = repository();
    push("v1", "1");
    assert.equal(
      refusal(() => account.delete(REPOSITORY, "workshop/dogs", options)),
      `RepositoryNotEmptyException: The repository with name 'workshop/dogs' in registry with id '${ACCOUNT_ID}' ` +
        "cannot be deleted because it still contains images",
    );
    change(account, REPOSITORY, made, { forceDelete: true });
    assert.deepEqual(tags("v1"), ["v1"]);
    account.delete(REPOSITORY, "workshop/dogs", options);
    assert.equal(account.isEmpty, true);
  });
});
