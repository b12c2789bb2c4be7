//! Tax depreciation (definitions A5).

/// (C - S)/N per year from the start of service, part-years pro rata: the charge of each year.
pub fn straight_line(cost: f64, salvage: f64, life_years: f64, years: usize) -> Vec<f64> {
    (0..years)
        .map(|k| (cost - salvage) * (life_years - k as f64).clamp(0.0, 1.0) / life_years)
        .collect()
}

/// Book × f/N, switching to straight line over the remaining life when that is larger; salvage is ignored.
pub fn declining_balance(cost: f64, factor: f64, life_years: f64, years: usize) -> Vec<f64> {
    let mut book = cost;
    (0..years)
        .map(|k| {
            let remaining = life_years - k as f64;
            let charge = if remaining <= 1.0 {
                if remaining > 0.0 { book } else { 0.0 }
            } else {
                (book * factor / life_years).max(book / remaining).min(book)
            };
            book -= charge;
            charge
        })
        .collect()
}

/// Book at the start × units ÷ remaining units, so that a revision of reserves acts forward only.
pub fn units_of_production(cost: f64, salvage: f64, units: &[f64]) -> Vec<f64> {
    let mut book = cost - salvage;
    let mut remaining: f64 = units.iter().sum();
    units
        .iter()
        .map(|&units| {
            let charge = if remaining > 0.0 {
                book * (units / remaining).min(1.0)
            } else {
                0.0
            };
            book -= charge;
            remaining -= units;
            charge
        })
        .collect()
}

/// IRS Publication 946, Table A-1 (half-year convention), percent per year of service, as printed.
pub fn macrs_percent(class_years: u32) -> Option<&'static [f64]> {
    Some(match class_years {
        3 => &[33.33, 44.45, 14.81, 7.41],
        5 => &[20.0, 32.0, 19.2, 11.52, 11.52, 5.76],
        7 => &[14.29, 24.49, 17.49, 12.49, 8.93, 8.92, 8.93, 4.46],
        10 => &[
            10.0, 18.0, 14.4, 11.52, 9.22, 7.37, 6.55, 6.55, 6.56, 6.55, 3.28,
        ],
        15 => &[
            5.0, 9.5, 8.55, 7.7, 6.93, 6.23, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 2.95,
        ],
        20 => &[
            3.75, 7.219, 6.677, 6.177, 5.713, 5.285, 4.888, 4.522, 4.462, 4.461, 4.462, 4.461,
            4.462, 4.461, 4.462, 4.461, 4.462, 4.461, 4.462, 4.461, 2.231,
        ],
        _ => return None,
    })
}
