import assert from "node:assert/strict";
import { CATS } from "../../apps/cats/pictures/memes.mjs";
import { missingPicture } from "../../apps/cats/pictures/missing.mjs";
import { UNICORNS } from "../../apps/cats/pictures/unicorn.mjs";

/** More characters of a wide font than these do not fit into a picture. */
const FIT = 24;

function wordsIn(picture: string): string[] {
  return [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words = ""]) => words);
}

/** Fails unless elements are closed in order, and every attribute has quotes. */
function assertWellFormed(picture: string): void {
  const open: string[] = [];
  const rest = picture.replace(/<(\/?)([a-zA-Z]+)((?: [\w:-]+="[^"<&]*")*)(\/?)>/g, (_, end, name, __, alone) => {
    if (end) assert.equal(open.pop(), name);
    else if (!alone) open.push(name);
    return "";
  });
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>&]/);
}

describe("the pictures", () => {
  const all = [...CATS, ...UNICORNS];

  it("are ten cats and three unicorns, each with words and a description of its own", () => {
    assert.equal(CATS.length, 10);
    assert.equal(UNICORNS.length, 3);
    assert.equal(new Set(all.map((picture) => wordsIn(picture).join("|"))).size, 13);
    assert.equal(new Set(all.map((picture) => /<title>[^<]+<\/title>/.exec(picture)?.[0])).size, 13);
  });

  for (const [index, picture] of all.entries()) {
    it(`have number ${index + 1} as one whole SVG whose words fit`, () => {
      assertWellFormed(picture);
      assert.match(picture, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 640 480" /);
      assert.doesNotMatch(picture, /undefined|NaN|\[object|<script|href|style=/);
      const words = wordsIn(picture);
      assert.equal(words.length, index < CATS.length ? 2 : 1);
      for (const line of words) assert.ok(line.length <= FIT, `${line} has ${line.length} characters`);
    });
  }

  it("name the one that is missing", () => {
    assertWellFormed(missingPicture(9));
    assert.deepEqual(wordsIn(missingPicture(9)), ["Cat 9 is missing"]);
    assert.match(missingPicture(9), /<title>Picture 9 is missing<\/title>/);
  });
});
