/** The race while it runs, as rows to draw. */
import type { RaceStage } from "@/api/engine";
import { AUTOMATIC, modelName } from "./models";

export interface RaceRow {
  model: string;
  name: string;
  place: number;
  mase: number | null;
  origins: number;
  stopped: boolean;
  /** Share of the widest bar, 0 to 1. */
  width: number;
}

/** Bars longer than this many times the leader's are cut: one bad model would flatten all others. */
const CUT = 2.5;

/** In the order of the models, so that rows keep their element and slide to their place. */
export function raceRows(stage: RaceStage | null, asked: "automatic" | readonly string[]): RaceRow[] {
  const listed = asked === "automatic" ? AUTOMATIC : asked;
  const models = listed.includes("naive") ? listed : ["naive", ...listed];
  const scores = stage?.scores ?? [];
  // Ensembles are made of their members' forecasts after the race, so that they have no score while it runs.
  const waiting = models.filter((model) => !scores.some((score) => score.model === model)).map((model) => ({ model, mase: null, origins: 0, stopped: false }));
  const known = scores.flatMap((score) => (score.mase === null ? [] : [score.mase]));
  const longest = Math.min(Math.max(...known), CUT * Math.min(...known));
  return [...scores, ...waiting]
    .map((score, place) => ({ ...score, name: modelName(score.model), place, width: score.mase === null || !(longest > 0) ? 0 : Math.min(1, score.mase / longest) }))
    .sort((a, b) => a.model.localeCompare(b.model));
}

export const stageWords = (stage: RaceStage | null) => (stage ? `stage ${stage.stage} of ${stage.stages}` : "first stage");

/** Who leads, and how many have left. */
export function raceWords(stage: RaceStage | null): string {
  const [leader] = stage?.scores ?? [];
  if (!stage || !leader) return "Models are fitted at past origins";
  const stopped = stage.scores.filter((score) => score.stopped).length;
  return `${modelName(leader.model)} leads${stopped > 0 ? `, ${stopped} stopped` : ""}`;
}

export const raceSentence = (stage: RaceStage | null) => (stage ? `${raceWords(stage)} after ${stageWords(stage)}` : raceWords(stage));
