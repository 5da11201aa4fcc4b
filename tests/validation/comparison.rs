//! One comparison: how far our numbers are from others at most, and how far they may be.

/// The comparisons with one authority.
pub(crate) struct Section {
    /// Who is compared with.
    pub(crate) authority: &'static str,
    /// Row by row of the table.
    pub(crate) comparisons: Vec<Comparison>,
}

/// One function over one range: a row of the table.
pub(crate) struct Comparison {
    /// What is compared.
    pub(crate) function: String,
    /// Unit of deviation and tolerance.
    pub(crate) unit: &'static str,
    /// Where.
    pub(crate) range: &'static str,
    /// At how many points.
    pub(crate) points: usize,
    /// Largest deviation; infinite if one is not a number.
    pub(crate) worst: f64,
    /// Largest deviation that passes.
    pub(crate) tolerance: f64,
    /// Why it is that large.
    pub(crate) reason: &'static str,
}

/// What is compared where, how far it may be off and why; the numbers are yet to come.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    /// Unit of deviation and tolerance.
    pub(crate) unit: &'static str,
    /// Where.
    pub(crate) range: &'static str,
    /// Largest deviation that passes.
    pub(crate) tolerance: f64,
    /// Why it is that large.
    pub(crate) reason: &'static str,
}

impl Terms {
    /// The comparison of pairs of our numbers and theirs.
    pub(crate) fn compare(
        self,
        function: impl Into<String>,
        pairs: impl IntoIterator<Item = [f64; 2]>,
    ) -> Comparison {
        self.judge(function, pairs.into_iter().map(|[ours, theirs]| ours - theirs))
    }

    /// The comparison whose deviations are known.
    pub(crate) fn judge(
        self,
        function: impl Into<String>,
        deviations: impl IntoIterator<Item = f64>,
    ) -> Comparison {
        let (mut points, mut worst) = (0, 0.0);
        for deviation in deviations {
            points += 1;
            worst = if deviation.is_nan() { f64::INFINITY } else { deviation.abs().max(worst) };
        }
        let Self { unit, range, tolerance, reason } = self;
        Comparison { function: function.into(), unit, range, points, worst, tolerance, reason }
    }
}

/// A printed number: `digits` of it are significant.
#[derive(Clone, Copy)]
pub(crate) struct Printed {
    /// As printed.
    pub(crate) value: f64,
    /// How many digits are significant.
    pub(crate) digits: i32,
}

impl Printed {
    /// By how many units of the last digit `ours` is away.
    pub(crate) fn units_away(self, ours: f64) -> f64 {
        let exponent = libm::floor(libm::log10(self.value.abs()));
        (ours - self.value) / libm::pow(10.0, exponent - f64::from(self.digits - 1))
    }
}

impl Section {
    /// Fails, naming every comparison that is out of tolerance or has nothing to compare.
    #[track_caller]
    pub(crate) fn assert_passed(&self) {
        let failed: Vec<String> = self
            .comparisons
            .iter()
            .filter(|row| row.points == 0 || row.worst.is_nan() || row.worst > row.tolerance)
            .map(|row| {
                let Comparison { function, unit, range, points, worst, tolerance, .. } = row;
                format!(
                    "{function} ({range}, {points} points): {worst:.3e} {unit}, tolerance {tolerance:.3e}"
                )
            })
            .collect();
        assert!(
            !self.comparisons.is_empty() && failed.is_empty(),
            "{}:\n{}",
            self.authority,
            failed.join("\n")
        );
    }
}
