//! The state of compiling a scenario: errors so far, rows so far, names.

use std::collections::HashMap;

use prospect_series::unit::Unit;

use super::paths::{Path, PathSets};
use super::rows::Node;
use super::run::Parameter;
use super::targets::Aim;
use super::{Dependence, DrawnInput, MAX_PERIODS, PathInput, Plan};
use crate::economics::{PeriodLengths, escalation};
use crate::scenario::{Scenario, ScenarioErrors, Terms};

pub(super) struct Builder<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) path_sets: &'a PathSets,
    pub(super) forecasts_may_be_missing: bool,
    pub(super) errors: ScenarioErrors,
    pub(super) warnings: Vec<String>,
    pub(super) assumptions: Vec<String>,
    pub(super) money: Unit,
    pub(super) periods: PeriodLengths,
    /// Price level of each period over the price base, at the time that discounts it; 1 without inflation.
    pub(super) index: Vec<f64>,
    /// Years from the price base to the flow of each period.
    pub(super) index_times: Vec<f64>,
    pub(super) nodes: Vec<Node>,
    /// Row ids and the short names they can be referred to by.
    pub(super) names: HashMap<String, usize>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) inputs: Vec<DrawnInput>,
    pub(super) dependence: Option<Dependence>,
    pub(super) aims: Vec<Aim>,
    pub(super) known_targets: Vec<String>,
    pub(super) paths: Vec<Path>,
    pub(super) path_inputs: Vec<PathInput>,
    pub(super) state_slots: usize,
    /// The parameter that holds the discount rate.
    pub(super) rate: usize,
    streams: Vec<u32>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(scenario: &'a Scenario, path_sets: &'a PathSets) -> Self {
        Self {
            scenario,
            path_sets,
            forecasts_may_be_missing: false,
            errors: ScenarioErrors::default(),
            warnings: Vec::new(),
            assumptions: Vec::new(),
            money: Unit::one(),
            periods: PeriodLengths::equal(0, 1.0).expect("no period has a bad length"),
            index: Vec::new(),
            index_times: Vec::new(),
            nodes: Vec::new(),
            names: HashMap::new(),
            parameters: Vec::new(),
            inputs: Vec::new(),
            dependence: None,
            aims: Vec::new(),
            known_targets: Vec::new(),
            paths: Vec::new(),
            path_inputs: Vec::new(),
            state_slots: 0,
            rate: 0,
            streams: Vec::new(),
        }
    }

    /// Prices from forecasts that are not given use a price of one; for checking a scenario without its forecasts.
    pub(super) fn tolerating_missing_forecasts(mut self) -> Self {
        self.forecasts_may_be_missing = true;
        self
    }

    pub(super) fn build(mut self) -> Result<Plan, ScenarioErrors> {
        let has_money = self.read_basis();
        if !self.read_periods() || !has_money {
            return Err(self.errors);
        }
        self.read_inflation();
        self.read_uncertain();
        self.read_correlation();
        let rate = self.scalar(
            "discount.rate",
            self.scenario.discount.rate,
            &Unit::one(),
            0.0,
        );
        self.rate = self.add_parameter(rate);
        self.define_rows();
        self.refuse_idle_aims();
        if self.errors.is_empty() {
            self.finish()
        } else {
            Err(self.errors)
        }
    }

    pub(super) fn period_count(&self) -> usize {
        self.periods.len()
    }

    pub(super) fn label(&self, period: usize) -> &str {
        &self.scenario.periods.labels[period].0
    }

    pub(super) fn period_of(&self, label: &str) -> Option<usize> {
        self.scenario
            .periods
            .labels
            .iter()
            .position(|known| known.0 == label)
    }

    /// A run of state slots.
    pub(super) fn reserve_state(&mut self, slots: usize) -> usize {
        let first = self.state_slots;
        self.state_slots += slots;
        first
    }

    pub(super) fn add_parameter(&mut self, parameter: Parameter) -> usize {
        self.parameters.push(parameter);
        self.parameters.len() - 1
    }

    /// The number of a random stream, from the name of what it draws: adding an input leaves the draws of the others as
    /// they were, and the same input in two scenarios draws the same numbers.
    pub(super) fn stream(&mut self, name: &str, count: u32) -> u32 {
        // FNV-1a.
        let mut stream = name.bytes().fold(0x811C_9DC5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        while (0..count).any(|k| self.streams.contains(&stream.wrapping_add(k))) {
            stream = stream.wrapping_add(count);
        }
        self.streams
            .extend((0..count).map(|k| stream.wrapping_add(k)));
        stream
    }

    /// Whether the basis names money, without which no row can be read.
    fn read_basis(&mut self) -> bool {
        let text = &self.scenario.basis.money;
        let mut is_money = false;
        if let Some(unit) = self.unit(text, "/basis/money") {
            let dimension = unit.dimension();
            is_money = dimension.powers().len() == 1
                && dimension.currencies().count() == 1
                && dimension.powers()[0].1 == 1;
            if is_money {
                self.money = unit;
            } else {
                self.errors.push(
                    "/basis/money",
                    format!("{unit} is not money; write a currency such as M US$"),
                );
            }
        }
        let discount = &self.scenario.discount;
        if !(discount.rate > -1.0 && discount.rate.is_finite()) {
            self.errors.push(
                "/discount/rate",
                format!(
                    "rate_not_above_minus_one: the rate is {}; it is a decimal per year above -1",
                    discount.rate
                ),
            );
        } else if discount.rate >= 1.0 {
            self.warnings.push(format!(
                "the discount rate is {}, that is {} % a year; rates are decimals",
                discount.rate,
                discount.rate * 100.0
            ));
        }
        let terms = self.scenario.basis.terms;
        if let Some(rate_terms) = discount.terms
            && rate_terms != terms
        {
            let inflation = self.scenario.basis.inflation.unwrap_or(0.0);
            let other = match terms {
                Terms::Nominal => escalation::nominal_rate(discount.rate, inflation),
                Terms::Real => {
                    escalation::real_rate(discount.rate, inflation).unwrap_or(discount.rate)
                }
            };
            self.errors.push(
                "/discount/terms",
                format!(
                    "the flows are {terms} and the rate is {rate_terms}; with inflation of {inflation} the {terms} rate is {other:.6}"
                ),
            );
        }
        is_money
    }

    fn read_periods(&mut self) -> bool {
        let periods = &self.scenario.periods;
        let count = periods.labels.len();
        if count == 0 || count > MAX_PERIODS {
            self.errors.push(
                "/periods/labels",
                format!("{count} periods; between 1 and {MAX_PERIODS} are possible"),
            );
            return false;
        }
        for (k, label) in periods.labels.iter().enumerate() {
            if periods.labels[..k].contains(label) {
                self.errors.push(
                    format!("/periods/labels/{k}"),
                    format!("two periods are called {}", label.0),
                );
            }
        }
        let lengths = match periods.length_years.flat() {
            Some(length) => PeriodLengths::equal(count, length),
            None => PeriodLengths::new(periods.length_years.as_slice().to_vec()),
        };
        match lengths {
            Ok(lengths) if lengths.len() == count => self.periods = lengths,
            Ok(lengths) => {
                self.errors.push(
                    "/periods/length_years",
                    format!("{} lengths for {count} periods; give one per period, or one number for all", lengths.len()),
                );
                return false;
            }
            Err(error) => {
                self.errors.push("/periods/length_years", error.to_string());
                return false;
            }
        }
        for (k, phase) in periods.phases.iter().enumerate() {
            let ends = [("from", &phase.from), ("to", &phase.to)].map(|(field, label)| {
                let found = self.period_of(&label.0);
                if found.is_none() {
                    self.errors.push(
                        format!("/periods/phases/{k}/{field}"),
                        format!("no period is called {}", label.0),
                    );
                }
                found
            });
            if let [Some(from), Some(to)] = ends
                && from > to
            {
                self.errors.push(
                    format!("/periods/phases/{k}"),
                    format!("{} ends before it starts", phase.name),
                );
            }
        }
        true
    }

    fn read_inflation(&mut self) {
        let basis = &self.scenario.basis;
        if let Some(inflation) = basis.inflation
            && !(inflation > -1.0 && inflation.is_finite())
        {
            self.errors.push(
                "/basis/inflation",
                format!("{inflation} is not a yearly rate above -1"),
            );
        }
        let lead = basis.base_lead_years.unwrap_or(0.0);
        let inflation = basis.inflation.unwrap_or(0.0);
        self.index_times = self
            .periods
            .times(self.scenario.discount.timing)
            .iter()
            .map(|t| t + lead)
            .collect();
        self.index = self
            .index_times
            .iter()
            .map(|&t| escalation::index(inflation, t))
            .collect();
    }

    fn read_uncertain(&mut self) {
        for (k, uncertain) in self.scenario.uncertain.iter().enumerate() {
            if self.scenario.uncertain[..k]
                .iter()
                .any(|other| other.id == uncertain.id)
            {
                self.errors.push(
                    format!("/uncertain/{k}/id"),
                    format!("two uncertain inputs are called {}", uncertain.id),
                );
            }
            let input = match uncertain.distribution.quantile() {
                Ok(quantile) => {
                    let stream = self.stream(&uncertain.id, 1);
                    self.inputs.push(DrawnInput {
                        id: uncertain.id.clone(),
                        label: uncertain.label.clone(),
                        target: uncertain.target.clone(),
                        unit: uncertain.unit.clone().unwrap_or_else(|| "1".to_owned()),
                        note: uncertain.note.clone(),
                        description: uncertain.distribution.describe(),
                        quantile,
                        stream,
                        base: 1.0,
                    });
                    Some(self.inputs.len() - 1)
                }
                Err(error) => {
                    self.errors
                        .push(format!("/uncertain/{k}/distribution"), error.to_string());
                    None
                }
            };
            self.aims.push(Aim {
                target: uncertain.target.clone(),
                kind: uncertain.kind,
                unit: uncertain.unit.clone(),
                input,
                taken: false,
            });
        }
    }
}
