import type { Events } from "../services/events";
import type { Timer } from "../services/kernel/simulation";
import type { World } from "../services/world";
import { BandTracker } from "./bandTracker";
import { ChartLog, type ChartPlan } from "./chartLog";
import { EventLog } from "./eventLog";
import type { Chapter, Chart, Check, ReportEvent } from "./model";
import type { Counted, Totals } from "./totals";
import {
  alarmWords,
  capacityWords,
  deploymentWords,
  dnsWords,
  executionWords,
  interruptionWords,
  notificationWords,
  pipelineWords,
  ruleWords,
  scalingWords,
  serviceWords,
  type Words,
} from "./words";

export type { ChartPlan } from "./chartLog";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
/** The chart that counts up what has been spent. */
const COST = "cost";

export interface RecorderOptions {
  charts: readonly ChartPlan[];
  /** Seconds of virtual time between two samples of a chart. Default: 60. */
  every?: number;
}

/** A chapter that is being recorded. */
interface Recording extends Pick<Chapter, "id" | "title" | "story" | "from"> {
  charts: ChartLog[];
  events: EventLog;
  traffic: Pick<Totals, "served" | "lost">;
  timer: Timer;
}

/**
 * Watches the services and writes chapters: curves sampled every minute from a chapter's begin on and at its end, the alarms'
 * states, and what AWS and the attendee say. What happens between two chapters is in neither, but the alarms' states are
 * followed.
 *
 * It is to be made before anything happens, so that it knows the alarms' states.
 */
export class Recorder {
  private readonly bands = new BandTracker();
  private recording: Recording | undefined;

  /** @throws RangeError for an interval that is not above 0 */
  constructor(
    private readonly world: World,
    private readonly options: RecorderOptions,
  ) {
    const { every = 60 } = options;
    if (!(every > 0)) throw new RangeError(`Cannot sample every ${every} seconds: give a number above 0.`);
    for (const { id } of world.records(ALARM)) this.bands.add(id, this.now);
    this.followAlarms();
    this.followCapacity();
    this.followTasks();
    this.followReleases();
  }

  /** @throws Error while another chapter is being recorded */
  begin({ id, title, story }: Pick<Chapter, "id" | "title" | "story">): void {
    if (this.recording) throw new Error(`Chapter ${id} cannot begin: chapter ${this.recording.id} has not ended.`);
    const charts = this.options.charts.map((plan) => new ChartLog(plan));
    for (const chart of charts) chart.sample(this.now);
    this.bands.begin(this.now);
    const start = { id, title, story, from: this.now };
    const traffic = { served: 0, lost: 0 };
    this.recording = { ...start, charts, events: new EventLog(), traffic, timer: this.sampleAfter(charts) };
  }

  /**
   * Somebody says something who is no service, as the attendee.
   *
   * @throws Error outside of a chapter
   */
  note(source: string, text: string, level?: ReportEvent["level"]): void {
    if (!this.recording) throw new Error(`"${text}" cannot be noted: no chapter has begun.`);
    this.recording.events.add(this.now, { source, text, ...(level && { level }) });
  }

  /**
   * Ends the chapter.
   *
   * @throws Error where none has begun
   */
  end(checks: readonly Check[]): Counted<Chapter> {
    if (!this.recording) throw new Error("No chapter can end: none has begun.");
    const { id, title, story, from, timer, charts: logs, events, traffic } = this.recording;
    timer.cancel();
    const to = this.now;
    for (const log of logs) if (log.latest !== to) log.sample(to);
    this.recording = undefined;
    // A chart of what a chapter has nothing of would be empty.
    const charts = logs.map((log) => log.chart()).filter(({ series }) => series.length > 0);
    return {
      ...{ id, title, story, from, to, charts },
      bands: this.bands.end(to),
      events: events.events(),
      checks: [...checks],
      totals: { ...traffic, dollars: spentIn(charts) },
    };
  }

  private get now(): number {
    return this.world.simulation.now;
  }

  private sampleAfter(charts: readonly ChartLog[]): Timer {
    return this.world.simulation.after(this.options.every ?? 60, () => {
      for (const chart of charts) chart.sample(this.now);
      if (this.recording) this.recording.timer = this.sampleAfter(charts);
    });
  }

  private followAlarms(): void {
    const { bus } = this.world;
    bus.subscribe("resource", ({ record, change }) => {
      if (record.type !== ALARM) return;
      if (change === "created") this.bands.add(record.id, this.now);
      else this.bands.remove(record.id, this.now);
    });
    bus.subscribe("alarm", (event) => {
      this.bands.add(event.name, this.recording?.from ?? this.now, event.before);
      this.bands.change(event.name, event.state, this.now);
      this.say(alarmWords(event));
    });
    bus.subscribe("scaling", (event) => this.scaled(event));
  }

  private followCapacity(): void {
    const { bus } = this.world;
    bus.subscribe("capacity", (event) => this.say(capacityWords(event)));
    bus.subscribe("spot-interruption", (event) => this.say(interruptionWords(event, this.now)));
  }

  private followTasks(): void {
    const { bus } = this.world;
    bus.subscribe("service-event", (event) => this.recording?.events.addOnce(this.now, serviceWords(event)));
    bus.subscribe("rule", (event) => this.recording?.events.addOnce(this.now, ruleWords(event)));
    bus.subscribe("pipeline", (event) => this.say(pipelineWords(event)));
    bus.subscribe("deployment", (event) => this.say(deploymentWords(event)));
    bus.subscribe("requests", ({ served, lost }) => {
      if (!this.recording) return;
      this.recording.traffic.served += served;
      this.recording.traffic.lost += lost;
    });
  }

  private followReleases(): void {
    const { bus } = this.world;
    bus.subscribe("dns", (event) => {
      // Names without weights, and what `pulumi up` has made, are no release's.
      if (event.changeId !== undefined && Object.keys(event.weights).length > 0) this.say(dnsWords(event));
    });
    bus.subscribe("execution", (event) => this.say(executionWords(event)));
    bus.subscribe("notification", (event) => this.say(notificationWords(event)));
  }

  /** An alarm invokes its policy every minute; that nothing comes of it is told once until something does. */
  private scaled(event: Events["scaling"]): void {
    const events = this.recording?.events;
    if (event.status === "NotScaled") {
      events?.addOnce(this.now, scalingWords(event), event.resourceId);
      return;
    }
    events?.renew(event.resourceId);
    events?.add(this.now, scalingWords(event));
  }

  private say(words: Words): void {
    this.recording?.events.add(this.now, words);
  }
}

/** What the chart of the cost has risen by. */
function spentIn(charts: readonly Chart[]): number | null {
  const cost = charts.find(({ id }) => id === COST);
  if (!cost) return null;
  const total = (i: number): number => cost.series.reduce((sum, { values }) => sum + (values.at(i) ?? 0), 0);
  return Math.round((total(-1) - total(0)) * 1e4) / 1e4;
}
