import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderReport } from "../../local/report/html";
import { chapter, report } from "../report/example";
import { describeWithBrowser, open, type View } from "./chromium";

const PHONE: View = { width: 400, height: 900 };
const PROJECTOR: View = { width: 1920, height: 1080 };

describeWithBrowser("the report page in a browser", () => {
  let folder: string;
  let url: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "catsndogs-report-"));
    const file = join(folder, "index.html");
    writeFileSync(file, renderReport(report(chapter(), chapter({ id: "lab3" }))));
    url = pathToFileURL(file).href;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, view] of [
    ["a phone", PHONE],
    ["a phone in the dark", { ...PHONE, dark: true }],
    ["a projector", PROJECTOR],
    ["a projector in the dark", { ...PROJECTOR, dark: true }],
  ] as const) {
    it(`draws every chart and every alarm on ${name}, without an error`, () => {
      const dom = open(url, view, "--dump-dom");
      const [root = ""] = /<html[^>]*>/.exec(dom) ?? [];
      assert.doesNotMatch(root, /data-error/);
      // Two charts and the alarms, twice.
      assert.match(root, /data-charts="6"/);
    });
  }

  it("says so where its script fails", () => {
    const file = join(folder, "broken.html");
    writeFileSync(file, renderReport(report(chapter())).replace(/(id="report">)\{/, "$1{{"));
    assert.match(open(pathToFileURL(file).href, PHONE, "--dump-dom"), /<html[^>]*data-error="[^"]*JSON/);
  });

  it("looks different in the light and in the dark", () => {
    const shots = [false, true].map((dark) => {
      const file = join(folder, `${dark}.png`);
      open(url, { ...PHONE, dark }, `--screenshot=${file}`);
      return readFileSync(file);
    });
    for (const shot of shots) assert.ok(shot.length > 10_000, `${shot.length} bytes`);
    assert.notDeepEqual(shots[0], shots[1]);
  });
});
