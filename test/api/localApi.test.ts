import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { AwsError } from "../../local/account/model";
import type { Handlers } from "../../local/api/handlers";
import type { LocalApi } from "../../local/api/localApi";
import { cats } from "../account/actions/fixture";
import { ROOT } from "../account/iam/fixture";
import { refusal } from "../account/support";
import { type Answer, listening, send, signed } from "./fixture";

const TARGET = "AmazonEC2ContainerServiceV20141113.DescribeTasks";

/** What the handler of the tests does with who calls and what is asked. */
const handlers: Handlers = {
  [TARGET]: (caller, input) => ({ caller, input }),
  "Test.Nothing": () => undefined,
  "Test.Throttle": async () => {
    throw new AwsError("ThrottlingException", "Rate exceeded");
  },
  "Test.Fail": () => {
    throw new Error("out of cats");
  },
};

describe("local API: JSON 1.1", () => {
  let api: LocalApi;
  let port: number;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    ({ api, port, stop } = await listening(undefined, handlers));
  });
  afterEach(() => stop());

  /** A call of the cats' role; a header of "" is left out. */
  function call(target = TARGET, { body = "{}", headers = {} as Record<string, string> } = {}): Promise<Answer> {
    const { accessKeyId, sessionToken } = api.credentialsFor(cats.principal);
    const all = {
      Authorization: signed(accessKeyId),
      "X-Amz-Security-Token": sessionToken,
      "X-Amz-Target": target,
      ...headers,
    };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
    return send(port, "/", { method: "POST", headers: sent, body });
  }

  /** `CODE: message` of an answer that is an error. */
  const errorOf = ({ body }: Answer): string => {
    const { __type, message } = body as Record<string, string>;
    return `${__type}: ${message}`;
  };

  it("gives a handler who calls and what is asked, and returns what it returns", async () => {
    const { status, headers, body } = await call(TARGET, { body: '{"tasks":["1"]}' });
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "application/x-amz-json-1.1");
    assert.deepEqual(body, { caller: cats, input: { tasks: ["1"] } });
    assert.deepEqual((await call("Test.Nothing", { body: "" })).body, {});
  });

  it("counts requests in their ids", async () => {
    const ids = [await call(), await call("Test.Fail"), await call()].map(({ headers }) => headers["x-amzn-requestid"]);
    assert.deepEqual(
      ids,
      [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`),
    );
  });

  it("returns an error of AWS's under its code, and its own as one of the server", async () => {
    const refused = await call("Test.Throttle");
    assert.equal(refused.status, 400);
    assert.equal(refused.headers["x-amzn-errortype"], "ThrottlingException");
    assert.deepEqual(refused.body, { __type: "ThrottlingException", message: "Rate exceeded" });
    const failed = await call("Test.Fail");
    assert.equal(failed.status, 500);
    assert.deepEqual(failed.body, { __type: "InternalFailure", message: "out of cats" });
  });

  it("names the operations that it knows", async () => {
    for (const target of ["AmazonSSM.DescribeParameters", "constructor"]) {
      const { status, ...answer } = await call(target);
      assert.equal(status, 400);
      assert.equal(
        errorOf({ status, ...answer }),
        `UnknownOperationException: The operation ${target} is not known here. Known are: ` +
          `${TARGET}, Test.Fail, Test.Nothing, Test.Throttle.`,
      );
    }
    assert.match(errorOf(await call("")), /^UnknownOperationException: /);
  });

  it("knows callers by key and token together", async () => {
    const invalid = "UnrecognizedClientException: The security token included in the request is invalid.";
    const admin = api.credentialsFor("admin");
    const wrong: Record<string, string>[] = [
      { Authorization: signed("ASIAUNKNOWN") },
      { Authorization: signed(admin.accessKeyId) },
      { "X-Amz-Security-Token": "" },
      { "X-Amz-Security-Token": "other" },
    ];
    for (const headers of wrong) {
      const answer = await call(TARGET, { headers });
      assert.equal(answer.status, 400);
      assert.equal(errorOf(answer), invalid);
    }
    const { body } = await call(TARGET, {
      headers: { Authorization: signed(admin.accessKeyId), "X-Amz-Security-Token": admin.sessionToken },
    });
    assert.deepEqual(body, { caller: { principal: ROOT, region: "us-west-2" }, input: {} });
  });

  it("refuses a request that is not signed, or signed in another way", async () => {
    assert.equal(
      errorOf(await call(TARGET, { headers: { Authorization: "" } })),
      "MissingAuthenticationTokenException: Missing Authentication Token",
    );
    assert.match(
      errorOf(await call(TARGET, { headers: { Authorization: "Bearer x" } })),
      /^IncompleteSignatureException: /,
    );
  });

  it("refuses a request that is signed for another region", async () => {
    const { accessKeyId } = api.credentialsFor(cats.principal);
    assert.equal(
      errorOf(await call(TARGET, { headers: { Authorization: signed(accessKeyId, "eu-west-1") } })),
      "InvalidSignatureException: Credential should be scoped to a valid region, not 'eu-west-1'. " +
        "This is the endpoint of us-west-2.",
    );
  });

  it("refuses a body that is no JSON, or too large", async () => {
    assert.equal(errorOf(await call(TARGET, { body: "{" })), "SerializationException: The request's body is not JSON.");
    const fits = JSON.stringify({ text: "x".repeat(1024 * 1024 - 11) });
    assert.equal((await call(TARGET, { body: fits })).status, 200);
    const tooLarge = "RequestEntityTooLargeException: A request has at most 1048576 bytes here.";
    assert.equal(errorOf(await call(TARGET, { body: `${fits} ` })), tooLarge);
    assert.equal(errorOf(await call(TARGET, { body: fits.repeat(16) })), tooLarge);
  });
});

describe("local API: where it listens", () => {
  it("answers to this machine's own names alone", async () => {
    const { port, stop } = await listening();
    const to = (host: string) => send(port, "/", { headers: { Host: host } });
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, "localhost"]) {
      assert.equal((await to(host)).status, 404, host);
    }
    for (const host of ["attacker.example", `127.0.0.1.attacker.example:${port}`, "localhost.attacker.example"]) {
      const { status, body } = await to(host);
      assert.equal(status, 403);
      assert.deepEqual(body, { message: `Expected the header Host to be 127.0.0.1 or localhost, got ${host}.` });
    }
    await stop();
  });

  it("is not reached by an address of this machine's other networks", async () => {
    const { port, stop } = await listening();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of others) {
      await assert.rejects(fetch(`http://${address}:${port}/`), /fetch failed/);
    }
    assert.equal((await send(port, "/")).status, 404);
    await stop();
  });

  it("has nothing under other paths and methods", async () => {
    const { port, stop } = await listening();
    const { status, body } = await send(port, "/nothing?here", { method: "DELETE" });
    assert.equal(status, 404);
    assert.deepEqual(body, { message: "Nothing answers to DELETE /nothing." });
    assert.equal((await send(port, "/other", { method: "POST" })).status, 404);
    await stop();
  });

  it("listens once, and again after it was closed", async () => {
    const { api, port, stop } = await listening();
    await assert.rejects(api.listen(), { message: "The local API listens already. Close it first." });
    await stop();
    await stop();
    await assert.rejects(send(port, "/"), { code: "ECONNREFUSED" });
    const again = await api.listen(port);
    assert.deepEqual(again, { url: `http://127.0.0.1:${port}`, port });
    await stop();
  });

  it("does not wait for an answer when it is closed", async () => {
    let started = (): void => {};
    const isAsked = new Promise<void>((resolve) => {
      started = resolve;
    });
    const { api, port, stop } = await listening(undefined, {
      "Test.Wait": () => {
        started();
        return new Promise(() => {});
      },
    });
    const { accessKeyId, sessionToken } = api.credentialsFor("admin");
    const headers = {
      Authorization: signed(accessKeyId),
      "X-Amz-Security-Token": sessionToken,
      "X-Amz-Target": "Test.Wait",
    };
    const ended = assert.rejects(send(port, "/", { method: "POST", headers }), { code: "ECONNRESET" });
    await isAsked;
    await stop();
    await ended;
  });

  it("does not take a port that is taken", async () => {
    const { port, stop } = await listening();
    const { api: second, stop: stopSecond } = await listening();
    await stopSecond();
    await assert.rejects(second.listen(port), { code: "EADDRINUSE" });
    await stop();
  });

  it("has the same credentials for a role every time, and none for a role that is not there", async () => {
    const { api, stop } = await listening();
    const credentials = api.credentialsFor(cats.principal);
    assert.match(credentials.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.equal(credentials.secretAccessKey.length, 40);
    assert.deepEqual(api.credentialsFor(cats.principal), credentials);
    assert.notEqual(api.credentialsFor("admin").accessKeyId, credentials.accessKeyId);
    assert.equal(
      refusal(() => api.credentialsFor(`${cats.principal}s`)),
      "UnrecognizedClientException: The security token included in the request is invalid.",
    );
    await stop();
  });
});
