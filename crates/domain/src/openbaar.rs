//! What may be published of a count.

/// A count as it may be published: nothing about a group that is so small that it might be one person, and the rest
/// rounded to a multiple of that size, as Statistics Netherlands does. Because everything is rounded, sums and totals
/// included, what is left out cannot be worked out from what is shown.
pub fn toonbaar(aantal: i64, kleinste: i64) -> Option<i64> {
    let stap = kleinste.max(1);
    (aantal >= kleinste).then(|| (aantal + stap / 2) / stap * stap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_left_out_and_the_rest_is_rounded() {
        let van = |kleinste| move |n| toonbaar(n, kleinste);
        assert_eq!(
            [0, 4, 5, 7, 8, 12, 13].map(van(5)),
            [None, None, Some(5), Some(5), Some(10), Some(10), Some(15)]
        );
        assert_eq!([9, 10, 14, 15].map(van(10)), [None, Some(10), Some(10), Some(20)]);
        assert_eq!([0, 1, 7].map(van(0)), [Some(0), Some(1), Some(7)]);
    }
}
