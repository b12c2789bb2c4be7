/** Saving the draft as the next version; a 412 brings in what somebody else saved instead. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { saveVersion, scenarioQuery } from "@/api/scenarios";
import type { Draft, Saved } from "./useDraft";

export function useSaving(slug: string, saved: Saved, draft: Draft, onSaved: (saved: Saved) => void) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<{ then?: (version: number) => void } | null>(null);
  const mutation = useMutation({
    mutationFn: (note: string) => saveVersion(slug, saved.etag, note, draft.draft),
    onSuccess: ({ version, etag }) => {
      onSaved({ scenario: draft.draft, version, etag: etag ?? `"${version}"` });
      asking?.then?.(version);
      setAsking(null);
      void client.invalidateQueries({ queryKey: ["scenarios"] });
      void client.invalidateQueries({ queryKey: ["scenario", slug] });
    },
    onError: (error) => {
      if (asProblem(error).status !== 412) return;
      // The page then shows both versions and lets the reader choose.
      setAsking(null);
      void client.refetchQueries({ queryKey: scenarioQuery(slug).queryKey, exact: true });
    },
  });
  const conflict = mutation.error !== null && asProblem(mutation.error).status === 412;
  return {
    isOpen: asking !== null,
    busy: mutation.isPending,
    error: conflict ? null : mutation.error,
    open: (then?: (version: number) => void) => {
      mutation.reset();
      setAsking(then ? { then } : {});
    },
    close: () => setAsking(null),
    save: (note: string) => mutation.mutate(note),
  };
}
