import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createHomepage } from "../../apps/simplehomepage/homepage.mjs";
import { type Listening, listen } from "./listen";

describe("the homepage", () => {
  let home: Listening;
  const start = async (env: Record<string, string> = {}) => {
    home = await listen(createHomepage({ env }));
  };
  afterEach(() => home.close());

  it("links to cats and dogs, in this order", async () => {
    await start();
    const page = await home.text("/");
    const links = [...page.matchAll(/<a href="([^"]*)">.*?<span>([^<]*)<\/span><\/a>/g)].map(([, ...link]) => link);
    assert.deepEqual(links, [
      ["/cats/", "I love cats"],
      ["/dogs/", "I love dogs"],
    ]);
    assert.match(page, /<h1>catsndogs\.lol<\/h1>/);
    assert.match(page, /<meta name="viewport" content="width=device-width, initial-scale=1">/);
  });

  it("is 200, kept by nobody, and loads its own style only", async () => {
    await start();
    const { status, headers } = await home.get("/?from=elsewhere");
    assert.equal(status, 200);
    assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(await home.text("/")) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    assert.equal(
      headers.get("content-security-policy"),
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
  });

  it("answers HEAD as GET, without the body", async () => {
    await start();
    const head = await home.get("/", { method: "HEAD" });
    assert.equal(head.status, 200);
    assert.equal(await head.text(), "");
    assert.equal(head.headers.get("content-length"), String(Buffer.byteLength(await home.text("/"))));
  });

  it("says which container serves it, as text", async () => {
    await start({ HOSTNAME: "3f2a<b>" });
    assert.match(await home.text("/"), /<footer>Served by container 3f2a&#60;b&#62;<\/footer>/);
  });

  it("does not say so where that is not known", async () => {
    await start();
    assert.doesNotMatch(await home.text("/"), /<footer>/);
  });

  for (const path of ["/cats/", "/dogs/", "/index.html", "//", "/favicon.ico"]) {
    it(`finds nothing at ${path}`, async () => {
      await start();
      const response = await home.get(path);
      assert.equal(response.status, 404);
      assert.equal(await response.text(), "Nothing is here; the homepage is at /\n");
    });
  }

  it("can only be read", async () => {
    await start();
    const response = await home.get("/", { method: "POST" });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "GET, HEAD");
    assert.equal(await response.text(), "POST is not allowed here; use GET or HEAD\n");
  });
});
