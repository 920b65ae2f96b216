/** `npm run screenshots`: the pictures of the report in docs/images, of report/index.html. Needs a Chromium. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browser, open, type View } from "../test/browser/chromium";

const ROOT = join(__dirname, "..");

const PICTURES: Record<string, View & { chapter: string }> = {
  "report-light.png": { width: 1280, height: 1500, chapter: "lab2" },
  "report-dark.png": { width: 1280, height: 1500, dark: true, chapter: "lab2" },
  "report-phone.png": { width: 400, height: 1100, chapter: "lab2" },
};

const page = join(ROOT, "report", "index.html");
if (browser === undefined || !existsSync(page)) {
  console.error(
    browser === undefined ? "There is no Chromium on PATH." : "There is no report/index.html: npm start writes it.",
  );
  process.exit(1);
}
for (const [name, view] of Object.entries(PICTURES)) {
  open(`${pathToFileURL(page).href}#${view.chapter}`, view, `--screenshot=${join(ROOT, "docs", "images", name)}`);
}
