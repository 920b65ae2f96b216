/** The process that Pulumi's engine starts as the provider for AWS. It prints its port and serves until it is killed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AccountFile } from "./accountFile";
import { LocalProvider } from "./provider";
import { serve } from "./server";

/** Where the account is kept when CATSNDOGS_ACCOUNT does not say. */
const DEFAULT_ACCOUNT = join(__dirname, "..", "..", "..", ".local", "account.json");

/** The version of AWS's provider that the SDK asks for: the program must not notice which of the two it has. */
function sdkVersion(): string {
  const file = require.resolve("@pulumi/aws/package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

async function main(): Promise<void> {
  const file = new AccountFile(process.env.CATSNDOGS_ACCOUNT ?? DEFAULT_ACCOUNT);
  const port = await serve(new LocalProvider(file), sdkVersion());
  process.stdout.write(`${port}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
});
