import { mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { lock } from "proper-lockfile";
import { sync as writeFileAtomic } from "write-file-atomic";
import { Account, type AccountState } from "../../account/account";

/** How long to wait for other processes: 200 tries, 10 to 200 ms apart, about half a minute in all. */
const RETRIES = { retries: 200, minTimeout: 10, maxTimeout: 200, factor: 1.2, randomize: true };

/** A lock that nobody has refreshed for this long, in milliseconds, was left by a process that is gone. */
const STALE = 5_000;

interface Waiting {
  act: (account: Account) => unknown;
  settle: (outcome: { value: unknown } | { error: unknown }) => void;
}

/**
 * One account in one file, shared by every stack on this machine. A change takes the file's lock, reads what is there,
 * and replaces the file as a whole: whatever moment a process is killed at, the file is either the old or the new one.
 * Changes that wait for the lock together are written together; each is answered only after it is on disk.
 */
export class AccountFile {
  private waiting: Waiting[] = [];
  private working = false;
  private cached: { stamp: string; account: Account } | undefined;

  /** @param path The file. It is made, with its folder, by the first change. */
  constructor(readonly path: string) {}

  /** Looks at the account as it is now. The file is always whole, so this needs no lock. */
  look<T>(act: (account: Account) => T): T {
    return act(this.load());
  }

  /** Changes the account. Rejects with what `act` throws, and with a plain sentence when the file cannot be written. */
  change<T>(act: (account: Account) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({
        act,
        settle: (outcome) => ("error" in outcome ? reject(outcome.error) : resolve(outcome.value as T)),
      });
      if (!this.working) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.waiting.length > 0) {
      try {
        await this.batch();
      } catch (error) {
        for (const { settle } of this.waiting.splice(0)) settle({ error });
      }
    }
    this.working = false;
  }

  private async batch(): Promise<void> {
    this.requireWritable();
    const release = await lock(this.path, { realpath: false, stale: STALE, retries: RETRIES });
    let answers: (() => void)[];
    try {
      answers = this.write();
    } finally {
      // A lock that somebody removed meanwhile is released too: what was written stays written.
      await release().catch(() => undefined);
    }
    for (const answer of answers) answer();
  }

  /** Makes all changes and writes them. Returns what answers each of them. */
  private write(): (() => void)[] {
    const account = this.load();
    const batch = this.waiting.splice(0);
    const outcomes = batch.map(({ act, settle }) => {
      try {
        const value = act(account);
        return () => settle({ value });
      } catch (error) {
        return () => settle({ error });
      }
    });
    try {
      writeFileAtomic(this.path, JSON.stringify(account.state), { fsync: false });
      this.cached = { stamp: this.stamp(), account };
      return outcomes;
    } catch (error) {
      // What is in memory is ahead of the file now.
      this.cached = undefined;
      const unwritable = this.unwritable(error);
      return batch.map(
        ({ settle }) =>
          () =>
            settle({ error: unwritable }),
      );
    }
  }

  private load(): Account {
    const stamp = this.stamp();
    if (this.cached?.stamp === stamp) return this.cached.account;
    const account = stamp === "" ? new Account() : new Account({ state: this.parse() });
    this.cached = { stamp, account };
    return account;
  }

  private parse(): AccountState {
    const text = readFileSync(this.path, "utf8");
    try {
      const state = JSON.parse(text) as AccountState;
      if (state.version === 1 && Array.isArray(state.records)) return state;
    } catch {
      // Told below, as for JSON that is no account.
    }
    throw new Error(
      `${this.path} is not an account that this version wrote. Move it away to begin with an empty account; ` +
        "stacks that were deployed to it must be removed with `pulumi stack rm --force`.",
    );
  }

  /** Tells one content of the file from another without reading it. Empty where there is no file. */
  private stamp(): string {
    const stat = statSync(this.path, { bigint: true, throwIfNoEntry: false });
    return stat ? `${stat.ino}:${stat.mtimeNs}:${stat.size}` : "";
  }

  /** Replacing a file needs no right to write it, so a file that was marked read-only is asked for its mark. */
  private requireWritable(): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      const stat = statSync(this.path, { throwIfNoEntry: false });
      if (stat && (stat.mode & 0o222) === 0) throw new Error("the file is marked read-only");
    } catch (error) {
      throw this.unwritable(error);
    }
  }

  private unwritable(error: unknown): Error {
    return new Error(
      `The account on this machine cannot be changed: ${this.path}: ${(error as Error).message}. ` +
        "Make the file and its folder writable (chmod u+w), or name another file in CATSNDOGS_ACCOUNT.",
    );
  }
}
