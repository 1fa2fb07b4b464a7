//! How far a share may be off by chance.

/// Wilson's interval of a share at 95 %, in percent: `(from, to)`; `(0, 100)` where nothing was counted.
/// (Wilson 1927, "Probable inference, the law of succession, and statistical inference".)
///
/// ```
/// use onrecord::eval::interval::wilson;
/// let (from, to) = wilson(8, 10);
/// assert_eq!((from.round(), to.round()), (49.0, 94.0));
/// assert_eq!(wilson(0, 0), (0.0, 100.0));
/// ```
pub fn wilson(part: u64, whole: u64) -> (f64, f64) {
    const Z: f64 = 1.959_964;
    if whole == 0 {
        return (0.0, 100.0);
    }
    let (n, p) = (whole as f64, part.min(whole) as f64 / whole as f64);
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let bound = |x: f64| (100.0 * x / (1.0 + Z * Z / n)).clamp(0.0, 100.0);
    (bound(middle - half), bound(middle + half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_the_share_and_narrows_with_the_count() {
        for (part, whole) in [(0, 5), (5, 5), (3, 7), (300, 700)] {
            let (from, to) = wilson(part, whole);
            let share = 100.0 * part as f64 / whole as f64;
            assert!(from <= share + 1e-9 && share <= to + 1e-9, "{part} of {whole}: {from} to {to}");
        }
        let width = |n| wilson(n / 2, n).1 - wilson(n / 2, n).0;
        assert!(width(10) > width(100) && width(100) > width(1000));
    }
}
