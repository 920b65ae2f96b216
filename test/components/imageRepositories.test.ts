import assert from "node:assert/strict";
import { ImageRepositories } from "../../components/imageRepositories";
import { label, record } from "./recorder";

const REPOSITORY = "aws:ecr/repository:Repository";
const LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy";

function build(images: string[]) {
  return record(() => new ImageRepositories("images", { stack: "team-7", images }).urls, {
    outputs: (type, _name, inputs) =>
      type === REPOSITORY
        ? { repositoryUrl: `123456789012.dkr.ecr.us-west-2.amazonaws.com/${inputs.name}` }
        : undefined,
  });
}

describe("ImageRepositories", () => {
  it("makes a repository that a destroy can empty and that scans what arrives", async () => {
    const repository = (await build(["cats"])).one(REPOSITORY);
    assert.equal(repository.name, "images-cats");
    assert.equal(repository.parent, label("catsndogs:index:ImageRepositories", "images"));
    assert.deepEqual(repository.inputs, {
      name: "team-7/cats",
      forceDelete: true,
      imageScanningConfiguration: { scanOnPush: true },
    });
  });

  it("lets untagged images, and no others, expire after a day", async () => {
    const recorded = await build(["cats"]);
    const { repository, policy } = recorded.one(LIFECYCLE).inputs;
    assert.equal(repository, "team-7/cats");
    assert.deepEqual(JSON.parse(policy), {
      rules: [
        {
          rulePriority: 1,
          description: "Images whose tag has moved on to a newer one",
          selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 1 },
          action: { type: "expire" },
        },
      ],
    });
  });

  it("says where to push each image", async () => {
    assert.deepEqual((await build(["cats", "dogs"])).result, {
      cats: "123456789012.dkr.ecr.us-west-2.amazonaws.com/team-7/cats",
      dogs: "123456789012.dkr.ecr.us-west-2.amazonaws.com/team-7/dogs",
    });
  });
});
