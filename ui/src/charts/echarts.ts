/** The parts of ECharts the product draws with; loaded with the first chart, never with the first page. */
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { AxisPointerComponent, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use as register } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

register([LineChart, BarChart, CustomChart, ScatterChart, GridComponent, TitleComponent, TooltipComponent, AxisPointerComponent, DataZoomInsideComponent, DataZoomSliderComponent, CanvasRenderer, SVGRenderer]);

export { init };
