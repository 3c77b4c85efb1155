/** Holds the wall's state outside React: news is gathered and shown a frame at a time, never more often than BATCH_MS. */
import { ApiError } from "../api/client";
import { type Connection, followLive } from "../api/live";
import type { ServerEvent } from "../api/sse";
import { getAlarm, getAlarms, getWall } from "./api";
import { NO_WALL_FILTER, type WallFilter } from "./filter";
import { applyNews, awake, type Known, MOST_TILES, type News, NOTHING } from "./model";
import type { AlarmCase, Tile, Wall } from "./types";

export interface WallState extends Known {
  connection: Connection;
  /** Counts, loads and figures, as of the last time they were asked for. */
  wall: Wall | null;
  loaded: boolean;
  error: ApiError | null;
  locked: boolean;
  /** When (ms) the page last heard of the service. */
  heardAt: number;
}

const BATCH_MS = 40;
const MOST_WAITING = 1_000;
const FIGURES_MS = 2_000;
const IDLE_MS = 15_000;
/** Everything is read anew this often: what fell silent leaves, and nothing missed stays missing. */
const WHOLE_MS = 60_000;

const START: WallState = {
  ...NOTHING, connection: "connecting", wall: null, loaded: false, error: null, locked: false, heardAt: 0,
};

/** Runs after the frame that is being made has been handed to the screen. */
function afterPaint(then: () => void): void {
  const channel = new MessageChannel();
  channel.port1.onmessage = then;
  channel.port2.postMessage(0);
}

export class WallStore {
  private state = START;
  private readonly listeners = new Set<() => void>();
  private readonly life = new AbortController();
  private asking = new AbortController();
  private waiting: ServerEvent[] = [];
  private firstAt = 0;
  private shownAt = 0;
  private due: number | undefined;
  private figuresTimer: number | undefined;
  private idleTimer: number | undefined;
  private wholeTimer: number | undefined;
  private meanwhile: News[] | null = null;
  private filter: WallFilter = NO_WALL_FILTER;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): WallState => this.state;

  start(): void {
    const listener = {
      connection: (connection: Connection) => this.connected(connection),
      event: (event: ServerEvent) => this.receive(event),
    };
    void followLive(listener, this.life.signal, "v1/live?view=wall");
    this.wholeTimer = window.setInterval(this.reload, WHOLE_MS);
  }

  stop(): void {
    this.life.abort();
    this.asking.abort();
    window.clearInterval(this.wholeTimer);
    [this.due, this.figuresTimer, this.idleTimer].forEach((timer) => window.clearTimeout(timer));
  }

  narrow(filter: WallFilter): void {
    const same = filter.team === this.filter.team && filter.channel === this.filter.channel && filter.scene === this.filter.scene;
    this.filter = filter;
    if (!same && this.state.loaded) this.reload();
  }

  /** What the service answered to something this page did. */
  readonly told = (alarm: AlarmCase): void => this.apply({ tiles: [], cases: [alarm] });

  /** Somebody else was first: how does the alarm stand now? */
  readonly look = async (id: string): Promise<AlarmCase | null> => {
    try {
      const { alarm } = await getAlarm(id, this.life.signal);
      this.told(alarm);
      return alarm;
    } catch {
      return null;
    }
  };

  readonly reload = (): void => {
    void this.load();
  };

  private change(part: Partial<WallState>): void {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }

  private connected(connection: Connection): void {
    this.change({ connection, locked: this.state.locked || connection === "refused" });
    // Read after the stream stands, so that nothing falls between.
    if (connection === "open") this.reload();
  }

  private receive(event: ServerEvent): void {
    // No frame is made while the page is out of sight: what piles up is read anew when it comes back.
    if (this.waiting.length >= MOST_WAITING) this.waiting = [{ event: "lost", data: "" }];
    if (this.waiting.push(event) === 1) this.firstAt = performance.now();
    this.due ??= window.setTimeout(
      () => requestAnimationFrame(() => this.show()),
      Math.max(0, this.shownAt + BATCH_MS - performance.now()),
    );
  }

  private show(): void {
    this.due = undefined;
    const [from, events] = [this.firstAt, this.waiting.splice(0)];
    this.shownAt = performance.now();
    // The service dropped events because this page was too slow: what it shows may be stale.
    if (events.some(({ event }) => event === "lost")) return this.reload();
    const tiles = events.filter(({ event }) => event === "tile").map(({ data }) => JSON.parse(data) as Tile);
    const cases = events.filter(({ event }) => event === "alarm").map(({ data }) => JSON.parse(data) as AlarmCase);
    this.apply({ tiles, cases });
    // benchmarks/wall.py watches these; the browser keeps none of them.
    afterPaint(() => {
      performance.measure("wall.update", { start: from, end: performance.now() });
      performance.clearMeasures("wall.update");
    });
  }

  private apply(news: News): void {
    this.meanwhile?.push(news);
    this.change({ ...applyNews(this.state, news, this.filter), heardAt: Date.now() });
    this.figuresTimer ??= window.setTimeout(() => void this.loadFigures(), FIGURES_MS);
  }

  private failed(error: unknown): void {
    if (!(error instanceof ApiError)) return;
    if (error.status === 401 || error.status === 403) this.change({ locked: true });
    else this.change({ error });
  }

  private async load(): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const news: News[] = [];
    this.meanwhile = news;
    try {
      const asked = [getWall(this.filter, MOST_TILES, signal), this.alarms("open", signal), this.alarms("taken", signal)] as const;
      const [wall, open, taken] = await Promise.all(asked);
      const read: Known = {
        tiles: new Map(wall.tiles.map((tile) => [tile.id, tile])),
        cases: new Map([...open, ...taken].map((alarm) => [alarm.conversation, alarm])),
      };
      const known = news.reduce((before, each) => applyNews(before, each, this.filter), read);
      this.change({ ...known, wall, loaded: true, error: null, heardAt: Date.now() });
      this.idle();
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    } finally {
      if (this.meanwhile === news) this.meanwhile = null;
    }
  }

  private alarms(state: "open" | "taken", signal: AbortSignal): Promise<AlarmCase[]> {
    return getAlarms(this.filter, state, signal);
  }

  private async loadFigures(): Promise<void> {
    window.clearTimeout(this.figuresTimer);
    this.figuresTimer = undefined;
    try {
      const wall = await getWall(this.filter, 0, this.life.signal);
      const idle = wall.idle_s * 1000;
      this.change({ wall, tiles: awake(this.state.tiles, Date.parse(wall.at), idle), heardAt: Date.now() });
      this.idle();
    } catch (error) {
      this.failed(error);
    }
  }

  /** Waiting times and pulse go on when nothing else happens. */
  private idle(): void {
    window.clearTimeout(this.idleTimer);
    this.idleTimer = window.setTimeout(() => void this.loadFigures(), IDLE_MS);
  }
}
