//! Samples as columns.

/// The samples of a file, or of one schedule of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    /// Time of each sample by the logger's clock, ms since 1970-01-01 00:00 UTC, ascending.
    pub time_ms: Vec<i64>,
    /// One column for each channel that is stored.
    pub columns: Vec<Column>,
}

/// One channel's values.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Place of the channel in the header's list.
    pub channel: usize,
    /// The channel's long name; a second one of the same name has 2 behind it, and so on.
    pub name: String,
    /// The unit as the file writes it, such as `mS/cm`, `°C`, `dbar`.
    pub unit: String,
    /// The values; NaN where the file has none.
    pub values: Vec<f64>,
}

impl Samples {
    /// Seconds since 1970-01-01 00:00 UTC; exact to the double nearest to the millisecond.
    pub fn time_s(&self) -> Vec<f64> {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds until the year 287,000 are exact")]
        self.time_ms.iter().map(|ms| *ms as f64 / 1000.0).collect()
    }
}
