import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { importFile, previewFile, type Imported, type Mapping } from "@/api/import";
import { asProblem } from "@/api/problem";
import { count } from "@/lib/format";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { useGo } from "@/shell/place";
import { seriesPath } from "@/api/series";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { ImportOutcome } from "./ImportOutcome";
import { MappingForm } from "./MappingForm";
import { PreviewTable } from "./PreviewTable";

export interface UploadSheetProps {
  file: File | null;
  onFile: (file: File) => void;
  onClose: () => void;
  onDone: () => void;
}

/** Pick a file, look at it, say what its columns mean, import. Nothing is written before the last step. */
export function UploadSheet({ file, onFile, onClose, onDone }: UploadSheetProps) {
  const [outcome, setOutcome] = useState<Imported | null>(null);
  if (!file) return <PickFile onFile={onFile} onClose={onClose} />;
  if (outcome) return <Done outcome={outcome} onClose={onClose} />;
  return (
    <Look
      key={`${file.name} ${file.size} ${file.lastModified}`}
      file={file}
      onClose={onClose}
      onImported={(result) => {
        setOutcome(result);
        onDone();
      }}
    />
  );
}

function PickFile({ onFile, onClose }: { onFile: (file: File) => void; onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Upload a file with series" description="CSV, XLSX or Parquet. You see what was found, and say what each column means, before anything is written." actions={<Button look="primary" onClick={() => input.current?.click()}>Choose a file</Button>}>
      <button type="button" className="flex h-40 w-full flex-col items-center justify-center gap-1 border border-dashed border-line-strong text-ink-2 hover:bg-hover" onClick={() => input.current?.click()}>
        <span className="text-lead">Drop a file here</span>
        <span className="text-small text-ink-3">or choose one from this computer</span>
      </button>
      <input ref={input} type="file" className="sr-only" tabIndex={-1} aria-label="File" accept=".csv,.tsv,.txt,.xlsx,.xls,.ods,.parquet" onChange={(event) => { const chosen = event.target.files?.[0]; if (chosen) onFile(chosen); }} />
    </Dialog>
  );
}

function Look({ file, onClose, onImported }: { file: File; onClose: () => void; onImported: (result: Imported) => void }) {
  const client = useQueryClient();
  const [sheet, setSheet] = useState<string>();
  const [edited, setEdited] = useState<Mapping | null>(null);
  const [source, setSource] = useState("Upload");
  const preview = useQuery({ queryKey: ["preview", file.name, file.size, file.lastModified, sheet], queryFn: () => previewFile(file, sheet ? { sheet } : {}), staleTime: Number.POSITIVE_INFINITY });
  const mapping = edited ?? preview.data?.suggested ?? null;
  const take = useMutation({
    mutationFn: () => {
      if (!mapping) throw new Error("No column of dates was chosen.");
      return importFile(file, { ...mapping, source });
    },
    onSuccess: async (result) => {
      await client.invalidateQueries({ queryKey: ["series"] });
      await client.invalidateQueries({ queryKey: ["count"] });
      onImported(result);
    },
  });
  const problem = take.error ? asProblem(take.error) : null;
  const chosen = mapping?.values.length ?? 0;
  const [checked, setChecked] = useState(false);
  const unitless = mapping?.values.find((value) => !value.unit);
  const submit = () => {
    setChecked(true);
    if (mapping && !unitless && chosen > 0) take.mutate();
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={file.name}
      description={preview.data ? `${count(preview.data.row_count, "row")}, ${count(preview.data.columns.length, "column")}. Nothing is written before you import.` : "Reading the file."}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={take.isPending} onClick={submit}>
            {take.isPending ? "Importing" : mapping?.id_column === null || mapping?.id_column === undefined ? `Import ${count(chosen, "series", "series")}` : "Import"}
          </Button>
        </>
      }
    >
      {preview.error ? <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.isPending ? <LoadingRows label="Reading the file" /> : null}
      {preview.data ? (
        <div className="flex flex-col gap-4">
          {preview.data.warnings.map((warning) => (
            <p key={warning} className="text-small text-warn">
              {warning}
            </p>
          ))}
          <MappingForm preview={preview.data} mapping={mapping} source={source} onSource={setSource} onSheet={(next) => { setSheet(next); setEdited(null); }} onChange={setEdited} problem={problem} />
          {checked && chosen === 0 ? <p role="alert" className="text-neg">No column with values is chosen. Tick at least one.</p> : null}
          {checked && unitless ? <p role="alert" className="text-neg">{`The unit of ${unitless.name || unitless.code || "the values"} is missing. Write it like US$/t; write 1 for a plain number.`}</p> : null}
          {problem ? <ErrorPanel error={problem} /> : null}
          <PreviewTable preview={preview.data} mapping={mapping} />
        </div>
      ) : null}
    </Dialog>
  );
}

function Done({ outcome, onClose }: { outcome: Imported; onClose: () => void }) {
  const go = useGo();
  const first = outcome.created[0] ?? outcome.updated[0];
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={outcome.rejected_total === 0 ? "Imported" : `Imported, ${count(outcome.rejected_total, "cell")} set aside`}
      actions={
        <>
          <Button onClick={onClose}>Back to the list</Button>
          {first ? (
            <Button look="primary" onClick={() => go(seriesPath(first))}>
              Open {first.name}
            </Button>
          ) : null}
        </>
      }
    >
      <ImportOutcome outcome={outcome} />
    </Dialog>
  );
}
