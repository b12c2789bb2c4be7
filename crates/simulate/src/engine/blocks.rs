//! The columns of a run and the blocks that fill them.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::dependence::DependenceSource;
use super::{Progress, SimulationSettings};
use crate::economics::{IrrLanes, LaneStatus, PeriodLengths, Reason};
use crate::plan::{LANES, PathSource, Plan, Scratch};
use crate::sampling::UniformStream;
use crate::scenario::Timing;
use crate::widest::widest;

/// Iterations whose draws and cash flows are kept for bands and rank correlations: the first ones. Their memory does not
/// grow beyond this.
pub(super) const KEPT_ITERATIONS: usize = 1 << 16;
/// Blocks between two calls of the progress callback.
const WAVE: usize = 128;

/// Outputs by iteration.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// Iterations done; every column is at least this long.
    pub(super) iterations: usize,
    pub(super) cancelled: bool,
    /// Per block: NPV start, mid, end, IRR (NaN without one), payback (NaN when not recovered), peak funding.
    outputs: Vec<f64>,
    flags: Vec<Flag>,
    /// Per block of the kept iterations: every input, paths by their average.
    draws: Vec<f64>,
    /// Per block of the kept iterations: after-tax flow of every period.
    pub(super) flows: Vec<f64>,
    inputs: usize,
    periods: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flag {
    pub(super) irr: LaneStatus,
    pub(super) recrosses: bool,
}

/// Which output column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    NpvStart = 0,
    NpvMid = 1,
    NpvEnd = 2,
    Irr = 3,
    Payback = 4,
    PeakFunding = 5,
}

impl Output {
    pub(super) fn npv(timing: Timing) -> Self {
        match timing {
            Timing::Start => Self::NpvStart,
            Timing::Mid => Self::NpvMid,
            Timing::End => Self::NpvEnd,
        }
    }
}

const OUTPUTS: usize = 6;

/// Which of several independent samples of the inputs.
#[derive(Debug, Clone, Copy, Default)]
struct Sample {
    first_dimension: usize,
    /// Changes the name of every stream.
    stream_mask: u32,
}

/// What all blocks of a run share.
#[derive(Debug, Clone)]
pub(super) struct Sources {
    streams: Vec<UniformStream>,
    dependence: Option<DependenceSource>,
    paths: PathSource,
    irr_start: f64,
}

impl Sources {
    pub(super) fn new(plan: &Plan, settings: &SimulationSettings, base_irr: Option<f64>) -> Self {
        Self::at(plan, settings, base_irr, Sample::default())
    }

    /// A second sample of the same inputs, independent of the first.
    pub(super) fn second(plan: &Plan, settings: &SimulationSettings) -> Self {
        let sample = Sample {
            first_dimension: plan.dimensions(),
            stream_mask: u32::MAX,
        };
        Self::at(plan, settings, None, sample)
    }

    /// These draws with one input, scalar or path, taken from `other`.
    pub(super) fn with_input_of(&self, other: &Self, input: usize) -> Self {
        let mut mixed = self.clone();
        match input.checked_sub(self.streams.len()) {
            None => mixed.streams[input] = other.streams[input].clone(),
            Some(path) => mixed.paths.take_path(&other.paths, path),
        }
        mixed
    }

    fn at(
        plan: &Plan,
        settings: &SimulationSettings,
        base_irr: Option<f64>,
        sample: Sample,
    ) -> Self {
        let streams: Vec<UniformStream> = plan
            .inputs
            .iter()
            .zip(sample.first_dimension..)
            .map(|(input, dimension)| settings.stream(input.stream ^ sample.stream_mask, dimension))
            .collect();
        let dependence = plan
            .dependence
            .as_ref()
            .map(|dependence| DependenceSource::new(dependence, &streams, settings));
        let first = sample.first_dimension + plan.dimensions() - plan.path_dimensions();
        let paths = PathSource::new(&plan.paths, |stream, dimension| {
            settings.stream(stream ^ sample.stream_mask, first + dimension)
        });
        Self {
            streams,
            dependence,
            paths,
            irr_start: base_irr.unwrap_or(0.1),
        }
    }

    /// The inputs of the block that starts at iteration `first`.
    pub(super) fn draw(&self, plan: &Plan, first: u64, scratch: &mut Scratch) {
        for (stream, lanes) in self.streams.iter().zip(&mut scratch.draws) {
            stream.fill(first, lanes);
        }
        if let Some(dependence) = &self.dependence {
            dependence.apply(first, &mut scratch.draws, &mut scratch.correlated);
        }
        for (input, lanes) in plan.inputs.iter().zip(&mut scratch.draws) {
            input.quantile.fill(lanes);
        }
    }

    pub(super) fn paths(&self) -> &PathSource {
        &self.paths
    }
}

/// Memory of one thread.
struct Worker {
    scratch: Scratch,
    irr: IrrLanes,
    flows: Vec<f64>,
    statuses: [LaneStatus; LANES],
}

/// Where one block writes.
struct BlockOut<'a> {
    outputs: &'a mut [f64],
    flags: &'a mut [Flag],
    kept: Option<(&'a mut [f64], &'a mut [f64])>,
}

impl Columns {
    pub(super) fn run(
        plan: &Plan,
        settings: &SimulationSettings,
        sources: &Sources,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Self {
        let total = settings.iterations as usize;
        let blocks = total.div_ceil(LANES);
        let kept_blocks = blocks.min(KEPT_ITERATIONS / LANES);
        let (inputs, periods) = (plan.input_count(), plan.periods.len());
        let empty = Flag {
            irr: LaneStatus::None(Reason::NoData),
            recrosses: false,
        };
        let mut columns = Self {
            iterations: 0,
            cancelled: false,
            outputs: vec![0.0; blocks * OUTPUTS * LANES],
            flags: vec![empty; blocks * LANES],
            draws: vec![0.0; kept_blocks * inputs * LANES],
            flows: vec![0.0; kept_blocks * periods * LANES],
            inputs,
            periods,
        };
        let mut done = 0;
        while done < blocks {
            let until = (done + WAVE).min(blocks);
            columns.run_wave(plan, sources, done, until, kept_blocks);
            done = until;
            columns.iterations = (done * LANES).min(total);
            let report = Progress {
                done: columns.iterations as u64,
                total: total as u64,
            };
            if progress(report).is_break() && done < blocks {
                columns.cancelled = true;
                break;
            }
        }
        columns
    }

    fn run_wave(
        &mut self,
        plan: &Plan,
        sources: &Sources,
        from: usize,
        until: usize,
        kept_blocks: usize,
    ) {
        let mut kept: Vec<Option<(&mut [f64], &mut [f64])>> = Vec::with_capacity(until - from);
        if self.inputs > 0 {
            let draws = self.draws.chunks_mut(self.inputs * LANES);
            let flows = self.flows.chunks_mut(self.periods * LANES);
            kept.extend(draws.zip(flows).skip(from).take(until - from).map(Some));
        } else {
            let flows = self.flows.chunks_mut(self.periods * LANES);
            kept.extend(
                flows
                    .skip(from)
                    .take(until - from)
                    .map(|flows| Some((&mut [][..], flows))),
            );
        }
        debug_assert!(
            kept.len() == until.min(kept_blocks).saturating_sub(from),
            "kept blocks come first"
        );
        kept.resize_with(until - from, || None);
        let blocks: Vec<BlockOut<'_>> = self
            .outputs
            .chunks_mut(OUTPUTS * LANES)
            .zip(self.flags.chunks_mut(LANES))
            .skip(from)
            .zip(kept)
            .map(|((outputs, flags), kept)| BlockOut {
                outputs,
                flags,
                kept,
            })
            .collect();
        blocks
            .into_par_iter()
            .enumerate()
            .with_min_len(8)
            .for_each_init(
                || Worker::new(plan),
                |worker, (offset, out)| {
                    worker.run(plan, sources, ((from + offset) * LANES) as u64, out);
                },
            );
    }

    /// One output in iteration order.
    pub(super) fn output(&self, output: Output) -> Vec<f64> {
        gather(&self.outputs, OUTPUTS, output as usize, self.iterations)
    }

    pub(super) fn flags(&self) -> &[Flag] {
        &self.flags[..self.iterations]
    }

    /// Rates of return of the iterations that have exactly one.
    pub(super) fn unique_rates(&self) -> Vec<f64> {
        let rates = self.output(Output::Irr).into_iter().zip(self.flags());
        rates
            .filter(|(_, flag)| flag.irr == LaneStatus::Unique)
            .map(|(rate, _)| rate)
            .collect()
    }

    /// Iterations with draws and flows.
    pub(super) fn kept(&self) -> usize {
        self.iterations.min(KEPT_ITERATIONS)
    }

    /// The draws of one input over the kept iterations.
    pub(super) fn draws(&self, input: usize) -> Vec<f64> {
        gather(&self.draws, self.inputs, input, self.kept())
    }

    /// The after-tax flow of one period over the kept iterations, into a column used again and again.
    pub(super) fn flow(&self, period: usize, column: &mut Vec<f64>) {
        gather_into(column, &self.flows, self.periods, period, self.kept());
    }

    /// Turns the kept flows into cumulative ones, in place.
    pub(super) fn accumulate(&mut self) {
        for block in self.flows.chunks_exact_mut(self.periods * LANES) {
            for at in LANES..block.len() {
                block[at] += block[at - LANES];
            }
        }
    }
}

/// Row `row` of every block of `rows` rows.
fn gather(blocks: &[f64], rows: usize, row: usize, count: usize) -> Vec<f64> {
    let mut column = Vec::new();
    gather_into(&mut column, blocks, rows, row, count);
    column
}

fn gather_into(column: &mut Vec<f64>, blocks: &[f64], rows: usize, row: usize, count: usize) {
    column.clear();
    column.reserve(count.next_multiple_of(LANES));
    for block in blocks
        .chunks_exact(rows * LANES)
        .take(count.div_ceil(LANES))
    {
        column.extend_from_slice(&block[row * LANES..(row + 1) * LANES]);
    }
    column.truncate(count);
}

impl Worker {
    fn new(plan: &Plan) -> Self {
        let timing = plan.scenario.discount.timing as usize;
        Self {
            scratch: plan.scratch(),
            irr: IrrLanes::new(plan.times[timing].clone(), LANES),
            flows: vec![0.0; plan.periods.len() * LANES],
            statuses: [LaneStatus::Unique; LANES],
        }
    }

    fn run(&mut self, plan: &Plan, sources: &Sources, first: u64, out: BlockOut<'_>) {
        let (draws, flows) = match out.kept {
            Some((draws, flows)) => (Some(draws), flows),
            None => (None, self.flows.as_mut_slice()),
        };
        sources.draw(plan, first, &mut self.scratch);
        let npv = plan.run_block_after_tax(&mut self.scratch, (sources.paths(), first), flows);
        for (column, npv) in out.outputs.chunks_exact_mut(LANES).zip(&npv) {
            column.copy_from_slice(npv);
        }
        let (_, rest) = out.outputs.split_at_mut(Output::Irr as usize * LANES);
        let (irr, rest) = rest.split_at_mut(LANES);
        let (payback, peak) = rest.split_at_mut(LANES);
        self.irr.solve(
            flows,
            LANES,
            LANES,
            sources.irr_start,
            irr,
            &mut self.statuses,
        );
        let mut recrosses = [false; LANES];
        payback_lanes(flows, &plan.periods, payback, peak, &mut recrosses);
        let found = self.statuses.iter().zip(&recrosses);
        for (flag, (&irr, &recrosses)) in out.flags.iter_mut().zip(found) {
            *flag = Flag { irr, recrosses };
        }
        if let Some(draws) = draws {
            let inputs = self
                .scratch
                .draws
                .iter()
                .chain(&self.scratch.paths.averages);
            for (kept, lanes) in draws.chunks_exact_mut(LANES).zip(inputs) {
                kept.copy_from_slice(lanes);
            }
        }
    }
}

widest! {
    /// [`crate::economics::payback`] (spread) and peak funding of every lane; NaN when not recovered.
    fn payback_lanes(
        flows: &[f64],
        periods: &PeriodLengths,
        payback: &mut [f64],
        peak: &mut [f64],
        recrosses: &mut [bool],
    ) {
        let (mut cumulative, mut lowest) = ([0.0; LANES], [0.0_f64; LANES]);
        // Both as numbers: a loop over one width of numbers vectorises.
        let (mut recovered, mut fallen) = ([f64::NAN; LANES], [0.0; LANES]);
        for (k, row) in flows.chunks_exact(LANES).enumerate() {
            let (start, length) = (periods.starts()[k], periods.end(k) - periods.starts()[k]);
            for lane in 0..LANES {
                let (before, flow) = (cumulative[lane], row[lane]);
                let after = before + flow;
                let was_recovered = recovered[lane] >= 0.0;
                let is_recovery = before < 0.0 && after >= 0.0 && !was_recovered;
                let time = start + length * (-before / flow);
                recovered[lane] = if is_recovery { time } else { recovered[lane] };
                let is_fall = after < 0.0 && (was_recovered || is_recovery);
                fallen[lane] = if is_fall { 1.0 } else { fallen[lane] };
                lowest[lane] = if after < lowest[lane] { after } else { lowest[lane] };
                cumulative[lane] = after;
            }
        }
        for lane in 0..LANES {
            payback[lane] = if lowest[lane] >= 0.0 { 0.0 } else { recovered[lane] };
            peak[lane] = -lowest[lane];
            recrosses[lane] = fallen[lane] != 0.0;
        }
    }
}
