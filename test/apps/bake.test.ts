import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { imageRegistry } from "../../config/awsValues";
import { Setting } from "../../config/problems";
import { dockerfileFaults } from "./dockerfile";

interface Target {
  inherits?: string[];
  context: string;
  args?: Record<string, string>;
  tags: string[];
  labels: Record<string, string>;
}

interface Bake {
  variable: Record<string, { default?: string; validation: { condition: string; error_message: string }[] }>;
  group: Record<string, { targets: string[] }>;
  target: Record<string, Target>;
}

const read = (path: string) => readFileSync(path, "utf8");
const bake: Bake = JSON.parse(read("docker-bake.json"));
const built = bake.group.default?.targets ?? [];
const target = (name: string) => bake.target[name] ?? assert.fail(`there is no target ${name}`);

const REGISTRY = "123456789012.dkr.ecr.us-west-2.amazonaws.com/workshop";
const NOT_SET =
  "IMAGE_REGISTRY is not set. Set it to the registry that the images go to, for example: " +
  "IMAGE_REGISTRY=123456789012.dkr.ecr.us-west-2.amazonaws.com docker buildx bake --push";

/** Image and version by target: what `docker buildx bake --push` pushes. */
const IMAGES = {
  simplehomepage: "simplehomepage:latest",
  "cats-v1": "cats:v1",
  "cats-v2": "cats:v2",
  "cats-v3": "cats:v3",
  dogs: "dogs:v1",
  "image-assessor": "image-assessor:latest",
  mxnet: "mxnet:latest",
};

describe("docker-bake.json", () => {
  it("builds every application, under the tags that the stack asks for", () => {
    const tags = Object.fromEntries(built.map((name) => [name, target(name).tags]));
    const expected = Object.entries(IMAGES).map(([name, image]) => [name, [`\${IMAGE_REGISTRY}/${image}`]]);
    assert.deepEqual(tags, Object.fromEntries(expected));
  });

  it("builds every folder of apps/, and has no target that nothing builds", () => {
    const folders = readdirSync("apps").map((name) => `apps/${name}`);
    assert.deepEqual([...new Set(built.map((name) => target(name).context))].sort(), folders.sort());
    assert.deepEqual(Object.keys(bake.target).sort(), [...built, "image"].sort());
  });

  it("gives the version to cats, and nothing to others", () => {
    for (const name of built) {
      const version = /^cats-(.*)$/.exec(name)?.[1];
      assert.deepEqual(target(name).args, version === undefined ? undefined : { VERSION: version }, name);
    }
  });

  it("builds for the instances' processors, and labels each image", () => {
    assert.deepEqual(bake.target.image, {
      platforms: ["linux/amd64"],
      labels: { "org.opencontainers.image.source": `\${IMAGE_SOURCE != "" ? IMAGE_SOURCE : null}` },
    });
    const { version } = JSON.parse(read("package.json"));
    for (const [name, image] of Object.entries(IMAGES)) {
      const [title, tag = ""] = image.split(":");
      assert.deepEqual(target(name).inherits, ["image"], name);
      assert.deepEqual(
        target(name).labels,
        {
          "org.opencontainers.image.title": `catsndogs.lol ${title}`,
          "org.opencontainers.image.version": tag === "latest" ? version : tag,
        },
        name,
      );
    }
  });

  it("has no default for the registry", () => {
    const { default: usual, validation = [] } = bake.variable.IMAGE_REGISTRY ?? {};
    assert.equal(usual, undefined);
    assert.deepEqual(validation[0], { condition: `\${IMAGE_REGISTRY != ""}`, error_message: NOT_SET });
  });

  describe("takes the same registries as the stack does", () => {
    const condition = bake.variable.IMAGE_REGISTRY?.validation[1]?.condition ?? "";
    const [, pattern = ""] = /regexall\("(.*)", IMAGE_REGISTRY\)/.exec(condition) ?? [];
    const stackTakes = (registry: string) => {
      const setting = Setting.namespace("catsndogs", []).property("imageRegistry");
      return imageRegistry(registry, setting) !== undefined;
    };
    for (const [registry, taken] of [
      [REGISTRY, true],
      ["123456789012.dkr.ecr.us-west-2.amazonaws.com", true],
      ["ghcr.io/acme/cats-n_dogs.lol", true],
      ["localhost:5000", true],
      ["https://registry.example", false],
      ["registry.example/", false],
      ["registry.example//acme", false],
      ["Registry.example", false],
      ["registry.example:port", false],
      ["registry.example/acme:v1", false],
      ["registry.example acme", false],
    ] as const) {
      it(`${registry}: ${taken}`, () => {
        assert.equal(new RegExp(pattern).test(registry), taken);
        assert.equal(stackTakes(registry), taken);
      });
    }
  });

  for (const context of new Set(built.map((name) => target(name).context))) {
    it(`finds a sound Dockerfile in ${context}`, () => {
      const [dockerfile, dockerignore] = ["Dockerfile", ".dockerignore"].map((name) => read(join(context, name)));
      const names = readdirSync(context);
      assert.deepEqual(dockerfileFaults({ dockerfile: dockerfile ?? "", dockerignore: dockerignore ?? "", names }), []);
    });
  }

  it("lets the image assessor do without a health check, as it is a batch job", () => {
    assert.match(read("apps/image-assessor/Dockerfile"), /^HEALTHCHECK NONE$/m);
    for (const name of ["cats", "dogs", "mxnet", "simplehomepage"]) {
      assert.match(read(`apps/${name}/Dockerfile`), /^HEALTHCHECK --interval/m, name);
    }
  });
});
