import { useState } from "react";
import { TextField } from "@/ui/Field";
import { parseLevels } from "./settings";

/** Interval levels in percent; what does not fit stays in the field and says so. */
export function LevelsField({ levels, onChange }: { levels: number[]; onChange: (levels: number[]) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const parsed = draft === null ? null : parseLevels(draft);
  const commit = () => {
    if (!parsed) return;
    if (parsed.join(" ") !== levels.join(" ")) onChange(parsed);
    setDraft(null);
  };
  return (
    <TextField
      label="Intervals, %"
      value={draft ?? levels.join(" ")}
      error={draft !== null && !parsed ? "Give up to eight numbers between 1 and 99.9, like 50 80 95." : undefined}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
