import { Account } from "../../local/account/account";
import type { AccountRecord, Props } from "../../local/account/model";
import { type UpResult, up } from "../../local/engine/inProcess";
import { policies } from "../../policy/policies";

const program = require("../../index") as () => unknown;

/** The settings without which there is no stack. */
const REQUIRED = { "aws:region": "us-west-2", "catsndogs:imageRegistry": "registry.example.com" };

/** Brings a stack of the real program up, through the real policy pack. */
export async function bringUp(
  settings: Record<string, unknown> = {},
  { account = new Account(), stack = "workshop" } = {},
): Promise<UpResult & { account: Account }> {
  const given = Object.entries(settings).map(([key, value]) => [
    `catsndogs:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const config = { ...REQUIRED, ...Object.fromEntries(given) };
  return { account, ...(await up({ account, project: "catsndogs", stack, config, program, policies })) };
}

/** The only record of a type whose id or name ends like this. */
export function only(account: Account, type: string, suffix = ""): AccountRecord {
  const matches = account
    .records(type)
    .filter(({ id, outputs }) => id.endsWith(suffix) || String(outputs.name ?? "").endsWith(suffix));
  const [first, ...others] = matches;
  if (!first || others.length > 0) {
    throw new Error(
      `expected one ${type} that ends in "${suffix}", found ${matches.map(({ id }) => id).join(", ") || "none"}`,
    );
  }
  return first;
}

/** Some of the inputs, to compare with what is expected of them. */
export function pick(record: AccountRecord, ...names: string[]): Props {
  return Object.fromEntries(names.map((name) => [name, record.inputs[name] ?? null]));
}
