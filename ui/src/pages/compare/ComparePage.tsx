import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { scenariosQuery } from "@/api/scenarios";
import { comparisonQuery } from "@/api/simulations";
import { useCrumbs } from "@/lib/crumbs";
import { formatNumber } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { samplingName } from "@/pages/simulations/model/facts";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { DifferencePanel } from "./DifferencePanel";
import { FiguresPanel } from "./FiguresPanel";
import { type Comparison, inShownMoney } from "./model";

const route = getRouteApi("/w/$workspace/compare");

/** Two scenarios on the same draws. */
export function ComparePage() {
  const { a, b } = route.useSearch();
  const navigate = route.useNavigate();
  const go = useGo();
  useCrumbs([{ label: "Projects" }, { label: "Compare" }]);
  const list = useQuery(scenariosQuery);
  const options = (list.data?.items ?? []).map((item) => ({ value: item.slug, label: item.name, note: `v${item.version}` }));
  const choose = (part: { a?: string; b?: string }) => void navigate({ search: (previous) => ({ ...previous, ...part }), replace: true });
  return (
    <>
      <PageHead title="Compare scenarios" facts="Both run on the same draws, so their difference shows what really differs" />
      {list.error ? (
        <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data && options.length < 2 ? (
        <EmptyState actions={<Button onClick={() => go("/scenarios")}>Open scenarios</Button>}>A comparison needs two scenarios. Save a second one, or a copy of the first with other assumptions.</EmptyState>
      ) : (
        <div className="border-b border-line px-4 py-3 max-desk:px-3">
          <div className="grid max-w-200 gap-3 desk:grid-cols-2">
            <Select label="Scenario A" value={a} options={options} onChange={(next) => choose({ a: next })} />
            <Select label="Scenario B" value={b} options={options} onChange={(next) => choose({ b: next })} />
          </div>
        </div>
      )}
      {a && b ? <Compared a={a} b={b} /> : options.length >= 2 ? <EmptyState>Choose two scenarios: you see how far apart their values are and how often A is worth more.</EmptyState> : null}
    </>
  );
}

function Compared({ a, b }: { a: string; b: string }) {
  const answer = useQuery(comparisonQuery(a, b));
  const shown = useMemo<Comparison | null>(() => (answer.data ? inShownMoney(answer.data) : null), [answer.data]);
  if (answer.error) return <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!shown) return <LoadingRows label="Running both scenarios" />;
  return (
    <>
      {shown.warnings.length > 0 ? <p role="status" className="border-b border-line bg-warn-wash px-4 py-1.5 text-warn max-desk:px-3">Mind: {shown.warnings.join("; ")}.</p> : null}
      <div className="sheets compare-sheets">
        <DifferencePanel comparison={shown} />
        <FiguresPanel comparison={shown} />
      </div>
      <div className="trace-last mt-auto">
        <TraceBar
          items={[
            { label: "A", value: shown.a.hash.slice(0, 7) },
            { label: "B", value: shown.b.hash.slice(0, 7) },
            { label: "seed", value: String(shown.settings.seed) },
            { label: samplingName(shown.settings.sampling), value: "the same draws in both" },
            { label: "iterations", value: formatNumber(shown.iterations) },
            { label: "engine", value: shown.engine_version },
          ]}
        />
      </div>
    </>
  );
}
