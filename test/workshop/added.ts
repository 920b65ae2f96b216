import type { Account } from "../../local/account/account";

/** What the second has more than the first, by type; what it has less counts below zero. */
export function added(before: Account, after: Account): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [account, by] of [
    [after, 1],
    [before, -1],
  ] as const) {
    for (const { type } of account.records()) {
      const name = type.split(":").pop() ?? "";
      counts[name] = (counts[name] ?? 0) + by;
    }
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
