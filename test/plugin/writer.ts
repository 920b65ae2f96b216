/** A process beside others: `writer.ts ACCOUNT PREFIX COUNT [DIES_AT]` makes log groups /PREFIX/0, /PREFIX/1, … */
import { AccountFile } from "../../local/engine/plugin/accountFile";
import { LOGS, WEST } from "./fixture";

const [path = "", prefix = "", count = "0", diesAt = "-1"] = process.argv.slice(2);

async function main(): Promise<void> {
  const file = new AccountFile(path);
  for (let i = 0; i < Number(count); i++) {
    await file.change((account) => {
      account.create(LOGS, { name: `/${prefix}/${i}` }, WEST);
      // The lock is held and nothing of this change is on disk yet.
      if (i === Number(diesAt)) process.kill(process.pid, "SIGKILL");
    });
  }
}

void main();
