/** A trial under way: asked for again and again until it is over. */
import { useEffect, useState } from "react";
import { ApiError } from "../api/client";
import { cancelTrial, getTrial, getTrials, startTrial, type Trial } from "./api";
import { isOver } from "./trial";

const LOOK_MS = 700;

/** `text`: the policy that was tried; null where that is not known any more. */
export interface Tried {
  text: string | null;
  trial: Trial;
}

export interface Trying {
  start: (body: Parameters<typeof startTrial>[0]) => Promise<void>;
  cancel: () => Promise<void>;
  failure: string;
}

export function useTrial(scene: string, tried: Tried | null, keep: (tried: Tried) => void): Trying {
  const [failure, setFailure] = useState("");
  const failed = (cause: unknown) => setFailure(cause instanceof ApiError ? cause.message : String(cause));
  const id = tried?.trial.id;
  const over = tried === null || isOver(tried.trial);

  useEffect(() => {
    if (id !== undefined) return undefined;
    let left = false;
    getTrials(scene)
      .then(async ([latest]) => (latest ? getTrial(latest.id) : null))
      .then((trial) => { if (trial && !left) keep({ text: null, trial }); }, (cause: unknown) => { if (!left) failed(cause); });
    return () => { left = true; };
  }, [scene, id, keep]);

  const text = tried?.text ?? null;
  useEffect(() => {
    if (id === undefined || over) return undefined;
    let left = false;
    const look = () => getTrial(id).then(
      (trial) => { if (!left) keep({ text, trial }); },
      (cause: unknown) => { if (!left) failed(cause); },
    );
    const timer = window.setInterval(() => void look(), LOOK_MS);
    return () => {
      left = true;
      window.clearInterval(timer);
    };
  }, [id, over, text, keep]);

  const start = async (body: Parameters<typeof startTrial>[0]) => {
    setFailure("");
    await startTrial(body).then((trial) => keep({ text: body.text, trial }), failed);
  };
  const cancel = async () => {
    if (tried) await cancelTrial(tried.trial.id).then((trial) => keep({ ...tried, trial }), failed);
  };
  return { start, cancel, failure };
}
