import { useMay, useSession } from "@/api/session";
import { PlaceLink } from "@/shell/PlaceLink";
import { buttonClass } from "@/ui/Button";

/** The first run of an empty workspace: three steps, with the demo open beside it. */
export function FirstSteps() {
  const may = useMay();
  const demo = useSession().workspaces.find((workspace) => workspace.demo);
  const steps = [
    { title: "Bring in a price history", text: "A CSV or XLSX file with dates and values. You see what was found before anything is written.", to: "/series?upload=1", verb: "Open a file" },
    { title: "Forecast it", text: "Candidates are tested on the past; the verdict says whether any of them beats naive.", to: "/forecast", verb: "Open the studio" },
    { title: "Describe a project", text: "Schedule, prices, costs, taxes; then the range of its value and what moves it.", to: "/scenarios?new=1", verb: "New scenario" },
  ];
  return (
    <section aria-label="First steps" className="flex-1">
      <ol className="max-w-240">
        {steps.map((step, i) => (
          <li key={step.title} className="flex items-center gap-4 border-b border-line px-4 py-4 max-desk:flex-wrap max-desk:px-3">
            <span className="w-8 text-title font-strong text-ink-3">{i + 1}</span>
            <div className="min-w-0 flex-1">
              <h2 className="text-lead font-bold">{step.title}</h2>
              <p className="text-ink-2">{step.text}</p>
            </div>
            {may ? (
              <PlaceLink to={step.to} className={buttonClass(i === 0 ? "primary" : "plain")}>
                {step.verb}
              </PlaceLink>
            ) : null}
          </li>
        ))}
      </ol>
      {may ? null : <p className="border-b border-line px-4 py-4 text-ink-2 max-desk:px-3">This workspace is empty. An analyst or administrator can take these steps; your role here is viewer.</p>}
      {demo ? (
        <p className="px-4 py-4 text-ink-2 max-desk:px-3">
          Or look around first:{" "}
          <a href={`/w/${demo.slug}/`} className="font-medium text-azurite hover:underline">
            explore the demo
          </a>
          .
        </p>
      ) : null}
    </section>
  );
}
