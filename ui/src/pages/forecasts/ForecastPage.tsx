import { PageHead } from "@/page/PageHead";

export function ForecastPage() {
  return <PageHead title="Forecast" />;
}
