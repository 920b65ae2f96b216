/**
 * The plugin of local/engine, failing on purpose. CATSNDOGS_FAULT says how and at which creation, the first being 1:
 * - `fail:N` answers with an error.
 * - `kill:N` dies in the middle of the change, before it is written.
 * - `lose:N` dies after the change is written, before it is answered.
 * - `hold:N` writes its process id to the file `ACCOUNT.held`, and begins the change when the engine is cancelled.
 * - `late:N` does so after the change is written, and answers then.
 */
import { writeFileSync } from "node:fs";
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
  private goOn = () => {};
  private readonly cancellation = new Promise<void>((resolve) => {
    this.goOn = resolve;
  });

  constructor(private readonly dying: DyingFile) {
    super(dying);
  }

  override async create(urn: string, inputs: Parameters<LocalProvider["create"]>[1], preview: boolean) {
    const isIt = !preview && ++this.creations === Number(count);
    if (isIt && kind === "fail") throw new AwsError("InternalFailure", "An internal error occurred.");
    if (isIt && kind === "hold") await this.hold();
    this.dying.armed = isIt && kind === "kill";
    const made = await super.create(urn, inputs, preview);
    if (isIt && kind === "lose") process.kill(process.pid, "SIGKILL");
    if (isIt && kind === "late") await this.hold();
    return made;
  }

  private hold(): Promise<void> {
    writeFileSync(`${this.dying.path}.held`, String(process.pid));
    return this.cancellation;
  }

  override cancel(): void {
    super.cancel();
    this.goOn();
  }
}

const { version } = require("@pulumi/aws/package.json") as { version: string };
const file = process.env.CATSNDOGS_ACCOUNT ?? "";

void serve(new FaultyProvider(new DyingFile(file)), version).then((port) => process.stdout.write(`${port}\n`));
