import { type Counts, noCounts } from "./minute";
import { addTimes, errorShare, type Kind, kindOf, type Quality, responseTimes } from "./quality";
import { Dealer } from "./traffic";

/** Where a target group's requests go at a time. */
export interface Reach {
  /** How many targets there are to send requests to. */
  targets: number;
  /** How many of those do not answer. */
  silent: number;
  /** Those that answer, by how well they do. */
  kinds: readonly Kind[];
}

/**
 * What becomes of the requests for one target group: all of them are counted whole, and what a fraction of one is due to
 * is carried over to the next ones.
 */
export class Serving {
  /** Fractions of requests that fell on silent targets. */
  private silence = 0;
  /** Fractions of errors, by kind of target. */
  private readonly due = new Map<string, number>();
  private readonly dealer = new Dealer();

  /** @param perSecond How many requests the group gets a second, of which each target has the same share. */
  many(requests: number, { targets, silent, kinds }: Reach, perSecond: () => number): Counts {
    if (targets === 0) return { ...noCounts(), refused: requests };
    const due = this.silence + (requests * silent) / targets;
    const lost = silent === targets ? requests : Math.min(requests, Math.floor(due + 1e-9));
    this.silence = silent === 0 ? 0 : Math.max(0, due - lost);
    const counts = { ...noCounts(), silent: lost };
    if (lost === requests) return counts;
    const dealt = this.dealer.deal(
      requests - lost,
      kinds.map(({ quality, targets }) => [kindOf(quality), targets] as const),
    );
    for (const { quality } of kinds) {
      this.answer(counts, quality, dealt.get(kindOf(quality)) ?? 0, () => perSecond() / targets);
    }
    return counts;
  }

  /** Of a single request, beside the others, to a target that is chosen already. */
  one(target: { answers: boolean; quality: Quality } | undefined, { targets }: Reach, perSecond: () => number): Counts {
    const counts = noCounts();
    if (!target) counts.refused = 1;
    else if (!target.answers) counts.silent = 1;
    else this.answer(counts, target.quality, 1, () => perSecond() / targets);
    return counts;
  }

  private answer(counts: Counts, quality: Quality, requests: number, perSecond: () => number): void {
    const errors = quality.errors ? this.errors(quality, requests, perSecond()) : 0;
    counts.answered += requests - errors;
    counts.errors += errors;
    counts.times = addTimes(counts.times, responseTimes(quality, requests - errors, errors));
  }

  private errors(quality: Quality, requests: number, perSecond: number): number {
    const kind = kindOf(quality);
    const due = (this.due.get(kind) ?? 0) + requests * errorShare(quality, perSecond);
    const errors = Math.min(requests, Math.floor(due + 1e-9));
    this.due.set(kind, due - errors);
    return errors;
  }
}
