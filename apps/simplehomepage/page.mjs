// @ts-check
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><text y="13" font-size="13">🐾</text></svg>`;

/** Light, and dark where the visitor's system is. */
export const STYLE = `
:root{color-scheme:light dark;--page:#faf6ef;--text:#2f2a35;--muted:#6a6273;--card:#fff;--edge:#e6dccb;--cats:#f6b25c;--dogs:#79b8e6}
@media (prefers-color-scheme:dark){:root{--page:#1b1821;--text:#f3eef8;--muted:#b3aabf;--card:#27222f;--edge:#3d3648;--cats:#d98d33;--dogs:#4d92c6}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:clamp(1.5rem,6vh,4rem) 1rem 1.5rem;
font:1.05rem/1.5 system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;background:var(--page);color:var(--text)}
main{width:100%;max-width:46rem}
h1{margin:0;font-size:clamp(2rem,8vw,3.2rem);line-height:1.1;text-align:center;letter-spacing:-.02em}
.lead{margin:.5rem 0 2rem;text-wrap:balance;text-align:center;color:var(--muted)}
.pets{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1.25rem;margin:0;padding:0;list-style:none}
.pets a{display:block;border:1px solid var(--edge);border-radius:1.25rem;overflow:hidden;background:var(--card);color:inherit;
text-decoration:none;text-align:center;font-size:1.3rem;font-weight:700;box-shadow:0 .25rem 1rem rgb(0 0 0/.08);transition:transform .15s}
.pets a:hover,.pets a:focus-visible{transform:translateY(-.25rem);text-decoration:underline}
@media (prefers-reduced-motion:reduce){.pets a{transition:none;transform:none!important}}
.pets svg{display:block;width:100%;height:auto}
.cats svg{background:var(--cats)}
.dogs svg{background:var(--dogs)}
.pets span{display:block;padding:.9rem}
footer{margin-top:auto;padding-top:2rem;color:var(--muted);font-size:.85rem;overflow-wrap:anywhere}
`;

const INK = `stroke="#2a2233" stroke-width="5" stroke-linejoin="round" stroke-linecap="round"`;
const EYES = `<g fill="#2a2233"><ellipse cx="-38" cy="-2" rx="12" ry="15"/><ellipse cx="38" cy="-2" rx="12" ry="15"/></g><g fill="#fff"><circle cx="-34" cy="-8" r="5"/><circle cx="42" cy="-8" r="5"/></g>`;

const CAT = `<g fill="#fff7ea" ${INK}><path d="M-88-10-80-112Q-74-120-66-112L-16-70zM88-10 80-112Q74-120 66-112L16-70z"/><path d="M-94 12C-94-58-52-84 0-84S94-58 94 12C94 62 50 84 0 84S-94 62-94 12z"/></g><path fill="#f4a6a8" d="M-74-48l2-46 28 26zM74-48l-2-46-28 26z"/><path fill="#e98a94" d="M-10 22q10-6 20 0-2 12-10 13-8-1-10-13z"/><path fill="none" ${INK} d="M0 36v6q-5 14-22 10M0 42q5 14 22 10M-60 36l-54-10M-60 46h-56M60 36l54-10M60 46h56"/>`;

const DOG = `<path fill="#fff7ea" ${INK} d="M-86 4C-86-60-50-86 0-86S86-60 86 4C86 66 50 92 0 92S-86 66-86 4z"/><path fill="#b67a4b" d="M8-86C54-84 86-56 86 4 70 30 20 30 12-10 8-36 2-62 8-86z"/><path fill="none" ${INK} d="M-86 4C-86-60-50-86 0-86S86-60 86 4C86 66 50 92 0 92S-86 66-86 4z"/><g fill="#b67a4b" ${INK}><path d="M-60-74C-110-96-136-40-122 16-112 52-84 40-80 0-78-30-72-52-60-74z"/><path d="M60-74C110-96 136-40 122 16 112 52 84 40 80 0 78-30 72-52 60-74z"/></g><path fill="#e8737f" ${INK} d="M-16 58q16 8 32 0Q20 96 0 96T-16 58z"/><path fill="none" ${INK} d="M0 40v14M-34 52q14 14 34 2 20 12 34-2"/><path fill="#2a2233" d="M-20 24q20-12 40 0-2 20-20 22-18-2-20-22z"/>`;

/** @param {string} shape */
function portrait(shape) {
  return `<svg viewBox="-170 -140 340 260" aria-hidden="true">${shape}${EYES}</svg>`;
}

/** @param {string} text */
function escapeText(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * The homepage as HTML.
 *
 * @param {string} [container] Who serves it; left out where that is not known.
 */
export function renderHomepage(container) {
  const footer = container ? `<footer>Served by container ${escapeText(container)}</footer>\n` : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>catsndogs.lol</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>catsndogs.lol</h1>
<p class="lead">Good pictures of good animals, fresh from the container.</p>
<ul class="pets">
<li class="cats"><a href="/cats/">${portrait(CAT)}<span>I love cats</span></a></li>
<li class="dogs"><a href="/dogs/">${portrait(DOG)}<span>I love dogs</span></a></li>
</ul>
</main>
${footer}</body>
</html>
`;
}
