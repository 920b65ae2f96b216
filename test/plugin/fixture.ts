import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folders: string[] = [];

/** A path for an account in a new folder, removed by {@link removeFolders}. */
export function accountPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "catsndogs-plugin-"));
  folders.push(folder);
  return join(folder, "account.json");
}

export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
}

export const VPC = "aws:ec2/vpc:Vpc";
export const LOGS = "aws:cloudwatch/logGroup:LogGroup";
export const WEST = { provider: { region: "us-west-2" } };

/** A URN of the tests' stack. */
export function urn(type: string, name: string): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}
