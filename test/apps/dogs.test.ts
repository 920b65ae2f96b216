import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { BACKGROUNDS, type DogsVersion, dogsFiles, VERSIONS } from "../../apps/dogs/files.mjs";
import { createDogs } from "../../apps/dogs/serve.mjs";
import { listen } from "./listen";

const { "index.html": page = "", "nginx.conf": configuration = "" } = dogsFiles("v1");

/** The text of the one element with this name. */
function inside(name: string): string {
  const found = [...page.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))];
  assert.equal(found.length, 1, name);
  return found[0]?.[1] ?? "";
}

/** Of a colour as #rrggbb, from 0 to 1: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 1, green = 1, blue = 1] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("dogs", () => {
  describe("its files", () => {
    it("are those of the workshop's dogs.zip, v1 as they stand", () => {
      const files = dogsFiles("v1");
      assert.deepEqual(Object.keys(files), ["Dockerfile", "buildspec.yml", "index.html", "nginx.conf"]);
      for (const [name, text] of Object.entries(files)) {
        assert.equal(text, readFileSync(join("apps/dogs", name), "utf8"), name);
      }
    });

    it("have another background in v2, and differ in no other line", () => {
      const v1 = dogsFiles("v1");
      const v2 = dogsFiles("v2");
      const { "index.html": first = "", ...rest } = v1;
      const { "index.html": second = "", ...others } = v2;
      assert.deepEqual(others, rest);
      const before = first.split("\n");
      const after = second.split("\n");
      assert.equal(after.length, before.length);
      assert.deepEqual(
        before.flatMap((line, index) => (line === after[index] ? [] : [[line, after[index]]])),
        [["--background: #1c6e54; /* v1 */", "--background: #73389b; /* v2 */"]],
      );
    });

    it("have the background of each version", () => {
      assert.deepEqual(VERSIONS, ["v1", "v2"]);
      assert.deepEqual(Object.keys(BACKGROUNDS), [...VERSIONS]);
      for (const version of VERSIONS) {
        const { "index.html": text = "" } = dogsFiles(version);
        assert.ok(text.includes(`:root{\n--background: ${BACKGROUNDS[version]}; /* ${version} */\n}`), version);
      }
    });

    it("are none of another version", () => {
      const wrong = "v3" as DogsVersion;
      const error = { name: "RangeError", message: 'There is no dogs "v3"; use one of v1, v2' };
      assert.throws(() => dogsFiles(wrong), error);
      assert.throws(() => createDogs({ version: wrong }), error);
    });
  });

  describe("its page", () => {
    const figures = [...page.matchAll(/<figure( hidden)?>(.*?)<\/figure>/gs)];

    it("has at least four dogs that differ, each described, of which the first is shown", () => {
      assert.ok(figures.length >= 4);
      assert.equal(new Set(figures.map(([, , markup]) => markup)).size, figures.length);
      assert.deepEqual(
        figures.map(([, hidden]) => hidden),
        [undefined, ...Array.from({ length: figures.length - 1 }, () => " hidden")],
      );
      for (const [, , markup = ""] of figures) {
        assert.match(markup, /<svg viewBox="0 0 640 480" role="img"><title>[^<]{10,}<\/title>/);
        assert.match(markup, /<figcaption>[^<]{10,}<\/figcaption>/);
      }
    });

    it("shows each of them by the draw, and no other with it", () => {
      const shown = Array.from({ length: figures.length }, (_, index) => {
        const dogs = figures.map(([, hidden]) => ({ hidden: hidden !== undefined }));
        const document = { querySelectorAll: (name: string) => (name === "figure" ? dogs : []) };
        runInNewContext(inside("script"), {
          document,
          Math: { ...Math, floor: Math.floor, random: () => (index + 0.5) / dogs.length },
        });
        return dogs.flatMap(({ hidden }, at) => (hidden ? [] : [at]));
      });
      assert.deepEqual(
        shown,
        figures.map((_, index) => [index]),
      );
    });

    it("may run its own script, by the hash in nginx.conf, and no other", () => {
      const hash = createHash("sha256").update(inside("script")).digest("base64");
      const [, policy] = /Content-Security-Policy "([^"]*)" always;/.exec(configuration) ?? [];
      assert.equal(
        policy,
        `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
    });

    for (const version of VERSIONS) {
      it(`can be read in ${version}: white on its background has the contrast of WCAG's AA`, () => {
        assert.match(inside("style"), /\bbody\{[^}]*color:#fff;background:var\(--background\)\}/);
        assert.ok(1.05 / (luminance(BACKGROUNDS[version]) + 0.05) >= 4.5);
      });
    }

    it("loads nothing from elsewhere", () => {
      assert.doesNotMatch(page, /(?:src|href)="(?!data:|\/)|url\(|@import|style="|\son\w+=/);
    });
  });

  describe("its stand-in for nginx", () => {
    for (const [path, status, location] of [
      ["/", 200, null],
      ["/dogs/", 200, null],
      ["/dogs", 301, "/dogs/"],
      ["/cats/", 404, null],
    ] as const) {
      it(`answers ${status} at ${path}`, async () => {
        const { get, close } = await listen(createDogs({ version: "v2" }));
        const response = await get(path);
        assert.equal(response.status, status);
        assert.equal(response.headers.get("location"), location);
        const body = await response.text();
        if (status === 200) assert.equal(body, dogsFiles("v2")["index.html"]);
        await close();
      });
    }

    it("adds the headers that nginx adds, to what is not found too", async () => {
      const { get, close } = await listen(createDogs({ version: "v1" }));
      for (const path of ["/dogs/", "/dogs", "/rover"]) {
        const { headers } = await get(path);
        assert.equal(headers.get("x-content-type-options"), "nosniff", path);
        assert.equal(headers.get("cache-control"), "no-store", path);
        assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none'; /, path);
      }
      await close();
    });
  });
});
