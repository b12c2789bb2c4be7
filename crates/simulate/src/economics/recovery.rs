//! Recovery of a metal as a function of head grade.

/// Recovery at `grade` on a curve of points `(grade, recovery)` that rise in grade: linear between two points, the end
/// values beyond them, 0 on a curve without points. Grade in the unit of the points, recovery as a decimal.
pub fn at_grade(points: &[(f64, f64)], grade: f64) -> f64 {
    let above = points.partition_point(|point| point.0 <= grade);
    match (above.checked_sub(1).map(|k| points[k]), points.get(above)) {
        (Some((x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * ((grade - x0) / (x1 - x0)),
        (Some((_, y)), None) | (None, Some(&(_, y))) => y,
        (None, None) => 0.0,
    }
}
