import assert from "node:assert/strict";
import { renderReport } from "../../local/report/html";
import type { Report } from "../../local/report/model";
import { chapter, PASSED, report } from "./example";

/** The data that the page carries. */
function dataOf(page: string): unknown {
  const [, json = ""] = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json);
}

/** The page's text without scripts and styles. */
function textOf(page: string): string {
  return page
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

describe("the report page", () => {
  const given = report(chapter({ id: "lab1", title: "Lab 1", checks: [PASSED] }), chapter());
  const page = renderReport(given);

  it("loads nothing from elsewhere", () => {
    const attributes = [...page.matchAll(/\b(?:src|href|action|poster|data)="([^"]*)"/g)].map(([, value]) => value);
    for (const value of attributes) assert.match(value ?? "", /^(#|data:)/);
    assert.doesNotMatch(page.replace(/\/\*.*?\*\//gs, ""), /@import|url\((?!["']?data:)/);
    assert.match(page, /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/);
  });

  it("carries the whole report", () => assert.deepEqual(dataOf(page), given));

  it("says what has come of it, in words", () => {
    const text = textOf(page);
    assert.match(page, /<title>Rehearsal of workshop: 1 of 3 checks failed<\/title>/);
    assert.match(text, /Lab 2: the site under load/);
    assert.match(text, /✔ passed Spot instances that run/);
    assert.match(text, /✘ failed requests lost, of 45,000/);
    assert.match(text, /a site that scales loses nobody/);
    assert.match(text, /ScaleUp goes from OK to ALARM/);
  });

  it("can be read without its charts", () => {
    assert.match(page, /cats: from 0 to 1,500/);
    assert.match(textOf(page), /ScaleUp once in ALARM, 1 min 20 s in all ALARM/);
  });

  it("shows as text what looks like markup, and does not end where a text says so", () => {
    const text = `</script><script>alert("1")</script><b>&amp;`;
    const odd: Report = report(chapter({ events: [{ at: 60, source: text, text }], story: text, title: text }));
    const written = renderReport(odd);
    assert.deepEqual(dataOf(written), odd);
    assert.doesNotMatch(written, /<script>alert|<b>/);
    assert.match(written, /&lt;\/script&gt;&lt;script&gt;alert\(&quot;1&quot;\)/);
  });

  it("is whole where there is nothing to show", () => {
    assert.match(renderReport(report()), /<\/html>\n$/);
    assert.match(renderReport(report(chapter({ charts: [], bands: [], events: [], checks: [] }))), /<\/html>\n$/);
  });

  it("opens and closes its elements in order", () => {
    const VOID = new Set(["meta", "link", "input", "br", "hr", "img"]);
    const open: string[] = [];
    const markup = page.replace(/<!doctype html>/, "").replace(/(<(script|style)[^>]*>).*?(<\/\2>)/gs, "$1$3");
    for (const [, slash, name = ""] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
      if (slash) assert.equal(open.pop(), name);
      else if (!VOID.has(name)) open.push(name);
    }
    assert.deepEqual(open, []);
  });
});
