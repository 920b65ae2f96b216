import assert from "node:assert/strict";
import { loadGeneratorUserData } from "../../../components/loadGeneratorUserData";
import { attackOf } from "../../../local/services/load/vegeta";

/** A script with a targets file of two pages. */
function script(options: string): string {
  return [
    "#!/bin/bash",
    "cat > /etc/targets <<'END'",
    "GET http://site.example.com/cats/",
    "",
    "GET http://site.example.com/dogs/",
    "END",
    `/usr/local/bin/vegeta attack -targets=/etc/targets ${options}`,
    "",
  ].join("\n");
}

describe("the attack in a script", () => {
  it("is read from the load generator's own", () => {
    const urls = ["http://site.example.com/cats/", "http://site.example.com/dogs/"];
    const userData = loadGeneratorUserData({ urls, requestsPerSecond: 50, durationMinutes: 15 });
    assert.deepEqual(attackOf(userData), { urls, perSecond: 50, durationSeconds: 900 });
  });

  for (const [options, perSecond, durationSeconds] of [
    ["-rate=50/s -duration=15m", 50, 900],
    ["-rate 20/1s -duration 1h30m", 20, 5400],
    ["--rate=3000/1m --duration=45s", 50, 45],
    ["-rate=10/500ms -duration=2m", 20, 120],
    ["-rate=5 -duration='90s'", 5, 90],
    ["-duration=1m", 50, 60],
    ["-rate=6/.1m -duration=1.5h", 1, 5400],
    ["-rate=1/100000μs -duration=1m", 10, 60],
    ["-rate=5/s \\\n  -duration=2m", 5, 120],
    ["-rate=5/s -duration=2m | vegeta report -every=1s", 5, 120],
    ["-rate=1/s -duration=0", 1, Number.POSITIVE_INFINITY],
    ["-rate=1/s", 1, Number.POSITIVE_INFINITY],
  ] as const) {
    it(`vegeta attack ${options.replace(/\s+/g, " ")}`, () => {
      const attack = attackOf(script(options));
      assert.deepEqual([attack?.perSecond, attack?.durationSeconds], [perSecond, durationSeconds]);
    });
  }

  it("is not read from a comment, and its file from any here-document that writes it", () => {
    const other = script("-rate=5/s -duration=1m").replace("cat > /etc/targets <<'END'", 'cat >/etc/targets <<"END"');
    const attack = attackOf(`# vegeta attack -rate=9/s is what others do\n${other}`);
    assert.equal(attack?.perSecond, 5);
    assert.equal(attack?.urls.length, 2);
  });

  it("is none in a script that starts none", () => assert.equal(attackOf("#!/bin/bash\necho hello\n"), undefined));

  for (const [options, message] of [
    ["-rate=fast", /^Error: vegeta attack -rate=fast: expected a rate such as 50\/1s$/],
    ["-duration=soon", /^Error: vegeta attack: "soon" is no duration; expected one such as 15m or 1h30m$/],
    ["-rate=0", /^Error: vegeta attack -rate=0: as fast as possible is not modelled; give a rate such as 50\/1s$/],
    ["-rate=infinity", /^Error: vegeta attack -rate=infinity: as fast as possible is not modelled; /],
    ["-rate=5/0s", /^Error: vegeta attack -rate=5\/0s: expected a time longer than 0, such as 50\/1s$/],
    ["-targets=/etc/others", /^Error: vegeta attack -targets=\/etc\/others: the script writes no such file$/],
  ] as const) {
    it(`refuses ${options}`, () => assert.throws(() => attackOf(script(options)), message));
  }

  it("refuses targets that are not written where it looks", () => {
    const fromStdin = "#!/bin/bash\necho GET http://site.example.com/ | vegeta attack -rate=5/s\n";
    assert.throws(() => attackOf(fromStdin), /^Error: vegeta attack -targets=stdin: the script writes no such file$/);
    const json = script("").replace(/^GET .*$/gm, "{}");
    assert.throws(() => attackOf(json), /-targets=\/etc\/targets: expected a line "GET URL" for each target$/);
  });
});
