import assert from "node:assert/strict";
import { dogsFiles } from "../../apps/dogs/files.mjs";
import type { Account } from "../../local/account/account";
import { findImage, pushImage } from "../../local/account/ecr/images";
import { ACCOUNT_ID } from "../account/support";
import {
  buildAccount,
  buildDogs,
  emptyTemporaryFolder,
  jsonOf,
  logIn,
  outputOf,
  phasesOf,
  push,
  REGISTRY,
  REPOSITORY_ARN,
  TAG,
} from "./fixture";

const IMAGE = `${REGISTRY}/workshop/dogs:${TAG}`;
const CALLER = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/workshop-build/AWSCodeBuild`;
const THROUGH = ["DOWNLOAD_SOURCE SUCCEEDED", "INSTALL SUCCEEDED"];
const BUILT = [...THROUGH, "PRE_BUILD SUCCEEDED", "BUILD SUCCEEDED"];
const NO_ARTIFACTS = "UPLOAD_ARTIFACTS FAILED CLIENT_ERROR Message: no matching artifact paths found";

const imageOf = (account: Account) => findImage(account, "workshop/dogs", TAG);
const failed = (phase: string, command: string, status: number): string =>
  `${phase} FAILED COMMAND_EXECUTION_ERROR Message: Error while executing command: ${command}. Reason: exit status ${status}`;
const PUSH = 'docker push "$REPOSITORY_URI:$IMAGE_TAG"';
const BUILD = 'docker build --tag "$REPOSITORY_URI:$IMAGE_TAG" .';
const LOGIN =
  'set -o pipefail; aws ecr get-login-password --region "$AWS_DEFAULT_REGION" | docker login --username AWS --password-stdin ' +
  '"$AWS_ACCOUNT_ID.dkr.ecr.$AWS_DEFAULT_REGION.amazonaws.com"';
const GUARD =
  'if [ "$CODEBUILD_BUILD_SUCCEEDING" != 1 ]; then echo "The build has failed; nothing is pushed" >&2; exit 1; fi';

describe("codebuild: dogs", () => {
  emptyTemporaryFolder();

  it("is built, pushed, and leaves two artifacts with one tag", async () => {
    const account = buildAccount();
    const result = await buildDogs(account);
    assert.deepEqual(phasesOf(result), [...BUILT, "POST_BUILD SUCCEEDED", "UPLOAD_ARTIFACTS SUCCEEDED"]);
    assert.equal(result.status, "SUCCEEDED");
    assert.deepEqual(Object.keys(result.artifacts), ["imagedefinitions.json", "build.json"]);
    assert.deepEqual(jsonOf(result, "imagedefinitions.json"), [{ name: "dogs", imageUri: IMAGE }]);
    assert.deepEqual(jsonOf(result, "build.json"), { tag: TAG });
    const image = imageOf(account);
    assert.deepEqual(image?.tags, [TAG]);
    assert.deepEqual(image?.files, dogsFiles("v2"));
    assert.match(image?.digest ?? "", /^sha256:[0-9a-f]{64}$/);
    assert.ok(outputOf(result).includes("Login Succeeded"));
    assert.ok(outputOf(result).includes(`${TAG}: digest: ${image?.digest}`));
  });

  it("is the same image and the same log from the same source, and another image from another one", async () => {
    const [one, again, other] = [buildAccount(), buildAccount(), buildAccount()];
    const first = await buildDogs(one);
    assert.deepEqual(await buildDogs(again), first);
    await buildDogs(other, dogsFiles("v1"));
    assert.equal(imageOf(one)?.digest, imageOf(again)?.digest);
    assert.notEqual(imageOf(one)?.digest, imageOf(other)?.digest);
  });

  it("stops where its role may not log in", async () => {
    const account = buildAccount([push()]);
    const result = await buildDogs(account);
    assert.deepEqual(phasesOf(result), [...THROUGH, failed("PRE_BUILD", LOGIN, 1)]);
    assert.equal(result.status, "FAILED");
    assert.deepEqual(outputOf(result).sort(), [
      "",
      "An error occurred (AccessDeniedException) when calling the GetAuthorizationToken operation: User: " +
        `${CALLER} is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based ` +
        "policy allows the ecr:GetAuthorizationToken action",
      "Error: Cannot perform an interactive login from a non TTY device",
    ]);
  });

  for (const action of [
    "ecr:BatchCheckLayerAvailability",
    "ecr:InitiateLayerUpload",
    "ecr:UploadLayerPart",
    "ecr:CompleteLayerUpload",
    "ecr:PutImage",
  ]) {
    it(`pushes nothing where its role lacks ${action}`, async () => {
      const account = buildAccount([logIn, push(action)]);
      const result = await buildDogs(account);
      assert.deepEqual(phasesOf(result), [...BUILT, failed("POST_BUILD", PUSH, 1), NO_ARTIFACTS]);
      assert.equal(imageOf(account), undefined);
      assert.equal(
        outputOf(result).at(-1),
        `denied: User: ${CALLER} is not authorized to perform: ${action} on resource: ${REPOSITORY_ARN} because no ` +
          `identity-based policy allows the ${action} action`,
      );
    });
  }

  it("pushes nothing into a repository that is not there", async () => {
    const account = buildAccount([logIn, { ...push(), Resource: "*" }]);
    const environment = {
      AWS_DEFAULT_REGION: "us-west-2",
      AWS_ACCOUNT_ID: ACCOUNT_ID,
      REPOSITORY_URI: `${REGISTRY}/other`,
    };
    const result = await buildDogs(account, {}, { environment });
    assert.deepEqual(phasesOf(result), [...BUILT, failed("POST_BUILD", PUSH, 1), NO_ARTIFACTS]);
    assert.equal(
      outputOf(result).at(-1),
      `name unknown: The repository with name 'other' does not exist in the registry with id '${ACCOUNT_ID}'`,
    );
  });

  it("leaves alone a tag that may not change", async () => {
    const account = buildAccount([logIn, push()], { imageTagMutability: "IMMUTABLE" });
    const digest = `sha256:${"0".repeat(64)}`;
    pushImage(account, "workshop/dogs", { tag: TAG, digest, files: {} });
    const result = await buildDogs(account);
    assert.equal(
      outputOf(result).at(-1),
      `tag invalid: The image tag '${TAG}' already exists in the 'workshop/dogs' repository and cannot be overwritten ` +
        "because the tag is immutable.",
    );
    assert.equal(imageOf(account)?.digest, digest);
  });

  for (const [name, Dockerfile, said] of [
    ["copies what is not there", "FROM nginx:1\nCOPY page.html /\n", 'checksum: "/page.html": not found'],
    ["has a mistake", "FROM nginx:1\nCOPPY index.html /\n", "parse error on line 2: unknown instruction: COPPY"],
  ] as const) {
    it(`pushes nothing where its Dockerfile ${name}`, async () => {
      const account = buildAccount();
      const result = await buildDogs(account, { Dockerfile });
      const phases = [failed("BUILD", BUILD, 1), failed("POST_BUILD", GUARD, 1), NO_ARTIFACTS];
      assert.deepEqual(phasesOf(result), [...BUILT.slice(0, 3), ...phases]);
      const [error = "", guard] = outputOf(result).slice(-2);
      assert.ok(error.startsWith("ERROR: failed to build: ") && error.endsWith(said), error);
      assert.equal(guard, "The build has failed; nothing is pushed");
      assert.equal(imageOf(account), undefined);
    });
  }
});
