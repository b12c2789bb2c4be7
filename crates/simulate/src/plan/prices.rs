//! Defining prices: decks, processes and stored forecasts.

use prospect_series::unit::Unit;

use super::PathInput;
use super::build::Builder;
use super::op::Op;
use super::paths::{Path, PathKind, ProcessStep, by_period};
use crate::process::{Gbm, OneFactor};
use crate::scenario::{Beyond, Price, PricePath, Terms};

impl Builder<'_> {
    pub(super) fn define_price(&mut self, index: usize, price: &Price) {
        let pointer = format!("/prices/{index}");
        let target = format!("prices.{}", price.id);
        let node = self.names[&target];
        let unit = self.unit(&price.unit, &format!("{pointer}/unit"));
        let conversion = self.price_conversion(price, &pointer);
        let one = Unit::one();
        let column = match (&price.deck, &price.path) {
            (Some(deck), None) => self.flat_or_row(
                deck,
                &format!("{pointer}/deck"),
                &target,
                unit.as_ref().unwrap_or(&one),
            ),
            (Some(deck), Some(_)) => {
                let terms = self.row_terms(&[target]);
                self.expand(deck, &format!("{pointer}/deck"))
                    .map(|column| (column, 1.0, terms))
            }
            (None, Some(_)) => {
                let terms = self.row_terms(&[target]);
                Some((Vec::new(), 1.0, terms))
            }
            (None, None) => {
                self.errors
                    .push(pointer.clone(), "a price needs a `deck`, a `path`, or both");
                None
            }
        };
        let (Some(unit), Some((mut deck, constant, terms))) = (unit, column) else {
            return;
        };
        for (value, factor) in deck.iter_mut().zip(&conversion) {
            *value *= factor;
        }
        let mut path_index = None;
        if let Some(path) = &price.path {
            let given = (!deck.is_empty()).then_some(deck.as_slice());
            let Some(kind) = self.path_kind(path, given, &conversion, &unit, &pointer) else {
                return;
            };
            let name = match path {
                PricePath::Forecast { forecast, .. } => format!("forecast {forecast}"),
                _ => format!("prices.{}", price.id),
            };
            if deck.is_empty() {
                deck = kind.means();
            }
            path_index = Some(self.paths.len());
            let shared = self
                .path_inputs
                .iter()
                .position(|input| input.description == name);
            let stream = match shared {
                Some(same) => self.paths[same].stream,
                None => self.stream(&name, kind.stream_count()),
            };
            self.paths.push(Path {
                kind,
                stream,
                weights: Vec::new(),
            });
            self.path_inputs.push(PathInput {
                id: format!("prices.{}", price.id),
                label: format!("{} price", price.name),
                target: format!("prices.{}", price.id),
                unit: unit.to_string(),
                note: price.note.clone(),
                description: match path {
                    PricePath::Gbm { .. } => "geometric Brownian path".to_owned(),
                    PricePath::OneFactor { .. } => "one-factor path".to_owned(),
                    PricePath::Forecast { .. } => name,
                },
                price: index,
                base: 0.0,
            });
        }
        self.nodes[node].row.unit = unit.to_string();
        self.nodes[node].constant = constant;
        self.nodes[node].terms = terms;
        self.set(
            node,
            Some(Op::Price {
                deck,
                path: path_index,
                price: index,
            }),
        );
    }

    /// Factors from the money of the price to the money of the scenario.
    fn price_conversion(&mut self, price: &Price, pointer: &str) -> Vec<f64> {
        let basis = &self.scenario.basis;
        let ones = vec![1.0; self.period_count()];
        match price.terms {
            Some(terms) if terms != basis.terms => {
                if basis.inflation.is_none() {
                    self.errors.push(
                        format!("{pointer}/terms"),
                        format!("the price is {terms} and the scenario {}; give /basis/inflation to convert", basis.terms),
                    );
                    return ones;
                }
                match basis.terms {
                    Terms::Real => self.index.iter().map(|index| 1.0 / index).collect(),
                    Terms::Nominal => self.index.clone(),
                }
            }
            _ => ones,
        }
    }

    fn path_kind(
        &mut self,
        path: &PricePath,
        deck: Option<&[f64]>,
        conversion: &[f64],
        unit: &Unit,
        price_pointer: &str,
    ) -> Option<PathKind> {
        let pointer = format!("{price_pointer}/path");
        let mut times = vec![0.0];
        times.extend(self.periods.times(crate::scenario::Timing::Mid));
        match path {
            PricePath::Gbm {
                start,
                drift,
                volatility,
                around_deck,
            } => {
                let level = self.level(*around_deck, *start, None, deck, &pointer)?;
                self.positive(*volatility, "volatility", &pointer)?;
                let process = Gbm {
                    start: start.unwrap_or(1.0),
                    drift: *drift,
                    volatility: *volatility,
                };
                Some(process_steps(
                    &times,
                    |k, t| level.mean(k, process.moments(t).mean * conversion[k]),
                    |_| 1.0,
                    |dt| volatility * dt.sqrt(),
                ))
            }
            PricePath::OneFactor {
                start,
                reversion,
                long_run_mean,
                mu,
                volatility,
                around_deck,
            } => {
                let level =
                    self.level(*around_deck, *start, long_run_mean.or(*mu), deck, &pointer)?;
                self.positive(*volatility, "volatility", &pointer)?;
                self.positive(*reversion, "reversion", &pointer)?;
                let mu = match (&level, long_run_mean, mu) {
                    (Level::Deck(_), _, _) => 0.0,
                    (Level::Own, None, Some(mu)) => *mu,
                    (Level::Own, Some(mean), None) => {
                        self.positive(*mean, "long_run_mean", &pointer)?;
                        OneFactor::mu_of_long_run_mean(*mean, *reversion, *volatility)
                    }
                    _ => {
                        self.errors.push(
                            pointer,
                            "give one of `long_run_mean` and `mu`, or `around_deck = true`",
                        );
                        return None;
                    }
                };
                let process = OneFactor {
                    start: start.unwrap_or(1.0),
                    reversion: *reversion,
                    mu,
                    volatility: *volatility,
                };
                Some(process_steps(
                    &times,
                    |k, t| level.mean(k, process.moments(t).mean * conversion[k]),
                    |dt| (-reversion * dt).exp(),
                    |dt| process.step_sd(dt),
                ))
            }
            PricePath::Forecast { forecast, beyond } => {
                if *beyond != Beyond::Hold && deck.is_none() {
                    self.errors.push(
                        format!("{pointer}/beyond"),
                        "after the forecast the deck takes over, but there is no `deck`",
                    );
                    return None;
                }
                let Some(set) = self.path_sets.get(forecast) else {
                    if self.forecasts_may_be_missing {
                        let values =
                            deck.map_or_else(|| vec![1.0; self.period_count()], <[f64]>::to_vec);
                        return Some(PathKind::Sample {
                            values,
                            periods: self.period_count(),
                        });
                    }
                    self.errors.push(
                        format!("{pointer}/forecast"),
                        format!("there is no stored forecast {forecast}"),
                    );
                    return None;
                };
                let from = self.unit(set.unit(), &format!("{pointer}/forecast"))?;
                let factor = match from.factor_to(unit) {
                    Ok(factor) => factor,
                    Err(error) => {
                        self.errors.push(
                            format!("{pointer}/forecast"),
                            format!("the forecast is in {from}: {error}"),
                        );
                        return None;
                    }
                };
                let mut values = by_period(set, &self.periods, factor, *beyond, deck);
                for (value, factor) in values.iter_mut().zip(conversion.iter().cycle()) {
                    *value *= factor;
                }
                Some(PathKind::Sample {
                    values,
                    periods: self.period_count(),
                })
            }
        }
    }

    /// Where a path takes its level from; `None` after reporting that it has none or two.
    fn level<'d>(
        &mut self,
        around_deck: bool,
        start: Option<f64>,
        own_level: Option<f64>,
        deck: Option<&'d [f64]>,
        pointer: &str,
    ) -> Option<Level<'d>> {
        if !around_deck {
            let Some(start) = start else {
                self.errors.push(
                    format!("{pointer}/start"),
                    "`start` is missing; or write around_deck = true",
                );
                return None;
            };
            return self.positive(start, "start", pointer).map(|_| Level::Own);
        }
        if start.is_some() || own_level.is_some() {
            let message = "a path around the deck takes its level from the deck; leave start, long_run_mean and mu out";
            self.errors.push(pointer, message);
            return None;
        }
        if deck.is_none() {
            self.errors.push(
                format!("{pointer}/around_deck"),
                "there is no `deck` to move around",
            );
        }
        deck.map(Level::Deck)
    }

    fn positive(&mut self, value: f64, field: &str, pointer: &str) -> Option<f64> {
        if value > 0.0 && value.is_finite() {
            return Some(value);
        }
        self.errors.push(
            format!("{pointer}/{field}"),
            format!("{field} is {value}; it must be above zero"),
        );
        None
    }
}

/// Where a price path takes its level from.
enum Level<'d> {
    /// From its own start price and drift or reversion.
    Own,
    Deck(&'d [f64]),
}

impl Level<'_> {
    /// The expected price of period `k`, whose own process expects `own`.
    fn mean(&self, k: usize, own: f64) -> f64 {
        match self {
            Self::Own => own,
            Self::Deck(deck) => deck[k],
        }
    }
}

/// Exact steps between consecutive `times`, the first of which is the valuation date.
fn process_steps(
    times: &[f64],
    mean: impl Fn(usize, f64) -> f64,
    decay: impl Fn(f64) -> f64,
    sd: impl Fn(f64) -> f64,
) -> PathKind {
    let steps = times
        .windows(2)
        .enumerate()
        .map(|(k, t)| ProcessStep {
            mean: mean(k, t[1]),
            decay: decay(t[1] - t[0]),
            sd: sd(t[1] - t[0]),
            half_variance: sd(t[1]).powi(2) / 2.0,
        })
        .collect();
    PathKind::Process(steps)
}
