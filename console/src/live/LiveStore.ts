/** Holds the live page's state outside React: news is gathered and shown at most ten times a second. */
import { ApiError, getConversation, getConversations, getOverview } from "../api/client";
import { type Connection, followLive } from "../api/live";
import type { ServerEvent } from "../api/sse";
import type { Action, ConversationDetail, ConversationSummary, LiveUpdate, Overview } from "../api/types";
import { applyUpdates, detailWithDelivery, detailWithUpdate, fromList, type Rows } from "./model";

export interface LiveState {
  connection: Connection;
  overview: Overview | null;
  rows: Rows;
  loaded: boolean;
  truncated: boolean;
  error: ApiError | null;
  detail: ConversationDetail | null;
  detailError: ApiError | null;
  /** The service refuses to talk without a (better) key. */
  locked: boolean;
}

const PAGE = 500;
const MOST_ROWS = 2000;
const BATCH_MS = 100;
const OVERVIEW_MS = 1000;
const OVERVIEW_IDLE_MS = 15_000;

/** Where a failed call is shown. */
type Target = "error" | "detailError";

interface News {
  updates: LiveUpdate[];
  deliveries: Action[];
}

function tell(detail: ConversationDetail, news: readonly News[]): ConversationDetail {
  const updated = news.flatMap((n) => n.updates).reduce(detailWithUpdate, detail);
  return news.flatMap((n) => n.deliveries).reduce(detailWithDelivery, updated);
}

const START: LiveState = {
  connection: "connecting", overview: null, rows: new Map(), loaded: false, truncated: false, error: null,
  detail: null, detailError: null, locked: false,
};

export class LiveStore {
  private state = START;
  private readonly listeners = new Set<() => void>();
  private readonly life = new AbortController();
  private opening = new AbortController();
  private news: ServerEvent[] = [];
  private flushTimer: number | undefined;
  private overviewTimer: number | undefined;
  private idleTimer: number | undefined;
  private openId: string | null = null;
  /** News that came while something was being read, to be applied again on top of what was read. */
  private meanwhile: News[] = [];
  private reading = 0;
  private filter = { tier: "", scene: "" };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): LiveState => this.state;

  start(): void {
    void followLive(
      {
        connection: (connection) => this.connected(connection),
        event: (event) => this.receive(event),
      },
      this.life.signal,
    );
  }

  stop(): void {
    this.life.abort();
    this.opening.abort();
    [this.flushTimer, this.overviewTimer, this.idleTimer].forEach((timer) => window.clearTimeout(timer));
  }

  /** What to list when there are more conversations than the page can hold; otherwise the page filters by itself. */
  narrow(tier: string, scene: string): void {
    if (tier === this.filter.tier && scene === this.filter.scene) return;
    this.filter = { tier, scene };
    if (this.state.truncated) void this.loadRows();
  }

  open(id: string | null): void {
    if (id === this.openId) return;
    this.openId = id;
    this.change({ detail: null, detailError: null });
    // While the line is being opened, what it takes is read once it stands.
    if (this.state.connection !== "connecting") void this.loadDetail();
  }

  readonly reload = (): void => {
    void this.loadRows();
    void this.loadOverview();
    void this.loadDetail();
  };

  readonly delivered = (action: Action): void => {
    if (this.state.detail) this.change({ detail: detailWithDelivery(this.state.detail, action) });
    void this.loadOverview();
  };

  private change(part: Partial<LiveState>): void {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }

  private connected(connection: Connection): void {
    this.change({ connection, locked: this.state.locked || connection === "refused" });
    // Whatever was missed while the line was down is read again, after the stream stands, so that nothing falls between.
    if (connection === "open" || connection === "waiting") this.reload();
  }

  private receive(event: ServerEvent): void {
    this.news.push(event);
    this.flushTimer ??= window.setTimeout(() => this.flush(), BATCH_MS);
  }

  private flush(): void {
    this.flushTimer = undefined;
    const news = this.news.splice(0);
    // The service dropped events because this page was too slow: what it shows may be stale.
    if (news.some((n) => n.event === "lost")) return this.reload();
    const updates = news.filter((n) => n.event === "outcome").map((n) => JSON.parse(n.data) as LiveUpdate);
    const deliveries = news.filter((n) => n.event === "delivery").map((n) => JSON.parse(n.data) as Action);
    if (this.reading > 0) this.meanwhile.push({ updates, deliveries });
    const { rows, detail } = this.state;
    this.change({ rows: applyUpdates(rows, updates), detail: detail && tell(detail, [{ updates, deliveries }]) });
    if (updates.some((u) => u.rebuilt && u.conversation.id === this.openId)) void this.loadDetail();
    this.overviewTimer ??= window.setTimeout(() => void this.loadOverview(), OVERVIEW_MS);
  }

  private failed(error: unknown, target: Target): void {
    if (!(error instanceof ApiError)) return;
    if (error.status === 401 || error.status === 403) this.change({ locked: true });
    else this.change({ [target]: error });
  }

  /** Reads something while news keeps coming in; `show` gets it together with that news. */
  private async read<T>(
    target: Target,
    fetch: () => Promise<T>,
    show: (got: T, meanwhile: News[]) => void,
  ): Promise<void> {
    const from = this.meanwhile.length;
    this.reading += 1;
    try {
      const got = await fetch();
      show(got, this.meanwhile.slice(from));
    } catch (error) {
      this.failed(error, target);
    } finally {
      this.reading -= 1;
      if (this.reading === 0) this.meanwhile = [];
    }
  }

  private loadRows(): Promise<void> {
    return this.read(
      "error",
      () => this.fetchRows(),
      ({ list, truncated }, meanwhile) => {
        const rows = fromList(list);
        const updates = meanwhile.flatMap((news) => news.updates);
        this.change({ rows: applyUpdates(rows, updates), truncated, loaded: true, error: null });
      },
    );
  }

  private async fetchRows(): Promise<{ list: ConversationSummary[]; truncated: boolean }> {
    const list = [];
    let offset: number | null = 0;
    while (offset !== null && list.length < MOST_ROWS) {
      const page = await getConversations(this.filter, offset, PAGE, this.life.signal);
      list.push(...page.conversations);
      offset = page.next_offset;
    }
    return { list, truncated: offset !== null };
  }

  private async loadDetail(): Promise<void> {
    const id = this.openId;
    this.opening.abort();
    if (id === null) return;
    this.opening = new AbortController();
    const { signal } = this.opening;
    await this.read(
      "detailError",
      () => getConversation(id, signal),
      (got, meanwhile) => {
        this.change({ detail: tell(got, meanwhile), detailError: null });
      },
    );
  }

  private async loadOverview(): Promise<void> {
    window.clearTimeout(this.overviewTimer);
    this.overviewTimer = undefined;
    window.clearTimeout(this.idleTimer);
    this.idleTimer = window.setTimeout(() => void this.loadOverview(), OVERVIEW_IDLE_MS);
    try {
      this.change({ overview: await getOverview(this.life.signal) });
    } catch (error) {
      this.failed(error, "error");
    }
  }
}
