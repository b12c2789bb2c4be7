//! Carrying tax losses forward (definitions A5).

/// How losses of earlier years may be used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LossTerms {
    /// Share of the income above the floor that losses may cover.
    pub limit: f64,
    /// Income up to this may always be covered.
    pub floor: f64,
    /// A loss of year y can be used up to and including y + expiry.
    pub expiry_years: Option<u32>,
}

impl LossTerms {
    pub const UNLIMITED: Self = Self {
        limit: 1.0,
        floor: 0.0,
        expiry_years: None,
    };

    /// The most that losses may cover of `income`.
    #[inline(always)]
    pub fn allowed(&self, income: f64) -> f64 {
        if income <= 0.0 {
            0.0
        } else {
            (self.floor + self.limit * (income - self.floor).max(0.0)).min(income)
        }
    }
}

/// One year's outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TaxedYear {
    pub tax: f64,
    pub losses_used: f64,
    pub losses_expired: f64,
}

/// Tax on yearly income, losses used first in, first out. Negative income creates a loss and no refund.
pub fn tax_with_losses(income: &[f64], rate: f64, terms: &LossTerms) -> Vec<TaxedYear> {
    let mut pool: std::collections::VecDeque<(usize, f64)> = std::collections::VecDeque::new();
    income
        .iter()
        .enumerate()
        .map(|(year, &income)| {
            let mut losses_expired = 0.0;
            if let Some(expiry) = terms.expiry_years {
                while pool
                    .front()
                    .is_some_and(|&(made, _)| made + (expiry as usize) < year)
                {
                    losses_expired += pool.pop_front().map_or(0.0, |(_, amount)| amount);
                }
            }
            if income < 0.0 {
                pool.push_back((year, -income));
                return TaxedYear {
                    tax: 0.0,
                    losses_used: 0.0,
                    losses_expired,
                };
            }
            let mut available = terms.allowed(income);
            let mut used = 0.0;
            while available > 0.0
                && let Some((_, amount)) = pool.front_mut()
            {
                let take = amount.min(available);
                *amount -= take;
                available -= take;
                used += take;
                if *amount <= 0.0 {
                    pool.pop_front();
                }
            }
            TaxedYear {
                tax: (income - used).max(0.0) * rate,
                losses_used: used,
                losses_expired,
            }
        })
        .collect()
}
