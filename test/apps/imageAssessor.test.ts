import assert from "node:assert/strict";
import { assess } from "../../apps/image-assessor/assessor.mjs";
import { serveCats } from "./catsFixture";
import { listOf, type RunOptions, runAssessor, SITE } from "./imageAssessorFixture";
import { type Listening, listen } from "./listen";

const LIST = "/cats/api/list-pictures/";
const RESET = "/cats/api/reset-pictures/";
const deleted = (number: number) => `/cats/api/delete-pictures/${number}`;

/** A site with these pictures, that has every one it is asked to delete. */
const withPictures =
  (...numbers: readonly number[]): RunOptions["answer"] =>
  (request) =>
    request === `GET ${LIST}` ? listOf(...numbers) : new Response("ok\n");

describe("the image assessor", () => {
  const open: Listening[] = [];
  /** Cats that are closed whether their test passes or not: a server that listens keeps mocha from ending. */
  const catsFor = async () => {
    const cats = await serveCats();
    open.push(cats);
    return cats;
  };
  afterEach(async () => {
    for (const { close } of open.splice(0)) await close();
  });

  describe("removes pictures", () => {
    it("at random, evenly over half a minute", async () => {
      const run = await runAssessor({ random: [0.5, 0, 0.999, 0.5], answer: withPictures(2, 10, 7, 4) });
      assert.deepEqual(run.asked, [
        { at: 0, request: `GET ${LIST}` },
        { at: 10, request: `POST ${deleted(2)}` },
        { at: 20, request: `POST ${deleted(4)}` },
        { at: 30, request: `POST ${deleted(7)}` },
      ]);
      assert.equal(run.code, 0);
      assert.equal(run.seconds, 30);
      assert.deepEqual(run.logged, [
        { level: "info", message: "pictures chosen", pictures: [2, 4, 7], of: 4 },
        { level: "info", message: "picture removed", picture: 2 },
        { level: "info", message: "picture removed", picture: 4 },
        { level: "info", message: "picture removed", picture: 7 },
        { level: "info", message: "done", removed: 3 },
      ]);
    });

    for (const [draw, count] of [
      [0, 2],
      [0.333, 2],
      [0.334, 3],
      [0.666, 3],
      [0.667, 4],
      [0.999999, 4],
    ] as const) {
      it(`${count} of ten for a draw of ${draw}`, async () => {
        const random = [draw, 0.999999, 0.999999, 0.999999, 0.999999].slice(0, count + 1);
        const run = await runAssessor({ random, answer: withPictures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) });
        const expected = [10, 9, 8, 7].slice(0, count).map((number) => `POST ${deleted(number)}`);
        assert.deepEqual(
          run.asked.slice(1).map(({ request }) => request),
          expected,
        );
      });
    }

    it("but never more than there are", async () => {
      const run = await runAssessor({ random: [0.999, 0], answer: withPictures(3) });
      assert.deepEqual(run.asked, [
        { at: 0, request: `GET ${LIST}` },
        { at: 30, request: `POST ${deleted(3)}` },
      ]);
    });

    it("and is done at once where there are none", async () => {
      const run = await runAssessor({ answer: withPictures() });
      assert.equal(run.code, 0);
      assert.equal(run.seconds, 0);
      assert.deepEqual(run.asked, [{ at: 0, request: `GET ${LIST}` }]);
      assert.deepEqual(run.logged, [{ level: "info", message: "no picture is left" }]);
    });

    it("and goes on where a container has lost one already", async () => {
      const run = await runAssessor({
        random: [0, 0, 0],
        answer: (request) => {
          if (request === `GET ${LIST}`) return listOf(1, 2);
          return new Response(null, { status: request.endsWith("/1") ? 404 : 200 });
        },
      });
      assert.equal(run.code, 0);
      assert.deepEqual(run.logged.slice(1), [
        { level: "info", message: "picture was gone already", picture: 1 },
        { level: "info", message: "picture removed", picture: 2 },
        { level: "info", message: "done", removed: 1 },
      ]);
    });

    it("faster where it is told to, and on time where answers are slow", async () => {
      const fast = await runAssessor({ env: { RUN_SECONDS: "3" }, random: [0, 0, 0], answer: withPictures(1, 2) });
      assert.deepEqual(
        fast.asked.map(({ at }) => at),
        [0, 1.5, 3],
      );
      const slow = await runAssessor({ random: [0, 0, 0], answer: withPictures(1, 2), latency: 4 });
      assert.deepEqual(
        slow.asked.map(({ at }) => at),
        [0, 15, 30],
      );
    });

    it("from the real cats, which then have fewer", async () => {
      const cats = await catsFor();
      const logged: unknown[] = [];
      const code = await assess({
        env: { ALB_URL: "http://site.example/" },
        fetch: (url, init) => cats.get(url.replace(SITE, ""), init),
        random: () => 0.5,
        now: () => 0,
        sleep: async () => {},
        log: (entry) => void logged.push(entry),
      });
      assert.equal(code, 0);
      assert.equal(Object.keys(JSON.parse(await cats.text(LIST))).length, 7);
      assert.deepEqual(logged.at(-1), { level: "info", message: "done", removed: 3 });
    });
  });

  describe("goes where the site sends it", () => {
    /** A site that sends every request to the cats, and a run on it. */
    const sentOn = async (status: number) => {
      const cats = await catsFor();
      const site = await listen(({ url = "" }, response) => {
        response.writeHead(status, { location: `${cats.base}${url}` }).end();
      });
      open.push(site);
      const logged: unknown[] = [];
      const code = await assess({
        env: { ALB_URL: site.base },
        fetch,
        random: () => 0,
        now: () => 0,
        sleep: async () => {},
        log: (entry) => void logged.push(entry),
      });
      return { code, last: logged.at(-1), site: site.base, cats: cats.base };
    };

    it("with what it asks, by a redirect that keeps the method", async () => {
      const { code, last } = await sentOn(308);
      assert.equal(code, 0);
      assert.deepEqual(last, { level: "info", message: "done", removed: 2 });
    });

    it("and says where that was, by one that turns POST into GET", async () => {
      const { code, last, site, cats } = await sentOn(301);
      assert.equal(code, 1);
      assert.deepEqual(last, {
        level: "error",
        message: "request failed",
        reason: `it answers 405 at ${cats}/cats/api/delete-pictures/1; 200 or 404 was expected`,
        method: "POST",
        url: `${site}/cats/api/delete-pictures/1`,
      });
    });
  });

  describe("with RESETPICTURES=1", () => {
    const env = { RESETPICTURES: "1" };

    it("resets every second for half a minute, and asks for nothing else", async () => {
      const run = await runAssessor({ env, answer: () => new Response("ok\n") });
      assert.deepEqual(
        run.asked,
        Array.from({ length: 31 }, (_, at) => ({ at, request: `POST ${RESET}` })),
      );
      assert.equal(run.code, 0);
      assert.equal(run.seconds, 30);
      assert.deepEqual(run.logged[0], { level: "info", message: "pictures reset", resets: 1 });
      assert.deepEqual(run.logged.at(-1), { level: "info", message: "done", resets: 31 });
    });

    it("resets once where it may not take any time", async () => {
      const run = await runAssessor({ env: { ...env, RUN_SECONDS: "0" }, answer: () => new Response("ok\n") });
      assert.deepEqual(run.asked, [{ at: 0, request: `POST ${RESET}` }]);
    });

    it("does not make up for slow answers by a rush at the end", async () => {
      const run = await runAssessor({ env, answer: () => new Response("ok\n"), latency: 4 });
      assert.deepEqual(
        run.asked.map(({ at }) => at),
        [0, 4, 8, 12, 16, 20, 24, 28],
      );
    });

    it("reaches every container behind a load balancer that goes round", async () => {
      const containers = await Promise.all([catsFor(), catsFor(), catsFor()]);
      for (const { get } of containers) await get(deleted(5), { method: "POST" });
      const run = await runAssessor({
        env: { ...env, RUN_SECONDS: "2" },
        answer: async (request, index) => {
          const [method, path = ""] = request.split(" ");
          return (containers[index % 3] ?? assert.fail()).get(path, { method });
        },
      });
      assert.equal(run.code, 0);
      for (const { text } of containers) assert.equal(Object.keys(JSON.parse(await text(LIST))).length, 10);
    });
  });

  it("throws on what ends its sleep", async () => {
    const killed = new Error("its container was stopped");
    const run = assess({
      env: { ALB_URL: SITE },
      fetch: async () => listOf(1, 2),
      random: () => 0,
      now: () => 0,
      sleep: async () => Promise.reject(killed),
      log: () => {},
    });
    await assert.rejects(run, killed);
  });
});
