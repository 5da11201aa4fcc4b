//! The steps as a plan's file writes them, with what holds where it says nothing: the maker's defaults.

use crate::cast::derived::Derive;
use serde::{Deserialize, Serialize};

/// A step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::cast) enum Step {
    WildEdit(WildEdit),
    LowPass(LowPass),
    WindowFilter(WindowFilter),
    Align(Align),
    CellThermalMass(CellThermalMass),
    LoopEdit(LoopEdit),
    Split(Split),
    Derive(Derive),
    BinAverage(BinAverage),
}

/// Marks outliers bad.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cast) struct WildEdit {
    pub(super) columns: Vec<String>,
    #[serde(default = "two")]
    pub(super) first_pass_deviations: f64,
    #[serde(default = "twenty")]
    pub(super) second_pass_deviations: f64,
    #[serde(default)]
    pub(super) keep_within: f64,
    #[serde(default = "hundred")]
    pub(super) scans_per_block: usize,
    #[serde(default)]
    pub(super) bad_scans: Marked,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cast) struct LowPass {
    pub(super) columns: Vec<String>,
    pub(super) time_constant_s: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cast) struct WindowFilter {
    pub(super) columns: Vec<String>,
    pub(super) shape: Shape,
    pub(super) scans: usize,
    #[serde(default)]
    pub(super) bad_scans: Marked,
    /// Of the Gaussian only.
    #[serde(default = "one")]
    pub(super) half_width_s: f64,
    #[serde(default)]
    pub(super) offset_s: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shape {
    Boxcar,
    Cosine,
    Triangle,
    Gaussian,
    Median,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cast) struct Align {
    pub(super) columns: Vec<String>,
    pub(super) advance_s: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cast) struct CellThermalMass {
    pub(super) amplitude: f64,
    pub(super) time_constant_s: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cast) struct LoopEdit {
    #[serde(default = "quarter")]
    pub(super) minimum_velocity_m_per_s: f64,
    /// Part of the mean velocity that is needed; without it the minimum holds throughout.
    #[serde(default)]
    pub(super) percent_of_mean: Option<f64>,
    #[serde(default = "five_minutes")]
    pub(super) mean_over_s: f64,
    #[serde(default)]
    pub(super) remove_soak: Option<Soak>,
    #[serde(default)]
    pub(super) bad_scans: Marked,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Soak {
    pub(super) minimum_depth_m: f64,
    pub(super) maximum_depth_m: f64,
    #[serde(default)]
    pub(super) from: SoakFrom,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SoakFrom {
    #[default]
    Surface,
    FirstScan,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cast) struct Split {
    pub(super) keep: Way,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Way {
    Descent,
    Ascent,
    #[default]
    Both,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cast) struct BinAverage {
    pub(super) of: Axis,
    pub(super) size: f64,
    #[serde(default)]
    pub(super) cast: Way,
    #[serde(default)]
    pub(super) placement: Placement,
    #[serde(default)]
    pub(super) surface_bin: Option<Surface>,
    #[serde(default)]
    pub(super) bad_scans: Marked,
    #[serde(default = "one_scan")]
    pub(super) minimum_scans: usize,
    #[serde(default)]
    pub(super) maximum_scans: Option<usize>,
    #[serde(default)]
    pub(super) bad_values: BadValues,
    #[serde(default)]
    pub(super) skip_first: usize,
    #[serde(default)]
    pub(super) skip_last: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Axis {
    Pressure,
    Depth,
    ElapsedTime,
    Scan,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Placement {
    #[default]
    Mean,
    Centre,
}

/// What a bad value takes out of a bin: itself, or its whole scan as in the maker's program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum BadValues {
    #[default]
    LeaveOutValue,
    LeaveOutScan,
}

/// What becomes of scans that are marked bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Marked {
    Include,
    #[default]
    Exclude,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Surface {
    pub(super) minimum: f64,
    pub(super) maximum: f64,
    pub(super) value: f64,
}

const fn one() -> f64 {
    1.0
}
const fn two() -> f64 {
    2.0
}
const fn twenty() -> f64 {
    20.0
}
const fn quarter() -> f64 {
    0.25
}
const fn five_minutes() -> f64 {
    300.0
}
const fn hundred() -> usize {
    100
}
const fn one_scan() -> usize {
    1
}

impl BinAverage {
    /// An average over both ways of a profile, everything else by default.
    pub(super) fn of_pressure(size_dbar: f64) -> Self {
        Self {
            of: Axis::Pressure,
            size: size_dbar,
            cast: Way::Both,
            placement: Placement::Mean,
            surface_bin: None,
            bad_scans: Marked::Exclude,
            bad_values: BadValues::LeaveOutValue,
            minimum_scans: 1,
            maximum_scans: None,
            skip_first: 0,
            skip_last: 0,
        }
    }
}
