//! The automatic choice of orders: differencing by tests, the rest by AICc over a stepwise or an
//! exhaustive search (Hyndman & Khandakar 2008).

use super::fit::{ArimaFit, Data, Workspace, fit_in};
use super::order::Order;
use super::unit_root::{choose, is_constant};
use crate::ets::Estimation;
use crate::refusal::ModelRefusal;
use serde::{Deserialize, Serialize};

const MAX_PLAIN: u8 = 5;
const MAX_SEASONAL: u8 = 2;
/// Largest p + q + P + Q of the exhaustive search.
const MAX_ORDER: u8 = 5;
/// Models that a stepwise search may try.
const MAX_TRIED: usize = 94;
/// Akaike weights below this share of the best one's carry no weight in an average.
const NEGLIGIBLE: f64 = 1e-4;

/// Which orders are tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Search {
    /// From four starting orders to better neighbours.
    #[default]
    Stepwise,
    /// All up to p + q + P + Q = 5.
    Exhaustive,
}

/// Fits of the orders tried, best AICc first.
#[derive(Debug, Clone)]
pub struct ArimaAuto {
    pub fits: Vec<ArimaFit>,
}

impl ArimaAuto {
    /// The order of lowest AICc.
    pub fn best(&self) -> &ArimaFit {
        &self.fits[0]
    }

    /// Akaike weights of the fits that matter, summing to 1.
    pub fn weighted(&self) -> Vec<(f64, &ArimaFit)> {
        let best = aicc(&self.fits[0]);
        let relative = |fit: &ArimaFit| (-0.5 * (aicc(fit) - best)).exp();
        let kept = || self.fits.iter().filter(|fit| relative(fit) > NEGLIGIBLE);
        let total: f64 = kept().map(relative).sum();
        kept().map(|fit| (relative(fit) / total, fit)).collect()
    }
}

fn aicc(fit: &ArimaFit) -> f64 {
    fit.criteria.aicc.value.unwrap_or(f64::INFINITY)
}

/// One search over the orders of a differencing.
struct Walk<'a> {
    data: Data<'a>,
    estimation: Estimation,
    /// Largest p = q and P = Q that the data can carry.
    most: (u8, u8),
    tried: Vec<Order>,
    fits: Vec<ArimaFit>,
    workspace: Workspace,
    refusal: Option<ModelRefusal>,
}

impl Walk<'_> {
    /// Fits `order` unless it was tried, starting from the coefficients of a neighbour. The index
    /// of the fit when it is admissible.
    fn visit(&mut self, order: Order, near: Option<&ArimaFit>) -> Option<usize> {
        let (plain, seasonal) = self.most;
        let too_large = order.p.max(order.q) > plain
            || order.seasonal_p.max(order.seasonal_q) > seasonal
            || self.tried.contains(&order);
        if too_large {
            return None;
        }
        self.tried.push(order);
        let start = near.map(|near| carried_over(near, &order));
        let fitted = fit_in(
            &self.data,
            order,
            start.as_deref(),
            self.estimation,
            &mut self.workspace,
        );
        match fitted {
            Ok(fit) if fit.roots_are_clear && fit.criteria.aicc.value.is_some() => {
                self.fits.push(fit);
                Some(self.fits.len() - 1)
            }
            Ok(_) => None,
            Err(reason) => {
                self.refusal.get_or_insert(reason);
                None
            }
        }
    }

    fn best(&self) -> Option<usize> {
        (0..self.fits.len()).min_by(|&a, &b| aicc(&self.fits[a]).total_cmp(&aicc(&self.fits[b])))
    }

    fn stepwise(&mut self, base: Order) {
        let seasonal = u8::from(self.most.1 > 0);
        let plain = self.most.0;
        for (p, q, seasonal_p, seasonal_q, constant) in [
            (2, 2, seasonal, seasonal, base.constant),
            (0, 0, 0, 0, base.constant),
            (1, 0, seasonal, 0, base.constant),
            (0, 1, 0, seasonal, base.constant),
            (0, 0, 0, 0, false),
        ] {
            let order = Order {
                p: plain.min(p),
                q: plain.min(q),
                seasonal_p,
                seasonal_q,
                constant,
                ..base
            };
            self.visit(order, None);
        }
        let Some(mut best) = self.best() else { return };
        loop {
            let current = self.fits[best].clone();
            let mut moved = false;
            for order in neighbours(&current.order, base.constant) {
                if self.tried.len() >= MAX_TRIED {
                    return;
                }
                if let Some(found) = self.visit(order, Some(&current))
                    && aicc(&self.fits[found]) < aicc(&current)
                {
                    best = found;
                    moved = true;
                    break;
                }
            }
            if !moved {
                return;
            }
        }
    }

    fn exhaustive(&mut self, base: Order) {
        let (plain, seasonal) = self.most;
        for p in 0..=plain {
            for q in 0..=plain {
                for seasonal_p in 0..=seasonal {
                    for seasonal_q in 0..=seasonal {
                        if p + q + seasonal_p + seasonal_q > MAX_ORDER {
                            continue;
                        }
                        for constant in [false, true] {
                            if constant && !base.constant {
                                continue;
                            }
                            let order = Order {
                                p,
                                q,
                                seasonal_p,
                                seasonal_q,
                                constant,
                                ..base
                            };
                            self.visit(order, None);
                        }
                    }
                }
            }
        }
    }
}

/// Orders one step away, seasonal ones first.
fn neighbours(order: &Order, may_have_constant: bool) -> Vec<Order> {
    const STEPS: [(i8, i8); 8] = [
        (-1, 0),
        (0, -1),
        (1, 0),
        (0, 1),
        (-1, -1),
        (-1, 1),
        (1, -1),
        (1, 1),
    ];
    let moved = |a: u8, b: u8, step: (i8, i8)| {
        Some((a.checked_add_signed(step.0)?, b.checked_add_signed(step.1)?))
    };
    let mut orders = Vec::with_capacity(17);
    if order.season_length > 1 {
        for step in STEPS {
            if let Some((seasonal_p, seasonal_q)) = moved(order.seasonal_p, order.seasonal_q, step)
            {
                orders.push(Order {
                    seasonal_p,
                    seasonal_q,
                    ..*order
                });
            }
        }
    }
    for step in STEPS {
        if let Some((p, q)) = moved(order.p, order.q, step) {
            orders.push(Order { p, q, ..*order });
        }
    }
    if may_have_constant {
        orders.push(Order {
            constant: !order.constant,
            ..*order
        });
    }
    orders
}

/// Starting point for `order` from the coefficients of a neighbour.
fn carried_over(near: &ArimaFit, order: &Order) -> Vec<f64> {
    let mut start = Vec::with_capacity(order.coefficients());
    let mut rest = near.unconstrained.as_slice();
    for (known, wanted) in near.order.blocks().into_iter().zip(order.blocks()) {
        let (own, others) = rest.split_at(known);
        rest = others;
        start.extend((0..wanted).map(|i| own.get(i).map_or(0.05, |z| z.clamp(-1.5, 1.5))));
    }
    start
}

/// Chooses among all orders for `y` (NaN = missing) with season length `m` and regressors by column.
pub fn auto(
    y: &[f64],
    m: usize,
    regressors: &[Vec<f64>],
    search: Search,
    estimation: Estimation,
) -> Result<ArimaAuto, ModelRefusal> {
    let observed = y.iter().filter(|value| value.is_finite()).count();
    if observed < 4 {
        return Err(ModelRefusal::TooShort {
            have: observed,
            needed: 4,
        });
    }
    if is_constant(y) {
        return Err(ModelRefusal::Constant);
    }
    // Two seasons and some values, and a season length the order can hold.
    let m = if m > 1 && y.len() >= 2 * m + 5 && m <= MAX_SEASON {
        m
    } else {
        1
    };
    let (d, seasonal_d, w) = choose(y, m);
    let n = w.iter().filter(|value| value.is_finite()).count();
    let base = Order {
        d,
        seasonal_d,
        season_length: u16::try_from(m).unwrap_or(1),
        constant: d + seasonal_d <= 1,
        ..Order::default()
    };
    let third = n / 3;
    let most = |largest: u8, room: usize| largest.min(u8::try_from(room).unwrap_or(u8::MAX));
    let mut walk = Walk {
        data: Data::new(y, regressors, &base),
        estimation,
        most: (
            most(MAX_PLAIN, third),
            if m > 1 {
                most(MAX_SEASONAL, third / m)
            } else {
                0
            },
        ),
        tried: Vec::new(),
        fits: Vec::new(),
        workspace: Workspace::default(),
        refusal: None,
    };
    if is_constant(&w) {
        // A straight line: the drift says all, and a likelihood has nothing to measure.
        return Err(ModelRefusal::Deterministic);
    }
    match search {
        Search::Stepwise => walk.stepwise(base),
        Search::Exhaustive => walk.exhaustive(base),
    }
    let mut fits = walk.fits;
    fits.sort_by(|a, b| aicc(a).total_cmp(&aicc(b)));
    if fits.is_empty() {
        Err(walk.refusal.unwrap_or(ModelRefusal::NotFinite))
    } else {
        Ok(ArimaAuto { fits })
    }
}

/// Seasons longer than this are left to harmonic regression and decomposition.
const MAX_SEASON: usize = 52;
