/** `npm run screenshots`: pictures of lab 2 in the report, and of the site, for the documentation. Needs a Chromium, and a report. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderReport } from "../local/report/html";
import type { Report } from "../local/report/model";
import { browser, open, type View } from "../test/browser/chromium";
import { takeSitePictures } from "./sitePictures";

const ROOT = join(__dirname, "..");
const PAGE = join(ROOT, "report", "index.html");

/** By file, with the size of the window in CSS pixels. */
const PICTURES: Record<string, View> = {
  "report-light.png": { width: 1280, height: 1650 },
  "report-dark.png": { width: 1280, height: 1650, dark: true },
  "report-phone.png": { width: 400, height: 1600 },
};

/** The report that a page carries. */
function reportIn(page: string): Report {
  const [, json = ""] = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json) as Report;
}

if (browser === undefined || !existsSync(PAGE)) {
  console.error(browser === undefined ? "There is no Chromium on PATH." : `There is no ${PAGE}: npm start writes it.`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), "catsndogs-screenshots-"));
const file = join(folder, "lab2.html");
const report = reportIn(readFileSync(PAGE, "utf8"));
writeFileSync(file, renderReport({ ...report, chapters: report.chapters.filter(({ id }) => id === "lab2") }));
for (const [name, view] of Object.entries(PICTURES)) {
  open(pathToFileURL(file).href, view, `--screenshot=${join(ROOT, "docs", "images", name)}`);
}
rmSync(folder, { recursive: true });
takeSitePictures(join(ROOT, "docs", "images")).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
