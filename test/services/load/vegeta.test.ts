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
    ["-rate=1/s -duration=0", 1, Number.POSITIVE_INFINITY],
    ["-rate=1/s", 1, Number.POSITIVE_INFINITY],
  ] as const) {
    it(`vegeta attack ${options}`, () => {
      const attack = attackOf(script(options));
      assert.deepEqual([attack?.perSecond, attack?.durationSeconds], [perSecond, durationSeconds]);
    });
  }

  it("is none in a script that starts none", () => assert.equal(attackOf("#!/bin/bash\necho hello\n"), undefined));

  for (const [options, message] of [
    ["-rate=fast", /^Error: vegeta attack -rate=fast: expected a rate such as 50\/1s$/],
    ["-duration=soon", /^Error: vegeta attack: "soon" is no duration; expected one such as 15m or 1h30m$/],
    ["-targets=/etc/others", /^Error: vegeta attack -targets=\/etc\/others: the script writes no such file$/],
  ] as const) {
    it(`refuses ${options}`, () => assert.throws(() => attackOf(script(options)), message));
  }
});
