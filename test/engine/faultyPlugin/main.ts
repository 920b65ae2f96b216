/** The plugin of local/engine, failing on purpose: CATSNDOGS_FAULT is `fail:N` or `kill:N` for the N-th creation. */

import type { Account } from "../../../local/account/account";
import { AwsError } from "../../../local/account/model";
import { AccountFile } from "../../../local/engine/plugin/accountFile";
import { LocalProvider } from "../../../local/engine/plugin/provider";
import { serve } from "../../../local/engine/plugin/server";

const [kind, count] = (process.env.CATSNDOGS_FAULT ?? "none:0").split(":");

/** Dies in the middle of a change: the lock is held, the account in memory is ahead of the one on disk. */
class DyingFile extends AccountFile {
  armed = false;

  override change<T>(act: (account: Account) => T): Promise<T> {
    const dies = this.armed;
    return super.change((account) => {
      const value = act(account);
      if (dies) process.kill(process.pid, "SIGKILL");
      return value;
    });
  }
}

class FaultyProvider extends LocalProvider {
  private creations = 0;

  constructor(private readonly dying: DyingFile) {
    super(dying);
  }

  override create(urn: string, inputs: Parameters<LocalProvider["create"]>[1], preview: boolean) {
    const isIt = !preview && ++this.creations === Number(count);
    if (isIt && kind === "fail") throw new AwsError("InternalFailure", "An internal error occurred.");
    this.dying.armed = isIt && kind === "kill";
    return super.create(urn, inputs, preview);
  }
}

const { version } = require("@pulumi/aws/package.json") as { version: string };
const file = process.env.CATSNDOGS_ACCOUNT ?? "";

void serve(new FaultyProvider(new DyingFile(file)), version).then((port) => process.stdout.write(`${port}\n`));
