import assert from "node:assert/strict";
import { dogsFiles } from "../../apps/dogs/files.mjs";
import { Account } from "../../local/account/account";
import { pushImage } from "../../local/account/ecr/images";
import { builtImage, dogsAnswer } from "../../local/containers/built";
import { make } from "../account/support";

const REGISTRY = "123456789012.dkr.ecr.us-west-2.amazonaws.com";
const DIGEST = `sha256:${"1".repeat(64)}`;

describe("a built image", () => {
  let account: Account;
  beforeEach(() => {
    account = new Account();
    make(account, "aws:ecr/repository:Repository", { name: "workshop/dogs" });
    pushImage(account, "workshop/dogs", { tag: "one-1234567", digest: DIGEST, files: { "index.html": "dogs" } });
  });

  const kindOf = (reference: string, region = "us-west-2") => builtImage(account, region, reference).kind;

  it("has the files that it was built from", () => {
    const found = builtImage(account, "us-west-2", `${REGISTRY}/workshop/dogs:one-1234567`);
    assert.deepEqual(found, { kind: "built", files: { "index.html": "dogs" } });
  });

  it("is missing where its repository has no such tag", () => {
    assert.equal(kindOf(`${REGISTRY}/workshop/dogs:one-1234568`), "missing");
  });

  it("is not known where its tag is one of the workshop's own, whatever else was pushed", () => {
    make(account, "aws:ecr/repository:Repository", { name: "workshop/cats" });
    for (const image of ["dogs:v1", "dogs:latest", "dogs", "cats:v3"]) {
      assert.equal(kindOf(`${REGISTRY}/workshop/${image}`), "elsewhere", image);
    }
  });

  it("may have a tag of the workshop's own too", () => {
    pushImage(account, "workshop/dogs", { tag: "latest", digest: DIGEST, files: {} });
    assert.equal(kindOf(`${REGISTRY}/workshop/dogs`), "built");
  });

  for (const [what, reference] of [
    ["another account's", "210987654321.dkr.ecr.us-west-2.amazonaws.com/workshop/dogs:one-1234567"],
    ["another region's", "123456789012.dkr.ecr.us-east-1.amazonaws.com/workshop/dogs:one-1234567"],
    ["somebody else's", "registry.example.com/workshop/dogs:one-1234567"],
    ["a repository's that the account does not have", `${REGISTRY}/catsndogs/dogs:one-1234567`],
  ] as const) {
    it(`is not known where it is ${what}`, () => assert.equal(kindOf(reference), "elsewhere"));
  }
});

describe("dogs answer", () => {
  it("where they were built to listen on port 80", () => assert.equal(dogsAnswer(dogsFiles("v2")), true));

  for (const [what, by] of [
    [
      "listen on another port",
      { "nginx.conf": (dogsFiles("v2")["nginx.conf"] ?? "").replace("listen 80;", "listen 8080;") },
    ],
    ["have their port in a comment", { "nginx.conf": "# listen 80;\n" }],
  ] as const) {
    it(`not where they ${what}`, () => assert.equal(dogsAnswer({ ...dogsFiles("v2"), ...by }), false));
  }

  for (const name of ["index.html", "nginx.conf"]) {
    it(`not without ${name}`, () => {
      const { [name]: _, ...files } = dogsFiles("v2");
      assert.equal(dogsAnswer(files), false);
    });
  }
});
