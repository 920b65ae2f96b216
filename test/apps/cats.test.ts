import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { CATS } from "../../apps/cats/pictures/memes.mjs";
import type { Version } from "../../apps/cats/types.mjs";
import { pictureLuck, type Served, scripted, serveCats } from "./catsFixture";

const ALL = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${i + 1}.jpg`, "true"]));
const POST = { method: "POST" };

describe("the cats service", () => {
  let cats: Served;
  const start = async (given?: Parameters<typeof serveCats>[0]) => {
    cats = await serveCats(given);
  };
  afterEach(() => cats.close());

  describe("its page", () => {
    it("shows each of the ten cats by the draw", async () => {
      await start({ random: scripted(...CATS.map((_, i) => pictureLuck(i + 1)), 0, 0.999999) });
      for (const picture of [...CATS, CATS[0] ?? "", CATS[9] ?? ""]) {
        const page = await cats.text("/cats/");
        assert.ok(page.includes(picture), picture.slice(0, 150));
        assert.match(page, /<figcaption>One of 10 cats\.<\/figcaption>/);
      }
    });

    it("says plainly that a cat is missing", async () => {
      await start({ random: scripted(pictureLuck(7), pictureLuck(8)) });
      await cats.get("/cats/api/delete-pictures/7", POST);
      const gap = await cats.text("/cats/");
      assert.match(gap, />Cat 7 is missing</);
      assert.match(gap, />This cat is missing: picture 7 of 10 has been deleted here, 9 are left\.</);
      assert.ok(!gap.includes(CATS[6] ?? ""));
      assert.match(await cats.text("/cats/"), />9 of 10 cats are left here\.</);
    });

    it("counts the last cat, and none", async () => {
      await start({ random: scripted(pictureLuck(10), pictureLuck(1), pictureLuck(1)) });
      for (let n = 1; n < 10; n += 1) await cats.get(`/cats/api/delete-pictures/${n}`, POST);
      assert.match(await cats.text("/cats/"), />1 of 10 cats is left here\.</);
      assert.match(await cats.text("/cats/"), /deleted here, 1 is left\.</);
      await cats.get("/cats/api/delete-pictures/10", POST);
      assert.match(await cats.text("/cats/"), /deleted here, 0 are left\.</);
    });

    it("is kept by nobody, lets nothing run and does not refresh itself", async () => {
      await start();
      const { headers, status } = await cats.get("/cats/?again=1");
      assert.equal(status, 200);
      assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
      assert.equal(headers.get("cache-control"), "no-store");
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("refresh"), null);
      assert.match(
        headers.get("content-security-policy") ?? "",
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:; object-src 'none'; frame-src 'none';.*; sandbox$/,
      );
      assert.doesNotMatch(await cats.text("/cats/"), /<script|http-equiv/);
    });
  });

  describe("its versions", () => {
    const seen: Record<Version, [string, RegExp, RegExp]> = {
      v1: ["v1", /<h1>I love cats<\/h1>/, /background:#fff4d6/],
      v2: ["v2", /<h1>Cats, the new and improved v2 release<\/h1>/, /background:#1d5fc4/],
      v3: ["v3", /<h1>Cats, third time lucky: the v3 release<\/h1>/, /background:#b3322a/],
    };
    for (const [version, title, background] of Object.values(seen) as [Version, RegExp, RegExp][]) {
      it(`has a title and a background of its own in ${version}`, async () => {
        await start({ version });
        const response = await cats.get("/cats/");
        assert.equal(response.headers.get("x-cats-version"), version);
        const page = await response.text();
        const [, style = ""] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
        const hash = createHash("sha256").update(style).digest("base64");
        assert.ok(response.headers.get("content-security-policy")?.includes(`style-src 'sha256-${hash}'`));
        assert.match(page, title);
        assert.match(page, background);
        assert.match(page, new RegExp(`<body class="${version}">`));
      });
    }

    it("has no container at the bottom of v1, and asks nobody who it is", async () => {
      await start({ env: { ECS_CONTAINER_METADATA_URI_V4: "http://169.254.170.2/v4/x", PARAMETER_STORE_NAME: "x" } });
      assert.doesNotMatch(await cats.text("/cats/"), /Container:|No unicorns/);
      assert.deepEqual(cats.logged, []);
    });
  });

  describe("its interface", () => {
    beforeEach(() => start());

    for (const slash of ["", "/"]) {
      it(`lists, deletes and brings back pictures, at paths that end in "${slash}"`, async () => {
        const list = `/cats/api/list-pictures${slash}`;
        const response = await cats.get(list);
        assert.equal(response.headers.get("content-type"), "application/json");
        assert.equal(response.headers.get("cache-control"), "no-store");
        const { "3.jpg": _, "10.jpg": __, ...rest } = ALL;
        assert.equal(await response.text(), `${JSON.stringify(ALL)}\n`);
        const deleted = await cats.get(`/cats/api/delete-pictures/10${slash}`, POST);
        assert.equal(deleted.status, 200);
        assert.equal(await deleted.text(), "Successfully deleted image 10\n");
        assert.equal((await cats.get(`/cats/api/delete-pictures/3${slash}`, POST)).status, 200);
        assert.equal(await cats.text(list), `${JSON.stringify(rest)}\n`);
        for (const method of ["GET", "POST"]) {
          const reset = await cats.get(`/cats/api/reset-pictures${slash}`, { method });
          assert.equal(reset.status, 200);
          assert.equal(await reset.text(), "Successfully reset images\n");
          assert.equal(await cats.text(list), `${JSON.stringify(ALL)}\n`);
          await cats.get("/cats/api/delete-pictures/1", POST);
        }
      });
    }

    it("lists in the order of the numbers, also when they come back", async () => {
      for (const n of [1, 2, 10]) await cats.get(`/cats/api/delete-pictures/${n}`, POST);
      await cats.get("/cats/api/reset-pictures/");
      assert.deepEqual(Object.keys(JSON.parse(await cats.text("/cats/api/list-pictures/"))), Object.keys(ALL));
    });

    for (const number of ["0", "11", "-1", "01", "1.5", "abc", "1e0", "%31"]) {
      it(`does not know an image ${number}`, async () => {
        const response = await cats.get(`/cats/api/delete-pictures/${number}`, POST);
        assert.equal(response.status, 404);
        assert.equal(await response.text(), `No such image as ${number}.jpg\n`);
      });
    }

    it("deletes a picture once, and then has it no more", async () => {
      assert.equal(await cats.text("/cats/pictures/4.svg"), CATS[3]);
      assert.equal((await cats.get("/cats/pictures/4.svg")).headers.get("content-type"), "image/svg+xml");
      await cats.get("/cats/api/delete-pictures/4", POST);
      const again = await cats.get("/cats/api/delete-pictures/4", POST);
      assert.equal(again.status, 404);
      assert.equal(await again.text(), "No such image as 4.jpg\n");
      assert.equal((await cats.get("/cats/pictures/4.svg")).status, 404);
      assert.equal((await cats.get("/cats/pictures/5.svg")).status, 200);
      assert.equal((await cats.get("/cats/pictures/11.svg")).status, 404);
    });

    it("deletes in one container only", async () => {
      const other = await serveCats();
      await cats.get("/cats/api/delete-pictures/2", POST);
      assert.equal((await cats.get("/cats/pictures/2.svg")).status, 404);
      assert.equal((await other.get("/cats/pictures/2.svg")).status, 200);
      await other.close();
    });

    for (const [method, path, allowed] of [
      ["GET", "/cats/api/delete-pictures/1", "POST"],
      ["DELETE", "/cats/api/reset-pictures/", "GET, POST"],
      ["POST", "/cats/api/list-pictures/", "GET, HEAD"],
      ["POST", "/cats/", "GET, HEAD"],
      ["PUT", "/", "GET, HEAD"],
    ] as const) {
      it(`does not allow ${method} at ${path}`, async () => {
        const response = await cats.get(path, { method });
        assert.equal(response.status, 405);
        assert.equal(response.headers.get("allow"), allowed);
        assert.equal(await response.text(), `${method} is not allowed here; use ${allowed.replace(", ", " or ")}\n`);
        assert.equal(await cats.text("/cats/api/list-pictures/"), `${JSON.stringify(ALL)}\n`);
      });
    }
  });

  describe("its other paths", () => {
    it("answers the health check without a draw", async () => {
      await start({ version: "v2", random: scripted() });
      const response = await cats.get("/");
      assert.equal(response.status, 200);
      assert.equal(await response.text(), "cats v2: the page is at /cats/\n");
    });

    it("sends /cats on to /cats/", async () => {
      await start();
      const { status, headers } = await cats.get("/cats");
      assert.equal(status, 301);
      assert.equal(headers.get("location"), "/cats/");
    });

    it("answers HEAD as GET, without the body", async () => {
      await start();
      const head = await cats.get("/cats/", { method: "HEAD" });
      assert.equal(head.status, 200);
      assert.equal(await head.text(), "");
      const { byteLength } = Buffer.from(await cats.text("/cats/"));
      assert.equal(head.headers.get("content-length"), String(byteLength));
    });

    for (const path of ["/dogs/", "/cats/x", "/cats/api/", "/cats/pictures/", "//cats/", "/cats/pictures/a/1.svg"]) {
      it(`finds nothing at ${path}`, async () => {
        await start();
        const response = await cats.get(path);
        assert.equal(response.status, 404);
        assert.equal(response.headers.get("x-content-type-options"), "nosniff");
      });
    }

    it("says that it failed, and goes on", async () => {
      await start({ random: scripted() });
      const response = await cats.get("/cats/");
      assert.equal(response.status, 500);
      assert.equal(await response.text(), "The cats are confused; try again\n");
      assert.deepEqual(cats.logged, [
        {
          level: "error",
          message: "request failed",
          reason: "Error: more random numbers were drawn than the test has",
          method: "GET",
          url: "/cats/",
        },
      ]);
      assert.equal((await cats.get("/")).status, 200);
    });
  });
});
