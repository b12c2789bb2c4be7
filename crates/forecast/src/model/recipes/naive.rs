//! The forecasts that estimate nothing or one number: the last value, the last season, the drift and
//! averages of the past.

use super::{Parts, named};
use crate::exponential_smoothing::{SmoothingState, Weights, filter};
use crate::mean_state::MeanState;
use crate::model::structure::Structure;
use crate::naive_family::{DriftState, SeasonalNaiveState};
use crate::refusal::ModelRefusal;
use crate::state::State;

pub(super) fn naive(y: &[f64]) -> Parts {
    let weights = Weights {
        alpha: 1.0,
        beta: 0.0,
        phi: 0.0,
    };
    let mut state = SmoothingState::new(weights, y[0], 0.0);
    // The first value only places the level: it leaves no error behind.
    let (errors, _) = filter(&mut state, &y[1..]);
    Parts::new(Structure::Smoothing(state), errors, 0)
}

pub(super) fn seasonal_naive(y: &[f64], m: usize) -> Parts {
    let (first, rest) = y.split_at(m.min(y.len()));
    // A season without a value in the first cycle starts from the nearest value before it.
    let mut state = SeasonalNaiveState::before(m, y[0]);
    let mut last = y[0];
    for &value in first {
        if value.is_finite() {
            last = value;
        }
        state.advance(last);
    }
    let (errors, _) = filter(&mut state, rest);
    Parts::new(Structure::SeasonalNaive(state), errors, 0)
}

pub(super) fn drift(y: &[f64]) -> Result<Parts, ModelRefusal> {
    let state = DriftState::new(y).ok_or(ModelRefusal::TooShort { have: 1, needed: 2 })?;
    let (errors, _) = filter(&mut state.rewound(), &y[1..]);
    Ok(Parts {
        parameters: named([("drift", state.slope())]),
        ..Parts::new(Structure::Drift(state), errors, 1)
    })
}

pub(super) fn average_of_past(y: &[f64], window: Option<usize>) -> Parts {
    let mut state = MeanState::new(window);
    let mut errors = Vec::with_capacity(y.len());
    let mut started = false;
    for &value in y {
        if started && value.is_finite() {
            errors.push(value - state.next_mean());
        }
        started |= value.is_finite();
        state.absorb(value);
    }
    Parts {
        parameters: named([("mean", state.next_mean())]),
        ..Parts::new(Structure::Mean(state), errors, 0)
    }
}
