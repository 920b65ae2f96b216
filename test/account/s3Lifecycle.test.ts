import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import { BUCKET_LIFECYCLE } from "../../local/account/types/s3/references";
import { failures } from "./support";

const rule: Props = {
  id: "old",
  status: "Enabled",
  filter: {},
  noncurrentVersionExpiration: { noncurrentDays: 7 },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
};

/** What is wrong with a configuration of one rule, of which some is changed; `null` takes something out. */
const changed = (by: Props): string[] => failures(BUCKET_LIFECYCLE, { bucket: "dogs", rules: [{ ...rule, ...by }] });

describe("account: S3 lifecycle rules", () => {
  it("takes a rule that expires old versions and aborts uploads", () => {
    assert.deepEqual(changed({}), []);
    assert.deepEqual(changed({ expiration: { days: 30 }, transitions: [{ days: 1, storageClass: "GLACIER" }] }), []);
  });

  const actions =
    '"abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration", "noncurrentVersionTransitions", ' +
    '"transitions"';
  const cases: [what: string, by: Props, expected: string][] = [
    ["another status", { status: "On" }, 'rules[0].status: expected one of Enabled, Disabled, got "On"'],
    [
      "a rule that does nothing",
      { noncurrentVersionExpiration: null, abortIncompleteMultipartUpload: null },
      `rules[0]: at least one action needs to be specified in a rule: one of ${actions}`,
    ],
    [
      "no days",
      { noncurrentVersionExpiration: { noncurrentDays: 0 } },
      "rules[0].noncurrentVersionExpiration.noncurrentDays: expected a number between 1 and 2147483647, got 0",
    ],
    [
      "more than a hundred versions that stay",
      { noncurrentVersionExpiration: { noncurrentDays: 1, newerNoncurrentVersions: 101 } },
      "rules[0].noncurrentVersionExpiration.newerNoncurrentVersions: expected a number between 1 and 100, got 101",
    ],
    [
      "two filters without and",
      { filter: { prefix: "a", objectSizeLessThan: 5 }, abortIncompleteMultipartUpload: null },
      'rules[0].filter: at most one of "and", "objectSizeGreaterThan", "objectSizeLessThan", "prefix", "tag" may be ' +
        'given, got "objectSizeLessThan", "prefix"',
    ],
    [
      "a prefix beside a filter",
      { prefix: "a" },
      'rules[0].prefix: deprecated by S3, and not valid beside "filter"; say it in filter.prefix',
    ],
    [
      "uploads by tag",
      { filter: { tag: { key: "a", value: "b" } } },
      "rules[0].abortIncompleteMultipartUpload: not valid with a filter by tag",
    ],
    [
      "delete markers by tag",
      {
        filter: { and: { tags: { a: "b" } } },
        expiration: { expiredObjectDeleteMarker: true },
        abortIncompleteMultipartUpload: null,
      },
      "rules[0].expiration.expiredObjectDeleteMarker: not valid with a filter by tags",
    ],
    [
      "an expiration of two kinds",
      { expiration: { days: 1, date: "2026-08-22" } },
      'rules[0].expiration: exactly one of "date", "days", "expiredObjectDeleteMarker" must be given, got "date", "days"',
    ],
    [
      "an hour of a day",
      { expiration: { date: "2026-08-22T10:00:00Z" } },
      'rules[0].expiration.date: expected a date such as 2026-08-22, got "2026-08-22T10:00:00Z"',
    ],
    [
      "another storage class",
      { transitions: [{ days: 1, storageClass: "ICE" }] },
      "rules[0].transitions[0].storageClass: expected one of DEEP_ARCHIVE, GLACIER, GLACIER_IR, INTELLIGENT_TIERING, " +
        'ONEZONE_IA, STANDARD_IA, got "ICE"',
    ],
  ];
  for (const [what, by, expected] of cases) {
    it(`refuses ${what}`, () => assert.deepEqual(changed(by), [expected]));
  }

  it("needs rules, each under an id of its own", () => {
    assert.deepEqual(failures(BUCKET_LIFECYCLE, { bucket: "dogs" }), ["rules: missing; S3 needs at least one rule"]);
    assert.deepEqual(failures(BUCKET_LIFECYCLE, { bucket: "dogs", rules: [rule, { ...rule, id: "new" }] }), []);
    assert.deepEqual(failures(BUCKET_LIFECYCLE, { bucket: "dogs", rules: [rule, rule] }), [
      "rules: Rule ID must be unique. Found same ID for more than one rule: old",
    ]);
  });
});
