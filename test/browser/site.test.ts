import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stand } from "../site/stand";
import { describeWithBrowser, openServed } from "./chromium";

const WINDOW = { width: 1000, height: 800 };

/** The first bytes of a PNG, and where its size is. */
const SIGNATURE = "89504e470d0a1a0a";

describeWithBrowser("the site in a browser", () => {
  let stand: Stand;
  let folder: string;
  before(async () => {
    stand = await Stand.start();
    folder = mkdtempSync(join(tmpdir(), "catsndogs-site-"));
  });
  after(async () => {
    await stand.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [path, what] of [
    ["/", /I love cats/],
    ["/cats/", /new and improved v2 release/],
    ["/dogs/", /<svg/],
  ] as const) {
    it(`shows ${path}`, async () => {
      const page = await openServed(`${stand.address.url}${path}`, WINDOW, "--dump-dom");
      assert.match(page, what);
      const file = join(folder, "page.png");
      await openServed(`${stand.address.url}${path}`, WINDOW, `--screenshot=${file}`);
      const picture = readFileSync(file);
      assert.equal(picture.subarray(0, 8).toString("hex"), SIGNATURE);
      assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [WINDOW.width, WINDOW.height]);
      // A page of one colour would be some hundred bytes long.
      assert.ok(picture.length > 10_000, `${picture.length} bytes`);
    });
  }
});
