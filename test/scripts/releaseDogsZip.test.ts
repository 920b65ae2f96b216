import assert from "node:assert/strict";
import { strFromU8, unzipSync } from "fflate";
import { dogsFiles, VERSIONS } from "../../apps/dogs/files.mjs";
import { dogsZip } from "../../scripts/releaseDogs/dogsZip";

describe("dogs.zip", () => {
  for (const version of VERSIONS) {
    it(`holds exactly what dogs ${version} is built from, in its root`, () => {
      const unzipped = Object.entries(unzipSync(dogsZip(dogsFiles(version))));
      const files = unzipped.map(([name, bytes]) => [name, strFromU8(bytes)]);
      assert.deepEqual(
        files.map(([name]) => name),
        ["Dockerfile", "buildspec.yml", "index.html", "nginx.conf"],
      );
      assert.deepEqual(Object.fromEntries(files), dogsFiles(version));
    });
  }

  it("is another one for another version", () => {
    assert.notDeepEqual(dogsZip(dogsFiles("v1")), dogsZip(dogsFiles("v2")));
  });

  it("is the same whatever the order of the files", () => {
    assert.deepEqual(dogsZip({ b: "2", a: "1" }), dogsZip({ a: "1", b: "2" }));
  });

  describe("in another time zone", () => {
    const zone = process.env.TZ;
    afterEach(() => {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    });

    it("has the same bytes, with noon of 1 January 1980 in them", () => {
      for (const other of ["UTC", "Asia/Tokyo", "America/Los_Angeles"]) {
        process.env.TZ = other;
        const zip = Buffer.from(dogsZip({ a: "1" }));
        // The time and date of the first entry, each in two bytes: APPNOTE.TXT, 4.4.6.
        assert.deepEqual([zip.readUInt16LE(10), zip.readUInt16LE(12)], [12 << 11, (1 << 5) | 1], other);
      }
    });
  });
});
