import assert from "node:assert/strict";
import { isSchedule } from "../../local/account/types/cloudwatch/schedule";

describe("account: the fields of an EventBridge schedule", () => {
  const right: [schedule: string, what: string][] = [
    ["cron(0/10 * ? * MON-FRI *)", "every ten minutes on weekdays"],
    ["cron(0/5 8-17 ? * MON-FRI *)", "every five minutes of a working day"],
    ["cron(0-30/10 8,12,18 * * ? *)", "steps in a range, and a list"],
    ["cron(0 0 1 JAN,7 ? 2026-2199)", "months by name and by number"],
    ["cron(0 9 L,15 * ? *)", "the last day of the month, and another"],
    ["cron(0 9 LW * ? *)", "the last weekday of the month"],
    ["cron(0 9 31W * ? *)", "the weekday nearest to the 31st"],
    ["cron(0 9 ? * L *)", "the last day of the week"],
    ["cron(0 9 ? * 7#5 *)", "the fifth Saturday"],
    ["cron(0 9 ? * FRI#2 *)", "the second Friday, by its name"],
    ["cron(0 9 ? * mon-fri *)", "small letters"],
    ["cron(0  9 * *  ? *)", "more than one space between fields"],
    ["cron(59 23 31 12 ? 2199)", "the last minute that there is"],
    ["cron(0 0 1 1 ? 1970)", "the first minute that there is"],
  ];
  for (const [schedule, what] of right) {
    it(`take ${what}: ${schedule}`, () => assert.equal(isSchedule(schedule), true));
  }

  const wrong: [schedule: string, what: string][] = [
    ["cron(0 9 ? * 3#1,6#3 *)", "two weeks' days, which AWS reads as two expressions"],
    ["cron(0 9 ? * 6#6 *)", "the sixth Friday"],
    ["cron(0 9 ? * 8#1 *)", "the eighth day of the week"],
    ["cron(0 9 ? * 8L *)", "the last of an eighth day of the week"],
    ["cron(0 9 ? * 2/2 *)", "steps of days of the week"],
    ["cron(0 9 ? * 3W *)", "a weekday near a day of the week"],
    ["cron(0 9 ? * MON,? *)", "any day in a list"],
    ["cron(0 9 0W * ? *)", "the weekday nearest to day 0"],
    ["cron(0 9 32W * ? *)", "the weekday nearest to day 32"],
    ["cron(0 9 0 * ? *)", "day 0"],
    ["cron(0 9 * 0 ? *)", "month 0"],
    ["cron(0 9 * MON ? *)", "a day for a month"],
    ["cron(0 9 ? * JAN *)", "a month for a day"],
    ["cron(0 9 ? * 0 *)", "day 0 of the week"],
    ["cron(0 9 * * ? 2200)", "the year 2200"],
    ["cron(L 9 * * ? *)", "a last minute"],
    ["cron(*-5 9 * * ? *)", "a range from every minute"],
    ["cron(0- 9 * * ? *)", "a range without an end"],
    ["cron(0, 9 * * ? *)", "a list that ends with a comma"],
    ["cron(0 9 * * ? * *)", "a seventh field"],
    ["cron( 0 9 * * ? *)", "a space before the first field"],
    ["cron()", "no field"],
    ["rate(-1 minutes)", "less than nothing"],
    ["rate(2  minutes)", "two spaces in a rate"],
    ["Rate(2 minutes)", "a rate in capitals"],
    ["rate(2 minutes) ", "something after the end"],
    ["", "nothing"],
  ];
  for (const [schedule, what] of wrong) {
    it(`refuse ${what}: ${JSON.stringify(schedule)}`, () => assert.equal(isSchedule(schedule), false));
  }
});
