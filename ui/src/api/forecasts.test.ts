import { describe, expect, it } from "vitest";
import type { EngineForecast } from "./engine";
import { read } from "./forecasts";
import { eventReader } from "./race";

describe("events of the server", () => {
  it("are whole whatever the pieces they arrive in", () => {
    const next = eventReader();
    expect(next("event: race\nda")).toEqual([]);
    expect(next('ta: {"stage":1}\n')).toEqual([]);
    expect(next('\n:keep-alive\n\nevent: forecast\r\ndata: {"a":\r\ndata: 1}\r\n\r\n')).toEqual([
      { name: "race", data: '{"stage":1}' },
      { name: "forecast", data: '{"a":\n1}' },
    ]);
  });
});

describe("the engine's answer", () => {
  const figure = (value: number | null) => ({ value });
  const answer = {
    engine: "0.1.0", model: "arima", seed: 1, cut_off: "2026-01-01T00:00:00Z", n_used: 9, n_missing: 0, times: ["2026-02-01T00:00:00Z"],
    transform: { box_cox: { lambda: 0.5 } }, median: [1], mean: [1.1], naive: [2], bands: [{ level: 0.8, lower: [0], upper: [2], method: "calibrated", calibration_errors: 3 }], missing_bands: [], coverage: [], windows: null,
    past: [{ cut_off: 5, times: ["2025-06-01T00:00:00Z"], median: [1], actual: [null] }],
    candidates: [{ model: "arima", standing: "chosen", selection: { windows: 3, mase: figure(1), mase_by_step: [figure(1)], smape: figure(2) }, test: { windows: 3, mase: figure(1), mase_by_step: [], smape: figure(2) }, gain_on_naive: figure(null), diebold_mariano: { statistic: null, p: null, reason: "too_few_observations" }, p_holm: null, beats_naive: false, coverage: [{ level: 0.8, coverage: figure(0.75), n: 4, windows: 4, method: "calibrated" }], refits: 4, refit_every: 2, form: "ARIMA(0,1,1)", why: "" }],
    verdict: { sentence: "", remarks: [], beats_naive: false }, fallbacks: [], diagnostics: { n: 9, autocorrelations: [0.1], white_noise_bound: figure(0.65), ljung_box_lags: 1, ljung_box: figure(1), p: figure(0.3) },
    fitted: { form: "ARIMA(0,1,1)", parameters: {}, innovations: { quantiles: [-1, 1], n: 2 } },
  } satisfies EngineForecast;
  it("is read with levels in percent and reasons kept", () => {
    const made = read(answer);
    expect(made?.bands[0]?.level).toBe(80);
    expect(made?.transform).toBe("box_cox 0.5");
    expect(made?.candidates[0]).toMatchObject({ standing: "chosen", form: "ARIMA(0,1,1)", untested: "too_few_observations", coverage: [{ level: 80, measured: 75 }] });
    expect(made?.past).toEqual([{ times: ["2025-06-01T00:00:00Z"], median: [1], actual: [null] }]);
  });
  it("of an older engine is known as such instead of failing", () => {
    const without = (key: keyof EngineForecast): EngineForecast => Object.fromEntries(Object.entries(answer).filter(([name]) => name !== key)) as unknown as EngineForecast;
    expect(read(without("median"))).toBeNull();
    expect(read({ ...without("past"), fitted: { parameters: {} } })).toMatchObject({ past: null, residuals: { quantiles: [], errors: 0 } });
  });
});
