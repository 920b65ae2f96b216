import type { AccountRecord, Context, Props } from "../../model";

/** Deletes what goes in AWS together with something else, for example a security group's rules. */
export function removeAll(
  { account, region }: Pick<Context, "account" | "region">,
  type: string,
  which: (record: AccountRecord) => boolean,
): void {
  for (const record of account.records(type).filter(which)) {
    account.delete(type, record.id, { provider: { region }, known: record.outputs });
  }
}

/** Changes what AWS reports of other resources, where the making or going of one shows in them. */
export function report(records: readonly AccountRecord[], outputs: (record: AccountRecord) => Props): void {
  for (const record of records) Object.assign(record.outputs, outputs(record));
}
