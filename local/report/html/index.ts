import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Report } from "../model";
import { renderChapter } from "./chapter";
import { Html, html, jsonScript } from "./markup";
import { renderHeader } from "./summary";
import { scoreOf, verdict } from "./words";

/** The page's own script, in the order in which its parts need each other; client/page.mjs begins. */
const CLIENT = ["palette", "curves", "axes", "legend", "chart", "bands", "events", "page"];

/** Whatever the page is asked to load from elsewhere is refused by the browser: it is one file. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/** A report as a page for people: one HTML file that needs nothing else. */
export function renderReport(report: Report): string {
  const { stack, chapters } = report;
  const score = scoreOf(chapters.flatMap(({ checks }) => checks));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Rehearsal of ${stack}: ${verdict(score)}</title>
<link rel="icon" href="data:,">
<style>${raw(uplotFile("uPlot.min.css"))}${raw(ownFile("style.css"))}</style>
</head>
<body>
${renderHeader(report)}
<main>${chapters.map(renderChapter)}</main>
${jsonScript("report", report)}
<script>${raw(`/*\n${uplotFile("../LICENSE")}\n*/\n${uplotFile("uPlot.iife.min.js")}`)}</script>
<script>${raw(client())}</script>
</body>
</html>
`;
  return page.text;
}

/** The parts of the page's script as one: they share a scope, so what they import from each other is there. */
function client(): string {
  const parts = CLIENT.map((name) => ownFile(join("client", `${name}.mjs`)));
  return `(() => {\n${parts
    .join("\n")
    .replace(/^import [^;]*;$/gm, "")
    .replace(/^export /gm, "")}})();\n`;
}

function ownFile(name: string): string {
  return readFileSync(join(__dirname, name), "utf8");
}

function uplotFile(name: string): string {
  return readFileSync(join(dirname(require.resolve("uplot")), name), "utf8");
}

function raw(text: string): Html {
  return new Html(text);
}
