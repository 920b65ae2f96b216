import assert from "node:assert/strict";
import { Account, emptyAccount } from "../../local/account/account";
import { TakenError } from "../../local/account/integrity";
import { type AccountRecord, AwsError, type Props } from "../../local/account/model";

/** Where the tests' resources live. */
export const options = { provider: { region: "us-west-2" } };

/** The account's id, as AWS's documentation writes it. */
export const ACCOUNT_ID = "123456789012";

/** What is wrong with inputs, one `property: reason` each. */
export function failures(type: string, news: Props): string[] {
  return new Account().check(type, news, options).failures.map(({ property, reason }) => `${property}: ${reason}`);
}

/** Checks inputs, which must be right, and makes the resource. */
export function make(account: Account, type: string, news: Props): { id: string; inputs: Props; outputs: Props } {
  const { inputs, failures } = account.check(type, news, options);
  assert.deepEqual(failures, []);
  return { inputs, ...account.create(type, inputs, options) };
}

/** Changes some inputs of a resource in place; they must be right. */
export function change(account: Account, type: string, made: { id: string; inputs: Props }, by: Props): Props {
  const { inputs, failures } = account.check(type, { ...made.inputs, ...by }, options);
  assert.deepEqual(failures, []);
  return account.update(type, made.id, made.inputs, inputs, options).outputs;
}

/** The `Code: message` of the AWS error that an action ends with, in AWS's own words. */
export function refusal(action: () => unknown): string {
  let refused: unknown;
  try {
    action();
  } catch (error) {
    refused = error;
  }
  assert.ok(refused instanceof AwsError, `expected an AWS error, got ${refused}`);
  return (refused instanceof TakenError ? refused.cause : refused).toString();
}

/** Top-level inputs because of which a change replaces the resource. */
export function replaces(type: string, olds: Props, by: Props): string[] {
  const account = new Account();
  const before = account.check(type, olds, options).inputs;
  const after = account.check(type, { ...olds, ...by }, options).inputs;
  return account.diff(type, before, after).replaces.sort();
}

/** An account that holds records of other people's types, of which only what is given matters. */
export function accountWith(...records: Partial<AccountRecord>[]): Account {
  const state = emptyAccount();
  state.records = records.map((record, i) => ({
    type: "",
    id: `record-${i}`,
    region: "us-west-2",
    inputs: {},
    outputs: {},
    serial: -i,
    seed: `record ${i}`,
    ...record,
  }));
  return new Account({ state });
}

/** Inputs without some of them. */
export function without(inputs: Props, ...names: string[]): Props {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)));
}
