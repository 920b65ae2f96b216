import assert from "node:assert/strict";
import { dockerfileFaults, type ImageFolder } from "./dockerfile";

const good: ImageFolder = {
  dockerfile: `# FROM nothing
FROM node:22.21.1-alpine3.22
COPY package.json ./
COPY --chown=node *.mjs ./
USER node
HEALTHCHECK --interval=30s \\
  CMD ["true"]
CMD ["node", "main.mjs"]
`,
  dockerignore: "# All\n*\n!package.json\n!*.mjs\n",
  names: ["Dockerfile", "main.mjs", "package.json"],
};

describe("the check of a Dockerfile", () => {
  it("finds nothing in a good one", () => {
    assert.deepEqual(dockerfileFaults(good), []);
  });

  for (const [name, from, to, fault] of [
    ["no tag", "node:22.21.1-alpine3.22", "node", "FROM node does not pin a version with three parts."],
    ["latest", "22.21.1-alpine3.22", "latest", "FROM node:latest does not pin a version with three parts."],
    ["a moving tag", "22.21.1-alpine3.22", "22-alpine", "FROM node:22-alpine does not pin a version with three parts."],
    ["a variable base", ":22.21.1", ":$V", "FROM node:$V-alpine3.22 does not pin a version with three parts."],
    ["no base", "FROM node:22.21.1-alpine3.22\n", "", "It has no FROM."],
    ["no user", "USER node\n", "", "It runs as root."],
    ["root", "USER node", "USER node\nUSER root", "It runs as root."],
    ["root by number", "USER node", "USER 0:0", "It runs as 0:0."],
    [
      "no word about health",
      'HEALTHCHECK --interval=30s \\\n  CMD ["true"]\n',
      "",
      "It does not have one HEALTHCHECK.",
    ],
    ["a file that is not there", "package.json ./", "yarn.lock ./", "COPY yarn.lock finds nothing."],
  ] as const) {
    it(`finds ${name}`, () => {
      assert.ok(good.dockerfile.includes(from));
      const faults = dockerfileFaults({ ...good, dockerfile: good.dockerfile.replace(from, to) });
      assert.equal(faults[0], fault);
    });
  }

  it("finds a file that is not sent", () => {
    const dockerignore = good.dockerignore.replace("!*.mjs\n", "");
    assert.deepEqual(dockerfileFaults({ ...good, dockerignore }), ["COPY *.mjs is left out by .dockerignore."]);
  });

  it("finds that everything is sent", () => {
    const dockerignore = good.dockerignore.replace("*\n", "");
    assert.deepEqual(dockerfileFaults({ ...good, dockerignore }), ["Its .dockerignore does not begin with *."]);
  });
});
