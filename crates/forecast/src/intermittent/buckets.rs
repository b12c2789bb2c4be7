//! Sums over buckets of periods: ADIDA (Nikolopoulos et al. 2011) with one length of bucket and
//! IMAPA (Petropoulos & Kourentzes 2015) with all lengths up to the mean interval.

use super::smoothing::{optimal_weight, step};
use crate::state::FARTHEST_STEP;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Smoothed sums over buckets of some lengths, the last bucket ending with the last value.
///
/// Each value ends a bucket of its own, so a length k keeps k levels, one per alignment of the
/// buckets. Taking in a value then moves one of them, and the result is that of smoothing all data
/// cut into buckets from the end, at a cost that does not grow with the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Buckets {
    lengths: Vec<Length>,
    /// The latest values, as many as the longest bucket.
    latest: VecDeque<f64>,
    /// Values taken in.
    seen: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Length {
    alpha: f64,
    /// Level of the sums by alignment, nothing before the first full bucket. Their number is the
    /// length of the bucket.
    levels: Vec<Option<f64>>,
}

impl Length {
    fn chosen(y: &[f64], length: usize) -> Self {
        let front = y.len() % length;
        let sums: Vec<f64> = y[front..]
            .chunks_exact(length)
            .map(|bucket| bucket.iter().sum())
            .collect();
        Self {
            alpha: optimal_weight(&sums),
            levels: vec![None; length],
        }
    }
}

impl Buckets {
    /// Before any value; the weights are those of the least squared errors of `y`, which has no
    /// missing values. Lengths ascend from 1.
    pub(super) fn new(y: &[f64], lengths: impl Iterator<Item = usize>) -> Self {
        Self {
            lengths: lengths.map(|length| Length::chosen(y, length)).collect(),
            latest: VecDeque::new(),
            seen: 0,
        }
    }

    /// Lengths ascend from at least 1, and the values seen can be counted on.
    pub(super) fn is_consistent(&self) -> bool {
        let lengths = || self.lengths.iter().map(|length| length.levels.len());
        lengths().all(|length| length > 0)
            && lengths().is_sorted()
            && self.seen <= FARTHEST_STEP
            && self.latest.len() <= self.longest()
    }

    /// Length of the longest bucket.
    pub fn longest(&self) -> usize {
        self.lengths.last().map_or(0, |length| length.levels.len())
    }

    /// Mean share of a value in the mean that follows it: α/k, averaged over the lengths.
    pub(super) fn gain(&self) -> f64 {
        let shares = self.lengths.iter().map(|l| l.alpha / l.levels.len() as f64);
        shares.sum::<f64>() / self.lengths.len() as f64
    }

    /// Weight of the only length.
    pub(super) fn only_alpha(&self) -> Option<f64> {
        match self.lengths.as_slice() {
            [only] => Some(only.alpha),
            _ => None,
        }
    }

    pub(super) fn mean(&self) -> Option<f64> {
        let (mut total, mut count) = (0.0, 0.0);
        for length in &self.lengths {
            let k = length.levels.len();
            if let Some(level) = length.levels[self.seen % k] {
                total += level / k as f64;
                count += 1.0;
            }
        }
        (count > 0.0).then(|| total / count)
    }

    pub(super) fn observe(&mut self, y: f64) {
        self.seen += 1;
        self.latest.push_front(y);
        self.latest.truncate(self.longest());
        let mut latest = self.latest.iter();
        let (mut sum, mut summed) = (0.0, 0);
        for length in &mut self.lengths {
            let k = length.levels.len();
            if self.seen < k {
                break;
            }
            sum += latest.by_ref().take(k - summed).sum::<f64>();
            summed = k;
            let level = &mut length.levels[self.seen % k];
            *level = Some(match *level {
                None => sum,
                Some(level) => step(level, sum, length.alpha),
            });
        }
    }
}
