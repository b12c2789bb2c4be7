import type { List } from "@/api/list";
import { useJobs } from "@/api/jobs";
import { seriesPath } from "@/api/series";
import type { Activity, Series } from "@/api/types";
import { formatDate, formatMoment } from "@/lib/dates";
import { count, formatNumber } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { PlaceLink } from "@/shell/PlaceLink";
import { Icon } from "@/ui/Icon";
import type { IconName } from "@/ui/icons";

const ICON: Record<string, IconName> = { series: "series", observation: "series", forecast: "forecast", scenario: "scenario", scenario_version: "scenario", simulation: "simulation", job: "jobs", user: "user", api_key: "key", workspace: "table", backup: "database" };

/** Where a change leads, and the verb of its one action. */
export function target(entry: Activity, series: readonly Series[]): { to: string; verb: string } | null {
  const id = entry.subject_id;
  if (!id || entry.action === "delete") return null;
  switch (entry.subject_kind) {
    case "series": {
      const found = series.find((item) => item.id === id);
      return found ? { to: seriesPath(found), verb: "Open" } : null;
    }
    case "forecast":
      return { to: `/forecasts/${id}`, verb: "Score" };
    case "scenario":
    case "scenario_version": {
      const slug = /^[0-9a-f]{8}-/.test(id) ? null : id;
      return slug ? { to: `/scenarios/${slug}`, verb: "Open" } : { to: "/scenarios", verb: "Scenarios" };
    }
    case "simulation":
      return { to: `/simulations/${id}`, verb: "Result" };
    case "job":
      return { to: `/jobs/${id}`, verb: "Open" };
    case "user":
      return { to: "/admin/users", verb: "Users" };
    case "api_key":
      return { to: "/account/keys", verb: "Keys" };
    case "backup":
      return { to: "/admin/storage", verb: "Storage" };
    default:
      return null;
  }
}

interface Row {
  id: string;
  icon: IconName;
  name: string;
  sentence: string;
  to: { to: string; verb: string } | null;
  at: string;
  need: boolean;
}

export function Changes({ changes, since, series }: { changes: List<"/api/v1/activity">; since: string; series: readonly Series[] }) {
  const jobs = useJobs();
  const stale = series.filter((entry) => entry.staleness === "stale");
  const oldest = [...stale].sort((a, b) => (a.last_time ?? "").localeCompare(b.last_time ?? ""))[0];
  const needs: Row[] = [
    ...(jobs.data?.items ?? []).filter((job) => job.state === "dead").slice(0, 3).map((job): Row => ({ id: job.id, icon: "jobs", name: job.subject || job.kind, sentence: job.error ?? "gave up after the last try", to: { to: `/jobs/${job.id}`, verb: "Open" }, at: job.finished_at ?? job.created_at, need: true })),
    ...(stale.length > 0 && oldest ? [{ id: "stale", icon: "series" as const, name: stale.length === 1 ? oldest.name : count(stale.length, "series", "series"), sentence: stale.length === 1 ? `Stale: the last value is of ${formatDate(oldest.last_time)}` : `Stale; the oldest, ${oldest.name}, ends on ${formatDate(oldest.last_time)}`, to: { to: "/series?stale=1", verb: "Review" }, at: oldest.as_of ?? oldest.updated_at, need: true }] : []),
  ];
  const rows = changes.rows.map((entry): Row => ({ id: entry.id, icon: ICON[entry.subject_kind] ?? "info", name: entry.subject_name ?? entry.subject_kind.replaceAll("_", " "), sentence: entry.sentence, to: target(entry, series), at: entry.at, need: false }));
  return (
    <Panel title="What changed" unit={needs.length > 0 ? `${formatNumber(needs.length)} ${needs.length === 1 ? "needs" : "need"} you` : "nothing needs you"}>
      <div className="border-t border-line">
        {needs.length > 0 ? <Heading tone="text-copper">Needs you</Heading> : null}
        <ul>{needs.map((row) => <Line key={row.id} row={row} />)}</ul>
        <Heading>{`Changed ${since}`}</Heading>
        {changes.error ? <ErrorPanel error={changes.error} onRetry={changes.refetch} /> : null}
        {changes.loading ? <LoadingRows rows={5} /> : null}
        {!changes.loading && !changes.error && rows.length === 0 ? <p className="px-4 py-3 text-ink-2">{`Nothing changed ${since}.`}</p> : null}
        <ul>{rows.slice(0, 12).map((row) => <Line key={row.id} row={row} />)}</ul>
      </div>
    </Panel>
  );
}

function Heading({ children, tone = "text-ink-3" }: { children: string; tone?: string }) {
  return <h3 className={`flex h-6 items-center border-b border-line bg-sunken px-4 text-micro font-strong max-desk:px-3 ${tone}`}>{children}</h3>;
}

function Line({ row }: { row: Row }) {
  return (
    <li className="feed-row border-b border-grid px-4 hover:bg-sunken max-desk:px-3">
      <Icon name={row.icon} size={15} className={row.need ? "text-copper" : "text-ink-3"} />
      <span className="truncate font-strong">{row.name}</span>
      <span className="feed-sentence truncate text-ink-2 max-desk:whitespace-normal" title={row.sentence}>
        {row.sentence}
      </span>
      {row.to ? (
        <PlaceLink to={row.to.to} aria-label={`${row.to.verb}: ${row.name}`} className="text-small font-medium text-azurite hover:underline">
          {row.to.verb}
        </PlaceLink>
      ) : (
        <span />
      )}
      <time dateTime={row.at} className="text-right text-micro whitespace-nowrap text-ink-3">
        {formatMoment(row.at)}
      </time>
    </li>
  );
}
