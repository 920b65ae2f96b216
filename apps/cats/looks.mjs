// @ts-check
/**
 * How a version looks, and what it says. They differ on purpose, so that everybody sees which one answers.
 *
 * @typedef {object} Look
 * @property {string} title
 * @property {string} lead
 * @property {Record<"page" | "text" | "card" | "words" | "badge" | "stripe", string>} colours `words` are on the card.
 * @property {boolean} unicorns Whether it shows unicorns, and says which container it is.
 */

/** @type {Record<import("./types.mjs").Version, Look>} */
export const LOOKS = {
  v1: {
    title: "I love cats",
    lead: "A good cat for every visit.",
    colours: {
      page: "#fff4d6",
      text: "#4a3413",
      card: "#ffffff",
      words: "#4a3413",
      badge: "#e0861a",
      stripe: "#ffe6a8",
    },
    unicorns: false,
  },
  v2: {
    title: "Cats, the new and improved v2 release",
    lead: "The same good cats, and one visitor in ten meets a unicorn.",
    colours: {
      page: "#1d5fc4",
      text: "#ffffff",
      card: "#ffffff",
      words: "#12305f",
      badge: "#123d82",
      stripe: "#2266cf",
    },
    unicorns: true,
  },
  v3: {
    title: "Cats, third time lucky: the v3 release",
    lead: "Softer paws, warmer colours, and still a unicorn in ten.",
    colours: {
      page: "#b3322a",
      text: "#fff6ee",
      card: "#fff6ee",
      words: "#5c1712",
      badge: "#751c16",
      stripe: "#bb3b32",
    },
    unicorns: true,
  },
};

/** The style sheet of a version. @param {Look} look */
export function styleOf({ colours: { page, text, card, words, badge, stripe } }) {
  return `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:1.5rem 1rem;
font:1.05rem/1.5 system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;color:${text};
background:${page} repeating-linear-gradient(135deg,transparent 0 2.5rem,${stripe} 2.5rem 5rem)}
a{color:inherit}
nav,main,footer{width:100%;max-width:40rem}
nav{display:flex;gap:1.25rem;align-items:center}
nav a{display:inline-block;padding:.5rem 0}
nav .version{margin-left:auto;padding:.1rem .75rem;border-radius:1rem;background:${badge};color:#fff;font-weight:700}
h1{margin:.75rem 0 0;font-size:clamp(1.6rem,5vw,2.4rem);line-height:1.15;text-wrap:balance}
.lead{margin:.35rem 0 1.25rem}
figure{margin:0;padding:.75rem;border-radius:1rem;background:${card};color:${words};box-shadow:0 .5rem 1.5rem rgb(0 0 0/.22)}
figure svg,figure object{display:block;width:100%;height:auto;border-radius:.5rem}
figcaption{padding:.6rem .25rem 0}
figure:has(object) figcaption{font-size:1.3rem;font-weight:700}
.more{display:inline-block;margin:1.25rem 0 0;padding:.7rem 1.4rem;border-radius:2rem;background:${badge};color:#fff;font-weight:700;text-decoration:none}
.more:hover,.more:focus-visible{text-decoration:underline}
footer{margin-top:auto;padding-top:1.75rem;font-size:.9rem}
footer p{margin:.2rem 0;overflow-wrap:anywhere}
code{font-family:ui-monospace,Menlo,Consolas,monospace}
`;
}
