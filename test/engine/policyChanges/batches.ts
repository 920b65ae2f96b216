import type { ProgramChange } from "./change";

/** Changes that can be made at once: each to a line of its own, under the same settings. */
export interface Batch {
  settings: Record<string, unknown>;
  changes: ProgramChange[];
}

/** Puts changes into as few batches as it takes. */
export function batchesOf(changes: readonly ProgramChange[]): Batch[] {
  const batches: Batch[] = [];
  for (const change of changes) {
    const settings = change.settings ?? {};
    const fitting = batches.find(
      (batch) =>
        JSON.stringify(batch.settings) === JSON.stringify(settings) &&
        !change.alone &&
        batch.changes.every(({ file, line, alone }) => !alone && (file !== change.file || line !== change.line)),
    );
    if (fitting) fitting.changes.push(change);
    else batches.push({ settings, changes: [change] });
  }
  return batches;
}
