//! What each step computes, as the formula of one cell. A new kind of step does not compile until it is written here.

use super::super::Plan;
use super::super::op::{Op, PriceTiers, Reaction, Register};
use super::layout::{Helper, Line, Lines, cell, parameter_cell};
use super::number;
use crate::scenario::TierMode;

impl Plan {
    /// Whether the cells of a line are typed numbers.
    pub(super) fn is_typed(&self, line: &Line) -> bool {
        let step = &self.steps[line.register];
        step.scale.is_none() && matches!(step.op, Op::Column { .. } | Op::Price { .. })
    }

    /// The formula of a line in period `k`; `None` when the step has no formula of cells.
    pub(super) fn formula(&self, line: &Line, lines: &Lines, k: usize) -> Option<String> {
        let step = &self.steps[line.register];
        if let Some(helper) = line.helper {
            return helper_formula(&step.op, helper, lines, line, k).map(|body| format!("={body}"));
        }
        let body = body(&step.op, lines, line, k, step.scale.is_some())?;
        Some(match step.scale {
            Some(scale) => format!("=({body})*{}", parameter_cell(scale)),
            None => format!("={body}"),
        })
    }
}

fn body(op: &Op, lines: &Lines, line: &Line, k: usize, is_scaled: bool) -> Option<String> {
    let at = |register: Register| lines.cell(register, k);
    let own = |period| cell(line.at, period);
    Some(match op {
        Op::Column { values } => number(values[k]),
        Op::Price { deck, .. } => number(deck[k]),
        Op::Product { a, b, factor } => format!("{}*{}*{}", at(*a), at(*b), number(*factor)),
        Op::Multiple { a, values } => format!("{}*{}", at(*a), number(values[k])),
        Op::Sum { terms } => {
            let terms = terms
                .iter()
                .map(|&(register, sign)| format!("+{}*{}", number(sign), at(register)));
            format!("0{}", terms.collect::<String>())
        }
        Op::Royalty {
            base,
            rate,
            tiers,
            cap,
            ..
        } => {
            let mut due = format!("MAX(0,{})*{}", at(*base), parameter_cell(*rate));
            if let Some(tiers) = tiers {
                due = format!("{due}*{}", tier_rate(tiers, &at(tiers.price)));
            }
            match cap {
                None => due,
                // What was paid counts before the scale, which its cells no longer show.
                Some(_) if is_scaled => return None,
                Some(cap) if k == 0 => format!("MIN({due},{})", number(cap.max(0.0))),
                Some(cap) => format!(
                    "MIN({due},MAX(0,{}-SUM({}:{})))",
                    number(*cap),
                    own(0),
                    own(k - 1)
                ),
            }
        }
        Op::Depreciation { of, matrix, .. } => {
            let shares = matrix[k].iter().enumerate().take(k + 1);
            let terms = shares
                .filter(|(_, share)| **share != 0.0)
                .map(|(j, share)| {
                    let outlays = of
                        .iter()
                        .map(|&register| format!("+{}", lines.cell(register, j)));
                    format!("+{}*(0{})", number(*share), outlays.collect::<String>())
                });
            format!("0{}", terms.collect::<String>())
        }
        Op::UnitsDepreciation {
            of, units, first, ..
        } => {
            if is_scaled {
                return None;
            }
            let remaining: f64 = units[k..].iter().sum();
            if k < *first || remaining <= 0.0 {
                return Some("0".to_owned());
            }
            let outlays = of.iter().map(|&register| {
                format!(
                    "+SUM({}:{})",
                    lines.cell(register, 0),
                    lines.cell(register, k)
                )
            });
            let taken = if k == 0 {
                String::new()
            } else {
                format!("-SUM({}:{})", own(0), own(k - 1))
            };
            let outlays = outlays.collect::<String>();
            format!(
                "(0{outlays}{taken})*{}/{}",
                number(units[k]),
                number(remaining)
            )
        }
        Op::Tax {
            base,
            deductions,
            rate,
            losses,
        } => {
            let income = match losses {
                None => income(&at(*base), deductions, at),
                Some(losses) if losses.terms.expiry_years.is_some() => return None,
                Some(_) => format!("{}-{}", cell(line.at + 1, k), cell(line.at + 2, k)),
            };
            format!("MAX(0,{income})*{}", parameter_cell(*rate))
        }
        Op::Days {
            of, shares, sign, ..
        } => {
            let balance = |period: usize| -> String {
                let terms = shares[period]
                    .iter()
                    .map(|&(j, share)| format!("+{}*{}", number(share), lines.cell(*of, j)));
                format!("(0{})", terms.collect::<String>())
            };
            let before = if k == 0 {
                "0".to_owned()
            } else {
                balance(k - 1)
            };
            format!("{}*({}-{before})", number(*sign), balance(k))
        }
        Op::Respond {
            given,
            to,
            response,
        } => respond(response, given[k], &at(*to), line, k),
        Op::Metal {
            feed,
            grade,
            recovery,
            factor,
        } => format!(
            "{}*{}*{}*{}",
            at(*feed),
            at(*grade),
            at(*recovery),
            number(*factor)
        ),
        Op::Recovery { values, factor } => share(&format!(
            "{}*{}",
            number(values[k]),
            parameter_cell(*factor)
        )),
        Op::RecoveryCurve {
            grade,
            points,
            factor,
        } => share(&format!(
            "{}*{}",
            on_curve(points, &at(*grade)),
            parameter_cell(*factor)
        )),
    })
}

/// Held between 0 and 1.
fn share(value: &str) -> String {
    format!("MAX(0,MIN(1,{value}))")
}

/// The value of a curve at a cell, as [`crate::economics::recovery::at_grade`].
fn on_curve(points: &[(f64, f64)], x: &str) -> String {
    let mut below = points
        .first()
        .map_or_else(|| "0".to_owned(), |first| number(first.1));
    for pair in points.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        let line = format!(
            "{}+{}*(({x}-{})/{})",
            number(y0),
            number(y1 - y0),
            number(x0),
            number(x1 - x0)
        );
        below = format!("IF({x}>={},{line},{below})", number(x0));
    }
    match points.last() {
        Some(&(x1, y1)) => format!("IF({x}>={},{},{below})", number(x1), number(y1)),
        None => below,
    }
}

fn income(base: &str, deductions: &[Register], at: impl Fn(Register) -> String) -> String {
    let deductions = deductions
        .iter()
        .map(|&register| format!("-{}", at(register)));
    format!("{base}{}", deductions.collect::<String>())
}

fn respond(response: &Reaction, given: f64, to: &str, line: &Line, k: usize) -> String {
    let given_text = number(given);
    match response {
        Reaction::Proportional { reference } => match reference.get(k) {
            Some(&reference) if reference != 0.0 => {
                format!("{given_text}*({to}/{})", number(reference))
            }
            _ => given_text,
        },
        Reaction::EffectiveRate { reference } => match reference.get(k) {
            Some(&reference) if reference > 0.0 => {
                format!("{given_text}*MAX(0,{to}/{})", number(reference))
            }
            _ => given_text,
        },
        Reaction::MarginalRate {
            reference,
            rate,
            state,
        } => match reference.get(k) {
            None => given_text,
            Some(&reference) => {
                let used = match state {
                    Some(_) => format!("-{}", cell(line.at + 2, k)),
                    None => String::new(),
                };
                let change = format!("{to}-{}{used}", number(reference));
                format!("MAX(0,{given_text}+{}*({change}))", number(*rate))
            }
        },
    }
}

/// The cell of a helper line. `line.at` is the helper's own row; the helpers follow the row of their step in the order
/// income, used, pool.
fn helper_formula(op: &Op, helper: Helper, lines: &Lines, line: &Line, k: usize) -> Option<String> {
    let first = lines.of_register[line.register] + 1;
    let (income_cell, used_cell) = (cell(first, k), cell(first + 1, k));
    let carried = |carry: f64| match k {
        0 => "0".to_owned(),
        _ => format!("{}*{}", cell(first + 2, k - 1), number(carry)),
    };
    let (income_text, allowed, pool) = match op {
        Op::Tax {
            base,
            deductions,
            losses: Some(losses),
            ..
        } => {
            let at = |register| lines.cell(register, k);
            let (floor, limit) = (number(losses.terms.floor), number(losses.terms.limit));
            let most = format!("MIN({income_cell},{floor}+{limit}*MAX(0,{income_cell}-{floor}))");
            (
                income(&at(*base), deductions, at),
                format!("IF({income_cell}<=0,0,{most})"),
                carried(losses.carry[k]),
            )
        }
        Op::Respond {
            given,
            to,
            response: Reaction::MarginalRate {
                reference, rate, ..
            },
        } => {
            let reference = reference.get(k)?;
            let change = format!("{}-{}", lines.cell(*to, k), number(*reference));
            (
                format!("{}+{change}", number(given[k] / rate)),
                format!("MAX(0,{income_cell})"),
                carried(1.0),
            )
        }
        Op::Column { .. }
        | Op::Price { .. }
        | Op::Product { .. }
        | Op::Multiple { .. }
        | Op::Sum { .. }
        | Op::Royalty { .. }
        | Op::Depreciation { .. }
        | Op::UnitsDepreciation { .. }
        | Op::Tax { .. }
        | Op::Days { .. }
        | Op::Respond { .. }
        | Op::Metal { .. }
        | Op::Recovery { .. }
        | Op::RecoveryCurve { .. } => return None,
    };
    Some(match helper {
        Helper::Income => income_text,
        Helper::Used => format!("MAX(0,MIN({pool},{allowed}))"),
        Helper::Pool => format!("{pool}+MAX(0,-{income_cell})-{used_cell}"),
    })
}

/// The rate on the whole base at the price in a cell, as [`crate::economics::royalty::tier_rate`].
fn tier_rate(tiers: &PriceTiers, price: &str) -> String {
    match tiers.mode {
        // Later steps stand further outside and are asked first, so the last one reached answers.
        TierMode::Slab => tiers
            .steps
            .iter()
            .fold("0".to_owned(), |below, &(from, rate)| {
                format!("IF({price}>={},{},{below})", number(from), number(rate))
            }),
        TierMode::Marginal => {
            let slices = tiers.steps.iter().enumerate().map(|(step, &(from, rate))| {
                let to = match tiers.steps.get(step + 1) {
                    Some(next) => format!("MIN({price},{})", number(next.0)),
                    None => price.to_owned(),
                };
                format!("+{}*MAX(0,{to}-{})", number(rate), number(from))
            });
            let due = slices.collect::<String>();
            format!("IF({price}<=0,0,(0{due})/{price})")
        }
    }
}
