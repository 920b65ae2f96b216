import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { answers } from "../../local/site/answers";

describe("a container that its load balancer asks", () => {
  let server: Server;
  let port: number;
  /** The status of each answer in turn; the last one goes on. */
  let statuses: number[];
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    server = createServer(({ url = "" }, response) => {
      asked.push(url);
      const [status = 500] = statuses.length > 1 ? statuses.splice(0, 1) : statuses;
      response.writeHead(status, { location: "/elsewhere" }).end("whatever");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const task = () => ({ container: "dogs", listening: Promise.resolve(port) });

  it("is healthy when it answers on every path", async () => {
    statuses = [299];
    assert.equal(await answers(task(), ["/", "/dogs/"]), port);
    assert.deepEqual(asked, ["/", "/dogs/"]);
  });

  it("is asked again while it is not ready", async () => {
    statuses = [503, 503, 503, 503, 200];
    assert.equal(await answers(task(), ["/"], { pause: 0 }), port);
    assert.equal(asked.length, 5);
  });

  it("is given up after five answers of another status", async () => {
    statuses = [503];
    const message = "the container dogs fails its health check on /health: it answers with status 503";
    await assert.rejects(answers(task(), ["/health"], { pause: 0 }), { message });
    assert.equal(asked.length, 5);
  });

  it("is not healthy by sending elsewhere", async () => {
    statuses = [301];
    const message = "the container dogs fails its health check on /: it answers with status 301";
    await assert.rejects(answers(task(), ["/"], { pause: 0 }), { message });
    assert.deepEqual([...new Set(asked)], ["/"]);
  });

  it("is given up where nobody is on its port", async () => {
    await new Promise((resolve) => server.close(resolve));
    const message = `the container dogs fails its health check on /: it does not answer (connect ECONNREFUSED 127.0.0.1:${port})`;
    await assert.rejects(answers(task(), ["/"], { pause: 0 }), { message });
  });

  it("is given up where it does not listen in time", async () => {
    const message = "the container dogs has not listened within 0.001 seconds";
    const silent = { container: "dogs", listening: new Promise<number>(() => {}) };
    await assert.rejects(answers(silent, ["/"], { patience: 1 }), { message });
  });

  it("is given up with what it says where it ends", async () => {
    const message = "the container dogs ended with exit code 1 before it listened";
    await assert.rejects(answers({ container: "dogs", listening: Promise.reject(new Error(message)) }, ["/"]), {
      message,
    });
  });
});
