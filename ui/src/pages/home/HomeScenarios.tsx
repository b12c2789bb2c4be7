import type { List } from "@/api/list";
import { commonSpan, RangeAxis, RangeBar } from "@/charts/RangeBar";
import { formatDay } from "@/lib/dates";
import { formatNumber, formatProbability } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { Reason } from "@/page/Reason";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { PlaceLink } from "@/shell/PlaceLink";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";

const SHOWN = 8;

/** The range of values of each scenario on one axis. */
export function HomeScenarios({ list }: { list: List<"/api/v1/scenarios"> }) {
  const go = useGo();
  const shown = list.rows.slice(0, SHOWN);
  const span = commonSpan(shown.map((row) => row.latest_simulation?.npv));
  return (
    <Panel
      title="Scenarios"
      unit="NPV in the scenario’s money: P10 to P90, median"
      tools={
        <PlaceLink to="/scenarios" className="text-micro text-ink-3 hover:text-ink">
          {list.total === null ? "All" : `All ${formatNumber(list.total)}`}
        </PlaceLink>
      }
    >
      {list.error ? <ErrorPanel error={list.error} onRetry={list.refetch} /> : null}
      {list.loading ? <LoadingRows rows={6} /> : null}
      {!list.loading && !list.error && shown.length === 0 ? <EmptyState actions={<Button icon="plus" onClick={() => go("/scenarios?new=1")}>New scenario</Button>}>No scenario yet. Describe a project, or open one of the published studies as an example.</EmptyState> : null}
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
              {shown.map((row) => {
                const latest = row.latest_simulation;
                const behind = latest !== null && latest.version !== row.version;
                return (
                  <tr key={row.slug}>
                    <td>
                      <PlaceLink to={`/scenarios/${encodeURIComponent(row.slug)}`} className="cell-link inline-flex font-strong">
                        {row.name}
                      </PlaceLink>{" "}
                      <span className="text-micro text-ink-3">v{row.version}</span>
                    </td>
                    <td className="num font-strong">{latest ? formatNumber(latest.npv.p50) : <Reason why="not simulated yet" />}</td>
                    <td>
                      {latest && span ? (
                        <PlaceLink to={`/simulations/${latest.id}`} aria-label={`Result of ${row.name}`} title={behind ? `Simulated on v${latest.version}; v${row.version} is newer` : undefined} className={`block ${behind ? "opacity-60" : ""}`}>
                          <RangeBar values={latest.npv} span={span} unit="" />
                        </PlaceLink>
                      ) : (
                        <span className="text-micro text-ink-3">not simulated yet</span>
                      )}
                    </td>
                    <td className="num">{latest ? formatProbability(latest.npv.p_negative) : <Reason why="not simulated yet" />}</td>
                    <td className="num text-ink-3">{formatDay(row.updated_at)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
    </Panel>
  );
}
