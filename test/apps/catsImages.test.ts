import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const read = (path: string) => readFileSync(path, "utf8");

/** The files that a module of an application imports, and they, from the application's folder. */
function modulesOf(app: string, module = "main.mjs", seen = new Set<string>()): Set<string> {
  seen.add(module);
  for (const [, path = ""] of read(join("apps", app, module)).matchAll(/^import .*?from "(\..*?)";$/gm)) {
    const imported = normalize(join(dirname(module), path));
    if (!seen.has(imported)) modulesOf(app, imported, seen);
  }
  return seen;
}

/** Whether a pattern of COPY or of .dockerignore, a file, a folder or `*.mjs`, has a file. */
function covers(pattern: string, file: string): boolean {
  if (pattern.startsWith("*")) return !file.includes("/") && file.endsWith(pattern.slice(1));
  return file === pattern || file.startsWith(`${pattern}/`);
}

for (const [app, least] of [
  ["cats", 15],
  ["simplehomepage", 3],
] as const) {
  describe(`the image of ${app}`, () => {
    const dockerfile = read(`apps/${app}/Dockerfile`);
    const files = [...modulesOf(app)];

    it("copies every module that the application imports", () => {
      assert.ok(files.length >= least, files.join(", "));
      const copied = [...dockerfile.matchAll(/^COPY (.*) \S+$/gm)].flatMap(([, from = ""]) => from.split(" "));
      assert.deepEqual(
        files.filter((file) => !copied.some((pattern) => covers(pattern, file))),
        [],
      );
    });

    it("is sent every module by its .dockerignore", () => {
      const [first, ...rest] = read(`apps/${app}/.dockerignore`).trim().split("\n").slice(1);
      assert.equal(first, "*");
      assert.deepEqual(
        files.filter((file) => !rest.some((pattern) => covers(pattern.slice(1), file))),
        [],
      );
    });

    it("names its base by a whole version, and does not run as root", () => {
      assert.match(dockerfile, /^FROM node:\d+\.\d+\.\d+-alpine\d+\.\d+$/m);
      assert.match(dockerfile, /^USER node\n(.*\n)*CMD \["node", "main\.mjs"\]\n$/m);
    });
  });
}

describe("the packages of cats", () => {
  const own = JSON.parse(read("apps/cats/package.json")).dependencies;
  const lock = JSON.parse(read("apps/cats/package-lock.json"));

  it("are those that its tests run with", () => {
    const root = JSON.parse(read("package.json")).dependencies;
    const names = Object.keys(own);
    assert.deepEqual(names, ["@aws-sdk/client-ssm"]);
    assert.deepEqual(own, Object.fromEntries(names.map((name) => [name, root[name]])));
  });

  it("are locked, each with its hash and from nowhere but npm's registry", () => {
    const { "": self, ...packages } = lock.packages as Record<string, Record<string, unknown>>;
    assert.deepEqual(self?.dependencies, own);
    assert.equal(packages["node_modules/@aws-sdk/client-ssm"]?.version, own["@aws-sdk/client-ssm"]);
    for (const [name, { integrity, resolved = "https://registry.npmjs.org/" }] of Object.entries(packages)) {
      assert.match(String(integrity), /^sha512-/, name);
      assert.match(String(resolved), /^https:\/\/registry\.npmjs\.org\//, name);
    }
  });
});
