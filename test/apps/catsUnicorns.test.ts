import assert from "node:assert/strict";
import { UNICORNS } from "../../apps/cats/pictures/unicorn.mjs";
import type { CatsOptions } from "../../apps/cats/types.mjs";
import { pictureLuck, type Served, scripted, serveCats } from "./catsFixture";

const LOCATION = "catsndogs-assets.s3.amazonaws.com";
const env = { PARAMETER_STORE_NAME: "/workshop/UnicornLocation", REGION: "us-west-2" };
const DENIED = Object.assign(new Error("User: cats is not authorized to perform: ssm:GetParameter"), {
  name: "AccessDeniedException",
});

describe("unicorns", () => {
  let cats: Served;
  const start = async (given: Partial<CatsOptions> = {}) => {
    cats = await serveCats({ version: "v2", env, readParameter: async () => LOCATION, ...given });
  };
  afterEach(() => cats.close());

  it("are exactly one page in ten, at even draws", async () => {
    const draws = Array.from({ length: 100 }, (_, i) => [i / 100, pictureLuck(3)]).flat();
    await start({ random: scripted(...draws) });
    const pages: string[] = [];
    for (let i = 0; i < 100; i += 1) {
      const response = await cats.get("/cats/");
      const found = response.headers.get("x-cats-unicorn");
      assert.equal((await response.text()).includes("You found a unicorn!"), found === "true", `page ${i}`);
      if (found) pages.push(String(i));
    }
    assert.deepEqual(pages, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });

  for (const version of ["v2", "v3"] as const) {
    it(`come from the location in Parameter Store, with a drawn one should it be gone, in ${version}`, async () => {
      const asked: string[] = [];
      await start({
        version,
        random: scripted(0.0999, 0.5),
        readParameter: async (name) => {
          asked.push(name);
          return ` ${LOCATION}/herd/\n`;
        },
      });
      const response = await cats.get("/cats/");
      const page = await response.text();
      const drawn = UNICORNS[1] ?? "";
      assert.ok(
        page.includes(
          `<object data="https://${LOCATION}/herd/unicorns/2.svg" type="image/svg+xml" width="640" height="480" aria-label="A unicorn">${drawn}</object>`,
        ),
      );
      assert.doesNotMatch(page, /No unicorns today/);
      const policy = response.headers.get("content-security-policy") ?? "";
      assert.ok(policy.includes(`; object-src https://${LOCATION}; frame-src https://${LOCATION};`), policy);
      assert.deepEqual(asked, ["/workshop/UnicornLocation"]);
      assert.deepEqual(cats.logged, [
        { level: "info", message: "unicorns found", parameter: "/workshop/UnicornLocation" },
      ]);
    });
  }

  it("do not let a cat's page load from the location", async () => {
    await start();
    const policy = (await cats.get("/cats/")).headers.get("content-security-policy") ?? "";
    assert.ok(policy.includes("; object-src 'none'; frame-src 'none';"), policy);
  });

  it("are none where no parameter is named, and the page says so", async () => {
    await start({ env: {}, random: scripted(0, pictureLuck(1)) });
    const response = await cats.get("/cats/");
    assert.equal(response.headers.get("x-cats-unicorn"), null);
    const page = await response.text();
    assert.match(page, /<p>No unicorns today: PARAMETER_STORE_NAME is not set<\/p>/);
    assert.match(page, />One of 10 cats\.</);
    assert.deepEqual(cats.logged, []);
  });

  it("are none where the role may not read, and the page says why", async () => {
    await start({ random: scripted(0, pictureLuck(1)), readParameter: async () => Promise.reject(DENIED) });
    const response = await cats.get("/cats/");
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("x-cats-unicorn"), null);
    const reason = "AccessDeniedException: User: cats is not authorized to perform: ssm:GetParameter";
    assert.ok((await response.text()).includes(`<p>No unicorns today: ${reason}</p>`));
    assert.deepEqual(cats.logged, [
      { level: "warn", message: "no unicorns", reason, parameter: "/workshop/UnicornLocation" },
    ]);
  });

  it("are none where the value is no location, and nothing of it is shown", async () => {
    await start({ random: scripted(0, 0), readParameter: async () => 'hunter2"><script>' });
    const page = await cats.text("/cats/");
    assert.match(
      page,
      /<p>No unicorns today: RangeError: the parameter&#39;s value \(17 characters, not shown as it is a secret\)/,
    );
    assert.doesNotMatch(page + JSON.stringify(cats.logged), /hunter2|<script/);
  });

  it("have a reason that cannot become markup", async () => {
    await start({ readParameter: async () => Promise.reject(new Error(`<img src=x onerror="alert('1')">&`)) });
    const page = await cats.text("/cats/");
    assert.ok(page.includes("Error: &lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</p>"));
    assert.doesNotMatch(page, /<img/);
  });

  it("are asked for again by a page after a minute, not earlier, and not by a health check", async () => {
    let asked = 0;
    let time = 1_000_000;
    await start({
      random: scripted(0, 0, 0, 0, 0, 0, 0, 0),
      now: () => time,
      readParameter: async () => {
        asked += 1;
        if (asked < 3) throw DENIED;
        return LOCATION;
      },
    });
    const unicorn = async () => (await cats.get("/cats/")).headers.get("x-cats-unicorn");
    time += 59_999;
    assert.equal(await unicorn(), null);
    assert.equal(asked, 1);
    time += 1;
    await cats.get("/");
    assert.equal(asked, 1);
    assert.equal(await unicorn(), null);
    assert.equal(asked, 2);
    time += 60_000;
    // This page is the occasion to ask, and does not wait for the answer; the next one has it.
    assert.equal(await unicorn(), null);
    assert.equal(asked, 3);
    assert.equal(await unicorn(), "true");
    time += 600_000;
    await cats.get("/");
    assert.equal(asked, 3);
    assert.deepEqual(
      cats.logged.map(({ message }) => message),
      ["no unicorns", "no unicorns", "unicorns found"],
    );
  });

  it("are asked for once while the answer is on its way", async () => {
    let asked = 0;
    let time = 0;
    await start({
      now: () => time,
      readParameter: () => {
        asked += 1;
        return asked === 1 ? Promise.reject(DENIED) : new Promise(() => {});
      },
    });
    for (let i = 0; i < 3; i += 1) {
      time += 60_000;
      await cats.get("/cats/");
    }
    assert.equal(asked, 2);
  });
});
