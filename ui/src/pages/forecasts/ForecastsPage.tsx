import { PageHead } from "@/page/PageHead";

export function ForecastsPage() {
  return <PageHead title="Forecasts" />;
}
