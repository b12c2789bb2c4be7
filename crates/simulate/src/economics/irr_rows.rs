//! Rates of return of many rows of flows over the same times, on all threads.

use rayon::prelude::*;

use super::{IrrLanes, IrrStatus, LaneStatus, Reason};

/// The rate of one row, without the list of its roots.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowRate {
    pub status: IrrStatus,
    /// Decimal per year.
    pub value: Option<f64>,
    /// Why there is none.
    pub reason: Option<Reason>,
}

/// Rows solved together.
const BLOCK: usize = 64;
/// Where the search starts.
const START: f64 = 0.1;

/// The rate of every row of `flows`, which holds one row after the other, each with a flow per entry of `times` (years,
/// rising). Status and value are those of [`super::irr_at_times`].
pub fn irr_of_rows(flows: &[f64], times: &[f64]) -> Vec<RowRate> {
    let periods = times.len();
    let empty = RowRate {
        status: IrrStatus::None,
        value: None,
        reason: Some(Reason::NoData),
    };
    if periods == 0 {
        return Vec::new();
    }
    let mut rates = vec![empty; flows.len() / periods];
    let blocks = flows.par_chunks(BLOCK * periods);
    blocks
        .zip(rates.par_chunks_mut(BLOCK))
        .with_min_len(8)
        .for_each_init(
            || {
                let lanes = IrrLanes::new(times.to_vec(), BLOCK);
                (lanes, vec![0.0; BLOCK * periods])
            },
            |(lanes, by_period), (rows, rates)| {
                for (lane, row) in rows.chunks_exact(periods).enumerate() {
                    for (k, &flow) in row.iter().enumerate() {
                        by_period[k * BLOCK + lane] = flow;
                    }
                }
                let mut values = [f64::NAN; BLOCK];
                let mut statuses = [LaneStatus::Unique; BLOCK];
                let count = rates.len();
                lanes.solve(by_period, BLOCK, count, START, &mut values, &mut statuses);
                for (rate, (value, status)) in rates.iter_mut().zip(values.iter().zip(statuses)) {
                    *rate = of_lane(*value, status);
                }
            },
        );
    rates
}

fn of_lane(value: f64, status: LaneStatus) -> RowRate {
    let (status, reason) = match status {
        LaneStatus::Unique => (IrrStatus::Unique, None),
        LaneStatus::Several => (IrrStatus::Several, Some(Reason::SeveralRoots)),
        LaneStatus::None(reason) => (IrrStatus::None, Some(reason)),
    };
    RowRate {
        status,
        value: (status == IrrStatus::Unique).then_some(value),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::irr_at_times;

    #[test]
    fn rows_have_the_rates_of_the_single_form() {
        let times: Vec<f64> = (0..6).map(f64::from).collect();
        let mut rows: Vec<Vec<f64>> = vec![
            vec![-150_000.0, 15_000.0, 25_000.0, 35_000.0, 45_000.0, 60_000.0],
            vec![-1000.0, 2300.0, -1320.0, 0.0, 0.0, 0.0],
            vec![1.0, 2.0, 3.0, 0.0, 0.0, 0.0],
            vec![0.0; 6],
        ];
        let mut x = 0.4_f64;
        rows.resize_with(150, || {
            let mut row = vec![-100.0];
            row.resize_with(6, || {
                x = 3.9 * x * (1.0 - x);
                100.0 * (x - 0.3)
            });
            row
        });
        let rates = irr_of_rows(&rows.concat(), &times);
        assert_eq!(rates.len(), rows.len());
        for (rate, row) in rates.iter().zip(&rows) {
            let expected = irr_at_times(row, &times);
            assert_eq!(rate.status, expected.status, "{row:?}");
            match (rate.value, expected.value) {
                (Some(found), Some(expected)) => {
                    assert!((found - expected).abs() < 1e-12, "{row:?}");
                }
                (found, expected) => assert_eq!(found, expected, "{row:?}"),
            }
        }
    }
}
