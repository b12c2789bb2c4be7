import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { List } from "@/api/list";
import { useMay } from "@/api/session";
import { versionQuery, type ScenarioVersion } from "@/api/scenarios";
import { commonSpan, RangeAxis, RangeBar, type Span } from "@/charts/RangeBar";
import { formatDay } from "@/lib/dates";
import { formatNumber, formatProbability } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { Reason } from "@/page/Reason";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { listUnit, scenarioRows, type ScenarioRow } from "@/pages/scenarios/model/list";
import { PlaceLink } from "@/shell/PlaceLink";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";

const SHOWN = 8;

/** The range of values of each scenario on one axis. */
export function HomeScenarios({ list }: { list: List<"/api/v1/scenarios"> }) {
  const go = useGo();
  const may = useMay();
  const summaries = useMemo(() => list.rows.slice(0, SHOWN), [list.rows]);
  // The version a simulation ran on says which money its figures are in; one axis takes one money.
  const versions = useQueries({
    queries: summaries.map((summary) => versionQuery(summary.slug, summary.latest_simulation?.version ?? summary.version)),
    combine: useCallback((answers: { data?: ScenarioVersion | undefined }[]) => new Map(answers.flatMap(({ data }) => (data ? [[data.slug, data] as const] : []))), []),
  });
  const unit = useMemo(() => listUnit(summaries, versions), [summaries, versions]);
  const shown = useMemo(() => scenarioRows(summaries, versions, unit), [summaries, versions, unit]);
  const span = commonSpan(shown.map((row) => row.values));
  return (
    <Panel
      title="Scenarios"
      unit={unit ? `NPV, ${unit}: P10 to P90, median, base case` : "NPV: P10 to P90, median, base case"}
      tools={
        <PlaceLink to="/scenarios" className="text-micro text-ink-3 hover:text-ink">
          {list.total === null ? "All" : `All ${formatNumber(list.total)}`}
        </PlaceLink>
      }
    >
      {list.error ? <ErrorPanel error={list.error} onRetry={list.refetch} /> : null}
      {list.loading ? <LoadingRows rows={6} /> : null}
      {!list.loading && !list.error && shown.length === 0 ? <EmptyState actions={may && <Button icon="plus" onClick={() => go("/scenarios?new=1")}>New scenario</Button>}>No scenario yet. Describe a project, or open one of the published studies as an example.</EmptyState> : null}
      {shown.length > 0 ? (
        // A wide table scrolls by itself; the keyboard must reach it.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Scenarios, scrollable">
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">Scenario</th>
                <th scope="col" className="num">
                  P50
                </th>
                <th scope="col">
                  <span className="sr-only">Range of NPV</span>
                  {span ? <RangeAxis span={span} /> : null}
                </th>
                <th scope="col" className="num">{"P(NPV < 0)"}</th>
                <th scope="col" className="num">
                  Changed
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <Row key={row.slug} row={row} unit={unit} span={span} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Panel>
  );
}

function why(row: ScenarioRow): string {
  if (row.otherUnit) return `counted in ${row.otherUnit}, which does not compare`;
  return row.state === "none" ? "not simulated yet" : "its version is being read";
}

function Row({ row, unit, span }: { row: ScenarioRow; unit: string | null; span: Span | null }) {
  const behind = row.state !== "none" && row.state !== "current";
  return (
    <tr>
      <td>
        <PlaceLink to={`/scenarios/${encodeURIComponent(row.slug)}`} className="cell-link inline-flex font-strong">
          {row.name}
        </PlaceLink>{" "}
        <span className="text-micro text-ink-3">v{row.version}</span>
      </td>
      <td className="num font-strong">{row.values ? formatNumber(row.values.p50) : <Reason why={why(row)} />}</td>
      <td>
        {row.values && span && unit && row.simulation ? (
          <PlaceLink to={`/simulations/${row.simulation}`} aria-label={`Result of ${row.name}`} title={behind ? `Simulated on v${row.ranOn}; v${row.version} is newer` : undefined} className={`cell-link ${behind ? "opacity-60" : ""}`}>
            <RangeBar values={row.values} span={span} unit={unit} />
          </PlaceLink>
        ) : (
          <span className="text-micro text-ink-3">{why(row)}</span>
        )}
      </td>
      <td className="num">{row.negative === null ? <Reason why="not simulated yet" /> : formatProbability(row.negative)}</td>
      <td className="num text-ink-3">{formatDay(row.changed)}</td>
    </tr>
  );
}
