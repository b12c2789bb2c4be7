//! Bounded minimisation of smooth functions of one to three parameters.
//!
//! Deterministic: the same function gives the same point on any machine with IEEE arithmetic. Not
//! a general optimiser; the smoothing models concentrate everything else out of their likelihood.

/// Minimum over `[grid.first, grid.last]`: the best grid point is bracketed by its neighbours and
/// refined by Brent's method (Brent 1973, ch. 5) to an absolute tolerance in the argument.
pub(crate) fn scalar(f: impl Fn(f64) -> f64, grid: &[f64], tolerance: f64) -> (f64, f64) {
    let mut best = 0;
    let mut best_value = f64::INFINITY;
    for (i, &x) in grid.iter().enumerate() {
        let value = f(x);
        if value < best_value {
            (best, best_value) = (i, value);
        }
    }
    let (x, value) = brent(
        &f,
        grid[best.saturating_sub(1)],
        grid[(best + 1).min(grid.len() - 1)],
        (grid[best], best_value),
        tolerance,
    );
    // The ends of the bracket are never evaluated by the interior search.
    if value <= best_value {
        (x, value)
    } else {
        (grid[best], best_value)
    }
}

fn brent(
    f: &impl Fn(f64) -> f64,
    mut low: f64,
    mut high: f64,
    start: (f64, f64),
    tolerance: f64,
) -> (f64, f64) {
    const GOLDEN: f64 = 0.381_966_011_250_105;
    let interior = start.0 > low && start.0 < high;
    let first = if interior {
        start
    } else {
        let x = low + GOLDEN * (high - low);
        (x, f(x))
    };
    let (mut x, mut w, mut v) = (first, first, first);
    let (mut step, mut before_last) = (0.0_f64, 0.0_f64);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if (x.0 - middle).abs() <= 2.0 * tolerance - 0.5 * (high - low) {
            break;
        }
        let mut parabolic = false;
        if before_last.abs() > tolerance {
            let r = (x.0 - w.0) * (x.1 - v.1);
            let mut q = (x.0 - v.0) * (x.1 - w.1);
            let mut p = (x.0 - v.0) * q - (x.0 - w.0) * r;
            q = 2.0 * (q - r);
            if q > 0.0 {
                p = -p;
            }
            q = q.abs();
            let allowed = before_last;
            before_last = step;
            if p.abs() < (0.5 * q * allowed).abs() && p > q * (low - x.0) && p < q * (high - x.0) {
                step = p / q;
                let candidate = x.0 + step;
                if candidate - low < 2.0 * tolerance || high - candidate < 2.0 * tolerance {
                    step = tolerance.copysign(middle - x.0);
                }
                parabolic = true;
            }
        }
        if !parabolic {
            before_last = if x.0 < middle { high } else { low } - x.0;
            step = GOLDEN * before_last;
        }
        let at = x.0
            + if step.abs() >= tolerance {
                step
            } else {
                tolerance.copysign(step)
            };
        let u = (at, f(at));
        if u.1 <= x.1 {
            if u.0 < x.0 {
                high = x.0;
            } else {
                low = x.0;
            }
            (v, w, x) = (w, x, u);
        } else {
            if u.0 < x.0 {
                low = u.0;
            } else {
                high = u.0;
            }
            if u.1 <= w.1 || (w.0 - x.0).abs() < f64::EPSILON {
                (v, w) = (w, u);
            } else if u.1 <= v.1
                || (v.0 - x.0).abs() < f64::EPSILON
                || (v.0 - w.0).abs() < f64::EPSILON
            {
                v = u;
            }
        }
    }
    x
}

/// Box of a `D`-dimensional search.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds<const D: usize> {
    pub(crate) low: [f64; D],
    pub(crate) high: [f64; D],
}

impl<const D: usize> Bounds<D> {
    fn clamp(&self, point: [f64; D]) -> [f64; D] {
        std::array::from_fn(|i| point[i].clamp(self.low[i], self.high[i]))
    }
}

/// When a simplex search stops.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopping {
    pub(crate) evaluations: usize,
    /// Spread of function values over the simplex.
    pub(crate) value: f64,
}

/// Nelder–Mead inside a box (points outside are projected onto it), from `start` with one edge
/// per parameter of the given lengths. Returns the best point and value.
pub(crate) fn simplex<const D: usize>(
    f: impl Fn(&[f64; D]) -> f64,
    bounds: &Bounds<D>,
    start: ([f64; D], f64),
    edges: [f64; D],
    stopping: Stopping,
) -> ([f64; D], f64) {
    let mut vertices = Vec::with_capacity(D + 1);
    vertices.push(start);
    for i in 0..D {
        let mut point = start.0;
        // Step towards the roomier side so that no vertex collapses onto the start.
        let inside = point[i] + edges[i] <= bounds.high[i];
        point[i] += if inside { edges[i] } else { -edges[i] };
        let point = bounds.clamp(point);
        vertices.push((point, f(&point)));
    }
    let mut used = D;
    while used < stopping.evaluations {
        vertices.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (best, worst) = (vertices[0], vertices[D]);
        if worst.1 - best.1 <= stopping.value {
            break;
        }
        let centre: [f64; D] =
            std::array::from_fn(|i| vertices[..D].iter().map(|v| v.0[i]).sum::<f64>() / D as f64);
        let along = |factor: f64| {
            let point: [f64; D] =
                std::array::from_fn(|i| centre[i] + factor * (centre[i] - worst.0[i]));
            let point = bounds.clamp(point);
            (point, f(&point))
        };
        let reflected = along(1.0);
        used += 1;
        if reflected.1 < best.1 {
            let expanded = along(2.0);
            used += 1;
            vertices[D] = if expanded.1 < reflected.1 {
                expanded
            } else {
                reflected
            };
            continue;
        }
        if reflected.1 < vertices[D - 1].1 {
            vertices[D] = reflected;
            continue;
        }
        let contracted = along(if reflected.1 < worst.1 { 0.5 } else { -0.5 });
        used += 1;
        if contracted.1 < worst.1.min(reflected.1) {
            vertices[D] = contracted;
            continue;
        }
        for vertex in &mut vertices[1..] {
            let point: [f64; D] =
                std::array::from_fn(|i| best.0[i] + 0.5 * (vertex.0[i] - best.0[i]));
            *vertex = (point, f(&point));
        }
        used += D;
    }
    vertices
        .into_iter()
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brent_finds_interior_and_end_minima() {
        let (x, _) = scalar(|x| (x - 0.3).powi(2), &[0.0, 0.25, 0.5, 1.0], 1e-6);
        assert!((x - 0.3).abs() < 1e-5);
        let (x, _) = scalar(|x| -x, &[0.0, 0.5, 1.0], 1e-6);
        assert!((x - 1.0).abs() < 1e-5);
        let (x, _) = scalar(|_| f64::NAN, &[0.0, 1.0], 1e-6);
        assert!((0.0..=1.0).contains(&x));
    }

    #[test]
    fn simplex_respects_the_box() {
        let bounds = Bounds {
            low: [0.0, 0.0],
            high: [1.0, 0.4],
        };
        let f = |p: &[f64; 2]| (p[0] - 0.2).powi(2) + (p[1] - 0.9).powi(2);
        let start = [0.5, 0.1];
        let stopping = Stopping {
            evaluations: 400,
            value: 1e-14,
        };
        let (point, _) = simplex(f, &bounds, (start, f(&start)), [0.1, 0.1], stopping);
        assert!((point[0] - 0.2).abs() < 1e-4, "{point:?}");
        assert!((point[1] - 0.4).abs() < 1e-4, "{point:?}");
    }
}
