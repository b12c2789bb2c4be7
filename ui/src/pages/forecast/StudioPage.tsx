import { PageHead } from "@/page/PageHead";

export function StudioPage() {
  return <PageHead title="Studio" />;
}
