import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingHttpHeaders, RequestListener } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { Application } from "./application";
import { type Listening, listen } from "./listen";

const CATS = "apps/cats/main.mjs";
const NAME = "/workshop/UnicornLocation";

/** What the stand-in for AWS was asked. */
interface Asked {
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

describe("the cats service as a process", () => {
  let application: Application | undefined;
  let aws: Listening | undefined;
  const asked: Asked[] = [];

  /** Starts a server that answers for Systems Manager and for the task metadata endpoint. */
  async function serveAws(status: number, answer: unknown): Promise<Record<string, string>> {
    const handler: RequestListener = async (request, response) => {
      const { url = "", headers } = request;
      if (url === "/v4/cats") {
        const Labels = { "com.amazonaws.ecs.task-arn": "arn:aws:ecs:us-west-2:123456789012:task/workshop/0a1b" };
        response.end(JSON.stringify({ DockerId: "c0ffee", Labels }));
        return;
      }
      asked.push({ url, headers, body: await text(request) });
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
    };
    aws = await listen(handler);
    return {
      AWS_ENDPOINT_URL: aws.base,
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "none",
      ECS_CONTAINER_METADATA_URI_V4: `${aws.base}/v4/cats`,
      PARAMETER_STORE_NAME: NAME,
      REGION: "eu-west-1",
      CATS_VERSION: "v2",
    };
  }

  function run(env: Record<string, string>): Application {
    application = new Application(CATS, { PORT: "0", ...env });
    return application;
  }

  afterEach(async () => {
    await application?.kill();
    await aws?.close();
    application = undefined;
    aws = undefined;
    asked.length = 0;
  });

  it("reads the unicorns' location from Parameter Store and ends with 0", async () => {
    const env = await serveAws(200, { Parameter: { Name: NAME, Type: "SecureString", Value: "assets.example.com" } });
    const cats = run(env);
    const base = await cats.base();
    const page = await (await fetch(`${base}/cats/`)).text();
    assert.match(page, /new and improved v2 release/);
    assert.match(page, /Container: <code>c0ffee<\/code>/);
    assert.match(page, /Task: <code>0a1b<\/code>/);
    assert.doesNotMatch(page, /No unicorns today/);

    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.headers["x-amz-target"], "AmazonSSM.GetParameter");
    assert.deepEqual(JSON.parse(asked[0]?.body ?? ""), { Name: NAME, WithDecryption: true });
    assert.match(asked[0]?.headers.authorization ?? "", /Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-west-1\/ssm\//);

    cats.signal("SIGTERM");
    assert.equal(await cats.code(), 0);
    assert.deepEqual(cats.lines, [
      { level: "info", message: "unicorns found", parameter: NAME },
      { level: "info", message: "listening", version: "v2", port: Number(new URL(base).port) },
      { level: "info", message: "stopping", reason: "SIGTERM" },
    ]);
    assert.equal(cats.stderr, "");
  });

  it("serves cats where its role may not read, and says why", async () => {
    const message = "User: cats is not authorized to perform: ssm:GetParameter on resource: UnicornLocation";
    const cats = run(await serveAws(400, { __type: "AccessDeniedException", message }));
    const response = await fetch(`${await cats.base()}/cats/`);
    assert.equal(response.status, 200);
    assert.ok((await response.text()).includes(`<p>No unicorns today: AccessDeniedException: ${message}</p>`));
    // It is not a failure that trying again at once would repair.
    assert.equal(asked.length, 1);
    assert.deepEqual(cats.lines[0], {
      level: "warn",
      message: "no unicorns",
      reason: `AccessDeniedException: ${message}`,
      parameter: NAME,
    });
    cats.signal("SIGTERM");
    assert.equal(await cats.code(), 0);
  });

  it("tries twice where Parameter Store fails, and serves cats", async () => {
    const cats = run(await serveAws(500, { __type: "InternalServerError", message: "An error occurred" }));
    const page = await (await fetch(`${await cats.base()}/cats/`)).text();
    assert.match(page, /<p>No unicorns today: InternalServerError: An error occurred<\/p>/);
    assert.equal(asked.length, 2);
  });

  it("finishes a request that has begun before it ends", async () => {
    const cats = run({ CATS_VERSION: "v1" });
    const socket = connect({ port: Number(new URL(await cats.base()).port), host: "127.0.0.1" }).setEncoding("utf8");
    // The second request stops in the middle; as both come in one piece, it has begun when the first has its answer.
    socket.write("GET / HTTP/1.1\r\nHost: cats\r\n\r\nGET /cats HTTP/1.1\r\nHo");
    const [first] = await once(socket, "data");
    assert.match(first, /^HTTP\/1\.1 200 OK\r\n/);
    cats.signal("SIGTERM");
    await cats.line("stopping");
    socket.write("st: cats\r\n\r\n");
    const [second] = await once(socket, "data");
    assert.match(second, /^HTTP\/1\.1 301 Moved Permanently\r\n(.*\r\n)*connection: close\r\n/i);
    assert.equal(await cats.code(), 0);
    socket.destroy();
  });

  for (const [what, env, problem] of [
    [
      "a version that there is not",
      { CATS_VERSION: "v4" },
      'CATS_VERSION is "v4"; use one of v1, v2, v3. An image has it from: docker build --build-arg VERSION=v1 .',
    ],
    [
      "no version",
      {},
      "CATS_VERSION is not set; use one of v1, v2, v3. An image has it from: docker build --build-arg VERSION=v1 .",
    ],
    ["no port", { CATS_VERSION: "v1", PORT: "http" }, 'PORT is "http"; use a number from 0 to 65535'],
    ["a port out of range", { CATS_VERSION: "v1", PORT: "65536" }, 'PORT is "65536"; use a number from 0 to 65535'],
  ] as const) {
    it(`refuses ${what} with one error`, async () => {
      const cats = run(env);
      assert.equal(await cats.code(), 1);
      assert.equal(cats.stderr, `cats cannot start: RangeError: ${problem}\n`);
      assert.deepEqual(cats.lines, []);
    });
  }
});

describe("the homepage as a process", () => {
  it("listens on PORT and ends with 0", async () => {
    const home = new Application("apps/simplehomepage/main.mjs", { PORT: "0" });
    try {
      const base = await home.base();
      assert.equal((await fetch(`${base}/`)).status, 200);
      home.signal("SIGTERM");
      assert.equal(await home.code(), 0);
      assert.equal(home.stderr, "");
    } finally {
      await home.kill();
    }
  });

  it("refuses a port that is none with one error", async () => {
    const home = new Application("apps/simplehomepage/main.mjs", { PORT: "-1" });
    assert.equal(await home.code(), 1);
    assert.equal(home.stderr, 'simplehomepage cannot start: RangeError: PORT is "-1"; use a number from 0 to 65535\n');
  });
});
