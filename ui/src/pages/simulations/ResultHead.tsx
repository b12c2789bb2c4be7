import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { mayChange, useSession } from "@/api/session";
import { scenariosQuery, versionQuery } from "@/api/scenarios";
import { reportFile, simulationFiles } from "@/api/simulations";
import { useActions } from "@/lib/actions";
import { count } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { diffScenarios } from "@/pages/scenarios/model/diff";
import { nameParts } from "@/pages/scenarios/model/name";
import { PlaceLink } from "@/shell/PlaceLink";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { Segmented } from "@/ui/Segmented";
import type { ResultContext } from "./context";
import { resultFacts } from "./model/facts";
import { MEASURE_LABEL, MEASURES, type MeasureId } from "./model/measure";
import { RunDialog, type RunStart } from "./RunDialog";

const OPTIONS = MEASURES.map((value) => ({ value, label: MEASURE_LABEL[value] }));

export function ResultHead({ context, measure, onMeasure }: { context: ResultContext; measure: MeasureId; onMeasure: (measure: MeasureId) => void }) {
  const { simulation, result, scenario } = context;
  const go = useGo();
  const may = mayChange(useSession());
  const [running, setRunning] = useState<RunStart | null>(null);
  const { project, variant } = nameParts(simulation.scenario_name);
  const slug = simulation.scenario_slug;
  const version = simulation.scenario_version;
  const newest = useNewestVersion(slug);
  const changed = useChangesSince(slug, version);
  const start = (of: number): RunStart | null => (slug ? { slug, name: simulation.scenario_name, version: of, iterations: simulation.iterations, seed: simulation.seed, sampling: simulation.sampling } : null);
  const again = () => version !== null && setRunning(start(version));
  useActions([
    ...(slug && may ? [{ id: "run-again", label: "Run again", keys: "mod+enter", section: "Here" as const, run: again }] : []),
    ...(slug ? [{ id: "open-scenario", label: "Open the scenario", keys: "e", section: "Here" as const, run: () => go(`/scenarios/${slug}`) }] : []),
    ...MEASURES.map((id) => ({ id: `measure-${id}`, label: `Show ${MEASURE_LABEL[id]}`, section: "Here" as const, run: () => onMeasure(id) })),
  ]);
  return (
    <>
      <PageHead
        title={project}
        browserTitle={`Simulation of ${simulation.scenario_name}`}
        chips={
          <>
            {variant ? <Chip>{variant}</Chip> : null}
            {version === null ? <Chip>not stored</Chip> : slug ? <PlaceLink to={`/scenarios/${slug}/v/${version}`}><Chip>v{version}</Chip></PlaceLink> : <Chip>v{version}</Chip>}
            {result.cancelled ? <Chip tone="doubtful">partial</Chip> : null}
            {changed && slug && version !== null ? (
              <PlaceLink to={`/scenarios/${slug}/v/${version}?diff=${version - 1}`} className="max-desk:hidden">
                <Chip tone="yours">{count(changed, "line")} changed since v{version - 1}</Chip>
              </PlaceLink>
            ) : null}
          </>
        }
        facts={resultFacts(result, scenario)}
        actions={
          <>
            <Segmented className="max-desk:min-w-full max-desk:*:flex-1" label="Measure" value={measure} options={OPTIONS} onChange={onMeasure} />
            <Menu label="Export" trigger={<Button icon="export">Export</Button>} entries={exportEntries(simulation.id)} />
            {slug && may ? (
              <Button look="primary" keys="Ctrl ↵" onClick={again}>
                Run again
              </Button>
            ) : null}
          </>
        }
      />
      {newest !== null && version !== null && newest > version && slug ? (
        <div role="status" className="flex items-center gap-3 border-b border-line bg-copper-wash px-4 py-1.5 text-copper max-desk:flex-wrap max-desk:px-3">
          <span>
            v{newest} exists; this is v{version}.
          </span>
          <PlaceLink to={`/scenarios/${slug}/v/${newest}?diff=${version}`} className="font-medium underline">
            See what changed
          </PlaceLink>
          {may ? (
            <Button small className="ml-auto" onClick={() => setRunning(start(newest))}>
              Run v{newest}
            </Button>
          ) : null}
        </div>
      ) : null}
      {running ? <RunDialog start={running} onClose={() => setRunning(null)} /> : null}
    </>
  );
}

const save = (label: string, url: string): MenuEntry => ({ label, onSelect: () => { location.assign(url); } });

function exportEntries(id: string): MenuEntry[] {
  const reports: MenuEntry[] = [{ kind: "heading", label: "Report" }, save("Page, HTML", reportFile(id, "html")), save("Workbook with live formulas, XLSX", reportFile(id, "xlsx"))];
  return [...reports, ...simulationFiles(id).flatMap(({ label, files }): MenuEntry[] => [{ kind: "rule" }, { kind: "heading", label }, ...files.map((file) => save(file.label, file.url))])];
}

function useNewestVersion(slug: string | null): number | null {
  const list = useQuery({ ...scenariosQuery, enabled: slug !== null });
  return list.data?.items.find((item) => item.slug === slug)?.version ?? null;
}

/** How many lines this version changed against the one before it. */
function useChangesSince(slug: string | null, version: number | null): number {
  const enabled = slug !== null && version !== null && version > 1;
  const now = useQuery({ ...versionQuery(slug ?? "", version ?? 0), enabled });
  const before = useQuery({ ...versionQuery(slug ?? "", (version ?? 1) - 1), enabled });
  return now.data && before.data ? diffScenarios(before.data.scenario, now.data.scenario).length : 0;
}
