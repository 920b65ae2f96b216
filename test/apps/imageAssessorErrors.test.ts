import assert from "node:assert/strict";
import { listOf, type RunOptions, runAssessor, SITE } from "./imageAssessorFixture";

const LIST = `${SITE}/cats/api/list-pictures/`;
const timeout = new DOMException("The operation was aborted due to timeout", "TimeoutError");
/** The answer at the end of a redirect. */
const elsewhere = (status: number) =>
  Object.defineProperties(new Response(null, { status }), {
    redirected: { value: true },
    url: { value: "https://other.example/" },
  });
const refused = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 10.0.0.1:80") });

describe("the image assessor's errors", () => {
  describe("an environment that is wrong", () => {
    const url = "use http://HOST or https://HOST, with or without :PORT, the address of the load balancer";
    const run = "use a whole number of seconds from 0 to 60, or leave it out for 30";
    const reset = "use 1 to bring the pictures back, or leave it out";
    for (const [env, reason] of [
      [{ ALB_URL: "" }, `ALB_URL is not set; ${url}`],
      [{ ALB_URL: "site.example" }, `ALB_URL is "site.example"; ${url}`],
      [{ ALB_URL: "ftp://site.example" }, `ALB_URL is "ftp://site.example"; ${url}`],
      [{ ALB_URL: "http:///cats" }, `ALB_URL is "http:///cats"; ${url}`],
      [{ ALB_URL: "http://a b" }, `ALB_URL is "http://a b"; ${url}`],
      [{ ALB_URL: "http://site.example/?a=1" }, `ALB_URL is "http://site.example/?a=1"; ${url}`],
      [{ RUN_SECONDS: "61" }, `RUN_SECONDS is "61"; ${run}`],
      [{ RUN_SECONDS: "1.5" }, `RUN_SECONDS is "1.5"; ${run}`],
      [{ RUN_SECONDS: "-1" }, `RUN_SECONDS is "-1"; ${run}`],
      [{ RUN_SECONDS: "1e1" }, `RUN_SECONDS is "1e1"; ${run}`],
      [{ RESETPICTURES: "yes" }, `RESETPICTURES is "yes"; ${reset}`],
      [
        { ALB_URL: "x", RUN_SECONDS: "x", RESETPICTURES: "x" },
        `ALB_URL is "x"; ${url}. RESETPICTURES is "x"; ${reset}. RUN_SECONDS is "x"; ${run}`,
      ],
    ] as const) {
      it(JSON.stringify(env), async () => {
        const { code, asked, logged } = await runAssessor({ env, answer: () => assert.fail() });
        assert.equal(code, 1);
        assert.deepEqual(asked, []);
        assert.deepEqual(logged, [{ level: "error", message: "cannot start", reason }]);
      });
    }

    it("lets through an address with a slash at its end, and settings that are empty or off", async () => {
      const env = { ALB_URL: `${SITE}:8080/`, RUN_SECONDS: "", RESETPICTURES: "0" };
      const { code, asked } = await runAssessor({ env, answer: () => listOf() });
      assert.equal(code, 0);
      assert.deepEqual(asked, [{ at: 0, request: "GET :8080/cats/api/list-pictures/" }]);
    });
  });

  describe("a site that does not do what it is asked", () => {
    const list = `a list such as {"2.jpg": "true"} was expected`;
    const text = (body: string) => () => new Response(body);
    const cases: [string, RunOptions["answer"], string][] = [
      ["is not there", () => Promise.reject(refused), "fetch failed: connect ECONNREFUSED 10.0.0.1:80"],
      ["does not answer", () => Promise.reject(timeout), "it does not answer within 5 s"],
      ["fails", () => new Response(null, { status: 503 }), "it answers 503; 200 was expected"],
      ["has no cats", () => new Response(null, { status: 404 }), "it answers 404; 200 was expected"],
      ["sends it nowhere", () => new Response(null, { status: 301 }), "it answers 301; 200 was expected"],
      ["fails elsewhere", () => elsewhere(503), "it answers 503 at https://other.example/; 200 was expected"],
      ["answers with a page", text("<html>"), `it answers "<html>"; ${list}`],
      ["answers with a long page", text("x".repeat(81)), `it answers "${"x".repeat(80)}"…; ${list}`],
      ["answers with a list of another form", text("[1]"), `it answers "[1]"; ${list}`],
      ["answers with nothing", text("null"), `it answers "null"; ${list}`],
      ["names something else", text('{"../1.jpg":"true"}'), `it answers "{\\"../1.jpg\\":\\"true\\"}"; ${list}`],
    ];
    for (const [name, answer, reason] of cases) {
      it(`as it ${name}`, async () => {
        const { code, logged } = await runAssessor({ answer });
        assert.equal(code, 1);
        assert.deepEqual(logged, [{ level: "error", message: "request failed", reason, method: "GET", url: LIST }]);
      });
    }

    it("as it fails in the middle", async () => {
      const answer = (_: string, index: number) =>
        index === 0 ? listOf(1, 2) : new Response(null, { status: index === 1 ? 200 : 500 });
      const { code, logged, asked } = await runAssessor({ random: [0, 0, 0], answer });
      assert.equal(code, 1);
      assert.equal(asked.length, 3);
      assert.deepEqual(logged.at(-1), {
        level: "error",
        message: "request failed",
        reason: "it answers 500; 200 or 404 was expected",
        method: "POST",
        url: `${SITE}/cats/api/delete-pictures/2`,
      });
    });

    it("as it has nothing to reset", async () => {
      const answer = () => new Response(null, { status: 404 });
      const { code, logged, asked } = await runAssessor({ env: { RESETPICTURES: "1" }, answer });
      assert.equal(code, 1);
      assert.equal(asked.length, 1);
      assert.deepEqual(logged, [
        {
          level: "error",
          message: "request failed",
          reason: "it answers 404; 200 was expected",
          method: "POST",
          url: `${SITE}/cats/api/reset-pictures/`,
        },
      ]);
    });
  });
});
