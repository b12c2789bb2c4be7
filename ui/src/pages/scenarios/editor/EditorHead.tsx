import { useState } from "react";
import type { ScenarioSummary } from "@/api/types";
import { versionFile } from "@/api/scenarios";
import { useActions } from "@/lib/actions";
import { download } from "@/lib/download";
import { count } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { SideButton, type Side } from "@/page/SidePanel";
import { moneyFacts, TIMING_NAME } from "@/pages/simulations/model/facts";
import { PlaceLink } from "@/shell/PlaceLink";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Menu } from "@/ui/Menu";
import { nameParts } from "../model/name";
import type { Scenario } from "../model/scenario";
import { VersionsDrawer } from "./VersionsDrawer";

export interface EditorHeadProps {
  summary: ScenarioSummary;
  scenario: Scenario;
  version: number;
  edits: number;
  readOnly: boolean;
  may: boolean;
  side: Side;
  onSave: () => void;
  onRun: () => void;
}

export function EditorHead({ summary, scenario, version, edits, readOnly, may, side, onSave, onRun }: EditorHeadProps) {
  const [versions, setVersions] = useState(false);
  const { project, variant } = nameParts(scenario.name);
  const { slug } = summary;
  useActions([
    { id: "versions", label: "Versions of this scenario", keys: "v", section: "Here", run: () => setVersions(true) },
    ...(may && !readOnly ? [{ id: "save", label: "Save version", keys: "mod+s", section: "Here" as const, run: onSave }] : []),
    ...(may ? [{ id: "run", label: "Run the simulation", keys: "mod+enter", section: "Here" as const, run: onRun }] : []),
  ]);
  const older = version < summary.version;
  return (
    <>
      <PageHead
        title={project}
        browserTitle={scenario.name}
        chips={
          <>
            {variant ? <Chip>{variant}</Chip> : null}
            <button type="button" onClick={() => setVersions(true)} title={`Saved by ${summary.author}: ${summary.note}`}>
              <Chip>v{version}</Chip>
            </button>
            {readOnly && older ? <Chip tone="doubtful">older than v{summary.version}</Chip> : null}
            {edits > 0 ? <Chip tone="yours">{count(edits, "line")} not saved</Chip> : null}
          </>
        }
        facts={`${moneyFacts(scenario.basis)} · ${TIMING_NAME[scenario.discount.timing].toLowerCase()} · ${count(scenario.periods.labels.length, "period")} · ${count(scenario.uncertain?.length ?? 0, "uncertain input")}`}
        actions={
          <>
            <SideButton side={side} />
            <Button className="max-desk:hidden" onClick={() => setVersions(true)}>
              Versions
            </Button>
            <Menu
              label="Export"
              trigger={<Button icon="export">Export</Button>}
              entries={[
                { kind: "heading", label: `Saved v${version}` },
                { label: "TOML", onSelect: () => location.assign(versionFile(slug, version, "toml")) },
                { label: "JSON", onSelect: () => location.assign(versionFile(slug, version, "json")) },
                ...(edits > 0 ? [{ kind: "heading" as const, label: "With your edits" }, { label: "JSON", onSelect: () => download(`${slug}-draft.json`, JSON.stringify(scenario, null, 2), "application/json") }] : []),
              ]}
            />
            {readOnly ? (
              may ? (
                <Button asChild>
                  <PlaceLink to={`/scenarios/${slug}`}>{older ? `Edit v${summary.version}` : "Edit"}</PlaceLink>
                </Button>
              ) : null
            ) : (
              <Button icon="play" onClick={onRun}>
                Run
              </Button>
            )}
            {readOnly ? (
              may ? (
                <Button look="primary" icon="play" onClick={onRun}>
                  Run v{version}
                </Button>
              ) : null
            ) : (
              <Button look="primary" icon="save" keys="Ctrl S" onClick={onSave}>
                Save version
              </Button>
            )}
          </>
        }
      />
      {versions ? <VersionsDrawer slug={slug} current={version} onClose={() => setVersions(false)} /> : null}
    </>
  );
}
