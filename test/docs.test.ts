import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { parseConfig } from "../config";
import { FLEET_SCALING } from "../config/workshop";
import { scripts } from "../package.json";

const root = resolve(__dirname, "..");
const pages = [...markdownIn("."), ...markdownIn("docs")];

describe("documentation", () => {
  for (const page of pages) {
    it(`${page} links only to what exists`, () => {
      assert.deepEqual(brokenLinks(page), []);
    });

    it(`${page} names only npm scripts that exist`, () => {
      const named = [...read(page).matchAll(/\bnpm (?:run )?((?<=run )[\w:-]+|start|test)/g)].map(
        ([, name = ""]) => name,
      );
      assert.deepEqual(
        named.filter((name) => !(name in scripts)),
        [],
      );
    });
  }

  it("has a page for each lab that the README calls built", () => {
    const built = [...read("README.md").matchAll(/^\| (.+?) \|.*\| built \|$/gm)].map(([, lab]) => lab);
    assert.deepEqual(
      built,
      built.map((_, lab) => `[${lab}](docs/lab${lab}.md)`),
    );
    assert.ok(built.length > 0);
  });
});

describe("docs/configuration.md", () => {
  const required = { "catsndogs:imageRegistry": "registry.example.com" };
  const { project: _project, stack: _stack, aws, ...catsndogs } = parseConfig(required, { project: "p", stack: "s" });
  const page = read("docs/configuration.md");

  it("lists the keys that the program reads", () => {
    // A setting without a default is read only where it is given.
    const given = { "catsndogs:zones": '["us-west-2a","us-west-2b"]', "aws:profile": "workshop" };
    const all = parseConfig({ ...required, ...given }, { project: "p", stack: "s" });
    const { project: _p, stack: _s, aws: awsKeys, ...keys } = all;
    assert.deepEqual(Object.keys(documented("catsndogs")).sort(), Object.keys(keys).sort());
    assert.deepEqual(Object.keys(documented("aws")).sort(), Object.keys(awsKeys).sort());
  });

  it("lists the keys that Pulumi.workshop.yaml shows", () => {
    const shown = [...read("Pulumi.workshop.yaml").matchAll(/^ {2}(?:# ?)?((?:catsndogs|aws):\w+):/gm)];
    const keys = ["catsndogs", "aws"].flatMap((name) => Object.keys(documented(name)).map((key) => `${name}:${key}`));
    assert.deepEqual(shown.map(([, key]) => key).sort(), keys.sort());
  });

  it("gives the program's own defaults", () => {
    const actual: Record<string, unknown> = { ...catsndogs, ...aws };
    const given = Object.entries({ ...documented("catsndogs"), ...documented("aws") }).filter(([, text]) =>
      /^`.*`$/.test(text),
    );
    assert.deepEqual(
      Object.fromEntries(given.map(([key, text]) => [key, JSON.parse(text.slice(1, -1))])),
      Object.fromEntries(given.map(([key]) => [key, actual[key]])),
    );
    assert.equal(given.length, 14);
  });

  it("shows the fleet's scaling as it is", () => {
    const [, block = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    assert.deepEqual(parse(block), { "catsndogs:fleetScaling": FLEET_SCALING });
  });

  /** The defaults in the table under "Namespace `NAME`", by key. */
  function documented(name: string): Record<string, string> {
    const section = page.split(/^## /m).find((text) => text.startsWith(`Namespace \`${name}\``)) ?? "";
    return Object.fromEntries([...section.matchAll(/^\| `(\w+)` \| (.+?) \| /gm)].map(([, key, text]) => [key, text]));
  }
});

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Relative links of a page whose file, or whose heading in the file, is not there. */
function brokenLinks(page: string): string[] {
  const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return links
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchors(file).includes(anchor);
    });
}

/** The anchors that GitHub gives a page's headings. */
function anchors(file: string): string[] {
  return [...withoutCode(read(file)).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^\s*```[\s\S]*?^\s*```$/gm, "");
}
