/** What is known of a request, by condition key. */
export type ContextEntries = Record<string, string | readonly string[]>;

/**
 * Keys that AWS has for every request and that nobody here can know. A policy that asks for one, and a request without
 * it, are an error: the answer for a missing key would be another than AWS's.
 */
const ALWAYS_THERE = ["aws:CurrentTime", "aws:EpochTime", "aws:SourceIp", "aws:TokenIssueTime", "aws:UserAgent"];

/** The context of a request: condition keys, without regard to case, and their values. */
export class RequestContext {
  private readonly values = new Map<string, readonly string[]>();

  constructor(...entries: ContextEntries[]) {
    for (const [key, value] of entries.flatMap((some) => Object.entries(some))) {
      this.values.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
    }
  }

  /**
   * The values of a key; undefined where the request does not have it, or has it without a value.
   *
   * @throws Error for a key that a request to AWS always has and this one does not
   */
  get(key: string): readonly string[] | undefined {
    const values = this.values.get(key.toLowerCase());
    const always = ALWAYS_THERE.find((name) => name.toLowerCase() === key.toLowerCase());
    if (values === undefined && always !== undefined) {
      throw new Error(
        `A policy asks for ${always}, which a request to AWS always has and this request does not. ` +
          `Give it in the request's context.`,
      );
    }
    return values?.length ? values : undefined;
  }

  /** The value of a policy variable: a key with several values cannot be one. */
  variable(key: string): string | undefined {
    const values = this.get(key);
    return values?.length === 1 ? values[0] : undefined;
  }
}
