import assert from "node:assert/strict";
import { dogsFiles } from "../../apps/dogs/files.mjs";
import { createDogs } from "../../apps/dogs/serve.mjs";
import { type Listening, listen } from "./listen";
import { NGINX, type Nginx, startNginx } from "./nginxFixture";

const QUESTIONS: [method: string, path: string][] = [
  ["GET", "/"],
  ["GET", "/dogs/"],
  ["GET", "/dogs/?again=1"],
  ["HEAD", "/dogs/"],
  ["GET", "/dogs"],
  ["GET", "/dogs?again=1"],
  ["HEAD", "/dogs"],
  ["GET", "/dogs/index.html"],
  ["GET", "/index.html"],
  ["GET", "/cats/"],
  ["GET", "/dogsled"],
  ["GET", "/nginx.conf"],
  ["POST", "/dogs/"],
  ["POST", "/dogs"],
  ["DELETE", "/elsewhere"],
];

/** What an answer is, but for what no two servers have in common. */
async function answerOf(base: string, method: string, path: string) {
  const response = await fetch(`${base}${path}`, { method, redirect: "manual" });
  const headers = [
    "content-type",
    "content-length",
    "location",
    "content-security-policy",
    "x-content-type-options",
    "cache-control",
  ];
  return {
    status: response.status,
    ...Object.fromEntries(headers.map((name) => [name, response.headers.get(name)])),
    body: await response.text(),
  };
}

describe("dogs in nginx (needs nginx)", () => {
  const running = new Map<string, Nginx>();
  before(async function () {
    if (!NGINX) this.skip();
    for (const version of ["v1", "v2"] as const) running.set(version, await startNginx(version));
  });
  after(async () => {
    for (const nginx of running.values()) {
      await nginx.close();
      nginx.remove();
    }
  });
  const nginx = (version = "v1") => running.get(version) ?? assert.fail("nginx does not run");

  for (const path of ["/", "/dogs/"]) {
    it(`has the page at ${path}`, async () => {
      const response = await fetch(`${nginx().url}${path}`);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
      assert.equal(response.headers.get("cache-control"), "no-store");
      assert.equal(response.headers.get("server"), "nginx");
      assert.equal(await response.text(), dogsFiles("v1")["index.html"]);
    });
  }

  it("sends /dogs on without naming a host or a port", async () => {
    const { status, headers } = await fetch(`${nginx().url}/dogs`, { redirect: "manual" });
    assert.equal(status, 301);
    assert.equal(headers.get("location"), "/dogs/");
  });

  it("has nothing else", async () => {
    const response = await fetch(`${nginx().url}/dogs/rover`);
    assert.equal(response.status, 404);
    assert.equal(response.headers.get("content-type"), "text/plain; charset=utf-8");
    assert.equal(await response.text(), "Nothing is here; the dogs are at /dogs/\n");
  });

  it("logs each request as a line of JSON, and ends well by SIGQUIT", async () => {
    const own = await startNginx("v1");
    await (await fetch(`${own.url}/dogs/?a="b"`, { headers: { "user-agent": 'a "browser"' } })).text();
    assert.equal(await own.close(), 0);
    const entries = own
      .accessLog()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    own.remove();
    const { time, seconds, ...entry } = entries.at(-1);
    assert.match(time, /^\d{4}-\d\d-\d\dT/);
    assert.equal(typeof seconds, "number");
    assert.deepEqual(entry, { status: 200, method: "GET", url: "/dogs/?a=%22b%22", client: "", agent: 'a "browser"' });
  });

  for (const version of ["v1", "v2"] as const) {
    describe(`and its stand-in, ${version}`, () => {
      let standIn: Listening;
      before(async () => {
        standIn = await listen(createDogs({ version }));
      });
      after(() => standIn.close());
      for (const [method, path] of QUESTIONS) {
        it(`answer ${method} ${path} alike`, async () => {
          assert.deepEqual(
            await answerOf(standIn.base, method, path),
            await answerOf(nginx(version).url, method, path),
          );
        });
      }
    });
  }
});
