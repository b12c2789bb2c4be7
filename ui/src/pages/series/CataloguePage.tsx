import { PageHead } from "@/page/PageHead";

export function CataloguePage() {
  return <PageHead title="Catalogue" />;
}
