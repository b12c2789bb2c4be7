/** A forecast handed over by the address becomes the path of a price, as an edit that is not saved yet. */
import { useEffect, useRef, useState } from "react";
import { setAt } from "../model/pointer";
import type { Scenario } from "../model/scenario";
import type { Draft } from "./useDraft";

export function useHandover(forecast: string | undefined, draft: Draft, readOnly: boolean) {
  const [price, setPrice] = useState<string | null>(null);
  const before = useRef<Scenario | null>(null);
  const { edit } = draft;
  const first = mainPrice(draft.draft);
  useEffect(() => {
    if (!forecast || readOnly || !first || before.current) return;
    before.current = draft.draft;
    edit((now) => follow(now, first, forecast));
    setPrice(first);
  }, [forecast, readOnly, first, draft.draft, edit]);
  const restore = (now: Scenario): Scenario => (price && before.current ? setAt(now, pathPointer(now, price), before.current.prices?.find((entry) => entry.id === price)?.path) : now);
  return {
    price,
    choose: (next: string) => {
      if (!forecast) return;
      edit((now) => follow(restore(now), next, forecast));
      setPrice(next);
    },
    drop: () => {
      edit(restore);
      setPrice(null);
    },
  };
}

/** The price of what the project mainly sells. */
function mainPrice(scenario: Scenario): string | undefined {
  const main = scenario.products?.find((product) => product.main) ?? scenario.products?.[0];
  return (scenario.prices?.find((price) => price.id === main?.price) ?? scenario.prices?.[0])?.id;
}

const pathPointer = (scenario: Scenario, price: string) => `/prices/${(scenario.prices ?? []).findIndex((entry) => entry.id === price)}/path`;
const follow = (scenario: Scenario, price: string, forecast: string) => setAt(scenario, pathPointer(scenario, price), { kind: "forecast", forecast, beyond: "hold" });
