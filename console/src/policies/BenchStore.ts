/** What is being edited, outside React: checked a moment after each change, kept as a draft a moment after that. */
import { ApiError } from "../api/client";
import type { Checked, Draft, Drafts, PolicyForm, Problem, Sheet } from "./api";

/** What the store asks of the service; tests bring their own. */
export interface BenchApi {
  sheet: (scene: string) => Promise<Sheet>;
  drafts: (scene: string) => Promise<Drafts>;
  check: (text: string, form: PolicyForm | null) => Promise<Checked>;
  save: (scene: string, text: string, basedOn: string, revision: number) => Promise<Draft>;
  drop: (scene: string) => Promise<void>;
}

export type Saving = "none" | "unsaved" | "saving" | "saved" | "conflict" | "failed";

export interface Bench {
  sheet: Sheet | null;
  error: ApiError | null;
  text: string;
  /** Null while the text cannot be shown as a form. */
  form: PolicyForm | null;
  problems: readonly Problem[];
  lost: readonly string[];
  facts: Sheet["facts"];
  checking: boolean;
  saving: Saving;
  /** When the draft was last saved; null: there is none. */
  savedAt: string | null;
  basedOn: string;
  others: Drafts["others"];
}

const CHECK_MS = 300;
const SAVE_MS = 1200;

const EMPTY: Bench = {
  sheet: null, error: null, text: "", form: null, problems: [], lost: [], facts: {}, checking: false, saving: "none",
  savedAt: null, basedOn: "", others: [],
};

export class BenchStore {
  #state = EMPTY;
  /** The text that the form's origins speak of. */
  #base = "";
  #revision = 0;
  #round = 0;
  #checkTimer = 0;
  #saveTimer = 0;
  #closed = false;
  readonly #heard = new Set<() => void>();
  readonly #scene: string;
  readonly #mayEdit: boolean;
  readonly #api: BenchApi;

  constructor(scene: string, mayEdit: boolean, api: BenchApi) {
    this.#scene = scene;
    this.#mayEdit = mayEdit;
    this.#api = api;
  }

  readonly subscribe = (heard: () => void): (() => void) => {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  };

  readonly snapshot = (): Bench => this.#state;

  /** Read the policy in force, and the draft if there is one. */
  async open(): Promise<void> {
    this.#closed = false;
    const round = (this.#round += 1);
    try {
      const [sheet, drafts] = await Promise.all([
        this.#api.sheet(this.#scene),
        this.#mayEdit ? this.#api.drafts(this.#scene) : Promise.resolve({ mine: null, others: [] }),
      ]);
      if (round === this.#round && !this.#closed) await this.#show(sheet, drafts);
    } catch (cause) {
      if (!this.#closed) this.#tell({ error: asError(cause) });
    }
  }

  /** Save at once what is not saved yet, and stop. */
  close(): void {
    if (this.#state.saving === "unsaved") void this.#save();
    this.#closed = true;
    window.clearTimeout(this.#checkTimer);
    window.clearTimeout(this.#saveTimer);
  }

  get unsaved(): boolean {
    return this.#state.saving === "unsaved" || this.#state.saving === "saving" || this.#state.saving === "failed";
  }

  editText(text: string): void {
    this.#tell({ text, lost: [], checking: true, saving: "unsaved" });
    this.#later(() => this.#check(text, null));
  }

  editForm(form: PolicyForm): void {
    this.#tell({ form, checking: true, saving: "unsaved" });
    this.#later(() => this.#check(this.#base, form));
  }

  async discard(): Promise<void> {
    window.clearTimeout(this.#saveTimer);
    await this.#api.drop(this.#scene);
    await this.open();
  }

  /** After a conflict: keep what stands here. */
  async replaceTheirs(): Promise<void> {
    const { mine } = await this.#api.drafts(this.#scene);
    this.#revision = mine?.revision ?? 0;
    await this.#save();
  }

  /** Go on with the draft as if it had been begun from the version in force. */
  async rebase(): Promise<void> {
    const { sheet } = this.#state;
    if (sheet) this.#tell({ basedOn: sheet.version });
    await this.#save();
  }

  /** A check that is under way or due has been made, so that text and form agree. */
  async settled(): Promise<void> {
    while (this.#state.checking && !this.#closed) await new Promise((done) => window.setTimeout(done, 50));
  }

  async #show(sheet: Sheet, { mine, others }: Drafts): Promise<void> {
    this.#revision = mine?.revision ?? 0;
    this.#base = sheet.text;
    this.#tell({
      ...EMPTY, sheet, others, text: sheet.text, form: sheet.form, facts: sheet.facts, basedOn: mine?.based_on ?? sheet.version,
      savedAt: mine?.at ?? null, saving: mine ? "saved" : "none",
    });
    if (mine && mine.text !== sheet.text) {
      this.#tell({ text: mine.text, checking: true });
      await this.#check(mine.text, null, false);
    }
  }

  #later(work: () => Promise<void>): void {
    window.clearTimeout(this.#checkTimer);
    window.clearTimeout(this.#saveTimer);
    this.#round += 1;
    this.#checkTimer = window.setTimeout(() => void work(), CHECK_MS);
  }

  async #check(text: string, form: PolicyForm | null, keep = true): Promise<void> {
    const round = (this.#round += 1);
    try {
      const found = await this.#api.check(text, form);
      if (round !== this.#round || this.#closed) return;
      const facts = Object.keys(found.facts).length > 0 ? found.facts : this.#state.facts;
      const told = { text: found.text, problems: found.problems, lost: found.lost, facts, checking: false, error: null };
      // A form that is being edited stays as it is: its rules still say where in the base they came from.
      if (form !== null) this.#tell(told);
      else {
        if (found.form) this.#base = found.text;
        this.#tell({ ...told, form: found.form });
      }
    } catch (cause) {
      if (round !== this.#round || this.#closed) return;
      this.#tell({ checking: false, error: asError(cause) });
    }
    if (keep) this.#saveSoon();
  }

  #saveSoon(): void {
    window.clearTimeout(this.#saveTimer);
    this.#saveTimer = window.setTimeout(() => void this.#save(), SAVE_MS);
  }

  async #save(): Promise<void> {
    if (!this.#mayEdit) return;
    const { text, basedOn } = this.#state;
    this.#tell({ saving: "saving" });
    try {
      const draft = await this.#api.save(this.#scene, text, basedOn, this.#revision);
      this.#revision = draft.revision;
      const same = this.#state.text === text && !this.#state.checking;
      this.#tell({ saving: same ? "saved" : "unsaved", savedAt: draft.at });
    } catch (cause) {
      const error = asError(cause);
      this.#tell(error.status === 409 ? { saving: "conflict" } : { saving: "failed", error });
    }
  }

  #tell(part: Partial<Bench>): void {
    this.#state = { ...this.#state, ...part };
    for (const heard of this.#heard) heard();
  }
}

function asError(cause: unknown): ApiError {
  return cause instanceof ApiError ? cause : new ApiError(0, String(cause));
}
